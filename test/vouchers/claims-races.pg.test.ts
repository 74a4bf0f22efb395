import { afterAll, describe, expect, it } from 'vitest'
import { openClaims, reason, refused } from './claims.ts'
import { faultsIn, readBooks } from './programme.ts'
import { person } from './tills.ts'

const claims = await openClaims('claims at once')
const { programme, anna, bruno, shop, spent, refund, dispute, remaining, held, payable, settle } =
  claims
afterAll(async () => {
  expect(faultsIn(await readBooks(programme))).toEqual([])
  await programme.close()
})

describe('at once', () => {
  it('refunds of one redemption, in two processes, come to what was redeemed and no more', async () => {
    const other = await programme.anotherProcess()
    for (let round = 0; round < 5; round++) {
      const { voucher, redemption } = await spent(1000n)
      const tries = Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? programme.vouchers : other).refund(
          { id: programme.id(), redemptionId: redemption.id, amount: 300n, reason },
          shop,
        ),
      )
      const done = (await Promise.allSettled(tries)).filter(({ status }) => status === 'fulfilled')
      expect(done).toHaveLength(3)
      expect(await remaining(voucher)).toBe(4900n)
    }
  })

  it('small refunds do not come to more than one person may give back alone', async () => {
    const other = await programme.anotherProcess()
    for (let round = 0; round < 5; round++) {
      const voucher = await programme.issue({ amount: 20_000n })
      const redemption = await programme.redeem(voucher, 20_000n)
      const asked = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          (index % 2 === 0 ? programme.vouchers : other).refund(
            { id: programme.id(), redemptionId: redemption.id, amount: 2000n, reason },
            shop,
          ),
        ),
      )
      expect(asked.map(({ state }) => state).sort()).toEqual([
        ...Array(2).fill('done'),
        ...Array(6).fill('waiting'),
      ])
      expect(await remaining(voucher)).toBe(4000n)
    }
  })

  it('the same refund is one, however often it is sent', async () => {
    const { voucher, redemption } = await spent(1000n)
    const id = programme.id()
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => refund(redemption, 600n, shop, id)),
    )
    expect(new Set(answers.map((one) => JSON.stringify(one.doneAt))).size).toBe(1)
    expect(await remaining(voucher)).toBe(4600n)
  })

  it('refunds and disputes share what was redeemed', async () => {
    for (let round = 0; round < 5; round++) {
      const { redemption } = await spent(1000n)
      const tries = await Promise.allSettled(
        Array.from({ length: 10 }, (_, index) =>
          index % 2 === 0 ? refund(redemption, 600n) : dispute(redemption, 600n),
        ),
      )
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      expect(faultsIn(await readBooks(programme))).toEqual([])
    }
  })

  it('refunds of what a partner was paid for come to what it is owed and no more; the others wait', async () => {
    for (let round = 0; round < 5; round++) {
      const bought = [await spent(1000n), await spent(1000n), await spent(1000n)]
      await settle()
      await spent(1000n)
      const asked = await Promise.all(bought.map(({ redemption }) => refund(redemption, 1000n)))
      expect(asked.map(({ state }) => state).sort()).toEqual(['done', 'netting', 'netting'])
      expect(await held(await payable())).toBe(0n)
      await spent(2000n)
      expect(await programme.vouchers.resolveNetting()).toBe(2)
      for (const { voucher } of bought) expect(await remaining(voucher)).toBe(5000n)
    }
  })

  it('an end and a refund come one after the other: nothing stays on a voucher that was ended', async () => {
    for (let round = 0; round < 10; round++) {
      const { voucher, redemption } = await spent(1000n)
      const end = { id: programme.id(), reason: 'a test' }
      const [refunded] = await Promise.all([
        refund(redemption, 1000n),
        programme.vouchers.cancel(voucher.id, end, null),
        programme.redeem(voucher, 10n),
      ])
      expect(refunded.state).toBe('done')
      expect(await remaining(voucher)).toBe(0n)
      expect(programme.ledger.fault()).toBeUndefined()
    }
  })

  it('one who approves a refund and one who refuses it: one has decided', async () => {
    for (let round = 0; round < 5; round++) {
      const voucher = await programme.issue({ amount: 9000n })
      const redemption = await programme.redeem(voucher, 8000n)
      const { id } = await refund(redemption, 8000n, anna)
      const carla = person(programme.id(), 'administrator')
      const tries = await Promise.allSettled([
        programme.vouchers.decideRefund({ id, approved: true }, bruno),
        programme.vouchers.decideRefund({ id, approved: false, reason: 'no' }, carla),
        programme.vouchers.decideRefund({ id, approved: true }, carla),
      ])
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      for (const one of tries) {
        if (one.status === 'rejected') expect(one.reason).toMatchObject(refused('approval_closed'))
      }
      const { state } = await programme.vouchers.getRefund(id, anna)
      expect(await remaining(voucher)).toBe(state === 'done' ? 9000n : 1000n)
    }
  })

  it('two who decide: one has decided, and the other is told', async () => {
    for (let round = 0; round < 3; round++) {
      const { redemption } = await spent(1000n)
      const { id } = await dispute(redemption, 1000n, anna)
      const carla = person(programme.id(), 'administrator')
      const tries = await Promise.allSettled([
        programme.vouchers.decideDispute({ id, outcome: 'to_partner', reason: 'a' }, bruno),
        programme.vouchers.decideDispute({ id, outcome: 'to_voucher', reason: 'b' }, carla),
        programme.vouchers.decideDispute({ id, outcome: 'to_partner', reason: 'c' }, carla),
      ])
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      for (const one of tries) {
        if (one.status === 'rejected') expect(one.reason).toMatchObject(refused('approval_closed'))
      }
    }
  })
})
