import { createServices, type Services } from '../../src/app.ts'
import type { Move, Place } from '../../src/currency/core/deed.ts'
import { INSTRUMENT_PRESETS } from '../../src/currency/core/presets.ts'
import type { InstrumentRules, Party } from '../../src/currency/core/rules.ts'
import { bought } from '../../src/currency/issuing.ts'
import { readPursesOf } from '../../src/currency/opening.ts'
import { postDeed } from '../../src/currency/posting.ts'
import type { CurrencyDeps } from '../../src/currency/service.ts'
import { type Day, romeDay } from '../../src/kernel/days.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { EUR, type Minor, type Unit } from '../../src/kernel/money.ts'
import { TRANSFER_CODES } from '../../src/ledger/core/chart.ts'
import { systemRuntime } from '../../src/runtime.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { type FrozenRuntime, frozenRuntime } from '../support/frozen-runtime.ts'

/** A programme with people and shops that pay each other, on a real database, with a clock that is moved by hand. */
export interface Market extends Services {
  readonly test: TestDatabase
  readonly runtime: FrozenRuntime
  today(): Day
  id(): Uuid
  /** Adds an instrument with the rules of a preset, some of them others. */
  add(preset: string, change?: Partial<InstrumentRules>, id?: string): Promise<string>
  /** Puts money into a wallet, and euro into the reserve where some have to lie there. */
  give(walletId: Uuid, amount: Minor): Promise<void>
  /** Opens a wallet and gives it that much. */
  wallet(instrumentId: string, party: Party, holderId: string, amount?: Minor): Promise<Uuid>
  /** A person (`BI-P-001`, …), of so many. */
  person(index: number): string
  /** Another process on the same database. */
  anotherProcess(): Services
  close(): Promise<void>
}

/** The rules of a preset. */
export function preset(key: string): InstrumentRules {
  const found = INSTRUMENT_PRESETS.find((one) => one.key === key)
  if (found === undefined) throw new Error(`there is no preset ${key}`)
  return found.rules
}

export const PROGRAMME = 'FRANOI-2'
const WHO = systemRuntime.newId()

export interface MarketSize {
  readonly people?: number
  readonly shops?: number
  /** `BI-ASS-0`, … */
  readonly associations?: number
  /** Whether every second person and shop is in Matera. */
  readonly isTwoPlaces?: boolean
}

/** @param size how many people, shops and associations there are */
export async function openMarket(seed: string, size: MarketSize = {}): Promise<Market> {
  const test = await createTestDatabase()
  const runtime = frozenRuntime(seed)
  const { db } = test
  const address = { publicUrl: 'https://fra-noi.example', secret: 'a secret of thirty-two letters' }
  const processes: Services[] = []
  const start = (own: FrozenRuntime) => {
    const services = createServices({ db, runtime: own, ...address })
    processes.push(services)
    return services
  }
  const services = start(runtime)
  const { currency, ledger } = services
  await furnish(services, size)
  const today = () => romeDay(runtime.now())
  const give = (walletId: Uuid, amount: Minor) =>
    giveMoney({ db, ledger, runtime }, walletId, amount)
  return {
    ...services,
    ...{ test, runtime, today, give },
    id: () => runtime.newId(),
    person: (index) => personId(index),
    add: async (key, change = {}, id = key.toUpperCase()) => {
      const rules = { ...preset(key), ...change }
      const unit = rules.unit as Unit
      const version = { rules, validFrom: today(), preparedBy: WHO }
      await currency.addInstrument({ id, programmeId: PROGRAMME, unit }, version)
      return id
    },
    wallet: async (instrumentId, party, holderId, amount = 0n) => {
      const id = await currency.openWallet(instrumentId, party, holderId)
      if (amount > 0n) await give(id, amount)
      return id
    },
    anotherProcess: () => {
      const own = frozenRuntime(`${seed} process ${processes.length}`)
      return start({ ...own, now: runtime.now, advance: runtime.advance })
    },
    close: async () => {
      for (const { studyThreads, streams } of processes) {
        streams.close()
        await studyThreads.close()
      }
      await Promise.all(processes.map((one) => one.ledger.close()))
      await test.drop()
    },
  }
}

/** Puts money into a wallet, and euro into the reserve where some have to lie there. */
export async function giveMoney(
  { db, ledger, runtime }: Pick<CurrencyDeps, 'db' | 'ledger' | 'runtime'>,
  walletId: Uuid,
  amount: Minor,
): Promise<void> {
  const day = romeDay(runtime.now())
  const purse = (await readPursesOf(db, [walletId], day)).get(walletId)
  if (purse === undefined) throw new Error('there is no such wallet')
  const { instrument } = purse.wallet
  const from: Place = { kind: 'issuer', instrument }
  const to: Place = { kind: 'wallet', purse }
  const moves: readonly Move[] = [{ from, to, amount, code: TRANSFER_CODES.currency_issued }]
  const payment = {
    ...{ id: runtime.newId(), instrumentId: instrument.id },
    ...{ kind: 'grant' as const, status: 'paid' as const, channel: 'desk' as const },
    ...{ payerId: null, payeeId: walletId, amount, fee: 0n, refunded: 0n, refundOf: null },
    ...{ purchaseId: null, actorId: WHO, reason: null, requestDigest: '' },
  }
  const isBacked = instrument.versions.some(({ rules }) => Number(rules.backing) > 0)
  const paid = isBacked ? bought({ runtime }, instrument, amount, payment.id) : {}
  const posted = await postDeed({ ledger, runtime }, { day, moves, payments: [payment], ...paid })
  if (typeof posted === 'string') throw new Error(`nothing was given: ${posted}`)
}

function personId(index: number): string {
  return `BI-P-${`${index}`.padStart(3, '0')}`
}

async function furnish(
  { network, plans, associations }: Services,
  { people = 5, shops = 3, associations: clubs = 10, isTwoPlaces = false }: MarketSize,
): Promise<void> {
  await network.addTerritories([
    { id: 'BI', name: 'Biella', kind: 'province', parentId: null },
    { id: 'MT', name: 'Matera', kind: 'province', parentId: null },
  ])
  const isAway = (index: number) => isTwoPlaces && index % 2 === 0
  const place = { territoryId: 'BI', unit: EUR }
  await network.addContactPoint({ ...place, id: 'BI-SC', name: 'Centre', envelope: 100_000_000n })
  if (isTwoPlaces) {
    const point = { id: 'MT-SC', name: 'Sassi', territoryId: 'MT', unit: EUR }
    await network.addContactPoint({ ...point, envelope: 100_000_000n })
  }
  for (let index = 1; index <= shops; index++) {
    const shop = { id: `BI-SHOP-${index}`, name: `Shop ${index}`, categories: ['food'] }
    const there = isAway(index) ? { territoryId: 'MT' } : {}
    await network.addPartner({ ...place, ...shop, ...there, kind: 'shop', status: 'active' })
  }
  await plans.addBeneficiaries(
    Array.from({ length: people }, (_, index) => ({
      ...{ id: personId(index + 1), householdSize: 2, language: 'fr' },
      contactPointId: isAway(index + 1) ? 'MT-SC' : 'BI-SC',
    })),
  )
  const who = { kind: 'person', id: WHO, role: 'administrator' } as const
  for (let index = 0; index < clubs; index++) {
    const club = { id: `BI-ASS-${index}`, name: `Association ${index}`, territoryId: 'BI' }
    await associations.add({ ...club, programmeId: PROGRAMME }, who)
  }
}
