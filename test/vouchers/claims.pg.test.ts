import { afterAll, describe, expect, it } from 'vitest'
import type { Principal } from '../../src/access/core/principal.ts'
import { connect } from '../../src/db/client.ts'
import { approvalIdOf, refundTransferId } from '../../src/vouchers/identity.ts'
import { openClaims, reason, refused } from './claims.ts'
import { faultsIn, readBooks } from './programme.ts'
import { person } from './tills.ts'

const claims = await openClaims('claims')
const { programme, anna, bruno, shop, spent, refund, dispute, remaining, held, payable, settle } =
  claims
afterAll(async () => {
  expect(faultsIn(await readBooks(programme))).toEqual([])
  await programme.close()
})

describe('a refund', () => {
  it('in parts goes back to the voucher, each as a reversal, and never more than was redeemed', async () => {
    const { voucher, redemption } = await spent(3000n)
    const owed = (await held(await payable())) ?? 0n
    const id = programme.id()
    const first = await refund(redemption, 1000n, shop, id)
    expect(first).toMatchObject({ state: 'done', creditedAccountId: voucher.id, amount: 1000n })
    expect(await refund(redemption, 1000n, shop, id)).toEqual(first)
    await expect(refund(redemption, 999n, shop, id)).rejects.toMatchObject(
      refused('refund_id_conflict'),
    )
    expect(await remaining(voucher)).toBe(3000n)
    await expect(refund(redemption, 2001n)).rejects.toMatchObject({
      ...refused('claim_exceeds_redeemed'),
      details: { left: '2000' },
    })
    await refund(redemption, 2000n)
    await expect(refund(redemption, 1n)).rejects.toMatchObject(refused('claim_exceeds_redeemed'))
    expect(await remaining(voucher)).toBe(5000n)
    expect(owed - ((await held(await payable())) ?? 0n)).toBe(3000n)
    const transfers = await programme.ledger.listAccountTransfers(voucher.id, { limit: 10 })
    expect(transfers.slice(2).map(({ reversal }) => reversal)).toEqual([
      { of: redemption.id, reason },
      { of: redemption.id, reason },
    ])
  })

  it('of what was declined, or of another partner, is of nothing; and that somebody tried is in the log', async () => {
    const { redemption } = await spent(100n)
    const voucher = await programme.issue()
    const declined = await programme.redeem(voucher, 99_999n)
    await expect(refund(declined, 1n)).rejects.toMatchObject(refused('redemption_not_found'))
    const others: Principal[] = [
      { kind: 'key', id: programme.id(), role: 'partner', partnerId: 'BI-TRAM' },
      person(programme.id(), 'operator', { contactPointIds: ['BI-POOR'] }),
    ]
    for (const other of others) {
      await expect(refund(redemption, 1n, other)).rejects.toMatchObject(
        refused('redemption_not_found'),
      )
      const [entry] = await programme.accessLog.list({ limit: 1, actorId: other.id })
      expect(entry).toMatchObject({ outcome: 'refused', subjectId: redemption.id })
    }
  })

  it('at a till needs the PIN of the owner', async () => {
    const { voucher, redemption } = await spent(500n)
    const { principal } = await programme.tills.pair('BI-FOOD')
    const request = {
      id: programme.id(),
      redemptionId: redemption.id,
      amount: 500n,
      reason,
    } as const
    const ask = (ownerPin?: string) =>
      programme.vouchers.refund({ ...request, ownerPin }, principal)
    await expect(ask('1')).rejects.toMatchObject(refused('owner_pin_missing'))
    programme.tills.setPin('BI-FOOD', '97531')
    await expect(ask()).rejects.toMatchObject(refused('owner_pin_wrong'))
    await expect(ask('11111')).rejects.toMatchObject({
      ...refused('owner_pin_wrong'),
      details: { triesLeft: 4 },
    })
    const done = await ask('97531')
    expect(done.state).toBe('done')
    // Sent again it is the same refund, and costs no PIN.
    expect(await ask()).toEqual(done)
    expect(await remaining(voucher)).toBe(5000n)
  })

  it('above an amount waits for a second person, and holds what it is about meanwhile', async () => {
    const voucher = await programme.issue({ amount: 20_000n })
    const redemption = await programme.redeem(voucher, 15_000n)
    const waiting = await refund(redemption, 12_000n, anna)
    expect(waiting.state).toBe('waiting')
    expect(await remaining(voucher)).toBe(5000n)
    await expect(refund(redemption, 3001n)).rejects.toMatchObject(refused('claim_exceeds_redeemed'))
    const decide = (by: Principal, approved: boolean, why?: string) =>
      programme.vouchers.decideRefund({ id: waiting.id, approved, reason: why }, by)
    await expect(decide(anna, true)).rejects.toMatchObject(refused('approval_own'))
    await expect(decide(shop, true)).rejects.toMatchObject(refused('approval_needs_person'))
    const stranger = person(programme.id(), 'operator', { contactPointIds: ['BI-POOR'] })
    await expect(decide(stranger, true)).rejects.toMatchObject(refused('refund_not_found'))
    const done = await decide(bruno, true)
    expect(done).toMatchObject({ state: 'done' })
    // The answer was lost on the way: asked again it is the same, and moves nothing.
    expect(await decide(bruno, true)).toEqual(done)
    await expect(decide(bruno, false, 'no')).rejects.toMatchObject(refused('approval_closed'))
    expect(await remaining(voucher)).toBe(17_000n)
    expect(await programme.approvals.find(approvalIdOf('refund', waiting.id))).toMatchObject({
      ...{ state: 'approved', decidedBy: bruno.id },
    })
  })

  it('that waits is taken back by whoever asked for it, and what it held is free again', async () => {
    const voucher = await programme.issue({ amount: 20_000n })
    const redemption = await programme.redeem(voucher, 15_000n)
    const { id } = await refund(redemption, 12_000n, anna)
    const { vouchers, approvals, accessLog } = programme
    await expect(vouchers.withdrawRefund(id, bruno)).rejects.toMatchObject(
      refused('approval_closed'),
    )
    await expect(refund(redemption, 4000n)).rejects.toMatchObject(refused('claim_exceeds_redeemed'))
    const tries = await Promise.allSettled(
      Array.from({ length: 4 }, () => vouchers.withdrawRefund(id, anna)),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await vouchers.getRefund(id, anna)).toMatchObject({ state: 'refused' })
    const approvalId = approvalIdOf('refund', id)
    expect(await approvals.find(approvalId)).toMatchObject({ state: 'withdrawn' })
    const log = await accessLog.list({ limit: 9, subjectId: approvalId })
    expect(log.map(({ action, actorId }) => [action, actorId])).toEqual([
      ['approval.withdrawn', anna.id],
    ])
    await expect(vouchers.decideRefund({ id, approved: true }, bruno)).rejects.toMatchObject(
      refused('approval_closed'),
    )
    expect(await refund(redemption, 15_000n, anna)).toMatchObject({ state: 'waiting' })
  })

  it('above an amount, asked for with the PIN of the owner, is not decided by the owner', async () => {
    const voucher = await programme.issue({ amount: 20_000n })
    const redemption = await programme.redeem(voucher, 15_000n)
    const { principal } = await programme.tills.pair('BI-FOOD')
    programme.tills.setPin('BI-FOOD', '97531')
    const asked = { id: programme.id(), redemptionId: redemption.id, amount: 12_000n, reason }
    const { id } = await programme.vouchers.refund(
      { ...asked, reason: 'goods_returned', ownerPin: '97531' },
      principal,
    )
    const owner = person(programme.id(), 'partner_owner', { partnerId: 'BI-FOOD' })
    await expect(
      programme.vouchers.decideRefund({ id, approved: true }, owner),
    ).rejects.toMatchObject(refused('approval_scope'))
    const state = await programme.vouchers.decideRefund({ id, approved: true }, bruno)
    expect(state).toMatchObject({ state: 'done' })
  })

  it('above an amount cannot be made of small ones', async () => {
    const voucher = await programme.issue({ amount: 20_000n })
    const redemption = await programme.redeem(voucher, 15_000n)
    expect((await refund(redemption, 5000n)).state).toBe('done')
    expect((await refund(redemption, 1n)).state).toBe('waiting')
  })

  it('that is refused gives free what it held', async () => {
    const voucher = await programme.issue({ amount: 20_000n })
    const redemption = await programme.redeem(voucher, 15_000n)
    const { id } = await refund(redemption, 15_000n, anna)
    const no = { id, approved: false, reason: 'No receipt' }
    expect((await programme.vouchers.decideRefund(no, bruno)).state).toBe('refused')
    expect((await refund(redemption, 5000n)).state).toBe('done')
    expect(await remaining(voucher)).toBe(10_000n)
  })

  it('of what was spent with a cap or in one use gives that back too', async () => {
    const rules = {
      ...{ unit: 'EUR' as never, categories: ['food'], minAmount: 1n },
      maxAmount: 9999n,
    }
    await programme.vouchers.addProducts([
      { id: 'CAP', name: 'Cap', validityDays: 9, ...rules, capPerDay: 1000n },
      { id: 'ONCE', name: 'Once', validityDays: 9, ...rules, oneUse: true },
    ])
    const capped = await programme.issue({ productId: 'CAP' })
    const redemption = await programme.redeem(capped, 1000n)
    expect((await programme.redeem(capped, 1n)).status).toBe('cap_reached')
    await refund(redemption, 400n)
    expect((await programme.redeem(capped, 401n)).status).toBe('cap_reached')
    expect((await programme.redeem(capped, 400n)).status).toBe('redeemed')
    const once = await programme.issue({ productId: 'ONCE' })
    const use = await programme.redeem(once, 300n)
    await refund(use, 299n)
    expect((await programme.redeem(once, 1n)).status).toBe('used_up')
    await refund(use, 1n)
    expect((await programme.redeem(once, 5000n)).status).toBe('redeemed')
    const large = await programme.issue({ productId: 'ONCE', amount: 9000n })
    const whole = await programme.redeem(large, 8000n)
    const { id, state } = await refund(whole, 7000n)
    expect(state).toBe('waiting')
    await programme.vouchers.decideRefund(
      { id: (await refund(whole, 1000n)).id, approved: true },
      anna,
    )
    expect((await programme.redeem(large, 1n)).status).toBe('used_up')
    await programme.vouchers.decideRefund({ id, approved: true }, anna)
    expect((await programme.redeem(large, 9000n)).status).toBe('redeemed')
  })

  it('of a voucher at its end goes to the envelope, of a replaced one to the last card of the chain', async () => {
    const { voucher, redemption } = await spent(3000n)
    await programme.vouchers.cancel(voucher.id, { id: programme.id(), reason: 'a test' }, null)
    const point = await programme.network.findContactPoint('BI-SC')
    if (point === undefined) throw new Error('there is a contact point')
    const before = (await held(point.envelopeAccountId)) ?? 0n
    const done = await refund(redemption, 3000n)
    expect(done.creditedAccountId).toBe(point.envelopeAccountId)
    expect(((await held(point.envelopeAccountId)) ?? 0n) - before).toBe(3000n)
    expect(await remaining(voucher)).toBe(0n)

    const lost = await spent(3000n)
    const [second, third] = [await programme.issue(), await programme.issue()]
    const owner = connect(programme.test.ownerUrl, { role: null, poolSize: 1 })
    await owner.sql`update voucher set replaced_by = ${second.id} where id = ${lost.voucher.id}`
    await owner.sql`update voucher set replaced_by = ${third.id} where id = ${second.id}`
    await owner.close()
    expect((await refund(lost.redemption, 1000n)).creditedAccountId).toBe(third.id)
    expect(await remaining(third)).toBe(6000n)
    expect(await remaining(lost.voucher)).toBe(2000n)
  })

  it('past the last day goes to the envelope, whether or not what was left went back', async () => {
    const { voucher, redemption } = await spent(3000n)
    programme.runtime.advance(91 * 86_400_000)
    const early = await refund(redemption, 1000n)
    await programme.vouchers.expireDue()
    const late = await refund(redemption, 1000n)
    expect(early.creditedAccountId).toBe(late.creditedAccountId)
    expect(early.creditedAccountId).not.toBe(voucher.id)
    expect(await remaining(voucher)).toBe(0n)
  })

  it('after the partner was paid waits, is listed, and is paid when the partner is owed enough', async () => {
    const { voucher, redemption } = await spent(3000n)
    await settle()
    const waiting = await refund(redemption, 3000n)
    expect(waiting).toMatchObject({ state: 'netting', creditedAccountId: null })
    expect(await remaining(voucher)).toBe(2000n)
    await expect(refund(redemption, 1n)).rejects.toMatchObject(refused('claim_exceeds_redeemed'))
    const listed = await programme.vouchers.listRefunds({ limit: 10, state: 'netting' }, shop)
    expect(listed).toEqual([waiting])
    await spent(2999n)
    expect(await programme.vouchers.resolveNetting()).toBe(0)
    await spent(1n)
    const other = await programme.anotherProcess()
    const counts = await Promise.all([
      programme.vouchers.resolveNetting(),
      other.resolveNetting(),
      programme.vouchers.resolveNetting(),
    ])
    expect(Math.max(...counts)).toBe(1)
    expect(await programme.vouchers.getRefund(waiting.id, shop)).toMatchObject({
      ...{ state: 'done', creditedAccountId: voucher.id },
    })
    expect(await remaining(voucher)).toBe(5000n)
    expect(await held(await payable())).toBe(0n)
    expect(await programme.vouchers.listRefunds({ limit: 10, state: 'netting' }, shop)).toEqual([])
    expect(await programme.vouchers.resolveNetting()).toBe(0)
  })
})

describe('refunds that wait', () => {
  it('do not wait for one that cannot be paid', async () => {
    const bought = [await spent(1000n), await spent(1000n)]
    await settle()
    const asked = await Promise.all(bought.map(({ redemption }) => refund(redemption, 1000n)))
    // In the order in which their turn comes.
    const [first, second] = asked.sort((a, b) => (a.id < b.id ? -1 : 1))
    if (first === undefined || second === undefined) throw new Error('there are two')
    expect([first.state, second.state]).toEqual(['netting', 'netting'])
    // Its transfer failed once, so its id is spoilt.
    const [debitAccountId, creditAccountId] = [programme.id(), first.voucherId]
    const money = { amount: 1000n, unit: first.unit, code: 43, flags: [] }
    await programme.ledger.post({
      transfers: [{ id: refundTransferId(first.id), debitAccountId, creditAccountId, ...money }],
    })
    await spent(2000n)
    await expect(programme.vouchers.resolveNetting()).rejects.toMatchObject(
      refused('refund_id_conflict'),
    )
    expect(await programme.vouchers.getRefund(second.id, shop)).toMatchObject({ state: 'done' })
  })
})

describe('a dispute', () => {
  it('is taken back by whoever opened it: what was frozen is owed to the partner again', async () => {
    const { redemption } = await spent(3000n)
    const owed = await held(await payable())
    const opened = await dispute(redemption, 1000n, anna)
    const { vouchers, approvals } = programme
    await expect(vouchers.withdrawDispute(opened.id, bruno)).rejects.toMatchObject(
      refused('approval_closed'),
    )
    expect(await held(opened.frozenAccountId)).toBe(1000n)
    const ended = await vouchers.withdrawDispute(opened.id, anna)
    expect(ended).toMatchObject({ state: 'to_partner' })
    expect(await approvals.find(approvalIdOf('dispute', opened.id))).toMatchObject({
      state: 'withdrawn',
    })
    expect([await held(opened.frozenAccountId), await held(await payable())]).toEqual([0n, owed])
    await refund(redemption, 3000n)
  })

  it('freezes the amount, and goes to the person where somebody else decides so', async () => {
    const { voucher, redemption } = await spent(3000n)
    const id = programme.id()
    const opened = await dispute(redemption, 1000n, anna, id)
    expect(opened).toMatchObject({ state: 'open', side: 'beneficiary', amount: 1000n })
    expect(opened.dueOn > programme.runtime.now().toString()).toBe(true)
    expect(await dispute(redemption, 1000n, anna, id)).toEqual(opened)
    await expect(dispute(redemption, 2n, anna, id)).rejects.toMatchObject(
      refused('dispute_id_conflict'),
    )
    expect(await held(opened.frozenAccountId)).toBe(1000n)
    await expect(refund(redemption, 2001n)).rejects.toMatchObject(refused('claim_exceeds_redeemed'))
    const note = { id: programme.id(), disputeId: id, reason: 'It was delivered on Monday' }
    expect(await programme.vouchers.noteDispute(note, shop)).toEqual(
      await programme.vouchers.noteDispute(note, shop),
    )
    const decision = { id, outcome: 'to_voucher', reason: 'No proof of delivery' } as const
    const decide = (by: Principal) => programme.vouchers.decideDispute(decision, by)
    await expect(decide(anna)).rejects.toMatchObject(refused('approval_own'))
    await expect(decide(shop)).rejects.toMatchObject(refused('approval_needs_person'))
    const decided = await decide(bruno)
    expect(decided).toMatchObject({ state: 'to_voucher' })
    expect(await decide(bruno)).toEqual(decided)
    await expect(
      programme.vouchers.decideDispute({ ...decision, outcome: 'to_partner' }, bruno),
    ).rejects.toMatchObject(refused('approval_closed'))
    expect(await remaining(voucher)).toBe(3000n)
    expect(await held(opened.frozenAccountId)).toBe(0n)
    expect(await programme.approvals.find(approvalIdOf('dispute', id))).toMatchObject({
      state: 'approved',
    })
    const { events } = await programme.vouchers.getDispute(id, shop)
    expect(events.map(({ kind, actorId }) => [kind, actorId])).toEqual([
      ['opened', anna.id],
      ['noted', shop.id],
      ['decided', bruno.id],
    ])
    await refund(redemption, 2000n)
    await expect(refund(redemption, 1n)).rejects.toMatchObject(refused('claim_exceeds_redeemed'))
  })

  it('goes back to the partner where it is decided so, and can then be refunded', async () => {
    const { voucher, redemption } = await spent(3000n)
    const owed = await held(await payable())
    const { id } = await dispute(redemption, 3000n, anna)
    const decision = { id, outcome: 'to_partner', reason: 'Signed for' } as const
    expect(await programme.vouchers.decideDispute(decision, bruno)).toMatchObject({
      state: 'to_partner',
    })
    expect(await held(await payable())).toBe(owed)
    expect(await programme.approvals.find(approvalIdOf('dispute', id))).toMatchObject({
      ...{ state: 'refused', reason: 'Signed for' },
    })
    await refund(redemption, 3000n)
    expect(await remaining(voucher)).toBe(5000n)
  })

  it('of what the partner was paid for cannot be frozen, and says what to do', async () => {
    const { redemption } = await spent(3000n)
    await settle()
    await expect(dispute(redemption, 1n)).rejects.toMatchObject(refused('dispute_after_settlement'))
  })

  it('is in the reach of its two sides only', async () => {
    const { redemption } = await spent(100n)
    const { id } = await dispute(redemption, 100n)
    const tram: Principal = { ...shop, id: programme.id(), partnerId: 'BI-TRAM' }
    await expect(programme.vouchers.getDispute(id, tram)).rejects.toMatchObject(
      refused('dispute_not_found'),
    )
    const [entry] = await programme.accessLog.list({ limit: 1, actorId: tram.id })
    expect(entry).toMatchObject({ outcome: 'refused', subjectId: id })
    expect(await programme.vouchers.listDisputes({ limit: 10 }, tram)).toEqual([])
    const [listed] = await programme.vouchers.listDisputes({ limit: 1, state: 'open' }, anna)
    expect(listed?.id).toBe(id)
  })
})
