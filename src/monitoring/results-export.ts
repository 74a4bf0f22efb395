import { createHmac } from 'node:crypto'
import type { Principal } from '../access/core/principal.ts'
import { csvLine } from '../kernel/csv.ts'
import type { Uuid } from '../kernel/ids.ts'
import { decimalText } from '../kernel/money.ts'
import { INDICATORS, type PersonRecord } from './core/indicators.ts'
import { AUTONOMY_ITEMS, autonomyScore } from './core/interview.ts'
import { isSafeBeside } from './core/telling.ts'
import type { MonitoringDeps } from './deps.ts'
import { noted } from './noted.ts'
import { peopleOf, programmeOf, readBoard } from './results-reading.ts'
import * as store from './results-store.ts'

export const EXPORT_FILES = ['people', 'talks', 'indicators', 'dictionary'] as const
export type ExportFile = (typeof EXPORT_FILES)[number]

/** Begins files for an evaluator. @throws DomainError `programme_unknown` */
export async function beginExport(
  deps: MonitoringDeps,
  id: Uuid,
  programmeId: string,
  who: Principal,
): Promise<void> {
  await programmeOf(deps, programmeId)
  const { db, runtime } = deps
  const salt = runtime.randomBytes(32)
  await db.sql.begin(async (tx) => {
    await store.insertExport(tx, {
      ...{ id, programmeId, salt, at: new Date(runtime.now()), by: who.id },
    })
    await noted(deps, tx, 'monitoring.exported', programmeId, who)
  })
}

/** One file of an export as CSV; nothing where there is no such export. */
export async function exportFile(
  deps: MonitoringDeps,
  id: Uuid,
  file: ExportFile,
  who: Principal,
): Promise<string | undefined> {
  const found = await store.selectExport(deps.db.sql, id)
  if (found === undefined) return undefined
  const { programmeId, salt } = found
  await deps.accessLog.record({
    ...{ actor: who, action: 'monitoring.export_read', outcome: 'done', detail: { file } },
    subject: { kind: 'programme', id: programmeId },
  })
  if (file === 'dictionary') return dictionary()
  if (file === 'indicators') return indicatorsFile(deps, programmeId)
  // Rows of people are of those who agreed to an evaluation, and of nobody else.
  const consenting = new Set(await store.selectConsenting(deps.db.sql, programmeId))
  const people = (await peopleOf(deps, programmeId))
    .filter((one) => consenting.has(one.id))
    .map((one) => ({ ...one, pseudonym: pseudonymOf(salt, programmeId, one.id) }))
    // The order of the codes would tell who is who.
    .sort((a, b) => (a.pseudonym < b.pseudonym ? -1 : 1))
  const rows = file === 'people' ? people.map(personCells) : people.flatMap(talkCells)
  return [file === 'people' ? PERSON_HEADS : TALK_HEADS, ...rows].map(csvLine).join('')
}

/**
 * The totals. Whoever has the rows of those who agreed can subtract them: a total is told only where those who did not agree
 * are none or enough as well.
 */
async function indicatorsFile(deps: MonitoringDeps, programmeId: string): Promise<string> {
  const { indicators, programme } = await readBoard(deps, { programmeId })
  const consenting = new Set(await store.selectConsenting(deps.db.sql, programmeId))
  const others = (await peopleOf(deps, programmeId)).filter(({ id }) => !consenting.has(id))
  const rows = indicators.map(({ id, value }) => {
    const known = INDICATORS.find((one) => one.id === id)
    const column = known?.column ?? null
    const isTold = value !== null && (column === null || isSafeBeside(others, column))
    const unit = known?.unit === 'money' ? programme.unit : (known?.unit ?? '')
    const text = known?.unit === 'money' ? decimalText : String
    return [id, isTold ? text(value) : 'suppressed', unit]
  })
  return [['indicator', 'value', 'unit'], ...rows].map(csvLine).join('')
}

/** The same for a person in all files of one export, and in no other. */
function pseudonymOf(salt: Uint8Array, programmeId: string, id: string): string {
  return createHmac('sha256', salt).update(`${programmeId}\n${id}`).digest('hex').slice(0, 16)
}

/** The columns of a person, each with what it means. */
const PERSON_COLUMNS = {
  person: 'pseudonym, the same in all files of this export',
  territory: 'territory of the contact point',
  entered_month: 'month of enrolment, or of the first plan',
  started_month: 'month in which a plan was active for the first time',
  plans_designed: 'individual plans that were drawn up',
  plans_started: 'of these, those that were ever active',
  plans_closed: 'of the started ones, those that are closed',
  vouchers_issued: 'vouchers that were not cancelled',
  vouchers_redeemed: 'vouchers that were used at least once',
  vouchers_expired: 'vouchers on which something expired',
  money_issued:
    'issued and topped up on vouchers, less what was cancelled; in the unit of the programme',
  money_redeemed: 'spent from vouchers, less what came back to them; in the unit of the programme',
  money_expired: 'what expired on vouchers; in the unit of the programme',
} as const
const TALK_COLUMNS: Readonly<Record<string, string>> = {
  person: PERSON_COLUMNS.person,
  wave: 'months since entry: 0, 6 or 12; of several talks of a wave the last',
  month: 'month of the talk',
  language: 'language of the talk',
  score: 'mean of the answers, 1 to 5; empty where fewer than six were given',
  services: 'ordinary services in use; empty where nobody asked or none is used',
  housing: 'where the person lives',
  work: 'work of the person',
  italian: 'level of Italian',
  sex: 'as the person says',
  age_band: 'age in years at the talk',
  ...Object.fromEntries(
    AUTONOMY_ITEMS.map((item) => [
      item,
      'how well by oneself, 1 not at all to 5 alone; empty: no answer',
    ]),
  ),
}
const PERSON_HEADS = Object.keys(PERSON_COLUMNS)
const TALK_HEADS = Object.keys(TALK_COLUMNS)

type Pseudonymous = PersonRecord & { readonly pseudonym: string }

function personCells(one: Pseudonymous): readonly string[] {
  const { plans, vouchers, money } = one
  return [
    ...[one.pseudonym, one.territoryId, monthText(one.enteredOn), monthText(one.startedOn)],
    ...[plans.designed, plans.started, plans.closed].map(String),
    ...[vouchers.issued, vouchers.redeemed, vouchers.expired].map(String),
    ...[money.issued, money.redeemed, money.expired].map(decimalText),
  ]
}

function talkCells({ pseudonym, interviews }: Pseudonymous): readonly (readonly string[])[] {
  return interviews.map((talk) => [
    ...[pseudonym, `${talk.wave}`, monthText(talk.day), talk.language],
    ...[`${autonomyScore(talk.answers) ?? ''}`, talk.services?.join(' ') ?? ''],
    ...[talk.housing, talk.work, talk.italian, talk.sex, talk.ageBand].map((one) => one ?? ''),
    ...AUTONOMY_ITEMS.map((item) => `${talk.answers[item] ?? ''}`),
  ])
}

function monthText(day: string | null): string {
  return day?.slice(0, 7) ?? ''
}

function dictionary(): string {
  const heads = ['file', 'column', 'meaning', 'level', 'unit', 'direction', 'source']
  const rows = (file: string, columns: Readonly<Record<string, string>>) =>
    Object.entries(columns).map(([name, meaning]) => [file, name, meaning, '', '', '', ''])
  return [
    heads,
    ...rows('people', PERSON_COLUMNS),
    ...rows('talks', TALK_COLUMNS),
    ...INDICATORS.map(({ id, formula, level, unit, direction, source }) => [
      ...['indicators', id, formula, level, unit, direction, source],
    ]),
  ]
    .map(csvLine)
    .join('')
}
