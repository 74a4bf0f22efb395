import { createHash } from 'node:crypto'
import { calculateJwkThumbprint } from 'jose'
import type { Principal } from '../../src/access/core/principal.ts'
import { newPrivateJwk, type PrivateJwk, publicPartOf } from '../../src/access/key-pair.ts'
import { signerOf } from '../../src/access/key-signing.ts'
import { connect } from '../../src/db/client.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { CHAIN_START } from '../../src/vouchers/core/chain.ts'
import { STATEMENT_TYPE } from '../../src/vouchers/core/statement.ts'
import type { PinAnswer, Terminal, TillAccess } from '../../src/vouchers/service.ts'
import type { TestDatabase } from '../support/database.ts'
import type { FrozenRuntime } from '../support/frozen-runtime.ts'

/** Terminals and PINs, as simple as they can be; the terminals are in a table, so that a commit can ask it. */
export interface TestTills extends TillAccess {
  pair(partnerId: string): Promise<TestTill>
  /** Makes a terminal useless; what is remembered of it may still say that it is good. */
  unpair(till: TestTill, options?: { readonly isRemembered: boolean }): Promise<void>
  /** Sets the PIN of a person or of a shop's owner. */
  setPin(id: string, pin: string): void
  /** How often a PIN was tried. */
  readonly tries: Map<string, number>
}

/** A till that keeps its chain, as the one in a browser does. */
export interface TestTill {
  readonly terminal: Terminal
  readonly principal: Principal
  readonly jwk: PrivateJwk
  /** Where it believes its chain to end. */
  chain: { seq: number; head: string }
  /** A signed statement, the next of the chain unless told otherwise. Nothing is sent. */
  sign(claims: Claims, header?: object): Promise<string>
  /** Takes a statement as the last of the chain. */
  keep(statement: string): void
}

export type Claims = Readonly<Record<string, unknown>>

export async function openTills(test: TestDatabase, runtime: FrozenRuntime): Promise<TestTills> {
  const owner = connect(test.ownerUrl, { role: null, poolSize: 1 })
  await owner.sql`create table test_terminal (id uuid primary key, unpaired_at timestamptz)`
  await owner.sql`grant select, insert, update on test_terminal to franoi_app`
  await owner.close()
  const terminals = new Map<string, Terminal>()
  const pins = new Map<string, string>()
  const tries = new Map<string, number>()
  const check = async (id: string, pin: string | undefined): Promise<PinAnswer> => {
    const right = pins.get(id)
    if (right === undefined) return { status: 'none' }
    const tried = tries.get(id) ?? 0
    if (tried >= 5) return { status: 'locked' }
    if (pin === undefined) return { status: 'wrong', triesLeft: 5 - tried }
    if (pin === right) return { status: 'right' }
    tries.set(id, tried + 1)
    return tried + 1 >= 5 ? { status: 'locked' } : { status: 'wrong', triesLeft: 4 - tried }
  }
  return {
    tries,
    setPin: (id, pin) => pins.set(id, pin),
    findTerminal: async (kid) => terminals.get(kid),
    isPaired: (tx, id) =>
      tx`exists (select from test_terminal t where t.id = ${id} and t.unpaired_at is null)`,
    isBound: (tx, id) =>
      tx`exists (select from wallet w where w.id = ${id} and w.revoked_at is null)`,
    unpairedAmong: async (ids) => {
      const rows = await test.db.sql<{ id: string }[]>`
        select id from test_terminal where id = any(${[...ids]}::uuid[]) and unpaired_at is not null`
      return rows.map(({ id }) => id)
    },
    checkPin: (id, pin) => check(id, pin),
    checkOwnerPin: (id, pin) => check(id, pin),
    pair: async (partnerId) => {
      const till = await newTill(runtime, partnerId)
      await test.db.sql`insert into test_terminal (id) values (${till.terminal.id})`
      terminals.set(till.terminal.kid, till.terminal)
      return till
    },
    unpair: async ({ terminal }, { isRemembered } = { isRemembered: false }) => {
      await test.db.sql`
        update test_terminal set unpaired_at = ${new Date(runtime.now())} where id = ${terminal.id}`
      if (!isRemembered) terminals.set(terminal.kid, { ...terminal, status: 'unpaired' })
    },
  }
}

async function newTill(runtime: FrozenRuntime, partnerId: string): Promise<TestTill> {
  const jwk = newPrivateJwk(runtime.randomBytes)
  const publicJwk = publicPartOf(jwk)
  if (publicJwk.kty !== 'EC') throw new Error('a terminal has a key on P-256')
  const kid = await calculateJwkThumbprint(publicJwk)
  const id = runtime.newId()
  const till: TestTill = {
    terminal: { id, partnerId, kid, publicJwk, status: 'active' },
    principal: { kind: 'terminal', id, role: 'cashier', partnerId },
    jwk,
    chain: { ...CHAIN_START },
    sign: async (claims, header = {}) => {
      const whole = {
        ...{ id: runtime.newId(), terminal: id, seq: till.chain.seq + 1, prev: till.chain.head },
        at: new Date(runtime.now()).toISOString(),
        ...{ unit: 'EUR', cash: '0', head: null },
        ...claims,
      }
      return compact({ alg: 'ES256', typ: STATEMENT_TYPE, kid, ...header }, whole, jwk)
    },
    keep: (statement) => {
      till.chain = { seq: till.chain.seq + 1, head: digestOf(statement) }
    },
  }
  return till
}

export function digestOf(statement: string): string {
  return createHash('sha256').update(statement).digest('base64url')
}

/** What is to be paid for by typed code. */
export function purchase(typedCode: string, amount: bigint, category = 'food'): Claims {
  return {
    shown: { kind: 'typedCode', text: typedCode },
    lines: [{ category, amount: amount.toString() }],
  }
}

export async function compact(header: object, claims: object, jwk: PrivateJwk): Promise<string> {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${part(header)}.${part(claims)}`
  const signature = await signerOf(jwk)(new TextEncoder().encode(signed))
  return `${signed}.${Buffer.from(signature).toString('base64url')}`
}

export function person(
  id: Uuid,
  role: Principal['role'],
  scope: Partial<Principal> = {},
): Principal {
  return { kind: 'person', id, role, ...scope }
}
