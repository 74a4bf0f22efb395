import ts from 'typescript'
import type { Finding, TextFile } from './project.ts'
import { lineOf, parse, walk } from './syntax.ts'

interface Ban {
  /** What may not be written, as a reader would call it. */
  readonly what: string
  readonly matches: (node: ts.Node) => boolean
  /** The only files that may. */
  readonly home: RegExp
  readonly instead: string
}

const NOWHERE = /^$/
/** The clock and the randomness of the service, and those of a page in its browser. */
const RUNTIMES = '^src/runtime\\.ts$|^src/web/client/runtime\\.ts$'
/** Real processes are started and timed here, so real clocks and real randomness are needed. */
const REAL_WORLD_TESTS = '^test/(support|bench|web)/|\\.(e2e|browser)\\.test\\.ts$'
const CLOCK_HOMES = new RegExp(`${RUNTIMES}|${REAL_WORLD_TESTS}`)

const RANDOM_NAMES: ReadonlySet<string> = new Set([
  'generateKeyPair',
  'generateKeyPairSync',
  'getRandomValues',
  'randomBytes',
  'randomFill',
  'randomFillSync',
  'randomInt',
  'randomUUID',
])

const BANS: readonly Ban[] = [
  ban('Math.random', NOWHERE, 'take the randomness from the runtime that was handed over'),
  ban('Date.now', CLOCK_HOMES, 'take the time from the runtime that was handed over'),
  ban('performance.now', CLOCK_HOMES, 'take the time from the runtime that was handed over'),
  ban('process.hrtime', CLOCK_HOMES, 'take the time from the runtime that was handed over'),
  ban(
    'process.env',
    /^src\/config\.ts$|^test\/(support|bench)\/|\.config\.ts$/,
    'add it to src/config.ts',
  ),
  ban('process.exit', /^src\/(cli|main)\.ts$|^src\/cli\/|^test\/bench\//, 'return or throw'),
  {
    what: 'new Date()',
    matches: (node) =>
      (ts.isNewExpression(node) || ts.isCallExpression(node)) &&
      node.expression.getText() === 'Date' &&
      (node.arguments ?? []).length === 0,
    home: CLOCK_HOMES,
    instead: 'take the time from the runtime that was handed over',
  },
  {
    what: 'parseFloat',
    matches: (node) => ts.isIdentifier(node) && node.text === 'parseFloat',
    home: NOWHERE,
    instead: 'amounts are bigint and rates are Decimal',
  },
  {
    what: 'console',
    matches: (node) => isGlobalRead(node, 'console'),
    home: NOWHERE,
    instead: 'the service logs through src/log.ts, a command writes to process.stdout',
  },
  {
    what: 'randomness of the operating system',
    matches: (node) => ts.isIdentifier(node) && RANDOM_NAMES.has(node.text) && isTaken(node),
    home: new RegExp(`${RUNTIMES}|${REAL_WORLD_TESTS}`),
    instead: 'take it from the runtime that was handed over',
  },
  {
    what: 'the type any',
    matches: (node) => node.kind === ts.SyntaxKind.AnyKeyword,
    home: NOWHERE,
    instead: 'unknown, and a check',
  },
]

/** Calls, globals and types that are written outside the one file that may. */
export function checkCalls(files: readonly TextFile[]): readonly Finding[] {
  return files.flatMap((file) => {
    const source = parse(file)
    const bans = BANS.filter((one) => !one.home.test(file.path))
    const findings: Finding[] = []
    walk(source, (node) => {
      for (const { what, matches, instead } of bans) {
        if (!matches(node)) continue
        const message = `${what} is not written here: ${instead}`
        findings.push({ path: file.path, line: lineOf(source, node), message })
      }
    })
    return findings
  })
}

/** A ban on reading one property of a global, such as `Date.now`. */
function ban(what: string, home: RegExp, instead: string): Ban {
  const [object = '', property = ''] = what.split('.')
  const matches = (node: ts.Node): boolean =>
    ts.isPropertyAccessExpression(node) &&
    node.name.text === property &&
    lastName(node.expression) === object
  return { what, matches, home, instead }
}

/** `Date` of `Date` and of `globalThis.Date`. */
function lastName(node: ts.Expression): string {
  return ts.isPropertyAccessExpression(node) ? node.name.text : node.getText()
}

function isGlobalRead(node: ts.Node, name: string): boolean {
  if (!ts.isIdentifier(node) || node.text !== name) return false
  const parent = node.parent
  return ts.isPropertyAccessExpression(parent) && parent.expression === node
}

/** A name taken from a module or called, not merely the name of a property of ours. */
function isTaken(node: ts.Identifier): boolean {
  const parent = node.parent
  if (ts.isImportSpecifier(parent)) return (parent.propertyName ?? parent.name) === node
  if (!ts.isPropertyAccessExpression(parent) || parent.name !== node) return false
  return /^(globalThis\.)?(crypto|webcrypto|nodeCrypto|subtle)$|\.subtle$/.test(
    parent.expression.getText(),
  )
}
