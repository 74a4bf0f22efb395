import type { Principal } from '../access/core/principal.ts'
import { type Day, romeDay } from '../kernel/days.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Verdict } from '../network/deciding.ts'
import { type Buying, buy } from './buying.ts'
import { type Converting, convertBack } from './converting.ts'
import type { Purse } from './core/deed.ts'
import { type Breach, breachesOf } from './core/invariants.ts'
import type { Fetchable, Misfit } from './core/minting.ts'
import {
  type Donated,
  type Donating,
  type DueDonation,
  donate,
  dueDonation,
  lastDonation,
} from './donating.ts'
import { expireCurrency } from './expiring.ts'
import { type Fetched, fetchableOf, fetchOwn } from './fetching.ts'
import { decideGrant, findGrant, misfitsOf, type NewGrant, prepareGrant } from './granting.ts'
import { figuresOf } from './invariants.ts'
import type { MintingDeps } from './minting-deps.ts'
import * as store from './minting-store.ts'
import {
  type Outstanding,
  type OutstandingByBooks,
  outstandingCurve,
  outstandingOn,
} from './outstanding.ts'
import type { PaymentRow } from './payment-store.ts'
import { decideRelease, findRelease, type NewRelease, prepareRelease } from './releasing.ts'
import { selectInstruments } from './store.ts'

export type { Buying } from './buying.ts'
export type { Converting } from './converting.ts'
export type { Donated, Donating, DueDonation } from './donating.ts'
export type { Fetched } from './fetching.ts'
export type { NewGrant } from './granting.ts'
export type { Grant, GrantLine, PreparedPage, Release } from './minting-store.ts'
export type { Outstanding, OutstandingByBooks } from './outstanding.ts'
export type { NewRelease } from './releasing.ts'

/** How money of instruments comes into circulation, and how it leaves it. */
export interface Minting {
  /** Somebody paid euro into the bank account and gets as much of an instrument. */
  buy(request: Buying): Promise<PaymentRow>
  /** Currency is changed back to euro: a partner is owed them, others are paid from the bank account. */
  convert(request: Converting): Promise<PaymentRow>
  prepareGrant(grant: NewGrant, who: Principal): Promise<store.Grant>
  /** Why each line of a grant could not be given today, in their order; writes nothing. */
  misfits(
    instrumentId: string,
    lines: readonly store.GrantLine[],
    who: Principal,
  ): Promise<readonly (Misfit | undefined)[]>
  decideGrant(id: Uuid, verdict: Verdict, who: Principal): Promise<store.Grant>
  findGrant(id: Uuid): Promise<store.Grant>
  listGrants(page: store.PreparedPage): Promise<readonly store.Grant[]>
  /** What a wallet may fetch today of what everybody may make, or is given; `undefined` where there is no such thing. */
  fetchable(purse: Purse): Fetchable | undefined
  fetch(walletId: Uuid, actor: Pick<Principal, 'id'>): Promise<Fetched>
  /** Gives associations their share of what was bought since the last run. */
  donate(request: Donating): Promise<Donated>
  /** What the next run would give, and to whom. @throws DomainError `instrument_not_found` */
  dueDonation(request: Pick<Donating, 'instrumentId' | 'associationId'>): Promise<DueDonation>
  /** The last run; `undefined` before the first. */
  lastDonation(instrumentId: string): Promise<Donated | undefined>
  prepareRelease(release: NewRelease, who: Principal): Promise<store.Release>
  decideRelease(id: Uuid, verdict: Verdict, who: Principal): Promise<store.Release>
  /** @throws DomainError `reserve_release_not_found` */
  findRelease(id: Uuid): Promise<store.Release>
  listReleases(page: store.PreparedPage): Promise<readonly store.Release[]>
  /** What was outstanding at the end of a day, today where none is given, and what lay behind it. */
  outstanding(instrumentId: string, day?: Day): Promise<Outstanding>
  /** The same by the books, at the end of each of so many months and on the day, today where none is given, the oldest first. */
  curve(instrumentId: string, months: number, until?: Day): Promise<readonly OutstandingByBooks[]>
  /** What does not hold now of an instrument, or of any where none is given; nothing where all is well. */
  breaches(instrumentId?: string): Promise<readonly Breach[]>
  /** Takes what has expired; returns in how many wallets. */
  expire(): Promise<number>
}

export function createMinting(deps: MintingDeps): Minting {
  const { sql } = deps.db
  return {
    buy: (request) => buy(deps, request),
    convert: (request) => convertBack(deps, request),
    prepareGrant: (grant, who) => prepareGrant(deps, grant, who),
    misfits: (instrumentId, lines, who) => misfitsOf(deps, instrumentId, lines, who),
    decideGrant: (id, verdict, who) => decideGrant(deps, id, verdict, who),
    findGrant: (id) => findGrant(deps, id),
    listGrants: (page) => store.listGrants(sql, page),
    fetchable: fetchableOf,
    fetch: (walletId, actor) => fetchOwn(deps, walletId, actor),
    donate: (request) => donate(deps, request),
    dueDonation: (request) => dueDonation(deps, request),
    lastDonation: (instrumentId) => lastDonation(deps, instrumentId),
    prepareRelease: (release, who) => prepareRelease(deps, release, who),
    decideRelease: (id, verdict, who) => decideRelease(deps, id, verdict, who),
    findRelease: (id) => findRelease(deps, id),
    listReleases: (page) => store.listReleases(sql, page),
    outstanding: (instrumentId, day) => outstandingOn(deps, instrumentId, day),
    curve: (instrumentId, months, until) => outstandingCurve(deps, instrumentId, months, until),
    breaches: (instrumentId) => breaches(deps, instrumentId),
    expire: () => expireCurrency(deps),
  }
}

/** Of one moment each: what is posted meanwhile is seen whole or not at all. */
async function breaches(
  { db, runtime }: MintingDeps,
  instrumentId?: string,
): Promise<readonly Breach[]> {
  const day = romeDay(runtime.now())
  const wanted = instrumentId === undefined ? 'all' : { ids: [instrumentId] }
  const instruments = await selectInstruments(db.sql, wanted)
  const found: Breach[] = []
  for (const instrument of instruments.filter(({ versions }) => versions.length > 0)) {
    const figures = await db.sql.begin('isolation level repeatable read read only', (tx) =>
      figuresOf(tx, instrument, day),
    )
    found.push(...breachesOf(figures))
  }
  return found
}
