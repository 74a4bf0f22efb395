import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Principal, Role } from '../../src/access/core/principal.ts'
import { addDays, type Day } from '../../src/kernel/days.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { TRANSFER_CODES } from '../../src/ledger/core/chart.ts'
import { type Market, openMarket, PROGRAMME } from './market.ts'

const DAY_MS = 24 * 60 * 60 * 1000

let market: Market
let administrator: Principal
let treasurer: Principal
let operator: Principal
let association: Principal
let stranger: Principal

beforeAll(async () => {
  market = await openMarket('associations')
  const seat = (role: Role, bound: Partial<Principal> = {}): Principal => ({
    ...{ kind: 'person', id: market.id(), role },
    ...bound,
  })
  administrator = seat('administrator')
  treasurer = seat('treasurer')
  operator = seat('operator', { contactPointIds: ['BI-SC'] })
  association = seat('association', { associationId: 'ORTO' })
  stranger = seat('association', { associationId: 'CORO' })
  for (const id of ['ORTO', 'CORO']) await add(id)
  const fromDay = market.today()
  for (const holderId of [market.person(1), market.person(2)]) {
    await market.associations.addMember('ORTO', { party: 'person', holderId, fromDay }, operator)
  }
  await market.add('merits-sconto')
})
afterAll(() => market.close())

const add = (id: string, name = `Associazione ${id}`) =>
  market.associations.add({ id, name, territoryId: 'BI', programmeId: PROGRAMME }, administrator)

const balanceOf = async (holderId: string, party: 'person' | 'partner' = 'person') =>
  (await market.currency.pursesOf(party, holderId)).reduce((sum, one) => sum + one.balance, 0n)

/** Ninety minutes in the garden, told by the association unless somebody else tells. */
const tell = (who: Principal = association, change = {}, id: Uuid = market.id()) =>
  market.associations.tell(
    {
      ...{ id, associationId: 'ORTO', instrumentId: 'MERITS-SCONTO', party: 'person' },
      ...{ holderId: market.person(1), kind: 'environment', minutes: 90, given: null },
      day: market.today(),
      ...change,
    },
    who,
  )

describe('an association', () => {
  test('is added once, and refused with another content', async () => {
    expect((await add('ORTO')).created).toBe(false)
    await expect(add('ORTO', 'Another')).rejects.toMatchObject({ code: 'association_id_conflict' })
    await expect(
      market.currency.openWallet('MERITS-SCONTO', 'association', 'NIL'),
    ).rejects.toMatchObject({
      code: 'currency_holder_not_found',
    })
  })

  test('is seen by whoever acts for it, and by no other association', async () => {
    const { associations } = market
    expect(await associations.list(stranger, { limit: 9 })).toMatchObject([{ id: 'CORO' }])
    await expect(associations.members('ORTO', stranger)).rejects.toMatchObject({
      code: 'association_not_found',
    })
    expect(await associations.members('ORTO', association)).toHaveLength(2)
    const elsewhere = { ...operator, contactPointIds: ['MT-SC'] }
    expect(await associations.members('ORTO', elsewhere)).toEqual([])
  })

  test('has as members whom their contact point sends, and nobody that it names itself', async () => {
    const member = {
      party: 'person' as const,
      holderId: market.person(3),
      fromDay: market.today(),
    }
    const elsewhere = { ...operator, contactPointIds: ['MT-SC'] }
    for (const who of [association, elsewhere]) {
      await expect(market.associations.addMember('ORTO', member, who)).rejects.toMatchObject({
        code: 'beneficiary_not_found',
      })
    }
    await expect(
      market.associations.addMember(
        'ORTO',
        { ...member, fromDay: addDays(market.today(), -1) },
        operator,
      ),
    ).rejects.toMatchObject({ code: 'member_from_past' })
  })
})

test('a partner has chosen one association on each day, and no day has two', async () => {
  const { associations } = market
  const start = market.today()
  const choose = (id: string, fromDay: Day, holderId = 'BI-SHOP-1') =>
    associations.addMember(id, { party: 'partner', holderId, fromDay }, administrator)
  const chosen = (days: number) => associations.chosenAssociation('BI-SHOP-1', addDays(start, days))
  await choose('ORTO', start)
  expect([await chosen(-1), await chosen(0), await chosen(900)]).toEqual([
    undefined,
    'ORTO',
    'ORTO',
  ])
  await choose('CORO', addDays(start, 10))
  expect([await chosen(9), await chosen(10), await chosen(900)]).toEqual(['ORTO', 'CORO', 'CORO'])
  // Taken back before it began: the day that was chosen stays free.
  await associations.endMember('CORO', { party: 'partner', holderId: 'BI-SHOP-1' }, administrator)
  expect([await chosen(9), await chosen(10)]).toEqual(['ORTO', undefined])
  // It is the tenth day on which the first one counts no more.
  expect(await choose('CORO', start)).toMatchObject({ fromDay: addDays(start, 10) })
  const owner: Principal = { ...administrator, role: 'partner_owner', partnerId: 'BI-SHOP-2' }
  const other = { party: 'partner' as const, holderId: 'BI-SHOP-3', fromDay: start }
  await expect(associations.addMember('ORTO', other, owner)).rejects.toMatchObject({
    code: 'partner_not_found',
  })
  await associations.addMember('ORTO', { ...other, holderId: 'BI-SHOP-2' }, owner)
  expect(await associations.chosenAssociation('BI-SHOP-2', start)).toBe('ORTO')
})

describe('an activity', () => {
  test('that the association tells is paid once, by the rules of its day, when the desk approves', async () => {
    const { associations } = market
    const before = await balanceOf(market.person(1))
    const told = await tell()
    expect(told).toMatchObject({ state: 'confirmed', reward: 750n })
    expect(await tell(association, {}, told.id)).toEqual(told)
    await expect(tell(association, { minutes: 91 }, told.id)).rejects.toMatchObject({
      code: 'activity_conflict',
    })
    const decided = await Promise.all(
      [operator, treasurer, administrator].map((who) =>
        associations.decide(told.id, { state: 'approved' }, who).catch((error) => error.code),
      ),
    )
    const won = decided.filter((one) => typeof one !== 'string')
    expect(won).toMatchObject([{ state: 'rewarded' }])
    expect(decided.filter((one) => one === 'approval_closed')).toHaveLength(2)
    expect((await balanceOf(market.person(1))) - before).toBe(750n)
    const approval = await market.approvals.findFor('reward', told.id)
    expect(approval).toMatchObject({
      state: 'approved',
      summary: { minutes: '90', amount: '750', activity: 'environment' },
    })
  })

  test('that an operator tells waits for the association, and is decided by somebody else', async () => {
    const { associations } = market
    const told = await tell(operator)
    expect(told.state).toBe('told')
    const approve = (who: Principal) => associations.decide(told.id, { state: 'approved' }, who)
    await expect(approve(treasurer)).rejects.toMatchObject({ code: 'activity_not_confirmed' })
    await expect(associations.confirm(told.id, stranger)).rejects.toMatchObject({
      code: 'activity_not_found',
    })
    expect(await associations.confirm(told.id, association)).toMatchObject({ state: 'confirmed' })
    await expect(approve(operator)).rejects.toMatchObject({ code: 'approval_own' })
    await expect(approve(association)).rejects.toMatchObject({ code: 'approval_role' })
    expect(await approve(treasurer)).toMatchObject({ state: 'rewarded' })
  })

  test('is of a member, of a day that was, in a money that rewards it', async () => {
    await expect(tell(association, { holderId: market.person(4) })).rejects.toMatchObject({
      code: 'association_member_not_found',
    })
    await expect(tell(association, { day: addDays(market.today(), 1) })).rejects.toMatchObject({
      code: 'activity_in_future',
    })
    await market.add('scec')
    await expect(tell(association, { instrumentId: 'SCEC' })).rejects.toMatchObject({
      code: 'activity_unrewarded',
    })
    await expect(tell({ ...operator, contactPointIds: ['MT-SC'] })).rejects.toMatchObject({
      code: 'beneficiary_not_found',
    })
  })

  test('may be a gift in euro, of a shop as well', async () => {
    const told = await tell(association, {
      ...{
        party: 'partner',
        holderId: 'BI-SHOP-3',
        kind: 'donation',
        minutes: null,
        given: 12_345n,
      },
    })
    expect(told.reward).toBe(1_235n)
    await market.associations.decide(told.id, { state: 'approved' }, treasurer)
    expect(await balanceOf('BI-SHOP-3', 'partner')).toBe(1_235n)
  })

  test('is paid by the programme where something must lie behind the money', async () => {
    const rewards = { perHour: '500', ofDonations: '0' }
    await market.add('rec', { rewards })
    const told = await tell(association, { instrumentId: 'REC' })
    const approve = () => market.associations.decide(told.id, { state: 'approved' }, treasurer)
    await expect(approve()).rejects.toMatchObject({
      ...{ code: 'reward_not_possible', details: { status: 'exceeds_funds' } },
    })
    expect(await market.associations.getActivity(told.id, treasurer)).toMatchObject({
      state: 'confirmed',
    })
    const fund = await market.wallet('REC', 'programme', PROGRAMME, 1_000n)
    expect(await approve()).toMatchObject({ state: 'rewarded' })
    expect((await market.currency.getPurse(fund)).balance).toBe(250n)
  })
})

test('what an association received stands by reason', async () => {
  const { associations, currency } = market
  await market.add(
    'chiemgauer-2015',
    { backing: '0', redemption: null, issuance: { by: 'grant' } },
    'CHIEM',
  )
  const payer = await market.wallet('CHIEM', 'person', market.person(5), 5_000n)
  const wallet = await currency.openWallet('CHIEM', 'association', 'ORTO')
  await currency.pay({
    ...{ id: market.id(), payerId: payer, payeeId: wallet, amount: 1_500n },
    ...{ channel: 'wallet', actor: null },
  })
  await associations.pay(
    'ORTO',
    {
      ...{ id: market.id(), instrumentId: 'CHIEM', amount: 400n },
      payee: { party: 'partner', holderId: 'BI-SHOP-1' },
    },
    association,
  )
  const days = { from: market.today(), until: market.today() }
  const found = await associations.received('ORTO', days, association)
  const chiem = found.find(({ purse }) => purse.wallet.instrument.id === 'CHIEM')
  expect(chiem?.lines).toMatchObject([
    { code: TRANSFER_CODES.currency_paid, kind: 'payment', times: 2, received: 1_500n, paid: 400n },
  ])
  expect(chiem?.purse.balance).toBe(1_100n)
  await expect(associations.received('ORTO', days, stranger)).rejects.toMatchObject({
    code: 'association_not_found',
  })
})

describe('nothing is taken from anybody', () => {
  test('for hours that were refused, taken back, or never told', async () => {
    const { associations, test: database } = market
    const holderId = market.person(2)
    await market.wallet('MERITS-SCONTO', 'person', holderId, 1_000n)
    const standing = async () =>
      JSON.stringify(
        await database.db.sql`
          select (select jsonb_agg(to_jsonb(w) order by w.id) from currency_wallet w where w.holder_id = ${holderId}) as wallets,
            (select jsonb_agg(to_jsonb(b)) from beneficiary b where b.id = ${holderId}) as person,
            (select jsonb_agg(to_jsonb(l) order by l.id) from currency_lot l join currency_wallet w on w.id = l.wallet_id
              where w.holder_id = ${holderId}) as lots,
            (select count(*)::int from currency_spent s join currency_wallet w on w.id = s.wallet_id
              where w.holder_id = ${holderId}) as spent`,
      )
    const before = await standing()
    const refused = await tell(association, { holderId })
    await associations.decide(refused.id, { state: 'refused', reason: 'Another day' }, treasurer)
    const withdrawn = await tell(association, { holderId })
    await associations.withdraw(withdrawn.id, association)
    await expect(
      associations.decide(withdrawn.id, { state: 'approved' }, treasurer),
    ).rejects.toMatchObject({ code: 'approval_closed' })
    market.runtime.advance(DAY_MS)
    await associations.endMember('ORTO', { party: 'person', holderId }, association)
    expect(await standing()).toBe(before)
  })
})

test('the database keeps what was told and decided', async () => {
  const told = await tell()
  await market.associations.withdraw(told.id, association)
  const { sql } = market.test.db
  await expect(
    sql`update activity set state = 'confirmed' where id = ${told.id}`,
  ).rejects.toMatchObject({ constraint_name: 'activity_decided_once' })
  await expect(sql`delete from activity where id = ${told.id}`).rejects.toThrow()
})
