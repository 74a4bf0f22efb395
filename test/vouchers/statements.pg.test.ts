import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../src/db/client.ts'
import { TRANSFER_CODES } from '../../src/ledger/core/chart.ts'
import { CHAIN_START } from '../../src/vouchers/core/chain.ts'
import type { StatementAnswer } from '../../src/vouchers/service.ts'
import { faultsIn, openProgramme, type Programme, readBooks } from './programme.ts'
import { compact, digestOf, purchase, type TestTill } from './tills.ts'

let programme: Programme
beforeAll(async () => {
  programme = await openProgramme('statements')
})
afterAll(() => programme.close())

const pair = (partnerId = 'BI-FOOD') => programme.tills.pair(partnerId)
const send = (till: TestTill, statement: string, pin?: string) =>
  programme.vouchers.state({ statement, pin }, till.principal)

/** Signs what is to be paid for, sends it, and goes on after it as a till does. */
async function pay(till: TestTill, typedCode: string, amount: bigint): Promise<StatementAnswer> {
  const statement = await till.sign(purchase(typedCode, amount))
  const answer = await send(till, statement)
  if (answer.redemption !== null) till.keep(statement)
  return answer
}

const chainRows = (till: TestTill) => programme.test.db.sql<{ seq: number; status: string }[]>`
  select s.seq, r.status from terminal_statement s join redemption r on r.id = s.redemption_id
  where s.terminal_id = ${till.terminal.id} order by s.seq`

describe('a signed statement', () => {
  it('redeems the sum of its lines, and is written with them, the cash and the receipt in one commit', async () => {
    const till = await pair()
    const voucher = await programme.issue()
    const lines = [
      { category: 'food', amount: '1200' },
      { category: 'pharmacy', amount: '300' },
    ]
    const signed = await programme.proofs.head()
    const root = Buffer.from(signed.root).toString('base64url')
    const head = { size: signed.size.toString(), root }
    const claims = { ...purchase(voucher.typedCode, 1n), lines, cash: '450', head }
    const statement = await till.sign({ ...claims, lines: lines.slice(0, 1) })
    const answer = await send(till, statement)
    expect(answer).toMatchObject({
      status: 'redeemed',
      digest: digestOf(statement),
      chain: { seq: 1, head: digestOf(statement) },
      redemption: { amount: 1200n, remaining: 3800n, partnerId: 'BI-FOOD' },
    })
    expect(decodeJwt(answer.redemption?.receipt ?? '')).toMatchObject({
      amount: '1200',
      statement: digestOf(statement),
    })
    const [row] = await programme.test.db.sql`
      select statement, cash, head_size, head_root, received_late from terminal_statement
      where terminal_id = ${till.terminal.id}`
    expect(row).toEqual({
      ...{ statement, cash: 450n, head_size: signed.size, head_root: root },
      received_late: false,
    })
    till.keep(statement)
    // The grocer does not sell medicine, so this one is declined, and is in the chain all the same.
    const second = await till.sign(claims)
    expect(await send(till, second)).toMatchObject({
      status: 'category_not_allowed',
      chain: { seq: 2, head: digestOf(second) },
      redemption: { amount: 1500n, remaining: 3800n, receipt: null },
    })
    const written = await programme.test.db.sql`
      select category, amount from redemption_line where redemption_id = ${answer.redemption?.id ?? null}`
    expect([...written]).toEqual([{ category: 'food', amount: 1200n }])
    expect(await chainRows(till)).toEqual([
      { seq: 1, status: 'redeemed' },
      { seq: 2, status: 'category_not_allowed' },
    ])
    expect(faultsIn(await readBooks(programme))).toEqual([])
  })

  it('that the ledger refused before the service died is declined, and the chain goes on', async () => {
    const till = await pair()
    const voucher = await programme.issue()
    const id = programme.id()
    const partner = await programme.network.findPartner('BI-FOOD')
    const refused = await programme.ledger.post({
      transfers: [
        {
          ...{ id, debitAccountId: voucher.id, creditAccountId: partner?.payableAccountId ?? id },
          ...{
            amount: 5001n,
            unit: voucher.unit,
            code: TRANSFER_CODES.voucher_redeemed,
            flags: [],
          },
        },
      ],
    })
    expect(refused.transfers[0]?.status).toBe('exceeds_credits')
    const statement = await till.sign({ ...purchase(voucher.typedCode, 5000n), id })
    for (let again = 0; again < 2; again++) {
      expect(await send(till, statement)).toMatchObject({
        ...{ status: 'exceeds_remaining', chain: { seq: 1, head: digestOf(statement) } },
      })
    }
    till.keep(statement)
    expect((await pay(till, voucher.typedCode, 5000n)).status).toBe('redeemed')
  })

  it('sent again gets the same answer, whatever came after it, and whatever PIN comes with it', async () => {
    const till = await pair()
    const voucher = await programme.issue()
    const [good, bad] = [
      await till.sign(purchase(voucher.typedCode, 1000n)),
      await till.sign(purchase(voucher.typedCode, 99_999n)),
    ]
    const first = await send(till, good)
    till.keep(good)
    const declined = await till.sign(purchase(voucher.typedCode, 99_999n))
    const second = await send(till, declined)
    till.keep(declined)
    await pay(till, voucher.typedCode, 4000n)
    for (const pin of [undefined, '00000']) {
      expect((await send(till, good, pin)).redemption).toEqual(first.redemption)
      expect((await send(till, declined, pin)).redemption).toEqual(second.redemption)
    }
    // Signed for the place that the first one took.
    expect(await send(till, bad)).toMatchObject({ status: 'statement_conflict', chain: { seq: 3 } })
    expect(await programme.vouchers.get(voucher.id)).toMatchObject({ remaining: 0n })
  })

  it('of long ago is taken on the day it comes: its own time is evidence only', async () => {
    const till = await pair()
    const voucher = await programme.issue()
    const at = new Date(programme.runtime.now() - 86_400_000).toISOString()
    const statement = await till.sign({ ...purchase(voucher.typedCode, 10n), at })
    expect(await send(till, statement)).toMatchObject({ status: 'redeemed' })
    const [row] = await programme.test.db.sql`
      select received_late, signed_at from terminal_statement where digest = ${digestOf(statement)}`
    expect(row).toEqual({ received_late: true, signed_at: new Date(at) })
  })
})

describe('a statement that names a tree head', () => {
  it('of these books goes on; one that they never had is kept as evidence, and refused for good', async () => {
    const till = await pair()
    const voucher = await programme.issue()
    const { size, root } = await programme.proofs.head()
    programme.runtime.advance(10_000)
    const newest = (await pay(till, voucher.typedCode, 1n)).treeHead
    expect(newest).toEqual({ size, root: Buffer.from(root).toString('base64url') })
    expect((await programme.vouchers.chain(till.principal)).treeHead).toEqual(newest)
    const named = (head: object) => till.sign({ ...purchase(voucher.typedCode, 10n), head })
    const other = { size: size.toString(), root: CHAIN_START.head }
    const further = { size: (size + 1n).toString(), root: newest?.root }
    for (const head of [other, further]) {
      const statement = await named(head)
      for (const _ of [1, 2]) {
        expect(await send(till, statement)).toMatchObject({
          ...{ status: 'statement_conflict', chain: till.chain, redemption: null },
          treeHead: newest,
        })
      }
      const [kept] = await programme.test.db.sql`
        select reason, statement from statement_conflict where digest = ${digestOf(statement)}`
      expect(kept).toEqual({ reason: 'head', statement })
    }
    expect(await programme.vouchers.get(voucher.id)).toMatchObject({ remaining: 4999n })
    const good = await named({ size: size.toString(), root: newest?.root })
    expect(await send(till, good)).toMatchObject({ status: 'redeemed' })
  })
})

describe('a statement that does not fit the chain', () => {
  it('after a gap, beside another, or behind a wrong hash moves nothing, and says where the chain ends', async () => {
    const till = await pair()
    const voucher = await programme.issue()
    await pay(till, voucher.typedCode, 100n)
    const shown = purchase(voucher.typedCode, 50n)
    const conflicts = await Promise.all([
      till.sign({ ...shown, seq: 3 }),
      till.sign({ ...shown, seq: 1, prev: CHAIN_START.head }),
      till.sign({ ...shown, prev: digestOf('something else') }),
    ])
    for (const statement of conflicts) {
      for (const _ of [1, 2]) {
        expect(await send(till, statement)).toEqual({
          status: 'statement_conflict',
          digest: digestOf(statement),
          chain: till.chain,
          treeHead: expect.anything(),
          redemption: null,
        })
      }
    }
    const rows = await programme.test.db.sql`
      select digest, chain_seq from statement_conflict where terminal_id = ${till.terminal.id}`
    expect(rows.map(({ digest }) => digest).sort()).toEqual(conflicts.map(digestOf).sort())
    expect(await programme.vouchers.get(voucher.id)).toMatchObject({ remaining: 4900n })
    // A till that lost its place goes on from what it was told.
    till.chain = await programme.vouchers.chain(till.principal)
    expect(await pay(till, voucher.typedCode, 50n)).toMatchObject({ status: 'redeemed' })
  })

  it('stays refused, though the chain has come to where it would fit', async () => {
    const till = await pair()
    const voucher = await programme.issue()
    const next = await till.sign(purchase(voucher.typedCode, 10n))
    const ahead = await till.sign({
      ...purchase(voucher.typedCode, 20n),
      seq: 2,
      prev: digestOf(next),
    })
    expect((await send(till, ahead)).status).toBe('statement_conflict')
    expect((await send(till, next)).status).toBe('redeemed')
    expect((await send(till, ahead)).status).toBe('statement_conflict')
    expect(await programme.vouchers.get(voucher.id)).toMatchObject({ remaining: 4990n })
  })

  it('under an id that was used before is a conflict too', async () => {
    const till = await pair()
    const voucher = await programme.issue()
    const plain = await programme.redeem(voucher, 100n)
    const statement = await till.sign({ ...purchase(voucher.typedCode, 100n), id: plain.id })
    expect((await send(till, statement)).status).toBe('statement_conflict')
    expect(await chainRows(till)).toEqual([])
    expect(await programme.vouchers.get(voucher.id)).toMatchObject({ remaining: 4900n })
  })

  it('cannot be written by the program either: the table is one chain for each terminal', async () => {
    const till = await pair()
    const voucher = await programme.issue()
    await pay(till, voucher.typedCode, 100n)
    const { id } = await programme.redeem(voucher, 1n)
    const insert = (seq: number, prevSeq: number | null, prev: string) => programme.test.db.sql`
      insert into terminal_statement (terminal_id, seq, digest, prev_seq, prev, redemption_id, statement,
        signed_at, received_at, received_late, cash)
      values (${till.terminal.id}, ${seq}, ${digestOf(`${seq}`)}, ${prevSeq}, ${prev}, ${id}, '-',
        now(), now(), false, 0)`
    const broken = (constraint_name: string) => ({ constraint_name })
    await expect(insert(1, null, CHAIN_START.head)).rejects.toMatchObject(
      broken('terminal_statement_terminal_id_seq_pk'),
    )
    await expect(insert(3, 2, till.chain.head)).rejects.toMatchObject(
      broken('terminal_statement_chain'),
    )
    await expect(insert(2, 1, digestOf('x'))).rejects.toMatchObject(
      broken('terminal_statement_chain'),
    )
    await expect(insert(3, 1, till.chain.head)).rejects.toMatchObject(
      broken('terminal_statement_first'),
    )
    await expect(insert(2, null, till.chain.head)).rejects.toMatchObject(
      broken('terminal_statement_first'),
    )
    await expect(programme.test.db.sql`update terminal_statement set cash = 1`).rejects.toThrow()
  })
})

describe('at once', () => {
  it('two tabs of one till: one statement is taken, the other is told where the chain ends', async () => {
    for (let round = 0; round < 10; round++) {
      const till = await pair()
      const voucher = await programme.issue()
      const statements = await Promise.all(
        [10n, 20n, 99_999n].map((amount) => till.sign(purchase(voucher.typedCode, amount))),
      )
      const answers = await Promise.all(statements.map((statement) => send(till, statement)))
      const conflicts = answers.filter(({ status }) => status === 'statement_conflict')
      expect(conflicts).toHaveLength(2)
      expect(conflicts.every(({ chain }) => chain?.seq === 1)).toBe(true)
      expect(await chainRows(till)).toHaveLength(1)
    }
    expect(faultsIn(await readBooks(programme))).toEqual([])
  })

  it('20 terminals, in two processes, have 20 whole chains and lose no cent', async () => {
    const vouchers = await Promise.all(Array.from({ length: 20 }, () => programme.issue()))
    const tills = await Promise.all(Array.from({ length: 20 }, () => pair()))
    const other = await programme.anotherProcess()
    const before = await readBooks(programme)
    await Promise.all(
      tills.map(async (till, index) => {
        for (let turn = 0; turn < 12; turn++) {
          const voucher = vouchers[(index * 7 + turn * 3) % vouchers.length]
          if (voucher === undefined) throw new Error('there are 20 vouchers')
          const statement = await till.sign(purchase(voucher.typedCode, 500n))
          const services = turn % 2 === 0 ? [programme.vouchers, other] : [other]
          // Sent twice, to two processes, as after a timeout.
          const answers = await Promise.all(
            services.map((service) => service.state({ statement }, till.principal)),
          )
          expect(
            new Set(answers.map(({ redemption }) => JSON.stringify(redemption?.id))).size,
          ).toBe(1)
          expect(answers[0]?.status).toMatch(/^(redeemed|used_up|exceeds_remaining)$/)
          till.keep(statement)
        }
      }),
    )
    for (const till of tills) {
      expect(await programme.vouchers.chain(till.principal)).toMatchObject(till.chain)
      expect(await chainRows(till)).toHaveLength(12)
    }
    const after = await readBooks(programme)
    expect(after.redeemed - before.redeemed).toBe(20n * 5000n)
    expect(faultsIn(after)).toEqual([])
  })
})

describe('an attack', () => {
  const invalid = { code: 'statement_invalid' }

  it('with a signature by another key, of another statement, or of none is refused and not written', async () => {
    const [till, thief] = [await pair(), await pair('BI-TRAM')]
    const voucher = await programme.issue()
    const claims = purchase(voucher.typedCode, 100n)
    const good = await till.sign(claims)
    const [header, payload, signature] = good.split('.')
    const header64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const other = (await till.sign(purchase(voucher.typedCode, 5000n))).split('.')
    const kid = till.terminal.kid
    const forged = [
      // The thief signs in the name of the till.
      await compact(
        { alg: 'ES256', typ: 'fra-noi-statement+jwt', kid },
        JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()),
        thief.jwk,
      ),
      `${header}.${other[1]}.${signature}`,
      `${header64({ alg: 'none', typ: 'fra-noi-statement+jwt', kid })}.${payload}.`,
      `${header64({ alg: 'none', typ: 'fra-noi-statement+jwt', kid })}.${payload}.${signature}`,
      `${header}.${payload}.${Buffer.alloc(64).toString('base64url')}`,
    ]
    for (const statement of forged) {
      await expect(send(till, statement)).rejects.toMatchObject(invalid)
    }
    // A good statement by another terminal than the one that sends it, or that names another.
    await expect(send(thief, good)).rejects.toMatchObject(invalid)
    const named = await till.sign({ ...claims, terminal: thief.terminal.id })
    await expect(send(till, named)).rejects.toMatchObject(invalid)
    expect(await chainRows(till)).toEqual([])
    expect(await programme.vouchers.get(voucher.id)).toMatchObject({ remaining: 5000n })
    // Nothing of it took the till's place.
    expect((await send(till, good)).status).toBe('redeemed')
  })

  it('by a terminal that is not paired, or was unpaired a moment ago, is answered and not written', async () => {
    const voucher = await programme.issue()
    const [gone, remembered] = [await pair(), await pair()]
    await programme.tills.unpair(gone)
    await programme.tills.unpair(remembered, { isRemembered: true })
    for (const till of [gone, remembered]) {
      for (const amount of [100n, 99_999n]) {
        const statement = await till.sign(purchase(voucher.typedCode, amount))
        expect(await send(till, statement)).toEqual({
          ...{ status: 'terminal_unknown', digest: digestOf(statement), chain: null },
          ...{ treeHead: null, redemption: null },
        })
      }
      expect(await chainRows(till)).toEqual([])
    }
    expect(await programme.vouchers.get(voucher.id)).toMatchObject({ remaining: 5000n })
    expect(faultsIn(await readBooks(programme))).toEqual([])
  })

  it('on the tables: what a till said cannot be taken back by anybody', async () => {
    const owner = connect(programme.test.ownerUrl, { role: null, poolSize: 1 })
    for (const table of ['terminal_statement', 'statement_conflict', 'redemption_line']) {
      await expect(owner.sql`delete from ${owner.sql(table)}`).rejects.toThrow(/is refused/)
    }
    await owner.close()
  })
})
