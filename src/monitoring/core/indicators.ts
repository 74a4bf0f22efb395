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
  /** The talk of each wave that counts, the first wave first. */
  readonly interviews: readonly InterviewContent[]
}

/** What is counted besides people. */
export interface ProgrammeRecord {
  readonly currencyPayments: number
  readonly entries: readonly Pick<EntryContent, 'kind' | 'details' | 'tookPart' | 'isWithdrawn'>[]
}

/** What an indicator is. Its definition in words stands in the catalogues of the pages, by its id. */
export interface Indicator {
  readonly id: string
  readonly level: 'output' | 'outcome'
  readonly unit: 'plans' | 'people' | 'services' | 'vouchers' | 'payments' | 'activities'
  readonly direction: 'up' | 'down'
  /** The tables that it is counted from. */
  readonly source: string
  readonly formula: string
  readonly count: (people: readonly PersonRecord[], programme: ProgrammeRecord) => number
}

type Shape = Pick<Indicator, 'level' | 'unit' | 'source' | 'formula'> & {
  readonly direction?: 'down'
}

function ofPeople(id: string, shape: Shape, count: (one: PersonRecord) => number): Indicator {
  return {
    ...{ id, direction: 'up', ...shape },
    count: (people) => people.reduce((sum, one) => sum + count(one), 0),
  }
}

function ofRegister(kind: EntryKind, formula: string): Indicator {
  const what = { level: 'output', unit: 'activities', source: 'register_version' } as const
  const isCounted = (one: ProgrammeRecord['entries'][number]) =>
    one.kind === kind && !one.isWithdrawn
  return {
    ...{ id: kind, direction: 'up', formula, ...what },
    count: (_, { entries }) => entries.filter(isCounted).length,
  }
}

const plans = { level: 'output', unit: 'plans', source: 'plan, plan_version' } as const
const vouchers = { level: 'output', unit: 'vouchers', source: 'voucher' } as const
const outcome = { level: 'outcome', unit: 'people', source: 'monitoring_interview' } as const

/** The catalogue, from what is designed to what comes of it. */
export const INDICATORS: readonly Indicator[] = [
  ofPeople(
    'plans_designed',
    { ...plans, formula: 'count(plan)' },
    ({ plans: { designed } }) => designed,
  ),
  ofPeople(
    'plans_started',
    { ...plans, formula: 'count(plan that was ever active)' },
    ({ plans: { started } }) => started,
  ),
  ofPeople(
    'plans_closed',
    { ...plans, formula: 'count(plan that started and is closed)' },
    ({ plans: { closed } }) => closed,
  ),
  ofPeople(
    'people_accompanied',
    { ...plans, unit: 'people', formula: 'count(person with a plan that started)' },
    (one) => Number(isAccompanied(one)),
  ),
  ofPeople(
    'traineeships',
    { ...outcome, formula: 'count(person: work = traineeship in any talk)' },
    (one) => Number(one.interviews.some(({ work }) => work === 'traineeship')),
  ),
  ofPeople(
    'hired',
    { ...outcome, formula: 'count(person: no work at 0, work in a later talk)' },
    (one) => Number(isHired(one)),
  ),
  ofPeople(
    'housed',
    { ...outcome, formula: 'count(person: no rented home at 0, one in a later talk)' },
    (one) => Number(isHoused(one)),
  ),
  ofPeople(
    'italian_improved',
    { ...outcome, formula: 'count(person: level of Italian above that at 0)' },
    (one) => Number(isItalianBetter(one)),
  ),
  ofPeople(
    'autonomy_raised',
    { ...outcome, formula: 'count(person: last score above that at 0)' },
    (one) => Number(isMoreAutonomous(one)),
  ),
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
  ),
  ofPeople(
    'vouchers_expired',
    { ...vouchers, direction: 'down', formula: 'count(voucher on which something expired)' },
    (one) => one.vouchers.expired,
  ),
  {
    ...{ id: 'currency_payments', level: 'output', unit: 'payments', direction: 'up' },
    ...{ source: 'currency_payment', formula: 'count(payment that was done)' },
    count: (_, { currencyPayments }) => currencyPayments,
  },
  ofRegister('system_table', 'count(entry that counts)'),
  ofRegister('agreement', 'count(entry that counts)'),
  ofRegister('company_path', 'count(entry that counts)'),
  ofRegister('agent_training', 'count(entry that counts)'),
  ofRegister('awareness', 'count(entry that counts)'),
  ofRegister('good_practice', 'count(entry that counts)'),
]

export function isAccompanied({ startedOn }: PersonRecord): boolean {
  return startedOn !== null
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
