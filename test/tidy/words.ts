import { dirname } from 'node:path'
import { packageRoot } from '../../src/package-root.ts'
import type { Finding, TextFile } from './project.ts'

interface WordBan {
  readonly pattern: RegExp
  readonly message: string
  /** Which files it is looked for in. */
  readonly where: RegExp
}

const CODE = /\.tsx?$/
const ANY = /./
const TESTS = /^test\/.*\.ts$/

const PLACE = 'names a place that only one machine has'

// Each pattern is written so that it does not match its own text.
const BANS: readonly WordBan[] = [
  { pattern: /\b(TOD[O]|FIXM[E]|XX[X]|HAC[K])\b/, where: ANY, message: 'is unfinished' },
  {
    pattern: /@ts-(ignor[e]|expect-erro[r]|nochec[k])/,
    where: CODE,
    message: 'silences the types',
  },
  {
    pattern: /\b(it|test|describe)(\.\w+)*\.(onl[y]|ski[p]|tod[o]|fail[s])\b/,
    where: TESTS,
    message: 'a test that does not run, or keeps others from running',
  },
  {
    pattern: /\bvi\.(moc[k]|doMoc[k]|hoiste[d])\(/,
    where: TESTS,
    message: 'replaces code of ours: tests run the real thing',
  },
  {
    pattern: /\bexport \* fro[m]\b/,
    where: CODE,
    message: 'a barrel: import from the file itself',
  },
  {
    // Somebody's home folder, or something in a temporary one.
    pattern:
      /(^|[\s'"`(=:])(\/(home|Users)\/\w|\/root\/|(\/var|\/private)?\/tmp\/\w|\/var\/folders\/)/,
    where: ANY,
    message: PLACE,
  },
]

/** Files that name such a place because it is what they are about. */
const ABOUT_PLACES: ReadonlySet<string> = new Set(['Dockerfile', 'compose.yaml'])

const NAMES = /(^|[-_./])(manager|helpers?|utils?|misc|common|handlers?|processor)(?=[-_./]|$)/i

/** Words that are not written: unfinished work, silenced checks, places outside the project. */
export function checkWords(
  files: readonly TextFile[],
  checkout: string = packageRoot(),
): readonly Finding[] {
  return [...checkBans(files), ...checkCheckout(files, checkout)]
}

/** Nobody else has the project in the folder in which it lies here. */
function checkCheckout(files: readonly TextFile[], checkout: string): readonly Finding[] {
  // A checkout directly below the root of the disk, as `/app`, has the name of too many other things.
  if (dirname(dirname(checkout)) === dirname(checkout)) return []
  return files.flatMap(({ path, text }) =>
    ABOUT_PLACES.has(path)
      ? []
      : text
          .split('\n')
          .flatMap((line, index) =>
            line.includes(checkout) ? [{ path, line: index + 1, message: PLACE }] : [],
          ),
  )
}

function checkBans(files: readonly TextFile[]): readonly Finding[] {
  return files.flatMap((file) => {
    const bans = BANS.filter((ban) => ban.where.test(file.path))
    return file.text
      .split('\n')
      .flatMap((text, index) =>
        bans
          .filter((ban) => ban.pattern.test(text) && !isAboutPlaces(ban, file.path))
          .map(({ message }) => ({ path: file.path, line: index + 1, message })),
      )
  })
}

function isAboutPlaces(ban: WordBan, path: string): boolean {
  return ban.message === PLACE && ABOUT_PLACES.has(path)
}

/** Files whose name says nothing, and barrels. */
export function checkNames(files: readonly TextFile[]): readonly Finding[] {
  return files.flatMap(({ path }) => {
    const findings: Finding[] = []
    if (/(^|\/)index\.tsx?$/.test(path)) {
      findings.push({ path, line: 1, message: 'is a barrel: import from the file itself' })
    }
    const vague = NAMES.exec(path.replace(/^(src|test)\//, ''))
    if (CODE.test(path) && vague !== null) {
      findings.push({ path, line: 1, message: `a name that says nothing: ${vague[2]}` })
    }
    return findings
  })
}
