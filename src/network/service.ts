import type { Database } from '../db/client.ts'
import { assert } from '../kernel/assert.ts'
import type { Day } from '../kernel/days.ts'
import type { AccountId, Uuid } from '../kernel/ids.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import { availableOf, balanceOf, type NewAccount } from '../ledger/core/account.ts'
import type { Colour } from '../ledger/core/colour.ts'
import type { Ledger } from '../ledger/service.ts'
import { payableFor } from './accounts.ts'
import type { EnvelopeArea } from './core/areas.ts'
import type { Programme } from './core/programme.ts'
import type { Envelope, EnvelopePage } from './envelope-store.ts'
import * as envelopes from './envelope-store.ts'
import { firstFundingTransferId, grantAccountId, payableAccountId } from './identity.ts'
import {
  type Added,
  addContactPoint,
  addPartner,
  type NewContactPoint,
  type NewPartner,
} from './opening.ts'
import type { Agreement, EndingAgreement, Outlet, OutletPage } from './partner-store.ts'
import * as partners from './partner-store.ts'
import type {
  ContactPoint,
  ContactPointPage,
  Page,
  Partner,
  PartnerPage,
  Territory,
} from './store.ts'
import * as store from './store.ts'

export type { Envelope, EnvelopePage } from './envelope-store.ts'
export type { Added, NewContactPoint, NewPartner } from './opening.ts'
export type { Agreement, EndingAgreement, Outlet } from './partner-store.ts'
export type { ContactPoint, Page, Partner, Territory } from './store.ts'

export interface NetworkDeps {
  readonly db: Database
  readonly ledger: Ledger
}

/** Who approves in the place of a contact point, and what it may give without a second person. */
export interface Duties {
  readonly approverContactPointId: string | null
  /** What each person may get there in a month, in minor units of {@link unit}; of other units nothing. */
  readonly emergencyMonthlyCap: Minor
  readonly unit: Unit
}

/** Where the programmes work, through whom, with whom and with what: territories, contact points, partners, envelopes. */
export interface Network {
  /** Writes the territories that are not there yet, all or none; those that are stay as they are. */
  addTerritories(territories: readonly Territory[]): Promise<void>
  /**
   * Opens a contact point: its row, its first envelope and the money in it, in one commit. Without a programme it
   * belongs to the default one of its unit.
   */
  addContactPoint(contactPoint: NewContactPoint): Promise<Added>
  /** Admits a partner under an agreement that goes on until it is ended: both and its account, in one commit. */
  addPartner(partner: NewPartner): Promise<Added>
  findTerritories(ids: readonly string[]): Promise<ReadonlyMap<string, Territory>>
  listTerritories(page: Page): Promise<readonly Territory[]>
  findProgrammes(ids: readonly string[]): Promise<ReadonlyMap<string, Programme>>
  listProgrammes(page: Page): Promise<readonly Programme[]>
  /** The programmes that a contact point works for: its own first, then those that put money into its envelopes. */
  programmesOf(contactPointId: string): Promise<readonly Programme[]>
  findContactPoint(id: string): Promise<ContactPoint | undefined>
  findContactPoints(ids: readonly string[]): Promise<ReadonlyMap<string, ContactPoint>>
  listContactPoints(page: ContactPointPage): Promise<readonly ContactPoint[]>
  /** @throws AssertionFailed where there is no such contact point */
  dutiesOf(contactPointId: string): Promise<Duties>
  findPartner(id: string): Promise<Partner | undefined>
  findPartners(ids: readonly string[]): Promise<ReadonlyMap<string, Partner>>
  listPartners(page: PartnerPage): Promise<readonly Partner[]>
  /** The agreements that count on a day, by partner. */
  agreementsOn(partnerIds: readonly string[], day: Day): Promise<ReadonlyMap<string, Agreement>>
  /** The active partners whose agreement ends until a day, or has ended, with none to follow it. */
  listEndingAgreements(page: {
    readonly limit: number
    readonly today: Day
    readonly until: Day
  }): Promise<readonly EndingAgreement[]>
  listOutlets(page: OutletPage): Promise<readonly Outlet[]>
  findEnvelope(id: Uuid): Promise<Envelope | undefined>
  listEnvelopes(page: EnvelopePage): Promise<readonly Envelope[]>
  /** Those that can pay for an area at a contact point: the area's own first, then `general`. */
  envelopesFor(contactPointId: string, area: EnvelopeArea): Promise<readonly Envelope[]>
  /** What each account of an envelope still holds, in minor units of its unit. */
  leftIn(accountIds: readonly AccountId[]): Promise<ReadonlyMap<AccountId, Minor>>
  /** What the first envelope of each contact point still holds, in minor units of its unit, by id. */
  envelopesLeft(contactPoints: readonly ContactPoint[]): Promise<ReadonlyMap<string, Minor>>
  /** What a contact point's first envelope was opened with; 0 for nothing. */
  firstFunding(contactPointId: string): Promise<Minor>
  /** What the programmes owe a partner, of all colours, in minor units of its unit. */
  owedTo(partner: Partner): Promise<Minor>
  /** The account of what funders granted in a unit and colour and no contact point has yet. */
  grantAccount(unit: Unit, colour: Colour | null): AccountId
  /**
   * The account of what a partner is owed in a colour. Post `open` among the `accounts` of the request that pays into
   * it: the first one opens it.
   */
  payableFor(
    partnerId: string,
    unit: Unit,
    colour: Colour | null,
  ): { readonly accountId: AccountId; readonly open: NewAccount }
  count(): Promise<{ territories: number; contactPoints: number; partners: number }>
}

/**
 * Makes the network's service.
 *
 * @example (await createNetwork({ db, ledger }).findPartner('BI-ALI-01'))?.categories // ['food']
 */
export function createNetwork(deps: NetworkDeps): Network {
  const { db, ledger } = deps
  const findContactPoints = async (ids: readonly string[]) =>
    byId(await store.selectContactPoints(db, ids))
  const findPartners = async (ids: readonly string[]) => byId(await store.selectPartners(db, ids))
  const findContactPoint = async (id: string) => (await findContactPoints([id])).get(id)
  return {
    addTerritories: (territories) => store.insertTerritories(db, territories),
    addContactPoint: (contactPoint) => addContactPoint(deps, contactPoint),
    addPartner: (partner) => addPartner(deps, partner, { agreed: true }),
    findTerritories: async (ids) => byId(await store.selectTerritories(db, ids)),
    listTerritories: (page) => store.listTerritories(db, page),
    findProgrammes: async (ids) => byId(await envelopes.selectProgrammes(db.sql, ids)),
    listProgrammes: (page) => envelopes.listProgrammes(db.sql, page),
    programmesOf: (contactPointId) => envelopes.selectProgrammesOf(db.sql, contactPointId),
    findContactPoint,
    findContactPoints,
    listContactPoints: (page) => store.listContactPoints(db, page),
    async dutiesOf(contactPointId) {
      const found = await findContactPoint(contactPointId)
      assert(found, 'duties are asked of contact points that exist')
      const { approverContactPointId, emergencyMonthlyCap, unit } = found
      return { approverContactPointId, emergencyMonthlyCap, unit }
    },
    findPartner: async (id) => (await findPartners([id])).get(id),
    findPartners,
    listPartners: (page) => store.listPartners(db, page),
    agreementsOn: async (ids, day) =>
      new Map(
        (await partners.selectAgreementsOn(db.sql, ids, day)).map((one) => [one.partnerId, one]),
      ),
    listEndingAgreements: (page) => partners.selectEndingAgreements(db.sql, page),
    listOutlets: (page) => partners.listOutlets(db.sql, page),
    findEnvelope: async (id) => (await envelopes.selectEnvelopes(db.sql, [id]))[0],
    listEnvelopes: (page) => envelopes.listEnvelopes(db.sql, page),
    envelopesFor: (contactPointId, area) =>
      envelopes.selectPayingEnvelopes(db.sql, contactPointId, area),
    leftIn: (accountIds) => leftIn(deps, accountIds),
    envelopesLeft: (contactPoints) => envelopesLeft(deps, contactPoints),
    firstFunding: async (id) =>
      (await ledger.findTransfer(firstFundingTransferId(id)))?.amount ?? 0n,
    owedTo: (partner) => owedTo(deps, partner),
    grantAccount: grantAccountId,
    payableFor,
    count: () => store.countNetwork(db),
  }
}

async function leftIn(
  { ledger }: NetworkDeps,
  accountIds: readonly AccountId[],
): Promise<ReadonlyMap<AccountId, Minor>> {
  const accounts = await ledger.findAccounts(accountIds)
  return new Map(
    accountIds.map((id) => {
      const account = accounts.get(id)
      assert(account, 'every envelope has its account')
      return [id, availableOf(account)]
    }),
  )
}

async function envelopesLeft(
  deps: NetworkDeps,
  contactPoints: readonly ContactPoint[],
): Promise<ReadonlyMap<string, Minor>> {
  const left = await leftIn(
    deps,
    contactPoints.map((point) => point.envelopeAccountId),
  )
  return new Map(
    contactPoints.map(({ id, envelopeAccountId }) => [id, left.get(envelopeAccountId) ?? 0n]),
  )
}

/** A colour in which it was never paid has no account yet. */
async function owedTo({ db, ledger }: NetworkDeps, { id, unit }: Partner): Promise<Minor> {
  const colours = await store.selectColours(db, unit)
  const accounts = await ledger.findAccounts(
    colours.map((colour) => payableAccountId(id, unit, colour)),
  )
  return [...accounts.values()].reduce((sum, account) => sum + balanceOf(account), 0n)
}

function byId<T extends { readonly id: string }>(rows: readonly T[]): ReadonlyMap<string, T> {
  return new Map(rows.map((row) => [row.id, row]))
}
