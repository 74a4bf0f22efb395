import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Principal, Role } from '../../src/access/core/principal.ts'
import { INSTRUMENT_PRESETS } from '../../src/currency/core/presets.ts'
import type { InstrumentRules } from '../../src/currency/core/rules.ts'
import { versionApprovalId } from '../../src/currency/identity.ts'
import { addDays, type Day } from '../../src/kernel/days.ts'
import { type Market, openMarket, PROGRAMME } from './market.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const YES = { state: 'approved' } as const
const NO = { state: 'refused', reason: 'Too dear' } as const

let market: Market
let treasurer: Principal
let second: Principal
beforeAll(async () => {
  market = await openMarket('instruments')
  treasurer = person('treasurer')
  second = person('administrator')
})
afterAll(() => market.close())

function person(role: Role, ...contactPointIds: string[]): Principal {
  const scope = contactPointIds.length === 0 ? {} : { contactPointIds }
  return { kind: 'person', id: market.id(), role, ...scope }
}

function rulesOf(key: string, unit: string, change: Partial<InstrumentRules> = {}) {
  const preset = INSTRUMENT_PRESETS.find((one) => one.key === key)
  if (preset === undefined) throw new Error(`there is no preset ${key}`)
  return { ...preset.rules, unit, ...change }
}

const from = (days: number): Day => addDays(market.today(), days)
const refusedAs = (code: string, details = {}) => ({ code, details })

/** An instrument whose first rules count. */
async function made(id: string, rules: InstrumentRules): Promise<string> {
  const asked = { id, programmeId: PROGRAMME, rules, validFrom: from(0) }
  await market.instruments.prepare(asked, treasurer)
  await market.instruments.decide({ instrumentId: id, version: 1 }, YES, second)
  return id
}

describe('an instrument', () => {
  const id = 'BACKED'
  const key = { instrumentId: id, version: 1 }
  const asked = () => ({
    ...{ id, programmeId: PROGRAMME, validFrom: from(0) },
    rules: rulesOf('eusko', 'BACK'),
  })

  test('is there once somebody else approved its first rules, and can be used at once', async () => {
    const prepared = await market.instruments.prepare(asked(), treasurer)
    expect(prepared.versions).toMatchObject([{ version: 1, state: 'waiting', decidedBy: null }])
    expect(await market.instruments.prepare(asked(), treasurer)).toEqual(prepared)
    await expect(market.currency.getInstrument(id)).rejects.toMatchObject({
      code: 'instrument_not_found',
    })
    await expect(market.instruments.decide(key, YES, treasurer)).rejects.toMatchObject({
      code: 'approval_own',
    })
    await expect(market.instruments.decide(key, YES, person('operator'))).rejects.toMatchObject({
      code: 'approval_role',
    })
    const decided = await market.instruments.decide(key, YES, second)
    expect(decided.versions).toMatchObject([{ state: 'approved', decidedBy: second.id }])
    expect(await market.instruments.decide(key, YES, second)).toEqual(decided)
    const wallet = await market.wallet(id, 'programme', PROGRAMME)
    expect((await market.currency.getPurse(wallet)).balance).toBe(0n)
    expect((await market.currency.getInstrument(id)).versions).toHaveLength(1)
  })

  test('keeps its id and its unit to itself', async () => {
    const prepare = (change: object) =>
      market.instruments.prepare({ ...asked(), ...change }, treasurer)
    const conflict = { code: 'instrument_id_conflict' }
    await expect(prepare({ validFrom: from(1) })).rejects.toMatchObject(conflict)
    await expect(prepare({ rules: rulesOf('rec', 'BACK') })).rejects.toMatchObject(conflict)
    await expect(market.instruments.prepare(asked(), second)).rejects.toMatchObject(conflict)
    await expect(prepare({ id: 'OTHER' })).rejects.toMatchObject(
      refusedAs('instrument_unit_taken', { unit: 'BACK' }),
    )
    await expect(prepare({ id: 'LATE', validFrom: from(-1) })).rejects.toMatchObject(
      refusedAs('instrument_day_unfit', { earliest: from(0) }),
    )
    await expect(prepare({ id: 'LOST', programmeId: 'NONE' })).rejects.toMatchObject({
      code: 'programme_unknown',
    })
  })

  test('whose first rules were refused can have others, in the same unit', async () => {
    const first = rulesOf('rec', 'SECOND')
    const wanted = { id: 'SECOND', programmeId: PROGRAMME, rules: first, validFrom: from(0) }
    await market.instruments.prepare(wanted, treasurer)
    const one = { instrumentId: 'SECOND', version: 1 }
    const refused = await market.instruments.decide(one, NO, second)
    expect(refused.versions).toMatchObject([{ state: 'refused', decisionReason: 'Too dear' }])
    const further = (rules: InstrumentRules) =>
      market.instruments.prepareVersion('SECOND', { rules, validFrom: from(0) }, treasurer)
    await expect(further(rulesOf('rec', 'THIRD'))).rejects.toMatchObject({
      code: 'instrument_rules_fixed',
      details: { faults: [['unit', 'the instrument is counted in SECOND']] },
    })
    await further(rulesOf('sardex', 'SECOND'))
    await market.instruments.decide({ ...one, version: 2 }, YES, second)
    expect((await market.currency.getInstrument('SECOND')).versions).toMatchObject([{ version: 2 }])
  })
})

describe('further rules', () => {
  const id = 'CHIEM'
  const better = () => rulesOf('chiemgauer-2015', 'CHIEM')
  const prepare = (rules: InstrumentRules, validFrom: Day) =>
    market.instruments.prepareVersion(id, { rules, validFrom }, treasurer)
  beforeAll(() => made(id, rulesOf('chiemgauer-2003', 'CHIEM')))

  test('count from a day after tomorrow begins, and only one version waits', async () => {
    await expect(prepare(better(), from(0))).rejects.toMatchObject(
      refusedAs('instrument_day_unfit', { earliest: from(1) }),
    )
    const waiting = await prepare(better(), from(10))
    expect(await prepare(better(), from(10))).toEqual(waiting)
    await expect(prepare(better(), from(11))).rejects.toMatchObject({
      code: 'instrument_version_waiting',
    })
    const key = { instrumentId: id, version: 2 }
    await expect(market.instruments.withdraw(key, second)).rejects.toMatchObject({
      code: 'approval_closed',
    })
    const withdrawn = await market.instruments.withdraw(key, treasurer)
    expect(withdrawn.versions.map(({ state }) => state)).toEqual(['approved', 'withdrawn'])
    expect(await market.instruments.withdraw(key, treasurer)).toEqual(withdrawn)
  })

  test('of two prepared in the same moment one waits', async () => {
    const tries = await Promise.allSettled([3, 4, 5].map((days) => prepare(better(), from(days))))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const { versions } = await market.instruments.get(id)
    expect(versions.map(({ state }) => state)).toEqual(['approved', 'withdrawn', 'waiting'])
    await market.instruments.withdraw({ instrumentId: id, version: 3 }, treasurer)
  })

  test('may not change what holders counted on', async () => {
    await expect(prepare(rulesOf('rec', 'CHIEM'), from(5))).rejects.toMatchObject({
      code: 'instrument_rules_fixed',
      details: { faults: [['issuance.by', expect.stringContaining('another instrument')]] },
    })
  })

  test('whose day came while they waited are not approved: rules never count backwards', async () => {
    const waiting = await prepare(better(), from(1))
    const version = waiting.versions.length
    market.runtime.advance(DAY_MS)
    const key = { instrumentId: id, version }
    await expect(market.instruments.decide(key, YES, second)).rejects.toMatchObject(
      refusedAs('instrument_day_passed', { earliest: from(1) }),
    )
    await market.instruments.decide(key, NO, second)
    await prepare(better(), from(1))
    await market.instruments.decide({ ...key, version: version + 1 }, YES, second)
    const { versions } = await market.currency.getInstrument(id)
    expect(versions.map(({ rules }) => rules.demurrage)).toEqual([
      { kind: 'stamp', lost: '0.02', every: 'quarter' },
      { kind: 'stamp', lost: '0.03', every: 'half_year' },
    ])
  })

  test('count with two people only, says the database', async () => {
    const { versions } = await prepare(rulesOf('chiemgauer-digital', 'CHIEM'), from(30))
    const { version } = versions.at(-1) ?? { version: 0 }
    const { sql } = market.test.db
    await expect(
      sql`update instrument_version set approved_at = now() where instrument_id = ${id} and version = ${version}`,
    ).rejects.toMatchObject({ constraint_name: 'instrument_version_by_two' })
    const approval = await market.approvals.find(versionApprovalId(id, version))
    expect(approval?.summary).toMatchObject({ instrument: id, validFrom: from(30) })
  })
})

describe('a line of credit', () => {
  const set = (below: bigint | null, partnerId = 'BI-SHOP-1', instrumentId = 'MUTUAL') =>
    market.instruments.setCreditLine(
      { instrumentId, of: { partnerId }, below, above: null, reason: 'Agreed' },
      treasurer,
    )
  const pay = async (payerId: string, payeeId: string, amount: bigint) => {
    const [payer, payee] = await Promise.all([
      market.currency.openWallet('MUTUAL', 'partner', payerId),
      market.currency.openWallet('MUTUAL', 'partner', payeeId),
    ])
    const request = { id: market.id(), payerId: payer, payeeId: payee, amount }
    return (await market.currency.pay({ ...request, channel: 'wallet', actor: null })).status
  }

  test('is one member’s own, holds to the cent, and is in the access log', async () => {
    await made('MUTUAL', rulesOf('sardex', 'MUTUAL', { credit: { below: '1000', above: null } }))
    expect(await pay('BI-SHOP-1', 'BI-SHOP-2', 1_001n)).toBe('exceeds_credit_line')
    expect((await set(5_000n)).wallet).toMatchObject({ creditLine: 5_000n, creditRoom: null })
    expect(await pay('BI-SHOP-1', 'BI-SHOP-2', 5_001n)).toBe('exceeds_credit_line')
    expect(await pay('BI-SHOP-1', 'BI-SHOP-2', 5_000n)).toBe('paid')
    const [entry] = await market.accessLog.list({ limit: 1 })
    expect(entry).toMatchObject({
      ...{ action: 'currency_wallet.credit_set', actorId: treasurer.id },
      detail: { below: '5000', above: '', reason: 'Agreed' },
    })
  })

  test('that becomes shorter than what is owed lets the member be paid, and not pay', async () => {
    await set(100n)
    expect(await pay('BI-SHOP-2', 'BI-SHOP-1', 500n)).toBe('paid')
    expect(await pay('BI-SHOP-1', 'BI-SHOP-2', 1n)).toBe('exceeds_credit_line')
    expect((await set(null)).wallet.creditLine).toBeNull()
  })

  test('belongs to credit, and to somebody who is there', async () => {
    await expect(set(1n, 'BI-SHOP-1', 'BACKED')).rejects.toMatchObject({
      code: 'instrument_without_credit',
    })
    await expect(set(1n, 'NOBODY')).rejects.toMatchObject({ code: 'currency_holder_not_found' })
    const fund = await market.wallet('MUTUAL', 'programme', PROGRAMME)
    const line = { of: { walletId: fund }, below: 1n, above: null, reason: 'No' }
    await expect(
      market.instruments.setCreditLine({ instrumentId: 'MUTUAL', ...line }, treasurer),
    ).rejects.toMatchObject({ code: 'currency_wallet_not_found' })
  })
})

describe('wallets', () => {
  const holders = async (who: Principal, page = {}) => {
    const found = await market.instruments.listWallets('BACKED', { limit: 10, ...page }, who)
    return found.map(({ wallet }) => wallet.holderId)
  }

  test('are opened and listed within what somebody reaches', async () => {
    const here = person('operator', 'BI-SC')
    const elsewhere = person('operator', 'MT-SC')
    const holderId = market.person(1)
    const wallet = { instrumentId: 'BACKED', party: 'person' as const, holderId }
    await expect(market.instruments.openWallet(wallet, elsewhere)).rejects.toMatchObject({
      code: 'currency_holder_not_found',
    })
    const opened = await market.instruments.openWallet(wallet, here)
    expect(await market.instruments.openWallet(wallet, here)).toEqual(opened)
    const shop = { instrumentId: 'BACKED', party: 'partner' as const, holderId: 'BI-SHOP-1' }
    const partner = await market.instruments.openWallet(shop, treasurer)
    expect(await holders(treasurer)).toEqual(['BI-SHOP-1', holderId, PROGRAMME])
    expect(await holders(treasurer, { limit: 1, after: partner.wallet.id })).toEqual([holderId])
    expect(await holders(treasurer, { party: 'programme' })).toEqual([PROGRAMME])
    expect(await holders(here)).toEqual([holderId])
    expect(await holders(elsewhere)).toEqual([])
  })
})
