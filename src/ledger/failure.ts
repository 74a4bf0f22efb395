import postgres from 'postgres'
import { DomainError } from '../kernel/errors.ts'
import { ConnectionLost } from './connection.ts'
import type { LedgerChanges } from './core/apply.ts'

/** One request of a batch made the batch fail; the others have no part in it. */
export class RequestFault extends Error {
  override readonly name = 'RequestFault'

  constructor(cause: unknown) {
    super('a request made its batch fail', { cause })
  }
}

/** A batch that changes nothing was decided on one that did not get through. */
export class OutdatedDecision extends Error {
  override readonly name = 'OutdatedDecision'
}

/** The connection was lost after COMMIT was sent and before its answer came: it may or may not be done. */
export class CommitUnknown<Result> extends Error {
  override readonly name = 'CommitUnknown'
  readonly changes: LedgerChanges
  /** What the batch comes to if the commit is done. */
  readonly result: Result
  /** Whether the changes leave something behind by which the commit can be recognised. */
  readonly isRecognisable: boolean

  constructor(changes: LedgerChanges, result: Result, cause: unknown) {
    super('the answer to a COMMIT was lost', { cause })
    this.changes = changes
    this.result = result
    this.isRecognisable =
      changes.transfers.length + changes.accountsOpened.length + changes.failures.length > 0
  }
}

const CONNECTION_CODES = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  '57P01', // ended by an administrator
  '57P02', // ended by a crash of the server
  '57P03', // the server is starting
  '57P05', // ended because it was idle too long
  '25P03', // ended because its transaction was idle too long
  '53300', // too many connections
])

/** A row with the same key is there. */
const UNIQUE_VIOLATION = '23505'

const RACE_CODES = new Set([
  '40001', // somebody wrote in between
  '40P01', // deadlock
  '55P03', // the lane was not free in time
  '57014', // a statement took longer than it may, or an administrator ended it
])

/** Whether an error says that the connection is gone or could not be had. */
export function isConnectionFailure(error: unknown): boolean {
  if (error instanceof ConnectionLost) return true
  const code = codeOf(error)
  return code !== undefined && (CONNECTION_CODES.has(code) || code.startsWith('08'))
}

/**
 * Whether an error says that an id which was taken to be new is in the books: the ledger's tables begin with its name, and
 * a companion that meets a row of its own is another matter.
 */
export function isKnownId(error: unknown): boolean {
  return (
    error instanceof postgres.PostgresError &&
    error.code === UNIQUE_VIOLATION &&
    error.table_name?.startsWith('ledger_') === true
  )
}

/** Whether the same batch may well succeed if it is tried again. */
export function isPassingFailure(error: unknown): boolean {
  if (error instanceof OutdatedDecision) return true
  if (error instanceof CommitUnknown || isConnectionFailure(error) || isKnownId(error)) return true
  const code = codeOf(error)
  return code !== undefined && RACE_CODES.has(code)
}

/** What a caller is told when the books could not be reached, or their answer was lost, for too long. */
export function unavailable(cause: unknown): DomainError {
  const error = new DomainError(
    'ledger_unavailable',
    'The books cannot be reached. Whether the request was posted is not known; send it again under the same ids.',
  )
  error.cause = cause
  return error
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
