import type { Finding, TextFile } from './project.ts'
import { importsOf } from './syntax.ts'

/**
 * Files that import each other in a circle. Imports of types count too: they are erased when the
 * program runs, but a reader still cannot read one file without the other.
 */
export function checkCycles(files: readonly TextFile[]): readonly Finding[] {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const done = new Set<string>()
  const findings: Finding[] = []

  const visit = (file: TextFile, trail: readonly string[]): void => {
    if (done.has(file.path)) return
    for (const { target, line } of importsOf(file)) {
      const next = target === undefined ? undefined : byPath.get(target)
      if (next === undefined) continue
      const path = [...trail, file.path]
      const start = path.indexOf(next.path)
      if (start < 0) visit(next, path)
      else {
        const circle = [...path.slice(start), next.path].join(' -> ')
        findings.push({ path: file.path, line, message: `closes a circle of imports: ${circle}` })
      }
    }
    done.add(file.path)
  }

  for (const file of files) visit(file, [])
  return findings
}
