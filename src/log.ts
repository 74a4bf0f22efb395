import { type DestinationStream, destination, type Logger, pino } from 'pino'
import { AssertionFailed } from './kernel/assert.ts'
import { StartError } from './kernel/start-error.ts'

/**
 * The fields that a line of the log may carry: ids, codes, counts. Whatever else is handed to the log is left out
 * and only its name is told, under `withheld`, so that no name, token or QR content slips in.
 */
const FIELDS: ReadonlySet<string> = new Set([
  'accountId',
  'code',
  'count',
  'durationMs',
  'err',
  'folder',
  'host',
  'job',
  'actor',
  'actorId',
  'kid',
  'method',
  'migrations',
  'port',
  'redemptionId',
  'requestId',
  'role',
  'route',
  'signal',
  'status',
  'transferId',
  'unit',
  'user',
  'voucherId',
])
const STACK_LINES_MAX = 12
const CAUSES_MAX = 3

/**
 * Opens the log: one JSON object a line on standard error, time in RFC 3339.
 *
 * @param level the least grave level that is written
 * @param stream where to, for tests; standard error where left out
 */
export function createLog(level: string, stream?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: keepKnown },
      serializers: { err: describeError },
      hooks: {
        // An error without words would put its own message there, which may hold what a client sent.
        logMethod([first, message], method) {
          if (typeof first === 'string') return method.apply(this, [first])
          method.apply(this, [first, typeof message === 'string' ? message : 'error'])
        },
      },
    },
    stream ?? destination({ fd: 2, sync: true }),
  )
}

/**
 * What may be told about an error: its kind, codes of the database, and where in the program it happened.
 * Its message only where the program wrote it itself: others quote values, a JSON parser its input.
 */
export function describeError(error: unknown, depth = 0): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { name: typeof error }
  const own = error instanceof StartError || error instanceof AssertionFailed
  return {
    name: error.name,
    ...(own ? { message: error.message } : {}),
    ...textOf(error, 'code'),
    ...textOf(error, 'constraint_name'),
    ...textOf(error, 'table_name'),
    at: framesOf(error),
    ...(error.cause === undefined || depth >= CAUSES_MAX
      ? {}
      : { cause: describeError(error.cause, depth + 1) }),
  }
}

function keepKnown(line: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  const withheld: string[] = []
  for (const [name, value] of Object.entries(line)) {
    if (FIELDS.has(name) && (name === 'err' || isPlain(value))) kept[name] = value
    else withheld.push(name)
  }
  return withheld.length === 0 ? kept : { ...kept, withheld }
}

function isPlain(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

function textOf(error: Error, name: string): Readonly<Record<string, string>> {
  const value: unknown = Reflect.get(error, name)
  return typeof value === 'string' && /^[\w-]{1,80}$/.test(value) ? { [name]: value } : {}
}

/** The lines of the stack that name places; the first ones repeat the message and are left out. */
function framesOf(error: Error): string[] {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => /^ {4}at /.test(line))
    .map((line) => line.trim())
    .slice(0, STACK_LINES_MAX)
}
