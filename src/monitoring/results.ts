import { createHmac } from 'node:crypto'
import { claimBeneficiary } from '../access/beneficiary-scope.ts'
import type { Principal } from '../access/core/principal.ts'
import { csvLine } from '../kernel/csv.ts'
import { romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Programme } from '../network/core/programme.ts'
import { parseLanguage } from '../plans/core/language.ts'
import { INDICATORS, type PersonRecord } from './core/indicators.ts'
import {
  ANSWER_MAX,
  ANSWER_MIN,
  AUTONOMY_ITEMS,
  autonomyScore,
  type InterviewContent,
} from './core/interview.ts'
import { monthOf, type Results, resultsOf, startedLine } from './core/results.ts'
import type { MonitoringDeps } from './deps.ts'
import { listEntries } from './register-store.ts'
import * as store from './results-store.ts'

export type { InterviewRow, Selection, Target } from './results-store.ts'

/** What a programme's board shows. */
export interface Board extends Results {
  readonly programme: Programme
  readonly day: string
  readonly targets: readonly store.Target[]
  /** How many people had a plan that started, by month of the programme; empty where it has no first day. */
  readonly started: readonly number[]
}

export const EXPORT_FILES = ['people', 'talks', 'indicators', 'dictionary'] as const
export type ExportFile = (typeof EXPORT_FILES)[number]

/** What came of a programme: talks, indicators, targets, the files of an evaluator, the feed for everybody. */
export interface Monitoring {
  /** @throws DomainError `programme_unknown` */
  board(selection: store.Selection): Promise<Board>
  /** Writes a talk down. The same id again changes nothing. @throws DomainError `beneficiary_not_found`, `interview_unfit` */
  record(
    talk: { readonly id: Uuid; readonly beneficiaryId: string; readonly content: InterviewContent },
    who: Principal,
  ): Promise<void>
  /** The talks with a person, the last first. @throws DomainError `beneficiary_not_found` */
  talksWith(beneficiaryId: string, who: Principal): Promise<readonly store.InterviewRow[]>
  /** A target that is `null` counts no more. @throws DomainError `programme_unknown`, `target_unfit` */
  setTarget(
    programmeId: string,
    target: { readonly indicator: string; readonly month: number; readonly value: number | null },
    who: Principal,
  ): Promise<void>
  /** Begins files for an evaluator, whose pseudonyms no others share. @throws DomainError `programme_unknown` */
  beginExport(id: Uuid, programmeId: string, who: Principal): Promise<void>
  /** One of these files as CSV; nothing where there is no such export. */
  exportFile(id: Uuid, file: ExportFile, who: Principal): Promise<string | undefined>
  /** The end of the address of a programme's results; nothing where it has none. */
  feedOf(programmeId: string): Promise<string | undefined>
  /** Opens an address, or withdraws it for good: one that is opened later is another. */
  setFeed(programmeId: string, isOpen: boolean, who: Principal): Promise<void>
  /** What an address tells everybody; nothing where it was withdrawn. */
  readFeed(token: string): Promise<Board | undefined>
}

const ENTRIES_MAX = 100_000
const TOKEN_BYTES = 18

export function createResults(deps: MonitoringDeps): Monitoring {
  const { sql } = deps.db
  return {
    board: (selection) => board(deps, selection),
    record: (talk, who) => record(deps, talk, who),
    talksWith: async (beneficiaryId, who) => {
      await claimBeneficiary(deps, who, beneficiaryId, 'interview.viewed')
      return store.selectTalksWith(sql, beneficiaryId)
    },
    setTarget: (programmeId, target, who) => setTarget(deps, programmeId, target, who),
    beginExport: (id, programmeId, who) => beginExport(deps, id, programmeId, who),
    exportFile: (id, file, who) => exportFile(deps, id, file, who),
    feedOf: (programmeId) => store.selectFeed(sql, programmeId),
    setFeed: (programmeId, isOpen, who) => setFeed(deps, programmeId, isOpen, who),
    readFeed: async (token) => {
      const programmeId = await store.selectFeedOf(sql, token)
      return programmeId === undefined ? undefined : board(deps, { programmeId })
    },
  }
}

async function programmeOf({ network }: MonitoringDeps, id: string): Promise<Programme> {
  const found = (await network.findProgrammes([id])).get(id)
  if (found !== undefined) return found
  throw new DomainError('programme_unknown', `There is no programme ${id}.`)
}

async function peopleOf(
  { db }: MonitoringDeps,
  selection: store.Selection,
): Promise<readonly PersonRecord[]> {
  const [people, talks] = await Promise.all([
    store.selectPeople(db.sql, selection),
    store.selectInterviews(db.sql, selection.programmeId),
  ])
  const byPerson = new Map<string, store.InterviewRow[]>()
  for (const talk of talks) {
    const others = byPerson.get(talk.beneficiaryId)
    if (others === undefined) byPerson.set(talk.beneficiaryId, [talk])
    else others.push(talk)
  }
  return people.map((one) => ({ ...one, interviews: byPerson.get(one.id) ?? [] }))
}

async function board(deps: MonitoringDeps, selection: store.Selection): Promise<Board> {
  const { programmeId } = selection
  const programme = await programmeOf(deps, programmeId)
  const { sql } = deps.db
  const { territoryId, from, until } = selection
  const days = { from: from as never, until: until as never }
  const [people, currencyPayments, entries, targets] = await Promise.all([
    peopleOf(deps, selection),
    store.countPayments(sql, programmeId),
    listEntries(sql, { limit: ENTRIES_MAX, programmeId, territoryId, ...days }),
    store.selectTargets(sql, programmeId),
  ])
  const day = romeDay(deps.runtime.now())
  const { startsOn } = programme
  const months = startsOn === null ? 0 : Math.max(0, monthOf(startsOn, day))
  return {
    ...resultsOf(people, { currencyPayments, entries }),
    ...{ programme, day, targets },
    started: startsOn === null ? [] : startedLine(people, startsOn, months),
  }
}

async function record(
  deps: MonitoringDeps,
  { id, beneficiaryId, content }: Parameters<Monitoring['record']>[0],
  who: Principal,
): Promise<void> {
  const { db, runtime, accessLog } = deps
  const contactPointId = await claimBeneficiary(deps, who, beneficiaryId, 'interview.recorded')
  const isAnswer = (one: unknown) =>
    Number.isInteger(one) && Number(one) >= ANSWER_MIN && Number(one) <= ANSWER_MAX
  const isGood = Object.entries(content.answers).every(
    ([item, one]) => AUTONOMY_ITEMS.some((known) => known === item) && isAnswer(one),
  )
  const language = parseLanguage(content.language)
  if (!isGood || language === undefined || content.day > romeDay(runtime.now())) {
    throw new DomainError(
      'interview_unfit',
      'An answer is from 1 to 5, a talk is over, and its language is a tag like fr.',
    )
  }
  const row = {
    ...{ ...content, language },
    id,
    beneficiaryId,
    askedBy: who.id,
    recordedAt: new Date(runtime.now()),
  }
  await db.sql.begin(async (tx) => {
    if (!(await store.insertInterview(tx, row))) return
    await accessLog.recordIn(tx, {
      ...{ actor: who, action: 'interview.recorded', outcome: 'done', contactPointId },
      ...{
        subject: { kind: 'beneficiary', id: beneficiaryId },
        detail: { wave: `${content.wave}` },
      },
    })
  })
}

async function setTarget(
  deps: MonitoringDeps,
  programmeId: string,
  target: Parameters<Monitoring['setTarget']>[1],
  who: Principal,
): Promise<void> {
  await programmeOf(deps, programmeId)
  if (!INDICATORS.some(({ id }) => id === target.indicator)) {
    throw new DomainError('target_unfit', `There is no indicator ${target.indicator}.`)
  }
  const by = { at: new Date(deps.runtime.now()), id: who.id }
  await deps.db.sql.begin(async (tx) => {
    await store.insertTarget(tx, programmeId, target, by)
    await noted(deps, tx, 'monitoring.target_set', programmeId, who)
  })
}

async function beginExport(
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

async function setFeed(
  deps: MonitoringDeps,
  programmeId: string,
  isOpen: boolean,
  who: Principal,
): Promise<void> {
  await programmeOf(deps, programmeId)
  const { db, runtime } = deps
  const at = new Date(runtime.now())
  await db.sql.begin(async (tx) => {
    if (isOpen) {
      const token = Buffer.from(runtime.randomBytes(TOKEN_BYTES)).toString('base64url')
      await store.insertFeed(tx, { programmeId, token, at, by: who.id })
    } else {
      await store.withdrawFeed(tx, programmeId, at, who.id)
    }
    const action = isOpen ? 'monitoring.feed_opened' : 'monitoring.feed_withdrawn'
    await noted(deps, tx, action, programmeId, who)
  })
}

function noted(
  { accessLog }: MonitoringDeps,
  tx: Parameters<typeof accessLog.recordIn>[0],
  action: `${string}.${string}`,
  id: string,
  who: Principal,
): PromiseLike<unknown> {
  return accessLog.recordIn(tx, {
    ...{ actor: who, action, outcome: 'done', subject: { kind: 'programme', id } },
  })
}

async function exportFile(
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
  if (file === 'indicators') {
    const { indicators } = await board(deps, { programmeId })
    const heads = ['indicator', 'value']
    return [heads, ...indicators.map(({ id: one, value }) => [one, `${value ?? 'suppressed'}`])]
      .map(csvLine)
      .join('')
  }
  // Rows of people are of those who agreed to an evaluation, and of nobody else.
  const consenting = new Set(await store.selectConsenting(deps.db.sql, programmeId))
  const people = (await peopleOf(deps, { programmeId }))
    .filter((one) => consenting.has(one.id))
    .map((one) => ({ ...one, pseudonym: pseudonymOf(salt, programmeId, one.id) }))
    // The order of the codes would tell who is who.
    .sort((a, b) => (a.pseudonym < b.pseudonym ? -1 : 1))
  const rows = file === 'people' ? people.map(personCells) : people.flatMap(talkCells)
  return [file === 'people' ? PERSON_HEADS : TALK_HEADS, ...rows].map(csvLine).join('')
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
  const { plans, vouchers } = one
  return [
    ...[one.pseudonym, one.territoryId, monthText(one.enteredOn), monthText(one.startedOn)],
    ...[plans.designed, plans.started, plans.closed].map(String),
    ...[vouchers.issued, vouchers.redeemed, vouchers.expired].map(String),
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
