import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/** A file of the project: its path from the root, with forward slashes, and its text. */
export interface TextFile {
  readonly path: string
  readonly text: string
}

/** Something that does not keep to the rules. */
export interface Finding {
  readonly path: string
  /** Counted from 1. */
  readonly line: number
  readonly message: string
}

const NOT_OURS: ReadonlySet<string> = new Set(['.git', 'coverage', 'data', 'dist', 'node_modules'])
const TEXT_ENDINGS =
  /\.(ts|tsx|js|mjs|json|md|sql|ya?ml|css|html|csv|sh|svg|txt)$|(^|\/)(\.[a-z]+|Dockerfile|LICENSE|run)$/

/** Reads every text file below a folder, but for what is built, installed or stored there. */
export function readProject(root: string): readonly TextFile[] {
  const files: TextFile[] = []
  const visit = (folder: string): void => {
    const entries = readdirSync(folder, { withFileTypes: true })
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name)
      const isOurs = folder !== root || !NOT_OURS.has(entry.name)
      if (entry.isDirectory() && isOurs) visit(path)
      if (entry.isFile() && TEXT_ENDINGS.test(entry.name)) {
        const name = relative(root, path).split(sep).join('/')
        files.push({ path: name, text: readFileSync(path, 'utf8') })
      }
    }
  }
  visit(root)
  return files
}

/** The TypeScript files among them. */
export function codeFiles(files: readonly TextFile[]): readonly TextFile[] {
  return files.filter((file) => /\.tsx?$/.test(file.path))
}

/** The Markdown files among them. */
export function markdownFiles(files: readonly TextFile[]): readonly TextFile[] {
  return files.filter((file) => file.path.endsWith('.md'))
}

/** Counts the lines of a text; a last line break does not begin another. */
export function countLines(text: string): number {
  return text === '' ? 0 : text.replace(/\n$/, '').split('\n').length
}

/** Writes a finding as an editor can open it: `path:line message`. */
export function describeFinding(finding: Finding): string {
  return `${finding.path}:${finding.line} ${finding.message}`
}
