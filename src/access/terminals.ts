import type { KeyObject } from 'node:crypto'
import { hash } from 'node:crypto'
import type { Database, Fragment, Tx } from '../db/client.ts'
import { gather } from '../db/gather.ts'
import { assert } from '../kernel/assert.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Runtime } from '../runtime.ts'
import type { AccessLog } from './access-log.ts'
import type { Incoming } from './core/incoming.ts'
import type { Principal } from './core/principal.ts'
import { PROOF_AHEAD_SECONDS, PROOF_SECONDS, type TerminalJwk } from './core/proof.ts'
import { createKnownKeys } from './known-keys.ts'
import { openTerminalKey, proofIn, stands, thumbprintOf } from './proof-checking.ts'
import { createSeenProofs, type SeenProofs } from './seen-proofs.ts'
import * as store from './terminal-store.ts'

export type { TerminalPage } from './terminal-store.ts'

/** So long a pairing code can be used, milliseconds. */
export const PAIRING_MS = 10 * 60_000
/** 128 bits: nobody guesses one in ten minutes. */
const CODE_BYTES = 16
/** Tries of an unpaired terminal are written down this often, milliseconds. */
const REFUSAL_MS = 60_000
/** Codes that nobody made are written down this often: whoever sends them should not fill the log. */
const GUESS_MS = 1_000

/** A browser at a shop's till. */
export interface Terminal {
  readonly id: Uuid
  readonly partnerId: string
  readonly outletId: string | null
  readonly name: string
  /** The RFC 7638 thumbprint of its key. */
  readonly kid: string
  readonly publicJwk: TerminalJwk
  readonly status: 'active' | 'unpaired'
  readonly pairedAt: Date
  readonly unpairedAt: Date | null
}

export interface NewPairing {
  /** Left out by an owner: their own shop. */
  readonly partnerId?: string
  readonly outletId?: string
  /** What the shop calls the terminal. */
  readonly name: string
  readonly by: Principal
}

export interface Pairing {
  readonly id: Uuid
  readonly partnerId: string
  /** Told once: the database holds its digest alone. */
  readonly code: string
  readonly expiresAt: Date
}

/** The tills of the shops: browsers that hold a key of their own and sign each request with it. */
export interface Terminals {
  /**
   * Makes a one-time code, good for {@link PAIRING_MS}.
   *
   * @throws DomainError `partner_not_found`, `partner_elsewhere`, `outlet_not_found`
   */
  createPairing(pairing: NewPairing): Promise<Pairing>
  /**
   * Pairs the browser whose key signed the request. The same code with the same key is answered the same.
   *
   * @throws DomainError `proof_wrong`, `pairing_not_found`, `pairing_used`, `pairing_expired`, `terminal_key_unfit`,
   * `terminal_key_used`
   */
  register(code: string, jwk: TerminalJwk, incoming: Incoming): Promise<Terminal>
  /** Whose proof a request carries; `undefined` where it carries none that is good. */
  authenticateTerminal(incoming: Incoming): Promise<Principal | undefined>
  /** The terminal with a key, as the database said at most a second ago. */
  findTerminal(kid: string): Promise<Terminal | undefined>
  find(id: Uuid): Promise<Terminal | undefined>
  /** Those of these that are paired no more, by id. */
  unpairedAmong(ids: readonly string[]): Promise<readonly string[]>
  /** By id; an owner sees those of their own shop. */
  list(who: Principal, page: store.TerminalPage): Promise<readonly Terminal[]>
  /**
   * Ends a terminal for good. One that is unpaired already is answered the same.
   *
   * @throws DomainError `terminal_not_found`, `partner_elsewhere`
   */
  unpair(id: Uuid, by: Principal): Promise<Terminal>
  /**
   * A condition for the statement that moves value: true where the terminal is paired in that very commit.
   *
   * @example tx`insert into … select … where ${terminals.whilePaired(tx, id)}`
   */
  whilePaired(tx: Tx, id: Uuid | Fragment): Fragment
}

export interface TerminalsDeps {
  readonly db: Database
  readonly runtime: Runtime
  readonly accessLog: AccessLog
  readonly partnerExists: (partnerId: string) => Promise<boolean>
  /** Whether somebody may pair and unpair the terminals of a shop. */
  readonly keepsPartner: (partnerId: string, who: Principal) => Promise<boolean>
  /** Whether a shop has an outlet that is open. */
  readonly hasOutlet: (partnerId: string, outletId: string) => Promise<boolean>
}

/** What is remembered of a terminal: the key is opened once. */
interface Known {
  readonly terminal: Terminal
  readonly key: KeyObject
}

export function createTerminals(deps: TerminalsDeps): Terminals {
  const { db, runtime, accessLog } = deps
  const guesses = createSeenProofs({ now: runtime.now, most: 1 })
  const lookAll = gather((kids: readonly string[]) => store.selectTerminalsByKid(db.sql, kids))
  const known = createKnownKeys<Known>({
    now: runtime.now,
    look: async (kid) => {
      const row = await lookAll(kid)
      return row === undefined ? undefined : opened(row)
    },
  })
  return {
    createPairing: (pairing) => createPairing(deps, pairing),
    register: async (code, jwk, incoming) => {
      const proof = proofIn(incoming)
      const key = openTerminalKey(jwk)
      if (key === undefined) {
        throw new DomainError('terminal_key_unfit', 'This is no public key of P-256.')
      }
      const isOwn = proof !== undefined && proof.kid === (await thumbprintOf(jwk))
      if (!isOwn || !(await stands(proof, key, incoming, runtime.now()))) {
        throw new DomainError('proof_wrong', 'The proof is not of this key and this request.')
      }
      return terminalOf(await pair({ ...deps, guesses }, code, jwk, proof.kid))
    },
    authenticateTerminal: createAuthentication(deps, known.find),
    findTerminal: async (kid) => (await known.find(kid))?.terminal,
    find: async (id) => asTerminal(await store.selectTerminal(db.sql, id)),
    unpairedAmong: (ids) => store.selectUnpaired(db.sql, ids),
    list: async (who, page) => {
      const own = who.partnerId === undefined ? {} : { partnerId: who.partnerId }
      if (own.partnerId !== undefined && (page.partnerId ?? own.partnerId) !== own.partnerId)
        return []
      return (await store.selectTerminals(db.sql, { ...page, ...own })).map(terminalOf)
    },
    unpair: async (id, by) => {
      const row = await store.selectTerminal(db.sql, id)
      const isInScope = by.partnerId === undefined || by.partnerId === row?.partnerId
      if (row === undefined || !isInScope) {
        await refuse(accessLog, 'terminal.unpaired', by, { kind: 'terminal', id }, 'out_of_scope')
        throw new DomainError('terminal_not_found', 'There is no terminal with this id.')
      }
      await requireKeeping(deps, row.partnerId, by, 'terminal.unpaired')
      await db.sql.begin(async (tx) => {
        const isNew = await store.updateUnpaired(tx, id, by.id, new Date(runtime.now()))
        if (isNew) await accessLog.recordIn(tx, done('terminal.unpaired', by, row))
      })
      known.forget()
      const terminal = asTerminal(await store.selectTerminal(db.sql, id))
      assert(terminal !== undefined, 'a terminal is never deleted')
      return terminal
    },
    whilePaired: store.whilePaired,
  }
}

async function createPairing(deps: TerminalsDeps, pairing: NewPairing): Promise<Pairing> {
  const { db, runtime, accessLog, partnerExists, hasOutlet } = deps
  const { by, name, outletId = null } = pairing
  const partnerId = pairing.partnerId ?? by.partnerId ?? ''
  const isInScope = by.partnerId === undefined || by.partnerId === partnerId
  if (!isInScope || !(await partnerExists(partnerId))) {
    const subject = { kind: 'partner', id: partnerId }
    await refuse(accessLog, 'pairing.created', by, subject, 'out_of_scope')
    throw new DomainError('partner_not_found', `There is no partner ${partnerId}.`, { partnerId })
  }
  await requireKeeping(deps, partnerId, by, 'pairing.created')
  if (outletId !== null && !(await hasOutlet(partnerId, outletId))) {
    await refuse(accessLog, 'pairing.created', by, { kind: 'outlet', id: outletId }, 'no_outlet')
    throw new DomainError('outlet_not_found', `${partnerId} has no open outlet ${outletId}.`)
  }
  const code = Buffer.from(runtime.randomBytes(CODE_BYTES)).toString('base64url')
  const createdAt = new Date(runtime.now())
  const expiresAt = new Date(createdAt.getTime() + PAIRING_MS)
  const row = { id: runtime.newId(), partnerId, outletId, name, createdAt, expiresAt }
  await db.sql.begin(async (tx) => {
    await store.insertPairing(tx, { ...row, createdBy: by.id, digest: digestOf(code) })
    await accessLog.recordIn(tx, {
      ...{ actor: by, action: 'pairing.created', outcome: 'done' },
      ...{ subject: { kind: 'pairing', id: row.id }, detail: { partnerId } },
    })
  })
  return { id: row.id, partnerId, code, expiresAt }
}

async function requireKeeping(
  { accessLog, keepsPartner }: TerminalsDeps,
  partnerId: string,
  by: Principal,
  action: `${string}.${string}`,
): Promise<void> {
  if (await keepsPartner(partnerId, by)) return
  await refuse(accessLog, action, by, { kind: 'partner', id: partnerId }, 'out_of_scope')
  throw new DomainError(
    'partner_elsewhere',
    'The terminals of a shop are kept by the contact points of its territory, by its owner and by administrators.',
  )
}

/** Uses a code up for a key. The database lets one terminal have each code, and each key. */
async function pair(
  { db, runtime, accessLog, guesses }: TerminalsDeps & { readonly guesses: SeenProofs },
  code: string,
  { x, y }: TerminalJwk,
  kid: string,
): Promise<store.TerminalRow> {
  const pairing = await store.selectPairing(db.sql, digestOf(code))
  const subject = { kind: 'pairing', id: pairing?.id ?? 'unknown' }
  if (pairing === undefined) {
    if (guesses.useOnce('guess', runtime.now() + GUESS_MS)) {
      await refuse(accessLog, 'terminal.paired', null, subject, 'pairing_not_found')
    }
    throw new DomainError('pairing_not_found', 'This pairing code is not known.')
  }
  const before = await store.selectTerminalOf(db.sql, pairing.id)
  if (before?.kid === kid) return before
  if (before === undefined && runtime.now() < pairing.expiresAt.getTime()) {
    const { id: pairingId, partnerId, outletId, name } = pairing
    const pairedAt = new Date(runtime.now())
    const row = { id: runtime.newId(), pairingId, partnerId, outletId, name, kid, x, y, pairedAt }
    const isPaired = await db.sql.begin(async (tx) => {
      const isNew = await store.insertTerminal(tx, { ...row, unpairedAt: null })
      if (isNew) await accessLog.recordIn(tx, done('terminal.paired', principalOf(row), row))
      return isNew
    })
    if (isPaired) return { ...row, unpairedAt: null }
  }
  const winner = await store.selectTerminalOf(db.sql, pairing.id)
  if (winner?.kid === kid) return winner
  if (winner !== undefined) {
    await refuse(accessLog, 'terminal.paired', null, subject, 'pairing_used')
    throw new DomainError('pairing_used', 'This pairing code was used by another browser.')
  }
  if (runtime.now() >= pairing.expiresAt.getTime()) {
    await refuse(accessLog, 'terminal.paired', null, subject, 'pairing_expired')
    throw new DomainError('pairing_expired', 'This pairing code was good for ten minutes.')
  }
  await refuse(accessLog, 'terminal.paired', null, subject, 'terminal_key_used')
  throw new DomainError('terminal_key_used', 'This key belongs to a terminal already.')
}

/** Tells whose proof a request carries. A proof for something that changes anything is taken once. */
function createAuthentication(
  { runtime, accessLog }: TerminalsDeps,
  find: (kid: string) => Promise<Known | undefined>,
): Terminals['authenticateTerminal'] {
  const seen = createSeenProofs({ now: runtime.now })
  const refusals = createSeenProofs({ now: runtime.now, most: 10_000 })
  return async (incoming) => {
    const proof = proofIn(incoming)
    const known = proof === undefined ? undefined : await find(proof.kid)
    if (proof === undefined || known === undefined) return undefined
    const { terminal, key } = known
    if (!(await stands(proof, key, incoming, runtime.now()))) return undefined
    const { id, kid, status } = terminal
    if (status === 'unpaired') {
      if (refusals.useOnce(id, runtime.now() + REFUSAL_MS)) {
        const subject = { kind: 'terminal', id }
        await refuse(accessLog, 'terminal.admitted', principalOf(terminal), subject, 'unpaired')
      }
      return undefined
    }
    const isSafe = incoming.method === 'GET' || incoming.method === 'HEAD'
    const until = runtime.now() + (PROOF_SECONDS + PROOF_AHEAD_SECONDS) * 1000
    if (!isSafe && !seen.useOnce(`${kid} ${proof.claims.jti}`, until)) return undefined
    return principalOf(terminal)
  }
}

function principalOf({ id, partnerId }: Pick<Terminal, 'id' | 'partnerId'>): Principal {
  return { kind: 'terminal', id, role: 'cashier', partnerId }
}

function opened(row: store.TerminalRow): Known {
  const key = openTerminalKey(row)
  assert(key !== undefined, 'the key of a terminal was looked at when it was paired')
  return { terminal: terminalOf(row), key }
}

function asTerminal(row: store.TerminalRow | undefined): Terminal | undefined {
  return row === undefined ? undefined : terminalOf(row)
}

function terminalOf({ pairingId: _, x, y, ...row }: store.TerminalRow): Terminal {
  return {
    ...row,
    publicJwk: { kty: 'EC', crv: 'P-256', x, y },
    status: row.unpairedAt === null ? 'active' : 'unpaired',
  }
}

function done(
  action: `terminal.${string}`,
  actor: Principal,
  { id, partnerId }: Pick<Terminal, 'id' | 'partnerId'>,
) {
  const subject = { kind: 'terminal', id }
  return { actor, action, outcome: 'done', subject, detail: { partnerId } } as const
}

function refuse(
  accessLog: AccessLog,
  action: `${string}.${string}`,
  actor: Principal | null,
  subject: { readonly kind: string; readonly id: string },
  reason: string,
): Promise<void> {
  return accessLog.record({ actor, action, outcome: 'refused', subject, detail: { reason } })
}

function digestOf(code: string): Uint8Array {
  return hash('sha256', code, 'buffer')
}
