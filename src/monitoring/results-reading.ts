import { romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Programme } from '../network/core/programme.ts'
import type { PersonRecord } from './core/indicators.ts'
import { decideTelling, monthOf, type Results, resultsOf, startedLine } from './core/results.ts'
import type { MonitoringDeps } from './deps.ts'
import { listEntries } from './register-store.ts'
import * as store from './results-store.ts'

/** What a programme's board shows. */
export interface Board extends Results {
  readonly programme: Programme
  readonly day: string
  readonly targets: readonly store.Target[]
  /** How many people had a plan that started, by month of the programme; empty where it has no first day. */
  readonly started: readonly number[]
}

const ENTRIES_MAX = 100_000

/** @throws DomainError `programme_unknown` */
export async function programmeOf({ network }: MonitoringDeps, id: string): Promise<Programme> {
  const found = (await network.findProgrammes([id])).get(id)
  if (found !== undefined) return found
  throw new DomainError('programme_unknown', `There is no programme ${id}.`)
}

const NO_MONEY = { issued: 0n, redeemed: 0n, expired: 0n }

/** Everybody of a programme, with what is counted of them. */
export async function peopleOf(
  { db }: MonitoringDeps,
  programmeId: string,
): Promise<readonly PersonRecord[]> {
  const [people, money, talks] = await Promise.all([
    store.selectPeople(db.sql, programmeId),
    store.selectMoney(db.sql, programmeId),
    store.selectInterviews(db.sql, programmeId),
  ])
  const byPerson = new Map<string, store.InterviewRow[]>()
  for (const talk of talks) {
    const others = byPerson.get(talk.beneficiaryId)
    if (others === undefined) byPerson.set(talk.beneficiaryId, [talk])
    else others.push(talk)
  }
  return people.map((one) => ({
    ...{ ...one, money: money.get(one.id) ?? NO_MONEY },
    interviews: byPerson.get(one.id) ?? [],
  }))
}

/**
 * The board of a programme or of one of its territories. What may be told is decided from everybody in any case.
 *
 * @throws DomainError `programme_unknown`
 */
export async function readBoard(
  deps: MonitoringDeps,
  { programmeId, territoryId }: store.Selection,
): Promise<Board> {
  const programme = await programmeOf(deps, programmeId)
  const { sql } = deps.db
  const [people, currencyPayments, granted, entries, targets] = await Promise.all([
    peopleOf(deps, programmeId),
    store.countPayments(sql, programmeId),
    store.sumGranted(sql, programmeId),
    listEntries(sql, { limit: ENTRIES_MAX, programmeId, territoryId }),
    store.selectTargets(sql, programmeId),
  ])
  const day = romeDay(deps.runtime.now())
  const { startsOn } = programme
  const months = startsOn === null ? 0 : Math.max(0, monthOf(startsOn, day))
  return {
    ...resultsOf(decideTelling(people), { currencyPayments, granted, entries }, territoryId),
    ...{ programme, day, targets },
    started: startsOn === null ? [] : startedLine(people, startsOn, months),
  }
}
