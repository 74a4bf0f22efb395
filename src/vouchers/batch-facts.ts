import { type Day, romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Minor } from '../kernel/money.ts'
import { availableOf } from '../ledger/core/account.ts'
import { runsOn } from '../network/core/programme.ts'
import type { Beneficiary } from '../plans/service.ts'
import type { BatchFacts, LineFacts, RowFacts } from './core/batch-check.ts'
import { fitsCard } from './core/card.ts'
import { faceValueFor } from './core/face-value.ts'
import { lastDayOf } from './core/last-day.ts'
import type { VouchersDeps } from './deps.ts'
import type { Envelope, PlanLine } from './funding.ts'
import { type Product, selectProducts } from './product-store.ts'

/** Somebody who is to get a voucher; without an amount it is worth what the batch or the product says. */
export interface Recipient {
  readonly beneficiaryId: string
  readonly amount?: Minor | undefined
}

/** What is asked about the people of a batch, and its terms. */
export interface BatchTerms {
  readonly productId: string
  readonly contactPointId: string
  readonly expiresOn?: Day | null | undefined
}

export interface GatheredFacts {
  readonly product: Product
  readonly envelopes: readonly Envelope[]
  readonly batch: BatchFacts
  readonly rows: readonly RowFacts[]
}

/**
 * Reads all that speaks for or against vouchers for some people, as it is now.
 *
 * @throws DomainError `product_unknown`
 */
export async function gatherFacts(
  deps: VouchersDeps,
  terms: BatchTerms,
  recipients: readonly Recipient[],
): Promise<GatheredFacts> {
  const [product] = await selectProducts(deps.db.sql, [terms.productId])
  if (product === undefined) {
    throw new DomainError('product_unknown', `There is no product ${terms.productId}.`)
  }
  const { area } = product
  const today = romeDay(deps.runtime.now())
  const ids = [...new Set(recipients.map(({ beneficiaryId }) => beneficiaryId))]
  const [{ envelopes, isRunning, asksNotice }, people, enrolments, informed, lines] =
    await Promise.all([
      fundsOf(deps, terms.contactPointId, product, today),
      deps.plans.findBeneficiaries(ids),
      deps.entitlements?.enrolmentOf(ids, today),
      deps.entitlements?.informedOf(ids),
      area === 'general' ? undefined : deps.entitlements?.planLinesOf(ids, area),
    ])
  const expiresOn = lastDayOf(product, today, terms.expiresOn)
  const accounts = await deps.ledger.findAccounts(envelopes.map(({ accountId }) => accountId))
  const rows = recipients.map((recipient): RowFacts => {
    const person = people.get(recipient.beneficiaryId)
    const enrolment = enrolments?.get(recipient.beneficiaryId)
    const amount = amountFor(product, recipient, person)
    const line = lines?.get(recipient.beneficiaryId)
    return {
      beneficiaryId: recipient.beneficiaryId,
      person: placeOf(person, terms.contactPointId),
      ...(enrolments === undefined ? {} : { enrolment: enrolment ?? 'not_assessed' }),
      isInformed: !asksNotice || (informed?.has(recipient.beneficiaryId) ?? true),
      ...(amount === undefined ? {} : { amount }),
      ...(line === undefined ? {} : { line: lineFacts(line, product) }),
    }
  })
  return {
    product,
    envelopes,
    rows,
    batch: {
      minAmount: product.minAmount,
      maxAmount: product.maxAmount,
      isExpiryInRange: fitsCard(expiresOn) && expiresOn >= today,
      isRunning,
      needsLine: area !== 'general',
      envelopes: envelopes.map(({ id, accountId }) => {
        const account = accounts.get(accountId)
        return { id, available: account === undefined ? 0n : availableOf(account) }
      }),
    },
  }
}

/** What can pay for a product today, and what the programmes ask. The money of one that does not run pays for nothing. */
async function fundsOf(
  { funding }: VouchersDeps,
  contactPointId: string,
  { area, unit }: Product,
  today: Day,
): Promise<{
  readonly envelopes: readonly Envelope[]
  readonly isRunning: boolean
  readonly asksNotice: boolean
}> {
  const [all, programmes] = await Promise.all([
    funding.envelopesFor(contactPointId, area),
    funding.programmesOf(contactPointId),
  ])
  const running = new Set(
    programmes.filter((programme) => runsOn(programme, today)).map(({ id }) => id),
  )
  const fitting = all.filter((envelope) => envelope.unit === unit)
  const envelopes = fitting.filter(({ programmeId }) => running.has(programmeId))
  return {
    envelopes,
    isRunning: fitting.length === 0 || envelopes.length > 0,
    // A contact point's own programme comes first.
    asksNotice: programmes[0]?.rules.noticeRequired ?? true,
  }
}

function placeOf(person: Beneficiary | undefined, contactPointId: string): RowFacts['person'] {
  if (person === undefined) return 'unknown'
  return person.contactPointId === contactPointId ? 'here' : 'elsewhere'
}

/** What a product fixes cannot be asked for otherwise: where it is, it counts as an amount outside the product. */
function amountFor(
  product: Product,
  recipient: Recipient,
  person: Beneficiary | undefined,
): Minor | undefined {
  const ruled = faceValueFor(product, person?.householdSize ?? 1)
  if (ruled === undefined || recipient.amount === undefined) return recipient.amount ?? ruled
  return recipient.amount === ruled ? ruled : 0n
}

function lineFacts(line: PlanLine, product: Product): LineFacts {
  return {
    id: line.id,
    isActive: line.planStatus === 'active' && line.unit === product.unit,
    free: line.ceiling - line.committed,
    planFree: line.planCeiling - line.planCommitted,
  }
}
