import { hash } from 'node:crypto'
import type { Principal } from '../access/core/principal.ts'
import { assert } from '../kernel/assert.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Beside } from './beside.ts'
import type { ChainEnd } from './core/chain.ts'
import type { StatementStatus } from './core/redeem.ts'
import { type ReadStatement, readStatement, type SeenHead } from './core/statement.ts'
import { NO_TILLS, type Terminal, type TerminalJwk, type VouchersDeps } from './deps.ts'
import type { RedemptionRequest, StatementRefusal } from './redemption.ts'
import type { RedemptionRow } from './redemption-store.ts'
import { findChain } from './statement-store.ts'
import { NO_HEADS } from './tree-heads.ts'

/** A statement as a terminal sends it. */
export interface StatementRequest {
  /** A compact JWS. */
  readonly statement: string
  /** What the person typed, beside the statement and never in it. */
  readonly pin?: string | undefined
  /** What is paid with besides. */
  readonly beside?: Beside | undefined
}

/** What a terminal is answered. */
export interface StatementAnswer {
  readonly status: StatementStatus
  /** SHA-256 (base64url) of the statement. */
  readonly digest: string
  /** Where the terminal's chain ends now, so that it can go on; `null` where the terminal is not known. */
  readonly chain: ChainEnd | null
  /** The newest tree head that was signed, for the terminal to name in its next statement. */
  readonly treeHead: SeenHead | null
  /** What was written down; `null` where the statement was not even decided on. */
  readonly redemption: RedemptionRow | null
}

type Redeem = (request: RedemptionRequest) => Promise<RedemptionRow | StatementRefusal>

const ES256 = { name: 'ECDSA', hash: 'SHA-256' } as const
const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const
const KEYS_MAX = 10_000

/** Makes what decides on the statements of terminals. */
export function createStatements(
  deps: VouchersDeps,
  redeem: Redeem,
): (request: StatementRequest, sender: Principal) => Promise<StatementAnswer> {
  const { findTerminal } = deps.tills ?? NO_TILLS
  const heads = deps.heads ?? NO_HEADS
  const isSignedBy = createChecking()
  return async ({ statement: compact, pin, beside }, sender) => {
    const read = readStatement(compact)
    if ('fault' in read) throw invalid(`The statement ${read.fault}.`)
    const digest = hash('sha256', compact, 'base64url')
    const terminal = await findTerminal(read.kid)
    if (terminal === undefined || terminal.status !== 'active') return unknownTerminal(digest)
    if (!(await isSignedBy(terminal, read))) throw invalid('The signature is not good.')
    const { statement } = read
    if (sender.id !== terminal.id || statement.terminal !== terminal.id) {
      throw invalid('The statement is not by the terminal that sends it.')
    }
    const answer = await redeem({
      ...{ id: statement.id, amount: statement.amount, shown: statement.shown, pin },
      partnerId: terminal.partnerId,
      ...{ signed: { compact, digest, statement, terminal }, beside },
    })
    if (answer === 'terminal_unknown') return unknownTerminal(digest)
    const chain = await findChain(deps.db.sql, terminal.id)
    const known = { digest, chain, treeHead: await heads.newest() }
    return typeof answer === 'string'
      ? { status: answer, ...known, redemption: null }
      : { status: answer.status, ...known, redemption: answer }
  }
}

/** Where the chain of a terminal ends, and the newest tree head for its next statement. */
export async function chainOf(
  { db, heads = NO_HEADS }: VouchersDeps,
  sender: Principal,
): Promise<ChainEnd & { readonly treeHead: SeenHead | null }> {
  assert(sender.kind === 'terminal', 'only terminals have a chain')
  return { ...(await findChain(db.sql, sender.id)), treeHead: await heads.newest() }
}

/**
 * Checks signatures on the thread pool, so that nobody waits for the arithmetic. The keys of terminals are kept ready;
 * one never changes, for its name is its thumbprint.
 */
function createChecking() {
  const keys = new Map<string, Promise<CryptoKey>>()
  const keyOf = ({ kid, publicJwk }: Terminal): Promise<CryptoKey> => {
    const known = keys.get(kid)
    if (known !== undefined) return known
    const key = importKey(publicJwk)
    if (keys.size >= KEYS_MAX) keys.clear()
    keys.set(kid, key)
    return key
  }
  return async (terminal: Terminal, { signature, signed }: ReadStatement): Promise<boolean> =>
    crypto.subtle.verify(
      ES256,
      await keyOf(terminal),
      Uint8Array.from(signature),
      new TextEncoder().encode(signed),
    )
}

function importKey({ kty, crv, x, y }: TerminalJwk): Promise<CryptoKey> {
  return crypto.subtle.importKey('jwk', { kty, crv, x, y }, CURVE, false, ['verify'])
}

function unknownTerminal(digest: string): StatementAnswer {
  return { status: 'terminal_unknown', digest, chain: null, treeHead: null, redemption: null }
}

function invalid(detail: string): DomainError {
  return new DomainError('statement_invalid', detail)
}
