import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Party } from '../../src/currency/core/rules.ts'
import { type Currency, createCurrency } from '../../src/currency/service.ts'
import { createTurns } from '../../src/currency/turns.ts'
import { addDays, type Day, romeDay } from '../../src/kernel/days.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { EUR, parseUnit } from '../../src/kernel/money.ts'
import { TRANSFER_CODES } from '../../src/ledger/core/chart.ts'
import { createEvidence, EVIDENCE_DEFAULTS } from '../../src/study/evidence.ts'
import { dice } from '../currency/dice.ts'
import { giveMoney, preset } from '../currency/market.ts'
import { openProgramme, type Programme } from '../vouchers/programme.ts'

const HOUR_MS = 3_600_000
const PEOPLE = 6
const SHOPS = ['BI-FOOD', 'BI-TRAM']
const ROUNDS = 12
const INSTRUMENTS = ['bristol-pound', 'circles'] as const
const PROGRAMME = 'FRANOI-2'
const PAID = new Set<number>([TRANSFER_CODES.currency_paid, TRANSFER_CODES.currency_fee])

let programme: Programme
let currency: Currency

beforeAll(async () => {
  // With books that have the clock of the test: what was held on which day is what matters.
  programme = await openProgramme('circulation')
  const { test: database, runtime, ledger, network, plans, approvals, accessLog } = programme
  const turns = createTurns()
  const services = { ledger, network, plans, approvals, accessLog, turns }
  currency = createCurrency({ db: database.db, runtime, ...services })
  await plans.addBeneficiaries(
    Array.from({ length: PEOPLE }, (_, at) => ({
      ...{ id: `BI-Q-${at}`, contactPointId: 'BI-SC', householdSize: 1, language: 'it' },
    })),
  )
  // One takes a fee of each payment, the other loses value by the day.
  for (const key of INSTRUMENTS) {
    const rules = { ...preset(key), issuance: { by: 'grant' as const } }
    const version = { rules, validFrom: today(), preparedBy: programme.id() }
    const unit = parseUnit(rules.unit) ?? EUR
    await currency.addInstrument({ id: key.toUpperCase(), programmeId: PROGRAMME, unit }, version)
    await live(key.toUpperCase())
  }
})
afterAll(() => programme.close())

const today = () => romeDay(programme.runtime.now())

/** People spend, shops pay each other, the programme pays too; something comes back. */
async function live(instrument: string): Promise<void> {
  const { test: database, runtime, ledger, id } = programme
  const below = dice(instrument.length)
  const wallet = async (party: Party, holder: string, amount = 0n) => {
    const walletId = await currency.openWallet(instrument, party, holder)
    if (amount > 0n) await giveMoney({ db: database.db, ledger, runtime }, walletId, amount)
    return walletId
  }
  const own = await wallet('programme', PROGRAMME, 5000n)
  const people: Uuid[] = []
  for (let at = 0; at < PEOPLE; at++) people.push(await wallet('person', `BI-Q-${at}`, 20_000n))
  const shops: Uuid[] = []
  for (const shop of SHOPS) shops.push(await wallet('partner', shop))
  const pay = (payerId: Uuid, payeeId: Uuid, amount: bigint) =>
    currency.pay({ id: id(), payerId, payeeId, amount, channel: 'wallet', actor: null })
  const [grocer = own, tram = own] = shops
  const begun = await pay(people[0] ?? own, grocer, 3000n)
  const refund = { id: id(), paymentId: begun.id, amount: 1000n, reason: 'Broken' }
  await currency.refund({ ...refund, actor: { id: id() } })
  await pay(own, grocer, 500n)
  for (let round = 0; round < ROUNDS; round++) {
    // Every second round is after midnight in Rome, and before it in Greenwich; some days have none.
    runtime.advance((round % 2 === 0 ? 13 : 11 + 24 * below(2)) * HOUR_MS)
    for (const person of people) {
      const shop = shops[below(SHOPS.length)] ?? grocer
      if (below(4) === 0) await pay(person, shop, BigInt(100 + below(900)))
    }
    if (round % 3 === 2) await pay(grocer, tram, 300n)
  }
  runtime.advance(48 * HOUR_MS)
}

interface Step {
  readonly debit: Uuid
  readonly credit: Uuid
  readonly amount: bigint
  readonly code: number
  readonly at: Date
}

/** What each wallet paid, and its balances at the ends of all days added up: from every transfer there is, one by one. */
async function recomputed(instrument: string, until: Day) {
  const { sql } = programme.test.db
  const wallets = await sql<{ id: Uuid }[]>`
    select id from currency_wallet where instrument_id = ${instrument} and party <> 'programme'`
  const steps = await sql<Step[]>`
    select debit_account_id as debit, credit_account_id as credit, amount, code, recorded_at as at
    from ledger_transfer order by position`
  return wallets.map(({ id }) => {
    const own = steps.filter(({ debit, credit }) => debit === id || credit === id)
    let centDays = 0
    for (let day = romeDay(own[0]?.at.getTime() ?? 0); day <= until; day = addDays(day, 1)) {
      const before = own.filter(({ at }) => romeDay(at.getTime()) <= day)
      const held = before.reduce(
        (sum, { debit, amount }) => sum + Number(debit === id ? -amount : amount),
        0,
      )
      centDays += held
    }
    // The fee is a part of what was paid.
    const isPaid = ({ code, debit }: Step) => debit === id && PAID.has(code)
    const paid = own.filter(isPaid).reduce((sum, { amount }) => sum + Number(amount), 0)
    return { paid, centDays }
  })
}

test('velocity and holding time are what all transfers say, one by one', async () => {
  const { test: database, runtime, accessLog } = programme
  const evidence = createEvidence({ db: database.db, runtime, accessLog })
  const day = addDays(today(), -1)
  const { content } = await evidence.freeze(
    { programmeId: PROGRAMME, day, ...EVIDENCE_DEFAULTS },
    null,
  )
  for (const key of INSTRUMENTS) {
    const instrument = key.toUpperCase()
    const wallets = await recomputed(instrument, day)
    expect(wallets).toHaveLength(PEOPLE + SHOPS.length)
    const sum = (of: 'paid' | 'centDays') => wallets.reduce((all, one) => all + one[of], 0)
    const velocity = content.estimates.find(({ name }) => name === `velocity:${instrument}`)
    const holding = content.estimates.find(({ name }) => name === `holding_time:${instrument}`)
    const perYear = (sum('paid') * 365.25) / sum('centDays')
    expect(velocity?.value).toBeCloseTo(perYear, 6)
    expect(holding?.value).toBeCloseTo(365.25 / perYear, 5)
    // The spread of what is left of each when the quotient is taken away, over nine who hold a wallet.
    const n = wallets.length
    const rest = wallets.map(({ paid, centDays }) => paid * 365.25 - perYear * centDays)
    const error =
      Math.sqrt((n / (n - 1)) * rest.reduce((all, one) => all + one * one, 0)) / sum('centDays')
    expect(velocity?.high).toBeCloseTo(perYear + 1.959964 * error, 5)
    expect(velocity?.low).toBeCloseTo(Math.max(0, perYear - 1.959964 * error), 5)
    expect(velocity).toMatchObject({ n, unit: 'per year' })
  }
})
