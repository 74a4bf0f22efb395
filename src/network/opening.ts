import type { Database, Tx } from '../db/client.ts'
import { romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import { TRANSFER_CODES } from '../ledger/core/chart.ts'
import type { NewTransfer } from '../ledger/core/transfer.ts'
import type { Ledger, PostingOutcome } from '../ledger/service.ts'
import { envelopeAccount, payableFor, programmeAccounts } from './accounts.ts'
import { defaultProgramme, type Programme } from './core/programme.ts'
import {
  type Envelope,
  insertEnvelope,
  insertProgramme,
  selectProgrammes,
} from './envelope-store.ts'
import {
  bankAccountId,
  envelopeAccountId,
  firstAgreementId,
  firstEnvelopeId,
  firstFundingTransferId,
  firstGrantTransferId,
  grantAccountId,
} from './identity.ts'
import { insertAgreement } from './partner-store.ts'
import { sameFields } from './same.ts'
import type { ContactPoint, ContactPointDetails, Partner } from './store.ts'
import * as store from './store.ts'

/** A contact point to be opened, with the money it starts with. */
export interface NewContactPoint
  extends Partial<Pick<ContactPoint, 'programmeId' | 'area'> & Omit<ContactPointDetails, 'name'>> {
  readonly id: string
  readonly name: string
  /** Of a territory that exists. */
  readonly territoryId: string
  readonly unit: Unit
  /** Minor units granted to the programme for this contact point and put in its envelope; 0 for none yet. */
  readonly envelope: Minor
}

/** A partner to be admitted. */
export type NewPartner = Omit<Partner, 'payableAccountId' | 'createdAt' | 'area'> &
  Partial<Pick<Partner, 'area'>>

/** `exists`: it is there already, just so. `differs`: another one has its id, and stays as it is. */
export type Added = 'created' | 'exists' | 'differs'

/** Rows that are written in the same commit. */
export type Beside = (tx: Tx) => readonly PromiseLike<unknown>[]

interface OpeningDeps {
  readonly db: Database
  readonly ledger: Ledger
}

/** Opens a contact point: its row, its first envelope with the account and the money in it, in one commit. */
export async function addContactPoint(
  { db, ledger }: OpeningDeps,
  contactPoint: NewContactPoint,
  beside: Beside = () => [],
): Promise<Added> {
  const { envelope: funding, ...given } = contactPoint
  const [standing] = await store.selectContactPoints(db, [contactPoint.id])
  if (standing === undefined) {
    const programme = await findProgramme(db, contactPoint)
    const { row, envelope } = rowsOf(given, programme)
    await ledger.post({ accounts: programmeAccounts(row.unit, envelope.colour), transfers: [] })
    const outcome = await ledger.post({
      accounts: [envelopeAccount({ ...envelope, place: row.area })],
      transfers: funding === 0n ? [] : firstFundingJournal(envelope, funding),
      companion: (decided) => {
        if (!allCreated(decided)) return undefined
        return (tx) => [
          insertProgramme(tx, programme),
          store.insertContactPoint(tx, row),
          insertEnvelope(tx, envelope),
          ...beside(tx),
        ]
      },
    })
    if (allCreated(outcome)) return 'created'
  }
  const [now] = await store.selectContactPoints(db, [contactPoint.id])
  const funded = await ledger.findTransfer(firstFundingTransferId(contactPoint.id))
  const same = now !== undefined && sameFields(now, given) && (funded?.amount ?? 0n) === funding
  return same ? 'exists' : 'differs'
}

/**
 * Admits a partner: its row and the account of what it is owed, in one commit.
 *
 * @param agreed with an agreement that is signed this day and goes on until somebody ends it, for all that it sells
 */
export async function addPartner(
  { db, ledger }: OpeningDeps,
  partner: NewPartner,
  { agreed, beside = () => [] }: { readonly agreed: boolean; readonly beside?: Beside },
): Promise<Added> {
  const { colour } = defaultProgramme(partner.unit)
  const { open, accountId } = payableFor(partner.id, partner.unit, colour)
  const [standing] = await store.selectPartners(db, [partner.id])
  if (standing === undefined) {
    const outcome = await ledger.post({
      accounts: [open],
      transfers: [],
      companion: (decided) => {
        if (!allCreated(decided)) return undefined
        const { recordedAt } = decided
        const row = { area: null, ...partner, payableAccountId: accountId, createdAt: recordedAt }
        return (tx) => [
          store.insertPartner(tx, row),
          ...(agreed ? [insertAgreement(tx, firstAgreement(partner.id, recordedAt))] : []),
          ...beside(tx),
        ]
      },
    })
    if (allCreated(outcome)) return 'created'
  }
  const [now] = await store.selectPartners(db, [partner.id])
  return now !== undefined && sameFields(now, partner) ? 'exists' : 'differs'
}

/** Whether a request made all that it asked for, and not an earlier one. */
export function allCreated({ accounts, transfers }: PostingOutcome): boolean {
  return [...accounts, ...transfers].every(({ status }) => status === 'created')
}

async function findProgramme(
  { sql }: Database,
  { programmeId, unit }: NewContactPoint,
): Promise<Programme> {
  const fallback = programmeId === undefined ? defaultProgramme(unit) : undefined
  const [found] = await selectProgrammes(sql, [programmeId ?? fallback?.id ?? ''])
  const programme = found ?? fallback
  if (programme === undefined) {
    throw new DomainError('programme_unknown', `There is no programme ${programmeId}.`)
  }
  if (programme.unit !== unit) {
    throw new DomainError(
      'programme_unit_differs',
      `The programme ${programme.id} is kept in ${programme.unit}, not in ${unit}.`,
    )
  }
  return programme
}

function rowsOf(
  given: Omit<NewContactPoint, 'envelope'>,
  { id: programmeId, colour, rules }: Programme,
): { readonly row: ContactPoint; readonly envelope: Envelope } {
  const { id, unit } = given
  const accountId = envelopeAccountId(id, unit, colour, 'general')
  const row: ContactPoint = {
    ...{ area: null, phone: null, openingHours: null, approverContactPointId: null },
    emergencyMonthlyCap: BigInt(rules.emergencyMonthlyCap),
    ...given,
    ...{ programmeId, envelopeAccountId: accountId },
  }
  const envelope: Envelope = {
    ...{ id: firstEnvelopeId(id), programmeId, contactPointId: id, area: 'general' },
    ...{ unit, colour, accountId },
  }
  return { row, envelope }
}

/** The grant received by the bank, then put in the envelope: two transfers that stand or fall together. */
function firstFundingJournal(
  { contactPointId, unit, colour, accountId }: Envelope,
  amount: Minor,
): NewTransfer[] {
  const grant = grantAccountId(unit, colour)
  return [
    {
      id: firstGrantTransferId(contactPointId),
      debitAccountId: bankAccountId(unit, colour),
      creditAccountId: grant,
      ...{ amount, unit, code: TRANSFER_CODES.grant_received, flags: ['linked'] },
    },
    {
      id: firstFundingTransferId(contactPointId),
      debitAccountId: grant,
      creditAccountId: accountId,
      ...{ amount, unit, code: TRANSFER_CODES.envelope_funded, flags: [] },
    },
  ]
}

function firstAgreement(partnerId: string, recordedAt: Date) {
  return {
    ...{ id: firstAgreementId(partnerId), partnerId, signedOn: romeDay(recordedAt.getTime()) },
    ...{ validUntil: null, products: null, categories: null, documents: [] },
    ...{ settlementPeriod: 'monthly' as const, settlementDays: 30, recordedBy: null, recordedAt },
  }
}
