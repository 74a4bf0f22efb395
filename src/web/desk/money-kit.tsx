import type { Child } from 'hono/jsx'
import { type Principal, reaches } from '../../access/core/principal.ts'
import type { Staff } from '../../access/staff.ts'
import type { Terminals } from '../../access/terminals.ts'
import type { Associations } from '../../currency/association-service.ts'
import type { Clearing } from '../../currency/clearing.ts'
import type { Instruments } from '../../currency/instruments.ts'
import type { Meters } from '../../currency/meters.ts'
import type { Minting } from '../../currency/minting.ts'
import type { Purchases } from '../../currency/purchases.ts'
import { problemOfDomainError } from '../../http/problem.ts'
import { DomainError } from '../../kernel/errors.ts'
import type { Uuid } from '../../kernel/ids.ts'
import { EUR, parseMinor } from '../../kernel/money.ts'
import type { BookReader } from '../../ledger/reading.ts'
import type { Register } from '../../monitoring/register.ts'
import type { Monitoring } from '../../monitoring/results.ts'
import type { NetworkDesk } from '../../network/desk.ts'
import type { ContactPoint } from '../../network/service.ts'
import type { Plans } from '../../plans/service.ts'
import { deskActivitiesEn, deskActivitiesIt } from '../messages/desk-activities.ts'
import { deskEarningsEn, deskEarningsIt } from '../messages/desk-earnings.ts'
import { deskMoneyFaultsEn, deskMoneyFaultsIt } from '../messages/desk-money-faults.ts'
import type { DeskLanguage, Notice } from './layout.tsx'
import { type DeskDeps, type DeskKit, faultOf, type ShownFault, tried } from './page.ts'
import type { DeskContext } from './session.ts'
import { fill, showMoney } from './show.ts'

/** What the pages about vouchers, money and partners stand on besides. */
export interface MoneyDeps extends DeskDeps {
  readonly plans: Plans
  readonly networkDesk: NetworkDesk
  readonly terminals: Terminals
  readonly staff: Staff
  readonly books: BookReader
  readonly minting: Minting
  readonly clearing: Clearing
  readonly instruments: Instruments
  readonly associations: Associations
  /** What is paid on behalf of others, and the list of what was paid. */
  readonly purchases: Pick<Purchases, 'desk'>
  readonly meters: Meters
  readonly register: Register
  readonly monitoring: Monitoring
}

export type MoneyKit = MoneyDeps & DeskKit

const FAULTS: Readonly<Record<DeskLanguage, Readonly<Record<string, string>>>> = {
  it: { ...deskMoneyFaultsIt, ...deskEarningsIt.faults, ...deskActivitiesIt.faults },
  en: { ...deskMoneyFaultsEn, ...deskEarningsEn.faults, ...deskActivitiesEn.faults },
}
/** Facts of a refusal that are amounts. */
const AMOUNTS = new Set(['monthlyCap', 'minAmount', 'maxAmount', 'left'])

/** What is to be said about something that was thrown; `undefined` where it is no refusal. */
export function moneyFaultOf(error: unknown, language: DeskLanguage): ShownFault | undefined {
  const text = error instanceof DomainError ? FAULTS[language][error.code] : undefined
  const known = error instanceof DomainError ? problemOfDomainError(error) : undefined
  if (text === undefined || known === undefined || !(error instanceof DomainError)) {
    return faultOf(error, language)
  }
  const values = Object.fromEntries(
    Object.entries(error.details).map(([name, one]) => {
      const amount = AMOUNTS.has(name) ? parseMinor(`${one}`) : undefined
      return [name, amount === undefined ? `${one}` : showMoney(amount, EUR, language)]
    }),
  )
  return { text: fill(text, values), status: known.status }
}

/** Does what a form asks for; returns what to say where it was refused. */
export function attempt(
  language: DeskLanguage,
  act: () => Promise<unknown>,
): Promise<ShownFault | undefined> {
  return tried(language, act, moneyFaultOf)
}

/** What a page says first: what went wrong just now, or what the address says was done. */
export function noticeOf(
  c: DeskContext,
  fault: ShownFault | undefined,
  done: Readonly<Record<string, string>>,
): Notice | undefined {
  if (fault !== undefined) return { kind: 'wrong', text: fault.text }
  const text = done[c.req.query('done') ?? '']
  return text === undefined ? undefined : { kind: 'done', text }
}

const LIST_MAX = 200

/** The contact points that somebody works for. */
export async function placesOf(
  { network }: MoneyKit,
  who: Principal,
): Promise<readonly ContactPoint[]> {
  const page = { limit: LIST_MAX }
  const { contactPointIds } = who
  const found = await network.listContactPoints(
    contactPointIds === undefined ? page : { ...page, ids: contactPointIds },
  )
  return found.filter(({ id }) => reaches(who, id))
}

/** The names of those who sign in, by id; programs have none. */
export async function namesOf(
  { staff }: Pick<MoneyKit, 'staff'>,
  ids: readonly (Uuid | null)[],
): Promise<ReadonlyMap<Uuid, string>> {
  const unique = [...new Set(ids)].filter((id) => id !== null)
  const found = await Promise.all(unique.map((id) => staff.find(id)))
  return new Map(found.flatMap((one) => (one === undefined ? [] : [[one.id, one.name] as const])))
}

interface TableProps {
  readonly caption: string
  /** The heads of the columns; those of figures stand to the right. */
  readonly heads: readonly (string | { readonly figure: string })[]
  readonly children: Child
}

export function Table({ caption, heads, children }: TableProps) {
  return (
    <section class="desk-table" tabindex={0} aria-label={caption}>
      <table class="table table-sm">
        <caption class="caption-top">{caption}</caption>
        <thead>
          <tr>
            {heads.map((head) =>
              typeof head === 'string' ? (
                <th scope="col">{head}</th>
              ) : (
                <th scope="col" class="desk-figure">
                  {head.figure}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  )
}

/** What is known of something, name by name. */
export function Facts({ pairs }: { readonly pairs: readonly (readonly [string, Child])[] }) {
  return (
    <dl class="desk-facts">
      {pairs.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

export function Hidden({ values }: { readonly values: Readonly<Record<string, string>> }) {
  return (
    <>
      {Object.entries(values).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  )
}
