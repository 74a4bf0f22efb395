import type { Minor } from '../../kernel/money.ts'
import {
  type AgeBand,
  autonomyScore,
  type InterviewContent,
  ITALIAN,
  type OrdinaryService,
  type Sex,
} from './interview.ts'
import type { EntryContent, EntryKind } from './register.ts'

/** What is known of one person, for counting. */
export interface PersonRecord {
  readonly id: string
  readonly territoryId: string
  /** The day on which they entered; `null` where nobody wrote it down. */
  readonly enteredOn: string | null
  /** The first day on which a plan of theirs was active. */
  readonly startedOn: string | null
  readonly plans: { readonly designed: number; readonly started: number; readonly closed: number }
  readonly vouchers: {
    readonly issued: number
    readonly redeemed: number
    readonly expired: number
  }
  /** What the books say of their vouchers, in the smallest parts of the programme's unit. */
  readonly money: {
    /** What was issued and topped up, less what was cancelled. */
    readonly issued: Minor
    /** What left vouchers for shops, less what came back to a voucher. */
    readonly redeemed: Minor
    readonly expired: Minor
  }
  /** The talk of each wave that counts, the first wave first. */
  readonly interviews: readonly InterviewContent[]
}

/** What is counted besides people. */
export interface ProgrammeRecord {
  readonly currencyPayments: number
  /** What funders gave, by the books. */
  readonly granted: Minor
  readonly entries: readonly Pick<EntryContent, 'kind' | 'details' | 'tookPart' | 'isWithdrawn'>[]
}

/** A column of figures about people: what each of them adds, and what follows from it by subtraction. */
export interface Column {
  readonly id: string
  /** Never below zero. */
  readonly amount: (one: PersonRecord) => bigint
  /** What of a person this leaves out of its base. Whoever has both figures has this one. */
  readonly rest: (one: PersonRecord) => bigint
  /** A column that this is a part of, or that is a part of this: told wherever this one is. */
  readonly base: string | null
}

/** What an indicator is. Its definition in words stands in the catalogues of the pages, by its id. */
export interface Indicator {
  readonly id: string
  readonly level: 'output' | 'outcome'
  readonly unit: 'plans' | 'people' | 'services' | 'vouchers' | 'payments' | 'activities' | 'money'
  readonly direction: 'up' | 'down'
  /** The tables that it is counted from. */
  readonly source: string
  readonly formula: string
  /** Of people; such a figure may be told only where it is of enough of them. */
  readonly column: Column | null
  /** Of no people. `true` where each territory has its own. */
  readonly count: ((programme: ProgrammeRecord) => bigint) | null
  readonly isByTerritory: boolean
}

type Shape = Pick<Indicator, 'level' | 'unit' | 'source' | 'formula'> & {
  readonly direction?: 'down'
}

interface Part {
  readonly base: string
  readonly rest: (one: PersonRecord) => number | bigint
}

function ofPeople(
  id: string,
  shape: Shape,
  count: (one: PersonRecord) => number | bigint,
  part?: Part,
): Indicator {
  const column = {
    id,
    amount: (one: PersonRecord) => BigInt(count(one)),
    rest: (one: PersonRecord) => BigInt(part?.rest(one) ?? 0),
    base: part?.base ?? null,
  }
  return { ...{ id, direction: 'up', ...shape, column, count: null, isByTerritory: true } }
}

/** Who entered: what an outcome leaves out of it follows from both. */
export const ENTERED: Column = {
  id: 'entered',
  amount: () => 1n,
  rest: (one) => BigInt(!isAccompanied(one)),
  base: 'people_accompanied',
}

/** An outcome that somebody had or had not. */
function outcomeOf(id: string, formula: string, isOne: (one: PersonRecord) => boolean): Indicator {
  return ofPeople(id, { ...outcome, formula }, (one) => Number(isOne(one)), {
    base: ENTERED.id,
    rest: (one) => Number(!isOne(one)),
  })
}

function ofRegister(kind: EntryKind, formula: string): Indicator {
  const what = { level: 'output', unit: 'activities', source: 'register_version' } as const
  const isCounted = (one: ProgrammeRecord['entries'][number]) =>
    one.kind === kind && !one.isWithdrawn
  return {
    ...{ id: kind, direction: 'up', formula, ...what, column: null, isByTerritory: true },
    count: ({ entries }) => BigInt(entries.filter(isCounted).length),
  }
}

function ofProgramme(id: string, shape: Shape, count: Indicator['count']): Indicator {
  return { id, direction: 'up', ...shape, column: null, count, isByTerritory: false }
}

const plans = { level: 'output', unit: 'plans', source: 'plan, plan_version' } as const
const vouchers = { level: 'output', unit: 'vouchers', source: 'voucher' } as const
const money = { level: 'output', unit: 'money', source: 'ledger_transfer' } as const
const outcome = { level: 'outcome', unit: 'people', source: 'monitoring_interview' } as const

/** The catalogue, from what is designed to what comes of it. */
export const INDICATORS: readonly Indicator[] = [
  ofPeople('plans_designed', { ...plans, formula: 'count(plan)' }, (one) => one.plans.designed, {
    base: 'plans_started',
    rest: (one) => one.plans.designed - one.plans.started,
  }),
  ofPeople(
    'plans_started',
    { ...plans, formula: 'count(plan that was ever active)' },
    (one) => one.plans.started,
    {
      base: 'people_accompanied',
      rest: (one) => one.plans.started - Number(isAccompanied(one)),
    },
  ),
  ofPeople(
    'plans_closed',
    { ...plans, formula: 'count(plan that started and is closed)' },
    (one) => one.plans.closed,
    { base: 'plans_started', rest: (one) => one.plans.started - one.plans.closed },
  ),
  ofPeople(
    'people_accompanied',
    { ...plans, unit: 'people', formula: 'count(person with a plan that started)' },
    (one) => Number(isAccompanied(one)),
  ),
  outcomeOf('traineeships', 'count(person: work = traineeship in any talk)', isTrainee),
  outcomeOf('hired', 'count(person: no work at 0, work in a later talk)', isHired),
  outcomeOf('housed', 'count(person: no rented home at 0, one in a later talk)', isHoused),
  outcomeOf('italian_improved', 'count(person: level of Italian above that at 0)', isItalianBetter),
  outcomeOf('autonomy_raised', 'count(person: last score above that at 0)', isMoreAutonomous),
  ofPeople(
    'services_activated',
    {
      ...outcome,
      unit: 'services',
      formula: 'sum over people(services now that were not used at 0)',
    },
    (one) => activatedServices(one).length,
  ),
  ofPeople(
    'vouchers_issued',
    { ...vouchers, formula: 'count(voucher that was not cancelled)' },
    (one) => one.vouchers.issued,
  ),
  ofPeople(
    'vouchers_redeemed',
    { ...vouchers, formula: 'count(voucher that was used at least once)' },
    (one) => one.vouchers.redeemed,
    {
      base: 'vouchers_issued',
      rest: (one) => distance(one.vouchers.issued, one.vouchers.redeemed),
    },
  ),
  ofPeople(
    'vouchers_expired',
    { ...vouchers, direction: 'down', formula: 'count(voucher on which something expired)' },
    (one) => one.vouchers.expired,
    { base: 'vouchers_issued', rest: (one) => distance(one.vouchers.issued, one.vouchers.expired) },
  ),
  ofProgramme('money_granted', { ...money, formula: 'sum(transfer 10)' }, ({ granted }) => granted),
  ofPeople(
    'money_issued',
    { ...money, formula: 'sum(transfers 30, 35) - sum(transfer 50)' },
    (one) => one.money.issued,
  ),
  ofPeople(
    'money_redeemed',
    { ...money, formula: 'sum(transfer 40) - sum(transfers 43, 45 to a voucher)' },
    (one) => one.money.redeemed,
    { base: 'money_issued', rest: ({ money: { issued, redeemed } }) => issued - redeemed },
  ),
  ofPeople(
    'money_expired',
    { ...money, direction: 'down', formula: 'sum(transfer 60)' },
    (one) => one.money.expired,
    {
      base: 'money_redeemed',
      rest: ({ money: { issued, redeemed, expired } }) => issued - redeemed - expired,
    },
  ),
  ofProgramme(
    'currency_payments',
    {
      ...{ level: 'output', unit: 'payments', source: 'currency_payment' },
      formula: 'count(payment that was done)',
    },
    ({ currencyPayments }) => BigInt(currencyPayments),
  ),
  ofRegister('system_table', 'count(entry that counts)'),
  ofRegister('agreement', 'count(entry that counts)'),
  ofRegister('company_path', 'count(entry that counts)'),
  ofRegister('agent_training', 'count(entry that counts)'),
  ofRegister('awareness', 'count(entry that counts)'),
  ofRegister('good_practice', 'count(entry that counts)'),
]

function distance(one: number, other: number): number {
  return Math.abs(one - other)
}

export function isAccompanied({ startedOn }: PersonRecord): boolean {
  return startedOn !== null
}

function isTrainee({ interviews }: PersonRecord): boolean {
  return interviews.some(({ work }) => work === 'traineeship')
}

function baseline({ interviews }: PersonRecord): InterviewContent | undefined {
  return interviews.find(({ wave }) => wave === 0)
}

function later({ interviews }: PersonRecord): readonly InterviewContent[] {
  return interviews.filter(({ wave }) => wave > 0)
}

export function isHired(person: PersonRecord): boolean {
  const isJob = ({ work }: InterviewContent) =>
    work === 'fixed_term' || work === 'permanent' || work === 'self_employed'
  const first = baseline(person)
  return first !== undefined && !isJob(first) && later(person).some(isJob)
}

export function isHoused(person: PersonRecord): boolean {
  const isHome = ({ housing }: InterviewContent) =>
    housing === 'shared_rent' || housing === 'own_rent'
  const first = baseline(person)
  return first !== undefined && !isHome(first) && later(person).some(isHome)
}

function isItalianBetter(person: PersonRecord): boolean {
  const levels = (all: readonly InterviewContent[]) =>
    all.flatMap(({ italian }) => (italian === null ? [] : [ITALIAN.indexOf(italian)]))
  const first = baseline(person)
  const [before] = first === undefined ? [] : levels([first])
  return before !== undefined && levels(later(person)).some((level) => level > before)
}

function isMoreAutonomous(person: PersonRecord): boolean {
  const first = baseline(person)
  const before = first === undefined ? null : autonomyScore(first.answers)
  const after = later(person).flatMap(({ answers }) => autonomyScore(answers) ?? [])
  const last = after.at(-1)
  return before !== null && last !== undefined && last > before
}

/** Services that somebody uses by the last talk and did not use at the first. */
export function activatedServices(person: PersonRecord): readonly OrdinaryService[] {
  const before = baseline(person)?.services ?? null
  const after = later(person)
    .flatMap(({ services }) => (services === null ? [] : [services]))
    .at(-1)
  if (before === null || after === undefined) return []
  return after.filter((one) => !before.includes(one))
}

/** What the last talk that says it says. */
export function sexOf({ interviews }: PersonRecord): Sex | null {
  return interviews.flatMap(({ sex }) => sex ?? []).at(-1) ?? null
}

export function ageBandOf({ interviews }: PersonRecord): AgeBand | null {
  return interviews.flatMap(({ ageBand }) => ageBand ?? []).at(-1) ?? null
}
