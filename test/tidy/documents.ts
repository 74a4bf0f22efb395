import { posix } from 'node:path'
import { countLines, type Finding, markdownFiles, type TextFile } from './project.ts'

interface Line {
  readonly number: number
  readonly text: string
}

/** How long the README of a place may be, in lines. */
const README_LINES: readonly {
  readonly where: RegExp
  readonly min: number
  readonly max: number
}[] = [
  { where: /^README\.md$/, min: 20, max: 90 },
  { where: /^src\/[^/]+\/README\.md$/, min: 20, max: 60 },
]
const NEEDS_README = /^src\/([^/]+)\/[^/]+/
/** Rooms of the house that are no capability; they may have a README, and need none. */
const FRAME: ReadonlySet<string> = new Set(['kernel', 'db', 'http', 'cli'])

/** Markdown files with no title or several, with links that lead nowhere, or that name files which are not there. */
export function checkDocuments(files: readonly TextFile[]): readonly Finding[] {
  const paths = allPaths(files)
  const anchors = new Map(markdownFiles(files).map((file) => [file.path, anchorsOf(file)]))
  return markdownFiles(files).flatMap((file) => [
    ...checkTitle(file),
    ...checkLinks(file, paths, anchors),
    ...checkNamedPaths(file, paths),
  ])
}

/** Pages that no other page leads to: nobody would find them. */
export function checkOrphans(files: readonly TextFile[]): readonly Finding[] {
  const pages = markdownFiles(files)
  const found = new Set(pages.flatMap((page) => targetsOf(page)))
  return pages
    .filter(({ path }) => path !== 'README.md' && !found.has(path))
    .map(({ path }) => ({ path, line: 1, message: 'is a page that no other page leads to' }))
}

function targetsOf(page: TextFile): readonly string[] {
  return proseLines(page)
    .flatMap(({ text }) => linksOf(text))
    .filter((link) => !/^(https?|mailto):|^#/.test(link))
    .map((link) => posix.join(posix.dirname(page.path), link.replace(/#.*$/, '')))
    .filter((path) => path !== page.path)
}

/** Capabilities without a README, and READMEs that are too short to help or too long to be read. */
export function checkReadmes(files: readonly TextFile[]): readonly Finding[] {
  const paths = new Set(files.map((file) => file.path))
  const folders = new Set(files.map((file) => NEEDS_README.exec(file.path)?.[1]))
  const missing = [...folders].flatMap((folder) => {
    const path = `src/${folder}/README.md`
    if (folder === undefined || FRAME.has(folder) || paths.has(path)) return []
    return [
      { path, line: 1, message: 'is missing: what the folder owns, its words, its invariants' },
    ]
  })
  const lengths = files.flatMap((file) => {
    const bounds = README_LINES.find(({ where }) => where.test(file.path))
    const lines = countLines(file.text)
    if (bounds === undefined || (lines >= bounds.min && lines <= bounds.max)) return []
    const message = `has ${lines} lines; ${bounds.min} to ${bounds.max} are wanted`
    return [{ path: file.path, line: 1, message }]
  })
  return [...missing, ...lengths]
}

/** The anchors that GitHub gives the headings of a page. */
export function anchorsOf(file: TextFile): ReadonlySet<string> {
  const anchors = new Set<string>()
  for (const { text } of proseLines(file)) {
    const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(text)?.[1]
    const named = /<a (?:id|name)="([^"]+)">/.exec(text)?.[1]
    if (named !== undefined) anchors.add(named)
    if (heading === undefined) continue
    const plain = heading.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*]/g, '')
    const anchor = plain
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-')
    let unique = anchor
    for (let count = 1; anchors.has(unique); count++) unique = `${anchor}-${count}`
    anchors.add(unique)
  }
  return anchors
}

function allPaths(files: readonly TextFile[]): ReadonlySet<string> {
  const paths = new Set<string>()
  for (const { path } of files) {
    const parts = path.split('/')
    for (let length = 1; length <= parts.length; length++) {
      paths.add(parts.slice(0, length).join('/'))
    }
  }
  return paths
}

/** The lines outside fenced blocks. */
function proseLines(file: TextFile): readonly Line[] {
  let fence = ''
  return file.text.split('\n').flatMap((text, index) => {
    const mark = /^\s*(`{3,}|~{3,})/.exec(text)?.[1] ?? ''
    const isFence = fence === '' ? mark !== '' : mark.startsWith(fence)
    if (isFence) fence = fence === '' ? mark : ''
    return isFence || fence !== '' ? [] : [{ number: index + 1, text }]
  })
}

function checkTitle(file: TextFile): readonly Finding[] {
  const titles = proseLines(file).filter(({ text }) => /^# \S/.test(text))
  const [first] = titles
  if (titles.length === 1 && first?.number === 1) return []
  const message = `has ${titles.length} titles; it begins with one, and has no other`
  return [{ path: file.path, line: titles[1]?.number ?? 1, message }]
}

function checkLinks(
  file: TextFile,
  paths: ReadonlySet<string>,
  anchors: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Finding[] {
  return proseLines(file).flatMap(({ number, text }) =>
    linksOf(text).flatMap((link) => {
      const broken = whatIsWrong(link, file, paths, anchors)
      if (broken === undefined) return []
      return [{ path: file.path, line: number, message: `the link ${link} ${broken}` }]
    }),
  )
}

function linksOf(text: string): readonly string[] {
  const prose = text.replace(/`[^`]*`/g, (code) => '`'.repeat(code.length))
  const inline = [...prose.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g)]
  const reference = [...prose.matchAll(/^\s*\[[^\]]+\]:\s*<?(\S+?)>?(\s|$)/g)]
  const html = [...prose.matchAll(/\b(?:href|src)="([^"]+)"/g)]
  return [...inline, ...reference, ...html].flatMap(([, link]) =>
    link === undefined ? [] : [link],
  )
}

function whatIsWrong(
  link: string,
  file: TextFile,
  paths: ReadonlySet<string>,
  anchors: ReadonlyMap<string, ReadonlySet<string>>,
): string | undefined {
  if (/^(https?|mailto):/.test(link)) return undefined
  if (link.startsWith('/')) return 'is not relative'
  const [name = '', anchor] = link.split('#')
  const target =
    name === '' ? file.path : posix.join(posix.dirname(file.path), decodeURIComponent(name))
  const path = target.replace(/\/$/, '')
  if (path !== '.' && !paths.has(path)) return 'leads to no file'
  if (anchor === undefined) return undefined
  return anchors.get(path)?.has(anchor) === true ? undefined : 'leads to no heading'
}

const NAMED_PATH = /`((?:src|test|docs|migrations|simulations|\.ci)\/[\w./-]*|[\w-]+\.(?:ts|md))`/g

/** Files that a page names in code type, which must be there under that name, from the root or beside the page. */
function checkNamedPaths(file: TextFile, paths: ReadonlySet<string>): readonly Finding[] {
  const beside = posix.dirname(file.path)
  return proseLines(file).flatMap(({ number, text }) =>
    [...text.matchAll(NAMED_PATH)].flatMap(([, name = '']) => {
      const path = name.replace(/\/$/, '')
      const known =
        paths.has(path) || paths.has(posix.join(beside, path)) || isSomewhere(path, paths)
      const message = `names ${name}, which is not there`
      return known ? [] : [{ path: file.path, line: number, message }]
    }),
  )
}

/** A bare file name, such as `store.ts`, means the files of that name wherever they are. */
function isSomewhere(name: string, paths: ReadonlySet<string>): boolean {
  if (name.includes('/')) return false
  return [...paths].some((path) => path.endsWith(`/${name}`))
}
