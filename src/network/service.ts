import type { Database } from '../db/client.ts'
import { assert } from '../kernel/assert.ts'
import type { AccountId } from '../kernel/ids.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import { availableOf, balanceOf, type NewAccount } from '../ledger/core/account.ts'
import { ACCOUNT_CODES, TRANSFER_CODES } from '../ledger/core/chart.ts'
import type { NewTransfer } from '../ledger/core/transfer.ts'
import type { Ledger, PostingOutcome } from '../ledger/service.ts'
import {
  bankAccountId,
  envelopeAccountId,
  firstFundingTransferId,
  firstGrantTransferId,
  grantAccountId,
  payableAccountId,
} from './identity.ts'
import type { ContactPoint, Page, Partner, Territory } from './store.ts'
import * as store from './store.ts'

export type { ContactPoint, Page, Partner, Territory } from './store.ts'

/** A contact point to be opened, with the money it starts with. */
export interface NewContactPoint {
  readonly id: string
  readonly name: string
  /** Of a territory that exists. */
  readonly territoryId: string
  readonly unit: Unit
  /** Minor units granted to the programme for this contact point and put in its envelope; 0 for none yet. */
  readonly envelope: Minor
}

/** A partner to be admitted. */
export type NewPartner = Omit<Partner, 'payableAccountId' | 'createdAt'>

/** `exists`: it is there already, just so. `differs`: another one has its id, and stays as it is. */
export type Added = 'created' | 'exists' | 'differs'

export interface NetworkDeps {
  readonly db: Database
  readonly ledger: Ledger
}

/** Where the programme works, through whom, and with whom: territories, contact points, partners. */
export interface Network {
  /** Writes the territories that are not there yet, all or none; those that are stay as they are. */
  addTerritories(territories: readonly Territory[]): Promise<void>
  /** Opens a contact point: its row, its envelope's account and the money in it, in one commit. */
  addContactPoint(contactPoint: NewContactPoint): Promise<Added>
  /** Admits a partner: its row and the account of what it is owed, in one commit. */
  addPartner(partner: NewPartner): Promise<Added>
  findTerritories(ids: readonly string[]): Promise<ReadonlyMap<string, Territory>>
  findContactPoint(id: string): Promise<ContactPoint | undefined>
  findContactPoints(ids: readonly string[]): Promise<ReadonlyMap<string, ContactPoint>>
  listContactPoints(page: Page): Promise<readonly ContactPoint[]>
  findPartner(id: string): Promise<Partner | undefined>
  findPartners(ids: readonly string[]): Promise<ReadonlyMap<string, Partner>>
  listPartners(page: Page): Promise<readonly Partner[]>
  /** What each contact point may still issue, in minor units of its unit, by id. */
  envelopesLeft(contactPoints: readonly ContactPoint[]): Promise<ReadonlyMap<string, Minor>>
  /** What a contact point's envelope was first funded with; 0 for nothing. */
  firstFunding(contactPointId: string): Promise<Minor>
  /** What the programme owes a partner, in minor units of its unit. */
  owedTo(partner: Partner): Promise<Minor>
  /** The account of what funders granted in a unit and no contact point has yet. */
  grantAccount(unit: Unit): AccountId
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
  return {
    addTerritories: (territories) => store.insertTerritories(db, territories),
    addContactPoint: (contactPoint) => addContactPoint(deps, contactPoint),
    addPartner: (partner) => addPartner(deps, partner),
    findTerritories: async (ids) => byId(await store.selectTerritories(db, ids)),
    findContactPoint: async (id) => (await findContactPoints([id])).get(id),
    findContactPoints,
    listContactPoints: (page) => store.listContactPoints(db, page),
    findPartner: async (id) => (await findPartners([id])).get(id),
    findPartners,
    listPartners: (page) => store.listPartners(db, page),
    envelopesLeft: (contactPoints) => envelopesLeft(deps, contactPoints),
    firstFunding: async (id) =>
      (await ledger.findTransfer(firstFundingTransferId(id)))?.amount ?? 0n,
    owedTo: async (partner) => {
      const account = await ledger.findAccount(partner.payableAccountId)
      assert(account, 'every partner has the account of what it is owed')
      return balanceOf(account)
    },
    grantAccount: grantAccountId,
    count: () => store.countNetwork(db),
  }
}

async function addContactPoint(
  { db, ledger }: NetworkDeps,
  contactPoint: NewContactPoint,
): Promise<Added> {
  const { envelope, ...rest } = contactPoint
  const row: ContactPoint = {
    ...rest,
    envelopeAccountId: envelopeAccountId(contactPoint.id, contactPoint.unit),
  }
  const [standing] = await store.selectContactPoints(db, [contactPoint.id])
  if (standing === undefined) {
    await ledger.post({ accounts: programmeAccounts(row.unit), transfers: [] })
    const outcome = await ledger.post({
      accounts: [
        account(row.envelopeAccountId, row.unit, ACCOUNT_CODES.envelope, [
          'debits_must_not_exceed_credits',
        ]),
      ],
      transfers: envelope === 0n ? [] : firstFundingJournal(row, envelope),
      companion: (decided) =>
        allCreated(decided) ? (tx) => [store.insertContactPoint(tx, row)] : undefined,
    })
    if (allCreated(outcome)) return 'created'
  }
  const [now] = await store.selectContactPoints(db, [contactPoint.id])
  const funding = await ledger.findTransfer(firstFundingTransferId(contactPoint.id))
  const same = now !== undefined && sameFields(now, row) && (funding?.amount ?? 0n) === envelope
  return same ? 'exists' : 'differs'
}

async function addPartner({ db, ledger }: NetworkDeps, partner: NewPartner): Promise<Added> {
  const payable = payableAccountId(partner.id, partner.unit)
  const [standing] = await store.selectPartners(db, [partner.id])
  if (standing === undefined) {
    const outcome = await ledger.post({
      accounts: [account(payable, partner.unit, ACCOUNT_CODES.partner_payable, [])],
      transfers: [],
      companion: (decided) => {
        if (!allCreated(decided)) return undefined
        const row = { ...partner, payableAccountId: payable, createdAt: decided.recordedAt }
        return (tx) => [store.insertPartner(tx, row)]
      },
    })
    if (allCreated(outcome)) return 'created'
  }
  const [now] = await store.selectPartners(db, [partner.id])
  return now !== undefined && sameFields(now, partner) ? 'exists' : 'differs'
}

/** The grant received by the bank, then put in the envelope: two transfers that stand or fall together. */
function firstFundingJournal(contactPoint: ContactPoint, amount: Minor): NewTransfer[] {
  const { unit } = contactPoint
  return [
    {
      id: firstGrantTransferId(contactPoint.id),
      debitAccountId: bankAccountId(unit),
      creditAccountId: grantAccountId(unit),
      amount,
      unit,
      code: TRANSFER_CODES.grant_received,
      flags: ['linked'],
    },
    {
      id: firstFundingTransferId(contactPoint.id),
      debitAccountId: grantAccountId(unit),
      creditAccountId: contactPoint.envelopeAccountId,
      amount,
      unit,
      code: TRANSFER_CODES.envelope_funded,
      flags: [],
    },
  ]
}

function programmeAccounts(unit: Unit): NewAccount[] {
  return [
    account(bankAccountId(unit), unit, ACCOUNT_CODES.bank, []),
    account(grantAccountId(unit), unit, ACCOUNT_CODES.grant, ['debits_must_not_exceed_credits']),
  ]
}

function account(
  id: NewAccount['id'],
  unit: Unit,
  code: number,
  flags: NewAccount['flags'],
): NewAccount {
  return { id, unit, code, flags, origin: 'programme' }
}

async function envelopesLeft(
  { ledger }: NetworkDeps,
  contactPoints: readonly ContactPoint[],
): Promise<ReadonlyMap<string, Minor>> {
  const accounts = await ledger.findAccounts(contactPoints.map((point) => point.envelopeAccountId))
  return new Map(
    contactPoints.map(({ id, envelopeAccountId }) => {
      const envelope = accounts.get(envelopeAccountId)
      assert(envelope, 'every contact point has the account of its envelope')
      return [id, availableOf(envelope)]
    }),
  )
}

function allCreated({ accounts, transfers }: PostingOutcome): boolean {
  return [...accounts, ...transfers].every(({ status }) => status === 'created')
}

function sameFields(standing: object, wanted: object): boolean {
  const fields: Record<string, unknown> = { ...standing }
  return Object.entries(wanted).every(
    ([name, value]) => JSON.stringify(fields[name]) === JSON.stringify(value),
  )
}

function byId<T extends { readonly id: string }>(rows: readonly T[]): ReadonlyMap<string, T> {
  return new Map(rows.map((row) => [row.id, row]))
}
