import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Uuid } from '../../src/kernel/ids.ts'
import { EUR } from '../../src/kernel/money.ts'
import type { Redemption, Voucher } from '../../src/vouchers/service.ts'
import { faultsIn, openProgramme, type Programme, readBooks } from './programme.ts'

let programme: Programme
beforeAll(async () => {
  programme = await openProgramme('redeem')
})
afterAll(() => programme.close())

const reason = 'a test'
const stop = (verb: 'block' | 'unblock' | 'cancel', { id }: Voucher) =>
  programme.vouchers[verb](id, { id: programme.id(), reason }, null)
const statuses = (answers: readonly Redemption[]) => {
  const counts = new Map<string, number>()
  for (const { status } of answers) counts.set(status, (counts.get(status) ?? 0) + 1)
  return Object.fromEntries(counts)
}

describe('redeeming', () => {
  it('in part and then the rest moves each amount to what the partner is owed, in one commit with its row', async () => {
    const { network, vouchers } = programme
    const voucher = await programme.issue()
    const owed = async () => {
      const partner = await network.findPartner('BI-FOOD')
      return partner === undefined ? 0n : network.owedTo(partner)
    }
    const before = await owed()
    const first = await programme.redeem(voucher, 1200n)
    expect(first).toMatchObject({
      status: 'redeemed',
      amount: 1200n,
      remaining: 3800n,
      unit: EUR,
      voucherId: voucher.id,
      partnerId: 'BI-FOOD',
      receipt: expect.any(String),
    })
    expect(await vouchers.get(voucher.id)).toMatchObject({ status: 'active', remaining: 3800n })
    const qr = await vouchers.cardText(voucher.id)
    expect(await programme.redeem(voucher, 3800n, { qr })).toMatchObject({
      status: 'redeemed',
      remaining: 0n,
    })
    expect(await vouchers.get(voucher.id)).toMatchObject({ status: 'used_up', remaining: 0n })
    expect(await programme.redeem(voucher, 1n)).toMatchObject({
      status: 'used_up',
      remaining: 0n,
      receipt: null,
    })
    expect((await owed()) - before).toBe(5000n)
    expect(await programme.ledger.findTransfer(first.id)).toMatchObject({ amount: 1200n, code: 40 })
    expect(faultsIn(await readBooks(programme))).toEqual([])
  })

  it('is declined with the reason, and nothing moves', async () => {
    const before = await readBooks(programme)
    const voucher = await programme.issue()
    const unknown = { ...voucher, typedCode: '0000-3NQK-8NGM' }
    expect((await programme.redeem(unknown, 1n)).status).toBe('unknown_voucher')
    expect((await programme.redeem({ ...voucher, typedCode: 'nonsense' }, 1n)).status).toBe(
      'token_invalid',
    )
    expect(await programme.redeem(voucher, 5001n)).toMatchObject({
      status: 'exceeds_remaining',
      remaining: 5000n,
    })
    for (const partnerId of ['BI-TRAM', 'BI-GONE', 'BI-MERIT']) {
      expect((await programme.redeem(voucher, 1n, { partnerId })).status).toBe(
        'partner_not_accepted',
      )
    }
    await stop('block', voucher)
    expect((await programme.redeem(voucher, 1n)).status).toBe('blocked')
    await stop('unblock', voucher)
    expect((await programme.redeem(voucher, 1n)).status).toBe('redeemed')
    await stop('cancel', voucher)
    expect(await programme.redeem(voucher, 1n)).toMatchObject({
      status: 'cancelled',
      remaining: 0n,
    })
    const after = await readBooks(programme)
    expect(after.redeemed - before.redeemed).toBe(1n)
    expect(faultsIn(after)).toEqual([])
  })

  it('is good until midnight in Italy of the last day, and not a moment longer', async () => {
    const { runtime } = programme
    const voucher = await programme.issue()
    runtime.advance(Date.parse('2026-08-02T21:59:59.999Z') - runtime.now())
    expect((await programme.redeem(voucher, 1n)).status).toBe('redeemed')
    runtime.advance(1)
    expect((await programme.redeem(voucher, 1n)).status).toBe('expired')
  })

  it('by an unknown partner is refused and not written down', async () => {
    const id = programme.id()
    const voucher = await programme.issue()
    await expect(programme.redeem(voucher, 1n, { id, partnerId: 'NOBODY' })).rejects.toMatchObject({
      code: 'partner_unknown',
    })
    expect(await programme.vouchers.findRedemption(id)).toBeUndefined()
  })
})

describe('the same redemption again', () => {
  it('gets the same answer, whatever became of the voucher since', async () => {
    const voucher = await programme.issue()
    const [good, bad] = [programme.id(), programme.id()]
    const redeemed = await programme.redeem(voucher, 1000n, { id: good })
    const declined = await programme.redeem(voucher, 9999n, { id: bad })
    await programme.redeem(voucher, 4000n)
    expect(await programme.redeem(voucher, 1000n, { id: good })).toEqual(redeemed)
    expect(await programme.redeem(voucher, 9999n, { id: bad })).toEqual(declined)
    expect(await programme.vouchers.findRedemption(good)).toEqual(redeemed)
    const other = await programme.issue()
    expect(await programme.redeem(voucher, 1000n, { id: good })).toEqual(redeemed)
    expect(other.remaining).toBe(5000n)
  })

  it('with another content is a conflict, and moves nothing', async () => {
    const voucher = await programme.issue()
    const other = await programme.issue()
    for (const amount of [1000n, 9999n]) {
      const id = programme.id()
      await programme.redeem(voucher, amount, { id })
      const conflict = { code: 'redemption_id_conflict' }
      await expect(programme.redeem(voucher, amount + 1n, { id })).rejects.toMatchObject(conflict)
      await expect(programme.redeem(other, amount, { id })).rejects.toMatchObject(conflict)
      await expect(
        programme.redeem(voucher, amount, { id, partnerId: 'BI-TRAM' }),
      ).rejects.toMatchObject(conflict)
      const qr = await programme.vouchers.cardText(voucher.id)
      await expect(programme.redeem(voucher, amount, { id, qr })).rejects.toMatchObject(conflict)
    }
    expect((await programme.vouchers.get(other.id)).remaining).toBe(5000n)
    expect((await programme.vouchers.get(voucher.id)).remaining).toBe(4000n)
  })

  it('under an id that the ledger knows from elsewhere is a conflict', async () => {
    const { ledger, id } = programme
    const [from, to, posted, failed] = [id(), id(), id(), id()]
    const account = { unit: EUR, code: 1, origin: 'raw', flags: [] } as const
    await ledger.post({
      accounts: [from, to].map((one) => ({ ...account, id: one })),
      transfers: [],
    })
    const transfer = (one: Uuid, debitAccountId: Uuid) => ({
      id: one,
      debitAccountId,
      creditAccountId: to,
      amount: 1n,
      unit: EUR,
      code: 1,
      flags: [],
    })
    await ledger.post({ transfers: [transfer(posted, from), transfer(failed, id())] })
    const voucher = await programme.issue()
    const zero = '00000000-0000-0000-0000-000000000000' as Uuid
    for (const used of [posted, failed, zero]) {
      await expect(programme.redeem(voucher, 1n, { id: used })).rejects.toMatchObject({
        code: 'redemption_id_conflict',
      })
    }
    expect((await programme.vouchers.get(voucher.id)).remaining).toBe(5000n)
  })

  it('64 times at once in two processes is one redemption and 64 equal answers', async () => {
    const other = await programme.anotherProcess()
    for (let round = 0; round < 5; round++) {
      const voucher = await programme.issue()
      for (const amount of [3000n, 2001n]) {
        const request = {
          id: programme.id(),
          shown: { kind: 'typedCode', text: voucher.typedCode },
          amount,
          partnerId: 'BI-FOOD',
        } as const
        const answers = await Promise.all(
          Array.from({ length: 64 }, (_, index) =>
            (index % 2 ? other : programme.vouchers).redeem(request),
          ),
        )
        expect(new Set(answers.map((answer) => answer.receipt)).size).toBe(1)
        for (const answer of answers) expect(answer).toEqual(answers[0])
        expect(answers[0]?.status).toBe(amount === 3000n ? 'redeemed' : 'exceeds_remaining')
      }
      expect((await programme.vouchers.get(voucher.id)).remaining).toBe(2000n)
    }
    expect(faultsIn(await readBooks(programme))).toEqual([])
  })
})

describe('many at once', () => {
  it('64 clients on one voucher, 20 times over: one redeems it all, 63 are told that it is used up', async () => {
    const other = await programme.anotherProcess()
    const before = await readBooks(programme)
    for (let round = 0; round < 20; round++) {
      const voucher = await programme.issue()
      const qr = await programme.vouchers.cardText(voucher.id)
      const answers = await Promise.all(
        Array.from({ length: 64 }, (_, index) =>
          (index % 3 === 0 ? other : programme.vouchers).redeem({
            id: programme.id(),
            shown:
              index % 2 ? { kind: 'qr', text: qr } : { kind: 'typedCode', text: voucher.typedCode },
            amount: 5000n,
            partnerId: 'BI-FOOD',
          }),
        ),
      )
      expect(statuses(answers)).toEqual({ redeemed: 1, used_up: 63 })
      expect(answers.filter(({ receipt }) => receipt !== null)).toHaveLength(1)
      for (const answer of answers) {
        expect(await programme.vouchers.findRedemption(answer.id)).toEqual(answer)
      }
    }
    const after = await readBooks(programme)
    expect(after.redeemed - before.redeemed).toBe(20n * 5000n)
    expect(faultsIn(after)).toEqual([])
  })

  it('parts of one voucher never come to more than it holds, and what is left is told', async () => {
    const voucher = await programme.issue()
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => programme.redeem(voucher, 700n)),
    )
    expect(statuses(answers)).toEqual({ redeemed: 7, exceeds_remaining: 33 })
    const left = answers.filter(({ status }) => status === 'redeemed').map((one) => one.remaining)
    expect(left.sort((a, b) => Number((b ?? 0n) - (a ?? 0n)))).toEqual([
      4300n,
      3600n,
      2900n,
      2200n,
      1500n,
      800n,
      100n,
    ])
    for (const { status, remaining } of answers) {
      if (status === 'exceeds_remaining') expect(remaining).toBe(100n)
    }
  })

  it('blocking wins or comes after: what was acknowledged as blocked is not spent any more', async () => {
    for (let round = 0; round < 20; round++) {
      const voucher = await programme.issue()
      let blocked = false
      const spending = Array.from({ length: 12 }, async () => {
        const answer = await programme.redeem(voucher, 100n)
        return answer.status
      })
      const blocking = stop('block', voucher).then(() => {
        blocked = true
      })
      await blocking
      expect(blocked).toBe(true)
      const late = await Promise.all(
        Array.from({ length: 4 }, () => programme.redeem(voucher, 100n)),
      )
      expect(statuses(late)).toEqual({ blocked: 4 })
      const early = await Promise.all(spending)
      for (const status of early) expect(['redeemed', 'blocked']).toContain(status)
      const redeemed = early.filter((status) => status === 'redeemed').length
      expect((await programme.vouchers.get(voucher.id)).remaining).toBe(
        5000n - 100n * BigInt(redeemed),
      )
    }
    expect(faultsIn(await readBooks(programme))).toEqual([])
  })

  it('cancelling while it is spent gives back exactly what is left', async () => {
    for (let round = 0; round < 10; round++) {
      const voucher = await programme.issue()
      const [answers, cancelled] = await Promise.all([
        Promise.all(Array.from({ length: 16 }, () => programme.redeem(voucher, 200n))),
        stop('cancel', voucher),
      ])
      expect(cancelled).toMatchObject({ status: 'cancelled', remaining: 0n })
      for (const { status } of answers) expect(['redeemed', 'cancelled']).toContain(status)
    }
    expect(faultsIn(await readBooks(programme))).toEqual([])
  })
})
