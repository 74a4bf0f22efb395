import type { Principal } from '../access/core/principal.ts'
import { principalOf } from '../access/sessions.ts'
import type { Staff } from '../access/staff.ts'
import type { Wallets } from '../access/wallets.ts'
import type { CurrencyServices } from '../currency/assembly.ts'
import { parsePayeeCode } from '../currency/core/code.ts'
import type { Party } from '../currency/core/rules.ts'
import { walletIdOf } from '../currency/identity.ts'
import { assert } from '../kernel/assert.ts'
import { addDays } from '../kernel/days.ts'
import { EUR } from '../kernel/money.ts'
import { parseColour } from '../ledger/core/colour.ts'
import type { NetworkDesk } from '../network/desk.ts'
import type { Runtime } from '../runtime.ts'
import { DEMO_ASSOCIATION, DEMO_PEOPLE, DEMO_SHOP, findPlayer } from './core/cast.ts'
import * as money from './core/story-money.ts'
import { CASH, CREDIT, SCONTO } from './core/story-money.ts'
import { demoId, playerId } from './demonstration.ts'
import { type Stage, walletOf } from './stage.ts'

export interface MoneyStoryDeps
  extends Pick<
    CurrencyServices,
    | 'associations'
    | 'clearing'
    | 'currency'
    | 'instruments'
    | 'minting'
    | 'paymentRequests'
    | 'purchases'
    | 'walletCurrency'
  > {
  readonly networkDesk: NetworkDesk
  readonly staff: Staff
  readonly wallets: Wallets
  readonly runtime: Runtime
}

/**
 * Money by rules: the hybrid of Merits in some towns, with euro behind one half and none behind the other, associations,
 * and a credit that shops give each other. Each page of it finds something that happened and something that waits.
 */
export async function tellMoneyStory(deps: MoneyStoryDeps, stage: Stage): Promise<void> {
  await tellProgramme(deps, stage)
  for (const id of [CASH, SCONTO, CREDIT]) await tellInstrument(deps, stage, id)
  const association = await tellAssociations(deps, stage)
  await tellGrants(deps, stage)
  await tellPayments(deps, stage)
  await tellHours(deps, stage, association)
  await tellCredit(deps, stage)
  await tellSchedules(deps, stage)
}

async function tellProgramme({ networkDesk: desk }: MoneyStoryDeps, stage: Stage): Promise<void> {
  const { administrator, treasurer, today } = stage
  const colour = parseColour(money.MONEY_PROGRAMME)
  assert(colour, 'it is a colour')
  const rules = { monthsSinceExit: 18, emergencyMonthlyCap: '5000', noticeRequired: true }
  const span = { startsOn: today, endsOn: addDays(today, 365) }
  const name = 'Merits a Biella, Matera e Milano'
  const programme = { id: money.MONEY_PROGRAMME, name, unit: EUR, colour, ...span, rules }
  await desk.addProgramme(programme, administrator)
  const tranche = {
    ...{ id: demoId('tranche merits'), programmeId: money.MONEY_PROGRAMME, kind: 'grant' as const },
    ...{ funder: 'Fondazione Esempio', amount: 500_000n, area: null, receivedOn: today },
    reference: 'Bonifico Merits',
  }
  await desk.prepareTranche(tranche, treasurer)
  await desk.decideTranche(tranche.id, { state: 'approved' }, administrator)
}

async function tellInstrument(
  { instruments }: MoneyStoryDeps,
  { administrator, treasurer, today }: Stage,
  id: string,
): Promise<void> {
  const rules = money.MONEY_RULES[id]
  assert(rules, 'each of them has its rules')
  const made = { id, programmeId: money.MONEY_PROGRAMME, rules, validFrom: today }
  await instruments.prepare(made, administrator)
  await instruments.decide({ instrumentId: id, version: 1 }, { state: 'approved' }, treasurer)
}

/** Associations with their members, and whoever acts for the first of them. */
async function tellAssociations(
  { associations, staff }: MoneyStoryDeps,
  { administrator, operator, treasurer, today }: Stage,
): Promise<Principal> {
  for (const { people, partners, ...association } of money.STORY_ASSOCIATIONS) {
    const { id } = association
    await associations.add({ ...association, programmeId: money.MONEY_PROGRAMME }, administrator)
    const join = (party: 'person' | 'partner', holderId: string, by: Principal) =>
      associations.addMember(id, { party, holderId, fromDay: today }, by)
    for (const one of people) {
      await join('person', one, id === DEMO_ASSOCIATION ? operator : treasurer)
    }
    for (const one of partners) await join('partner', one, administrator)
  }
  const player = findPlayer('association')
  assert(player, 'somebody acts for it')
  const { part: _, ...person } = player
  const { member } = await staff.invite({ ...person, id: playerId(player) }, null)
  return principalOf(member)
}

/** Money is granted by one and approved by another; some of it waits. Discounts are fetched. */
async function tellGrants({ minting, currency }: MoneyStoryDeps, stage: Stage): Promise<void> {
  const linesOf = (people: readonly string[], amount: bigint) =>
    people.map((holderId) => ({ party: 'person' as const, holderId, amount }))
  for (const { name, by, approver, people, amount } of money.STORY_GRANTS) {
    const id = demoId(name)
    const grant = {
      id,
      instrumentId: CASH,
      lines: linesOf(people, amount),
      reason: 'Mese di avvio',
    }
    await minting.prepareGrant(grant, stage[by])
    await minting.decideGrant(id, { state: 'approved' }, stage[approver])
  }
  const more = { id: demoId('grant that waits'), lines: linesOf(['BI-P-203'], 5_000n) }
  const why = { instrumentId: CASH, reason: 'Spese per la scuola' }
  await minting.prepareGrant({ ...more, ...why }, stage.operator)
  await Promise.all(
    [...new Set(money.STORY_GRANTS.flatMap(({ people }) => people))].map((id) =>
      currency.openWallet(SCONTO, 'person', id),
    ),
  )
  await Promise.all(
    [CASH, SCONTO].flatMap((one) => [
      ...money.MONEY_SHOPS.map((id) => currency.openWallet(one, 'partner', id)),
      ...money.STORY_ASSOCIATIONS.map(({ id }) => currency.openWallet(one, 'association', id)),
    ]),
  )
  await Promise.all(
    money.FETCHED.map((id) => minting.fetch(walletIdOf(SCONTO, 'person', id), walletOf(id))),
  )
}

/** Phones pay, tills take prices in several parts, and shops change back. */
async function tellPayments(deps: MoneyStoryDeps, stage: Stage): Promise<void> {
  const { minting, purchases } = deps
  await Promise.all(
    money.CASH_PAYMENTS.map(([person, party, payee, amount], index) =>
      pay(deps, CASH, `payment ${index}`, {
        ...{ payer: ['person', person], payee: [party, payee], amount, actor: walletOf(person) },
      }),
    ),
  )
  for (const [index, [person, shop, parts]] of money.MIXED_PURCHASES.entries()) {
    const { sconto, cash, euro } = parts
    const id = demoId(`mixed purchase ${index}`)
    // Asked again it would be with another code, which is another purchase.
    if ((await purchases.counter.find(id)) !== undefined) continue
    const { code } = await codeOf(deps, stage, person)
    const order = {
      ...{ id, price: sconto + cash + euro, code, euro },
      parts: [
        { instrumentId: SCONTO, amount: sconto },
        { instrumentId: CASH, amount: cash },
      ],
    }
    const { status } = await purchases.counter.buy(order, tillOf(shop))
    assert(status === 'paid', 'what the story buys is paid')
  }
  for (const [shop, amount] of money.CHANGED_BACK) {
    const walletId = walletIdOf(CASH, 'partner', shop)
    const order = { id: demoId(`change back ${shop}`), walletId, amount, actor: tillOf(shop) }
    const { status } = await minting.convert(order)
    assert(status === 'paid', 'what the story changes back is there')
  }
}

/** A code on a phone that is bound as anybody's is: made and used at once. */
async function codeOf(
  { wallets, walletCurrency, runtime }: MoneyStoryDeps,
  { operator: by }: Stage,
  beneficiaryId: string,
) {
  const { token } = await wallets.createLink({ beneficiaryId, hours: 1, by })
  await wallets.open(token, Buffer.from(runtime.randomBytes(32)).toString('base64url'))
  const { wallet } = await wallets.stateOf(beneficiaryId, by)
  assert(wallet, 'a phone was bound just now')
  return walletCurrency.showCode({ ...walletOf(beneficiaryId), id: wallet.id }, CASH)
}

interface Pays {
  readonly payer: readonly [Party, string]
  readonly payee: readonly [Party, string]
  readonly amount: bigint
  readonly actor: Principal
}

async function pay(
  { currency }: Pick<MoneyStoryDeps, 'currency'>,
  instrumentId: string,
  name: string,
  { payer, payee, amount, actor }: Pays,
): Promise<void> {
  const { status } = await currency.pay({
    ...{ id: demoId(`${instrumentId} ${name}`), amount, channel: 'wallet', actor },
    ...{ payerId: walletIdOf(instrumentId, ...payer), payeeId: walletIdOf(instrumentId, ...payee) },
  })
  assert(status === 'paid', 'what the story pays is there')
}

/** Hours that were rewarded, that wait for the desk, and that wait for the association; and a gift. */
async function tellHours(
  { associations }: MoneyStoryDeps,
  { operator, treasurer, today }: Stage,
  association: Principal,
): Promise<void> {
  const told = (
    name: string,
    holderId: string,
    kind: 'care' | 'food' | 'teaching',
    minutes: number,
  ) => ({
    ...{ id: demoId(name), associationId: DEMO_ASSOCIATION, instrumentId: SCONTO, day: today },
    ...({ party: 'person', holderId, kind, minutes, given: null } as const),
  })
  const rewarded = told('hours 1', 'BI-P-201', 'food', 120)
  await associations.tell(rewarded, operator)
  await associations.confirm(rewarded.id, association)
  await associations.decide(rewarded.id, { state: 'approved' }, treasurer)
  await associations.tell(told('hours 2', 'BI-P-203', 'care', 60), operator)
  await associations.tell(told('hours 3', 'BI-P-204', 'teaching', 90), association)
  const gift = { party: 'partner', holderId: 'BI-FAR-01', kind: 'donation', minutes: null } as const
  await associations.tell({ ...told('gift', '', 'care', 0), ...gift, given: 5_000n }, association)
}

/** Shops pay each other on credit; of their invoices some were cleared, and some wait. */
async function tellCredit(deps: MoneyStoryDeps, stage: Stage): Promise<void> {
  const { clearing, currency, instruments } = deps
  const { administrator, treasurer, today } = stage
  for (const id of money.CREDIT_SHOPS) await currency.openWallet(CREDIT, 'partner', id)
  await instruments.setCreditLine(
    {
      ...{ instrumentId: CREDIT, of: { partnerId: 'BI-TRA-01' }, below: 200_000n, above: null },
      reason: 'Il carburante si paga prima',
    },
    administrator,
  )
  for (const [index, [payer, payee, amount]] of money.CREDIT_PAYMENTS.entries()) {
    await pay(deps, CREDIT, `payment ${index}`, {
      ...{ payer: ['partner', payer], payee: ['partner', payee], amount, actor: tillOf(payer) },
    })
  }
  const file = (name: string, invoices: typeof money.CLEARED_INVOICES) => {
    const lines = invoices.map(
      ([number, debtor, creditor, amount, days]) =>
        `${number},${debtor},${creditor},${amount},${addDays(today, days)}`,
    )
    const csv = ['id,debtor,creditor,amount,due', ...lines, ''].join('\n')
    const part = { runId: demoId(name), csv, leaveOut: false, isLast: true }
    return clearing.begin(CREDIT, part, treasurer)
  }
  const { id } = await file('clearing', money.CLEARED_INVOICES)
  await clearing.decide(id, { state: 'approved' }, administrator)
  await file('clearing that waits', money.WAITING_INVOICES)
}

/** Those whom visitors may be pay the shop something each week. */
async function tellSchedules(
  { paymentRequests, walletCurrency }: MoneyStoryDeps,
  { today }: Stage,
): Promise<void> {
  const { code } = await paymentRequests.standing(walletIdOf(CASH, 'partner', DEMO_SHOP))
  const serial = parsePayeeCode(code)
  assert(serial !== undefined, 'a code that was made can be read')
  const span = { fromDay: addDays(today, 1), untilDay: addDays(today, 60) }
  const order = { instrumentId: CASH, serial, amount: 300n, cadence: 'weekly', dueDay: 6 } as const
  await Promise.all(
    DEMO_PEOPLE.map((person) => {
      const id = demoId(`each week ${person}`)
      return walletCurrency.schedules.create(walletOf(person), { ...order, ...span, id })
    }),
  )
}

/** The own program of a shop. No key has this id. */
function tillOf(partnerId: string): Principal {
  return { kind: 'key', id: demoId(`till ${partnerId}`), role: 'partner', partnerId }
}
