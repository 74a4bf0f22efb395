import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Day } from '../../src/kernel/days.ts'
import { EUR } from '../../src/kernel/money.ts'
import type { ChangeOrder } from '../../src/vouchers/issuing.ts'
import type { Voucher } from '../../src/vouchers/service.ts'
import { type IssuingProgramme, openIssuingProgramme, operator } from './issuing-programme.ts'
import { faultsIn, readBooks } from './programme.ts'

const DAY_MS = 86_400_000
let programme: IssuingProgramme
const anna = operator('BI-SC')
const bruno = operator('BI-SC')
const stranger = operator('MT-1')

beforeAll(async () => {
  programme = await openIssuingProgramme('changes')
  const product = { unit: EUR, categories: ['food'], minAmount: 100n, maxAmount: 100_000n }
  await programme.vouchers.addProducts([
    { ...product, id: 'TO-GRANT', name: 'Grant', validityDays: 1, expiryPolicy: 'grant' },
    { ...product, id: 'SHORT', name: 'Short', validityDays: 1 },
    { ...product, id: 'ONCE', name: 'Once', validityDays: 9, oneUse: true },
    { ...product, id: 'CAP', name: 'Cap', validityDays: 9, capPerDay: 1000n },
  ])
})
afterAll(() => programme.close())

const topUp = (voucher: Voucher, amount = 1000n, isAtOnce = false): ChangeOrder => ({
  ...{ id: programme.id(), voucherId: voucher.id, kind: 'top_up', amount, reason: 'baby' },
  ...{ isAtOnce },
})
const approve = (id: ChangeOrder['id'], who = bruno) =>
  programme.issuing.decideChange(id, { state: 'approved' }, who)
const replacement = () => ({
  ...{ id: programme.id(), newVoucherId: programme.id(), reason: 'lost card' },
})

describe('a top-up', () => {
  it('waits for another person, then adds once, however often it is approved', async () => {
    const { issuing, vouchers } = programme
    const voucher = await programme.issue()
    const order = topUp(voucher)
    expect(await issuing.prepareChange(order, anna)).toMatchObject({ state: 'waiting' })
    expect(await issuing.prepareChange(order, anna)).toMatchObject({ state: 'waiting' })
    await expect(approve(order.id, anna)).rejects.toMatchObject({ code: 'approval_own' })
    expect(await vouchers.get(voucher.id)).toMatchObject({ remaining: 5000n })
    for (let again = 0; again < 2; again++) {
      expect(await approve(order.id)).toMatchObject({ state: 'approved' })
      expect(await vouchers.get(voucher.id)).toMatchObject({ remaining: 6000n })
    }
    await expect(
      issuing.prepareChange({ ...order, reason: 'another' }, anna),
    ).rejects.toMatchObject({ code: 'voucher_request_conflict' })
    expect((await vouchers.events(voucher.id)).map(({ kind }) => kind)).toEqual(['top_up'])
    expect(faultsIn(await readBooks(programme))).toEqual([])
  })

  it('approved by eight at once is carried out by one of them', async () => {
    const voucher = await programme.issue()
    const order = topUp(voucher)
    await programme.issuing.prepareChange(order, anna)
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, () => approve(order.id, operator('BI-SC'))),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of tries) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'approval_closed' })
    }
    expect(await programme.vouchers.get(voucher.id)).toMatchObject({ remaining: 6000n })
  })

  it('at once stays within the cap of the person and the month', async () => {
    programme.setCap(1500n)
    const voucher = await programme.issue()
    expect(await programme.issuing.prepareChange(topUp(voucher, 1000n, true), anna)).toMatchObject({
      state: 'at_once',
    })
    await expect(
      programme.issuing.prepareChange(topUp(voucher, 1000n, true), anna),
    ).rejects.toMatchObject({ code: 'emergency_cap_reached' })
    expect(await programme.vouchers.get(voucher.id)).toMatchObject({ remaining: 6000n })
    expect(faultsIn(await readBooks(programme))).toEqual([])
  })

  it('is refused beyond the product, beyond the envelope, for another contact point and for what has ended', async () => {
    const voucher = await programme.issue()
    const { issuing } = programme
    await expect(issuing.prepareChange(topUp(voucher, 99_000n), anna)).rejects.toMatchObject({
      code: 'amount_outside_product',
    })
    await expect(issuing.prepareChange(topUp(voucher), stranger)).rejects.toMatchObject({
      code: 'voucher_not_found',
    })
    const poor = await programme.issue({ beneficiaryId: 'BI-P-002', amount: 1000n })
    const order = topUp(poor, 600n)
    await issuing.prepareChange(order, operator('BI-POOR'))
    await expect(approve(order.id, operator('BI-SC'))).rejects.toMatchObject({
      code: 'envelope_exhausted',
    })
    const late = topUp(voucher)
    await issuing.prepareChange(late, anna)
    await programme.vouchers.cancel(voucher.id, { id: programme.id(), reason: 'moved' }, anna)
    await expect(approve(late.id)).rejects.toMatchObject({ code: 'voucher_closed' })
    expect(await programme.approvals.findFor('voucher_change', late.id)).toMatchObject({
      state: 'waiting',
    })
  })

  it('is not for somebody who has left, whether then or before it is approved', async () => {
    const { issuing } = programme
    programme.setCap(5000n)
    const [beneficiaryId = ''] = await programme.addPeople('LEFT', 1)
    const voucher = await programme.issue({ beneficiaryId })
    const order = topUp(voucher)
    await issuing.prepareChange(order, anna)
    programme.setEnrolment(beneficiaryId, 'left')
    const refused = { code: 'person_not_entitled', details: { reason: 'left' } }
    await expect(approve(order.id)).rejects.toMatchObject(refused)
    await expect(issuing.prepareChange(topUp(voucher), anna)).rejects.toMatchObject(refused)
    await expect(issuing.prepareChange(topUp(voucher, 1000n, true), anna)).rejects.toMatchObject(
      refused,
    )
    expect(await programme.vouchers.get(voucher.id)).toMatchObject({ remaining: 5000n })
  })

  it('while it expires or is cancelled: nothing is lost, whoever is faster', async () => {
    for (let round = 0; round < 12; round++) {
      const voucher = await programme.issue({ productId: 'SHORT' })
      const order = topUp(voucher)
      await programme.issuing.prepareChange(order, anna)
      const end = () =>
        round % 2 === 0
          ? programme.vouchers.cancel(voucher.id, { id: programme.id(), reason: 'moved' }, anna)
          : programme.vouchers.expireDue()
      // Past the last day for the one that expires, and not yet for the one that tops up.
      const late = await programme.anotherProcess(3 * DAY_MS)
      const ending = round % 2 === 0 ? end() : late.expireDue()
      await Promise.allSettled([approve(order.id), ending])
      const after = await programme.vouchers.get(voucher.id)
      if (after.status === 'cancelled' || after.status === 'expired') {
        expect(after.remaining).toBe(0n)
      } else expect(after.remaining).toBe(6000n)
      expect(faultsIn(await readBooks(programme))).toEqual([])
    }
  })
})

describe('an extension', () => {
  it('makes a voucher good for longer, with the same card, and is never a shortening', async () => {
    const { issuing, vouchers } = programme
    const voucher = await programme.issue({ productId: 'SHORT' })
    const card = await vouchers.cardText(voucher.id)
    const order = {
      id: programme.id(),
      voucherId: voucher.id,
      kind: 'extend',
      reason: 'ill',
    } as const
    await expect(
      issuing.prepareChange({ ...order, expiresOn: voucher.expiresOn }, anna),
    ).rejects.toMatchObject({ code: 'expiry_out_of_range' })
    await issuing.prepareChange({ ...order, expiresOn: '2026-07-01' as Day }, anna)
    await approve(order.id)
    expect(await vouchers.get(voucher.id)).toMatchObject({ expiresOn: '2026-07-01' })
    programme.runtime.advance(3 * DAY_MS)
    await vouchers.expireDue()
    expect(await vouchers.cardText(voucher.id)).toBe(card)
    expect(await programme.redeem(voucher, 100n, { qr: card })).toMatchObject({
      status: 'redeemed',
    })
    await expect(
      programme.test.db.sql`update voucher set expires_on = '2026-06-01' where id = ${voucher.id}`,
    ).rejects.toMatchObject({ constraint_name: 'voucher_never_shortened' })
  })
})

describe('a lost card', () => {
  it('gives what is left to a new one, in one commit, and is refused from then on', async () => {
    const { issuing, vouchers } = programme
    const voucher = await programme.issue()
    await programme.redeem(voucher, 2000n)
    const request = replacement()
    const fresh = await issuing.replace(voucher.id, request, anna)
    expect(fresh).toMatchObject({ status: 'issued', remaining: 3000n, id: request.newVoucherId })
    expect(fresh.expiresOn).toBe(voucher.expiresOn)
    expect(fresh.typedCode).not.toBe(voucher.typedCode)
    expect(await issuing.replace(voucher.id, request, anna)).toEqual(fresh)
    expect(await programme.redeem(voucher, 1n)).toMatchObject({ status: 'replaced' })
    expect(await programme.redeem(fresh, 1n)).toMatchObject({ status: 'not_active' })
    await issuing.activate({ id: programme.id(), voucherIds: [fresh.id] }, anna)
    expect(await programme.redeem(fresh, 3000n)).toMatchObject({ status: 'redeemed' })
    await expect(issuing.replace(voucher.id, replacement(), anna)).rejects.toMatchObject({
      code: 'voucher_closed',
    })
    const other = await programme.issue()
    await expect(
      issuing.replace(other.id, { ...replacement(), newVoucherId: voucher.id }, anna),
    ).rejects.toMatchObject({ code: 'voucher_request_conflict' })
    await expect(issuing.replace(other.id, replacement(), stranger)).rejects.toMatchObject({
      code: 'voucher_not_found',
    })
    expect(await vouchers.get(other.id)).toMatchObject({ status: 'active', remaining: 5000n })
    expect(faultsIn(await readBooks(programme))).toEqual([])
  })

  it('does not get a second one use, nor a second cap of the day', async () => {
    const { issuing, vouchers } = programme
    const handedOver = async (voucher: Voucher) => {
      const card = await issuing.replace(voucher.id, replacement(), anna)
      await issuing.activate({ id: programme.id(), voucherIds: [card.id] }, anna)
      return card
    }
    const once = await programme.issue({ productId: 'ONCE' })
    const used = await programme.redeem(once, 1000n)
    const onceAgain = await handedOver(once)
    expect((await programme.redeem(onceAgain, 1n)).status).toBe('used_up')
    const capped = await programme.issue({ productId: 'CAP' })
    const spent = await programme.redeem(capped, 800n)
    const cappedAgain = await handedOver(capped)
    expect(await programme.redeem(cappedAgain, 201n)).toMatchObject({
      ...{ status: 'cap_reached', capLeft: 200n },
    })
    // What comes back of what the lost card paid for gives both back.
    const back = (redemption: typeof used) => ({
      ...{ id: programme.id(), redemptionId: redemption.id, amount: redemption.amount },
      reason: 'goods_returned' as const,
    })
    await vouchers.refund(back(used), anna)
    expect((await programme.redeem(onceAgain, 5000n)).status).toBe('redeemed')
    await vouchers.refund(back(spent), anna)
    expect((await programme.redeem(cappedAgain, 1000n)).status).toBe('redeemed')
  })

  it('replaced by eight at once is replaced once', async () => {
    const voucher = await programme.issue()
    const other = await programme.anotherProcess()
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) =>
        (index % 2 === 0 ? programme : other).issuing.replace(voucher.id, replacement(), anna),
      ),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of tries) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'voucher_closed' })
    }
    expect(faultsIn(await readBooks(programme))).toEqual([])
  })

  it('while it is spent, cancelled and topped up: old and new together hold what is not spent', async () => {
    for (let round = 0; round < 15; round++) {
      const voucher = await programme.issue()
      const request = replacement()
      const order = topUp(voucher)
      await programme.issuing.prepareChange(order, anna)
      const [replaced, ...spent] = await Promise.allSettled([
        programme.issuing.replace(voucher.id, request, anna),
        programme.redeem(voucher, 1000n),
        programme.redeem(voucher, 500n),
        ...(round % 3 === 0 ? [approve(order.id)] : []),
        ...(round % 3 === 1
          ? [programme.vouchers.cancel(voucher.id, { id: programme.id(), reason: 'x' }, anna)]
          : []),
      ])
      expect(spent[0]?.status).toBe('fulfilled')
      const old = await programme.vouchers.get(voucher.id)
      if (replaced?.status === 'fulfilled')
        expect(old).toMatchObject({ status: 'replaced', remaining: 0n })
      else expect(old.status).toBe('cancelled')
      expect(faultsIn(await readBooks(programme))).toEqual([])
    }
  })
})

describe('the last day', () => {
  it('gives what is left back to the envelope or to the grant, and the report says how much', async () => {
    const from = (await programme.vouchers.get((await programme.issue()).id)).issuedAt
    const line = await programme.planFor('BI-P-001', { line: 50_000n })
    const [a, b] = [
      await programme.issue({ productId: 'SHORT', amount: 700n }),
      await programme.issue({ productId: 'TO-GRANT', amount: 900n }),
    ]
    const [envelope] = await programme.network.envelopesFor('BI-SC', 'general')
    const grant = programme.network.grantAccount(EUR, envelope?.colour ?? null)
    const before = await programme.ledger.findAccount(grant)
    programme.runtime.advance(3 * DAY_MS)
    await programme.vouchers.expireDue()
    const after = await programme.ledger.findAccount(grant)
    expect((after?.creditsPosted ?? 0n) - (before?.creditsPosted ?? 0n)).toBe(900n)
    expect(await programme.vouchers.get(a.id)).toMatchObject({ status: 'expired' })
    expect(await programme.vouchers.get(b.id)).toMatchObject({ status: 'expired' })
    expect(await programme.committed(line)).toBe(0n)
    const day = from.toISOString().slice(0, 10) as Day
    const sums = await programme.issuing.breakage({ from: day, until: '2027-01-01' as Day }, anna)
    const expired = sums.filter(({ kind }) => kind === 'expire')
    expect(expired).toContainEqual(
      expect.objectContaining({ productId: 'TO-GRANT', contactPointId: 'BI-SC', amount: 900n }),
    )
    expect(
      await programme.issuing.breakage({ from: day, until: '2027-01-01' as Day }, stranger),
    ).toEqual([])
  })
})

it('many vouchers are cancelled at once, each once however often it is asked, and no others', async () => {
  const mine = await Promise.all(Array.from({ length: 20 }, () => programme.issue()))
  const foreign = await programme.issue({ beneficiaryId: 'BI-P-002', amount: 100n })
  const ids = [...mine.map(({ id }) => id), foreign.id]
  const request = {
    id: programme.id(),
    action: 'cancel',
    voucherIds: ids,
    reason: 'stock',
  } as const
  const [once, again] = await Promise.all([
    programme.issuing.changeMany(request, anna),
    programme.issuing.changeMany(request, anna),
  ])
  expect(again).toEqual(once)
  for (const { id } of mine) {
    expect(once.get(id)).toBe('done')
    const logged = await programme.accessLog.list({ limit: 9, subjectId: id })
    expect(logged.map(({ action }) => action)).toEqual(['voucher.cancelled'])
    expect(await programme.vouchers.get(id)).toMatchObject({ status: 'cancelled' })
    expect(await programme.vouchers.events(id)).toHaveLength(1)
  }
  expect(once.get(foreign.id)).toBe('not_found')
  const other = { ...request, id: programme.id(), action: 'block' } as const
  expect((await programme.issuing.changeMany(other, anna)).get(ids[0] ?? foreign.id)).toBe('closed')
  expect(faultsIn(await readBooks(programme))).toEqual([])
})

it('a person issues nothing alone, and sees and stops nothing of another contact point', async () => {
  const { vouchers } = programme
  const voucher = await programme.issue()
  const order = { productId: 'FOOD', beneficiaryId: 'BI-P-001', amount: 500n }
  await expect(vouchers.issue({ ...order, id: programme.id() }, anna)).rejects.toMatchObject({
    code: 'issue_needs_approval',
  })
  const request = { id: programme.id(), reason: 'mine' }
  for (const attempt of [
    () => vouchers.get(voucher.id, stranger),
    () => vouchers.events(voucher.id, stranger),
    () => vouchers.cardText(voucher.id, stranger),
    () => vouchers.phoneToken(voucher.id, stranger),
    () => vouchers.cancel(voucher.id, request, stranger),
    () => vouchers.block(voucher.id, request, stranger),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: 'voucher_not_found' })
  }
  // Whoever has one of these can spend the voucher: it is known who was given it.
  await vouchers.cardText(voucher.id, anna)
  await vouchers.phoneToken(voucher.id, anna)
  expect(
    await programme.test.db.sql`
      select action, actor_id from access_log
      where subject_id = ${voucher.id} and outcome = 'done' order by action`,
  ).toEqual([
    { action: 'voucher.card_read', actor_id: anna.id },
    { action: 'voucher.token_made', actor_id: anna.id },
  ])
  expect(await vouchers.list({ limit: 10 }, stranger)).toEqual([])
  expect((await vouchers.list({ limit: 10 }, anna)).length).toBe(10)
})
