import type { Uuid } from '../../kernel/ids.ts'
import type { Minor } from '../../kernel/money.ts'

/** Why a voucher of a batch cannot be issued, in order of precedence: the first that applies is the one. */
export const ROW_FAULTS = [
  'beneficiary_unknown',
  'other_contact_point',
  'duplicate',
  'programme_not_running',
  'not_assessed',
  'not_eligible',
  'left',
  'not_informed',
  'amount_missing',
  'amount_outside_product',
  'expiry_out_of_range',
  'plan_missing',
  'plan_not_active',
  'line_exceeded',
  'person_exceeded',
  'envelope_missing',
  'envelope_exhausted',
] as const

export type RowFault = (typeof ROW_FAULTS)[number]

/** What is known about one person who is to get a voucher. */
export interface RowFacts {
  readonly beneficiaryId: string
  /** Whether there is such a person, and whether the contact point is theirs. */
  readonly person: 'here' | 'elsewhere' | 'unknown'
  /** Absent where the programme keeps no plans. */
  readonly enrolment?: 'eligible' | 'overridden' | 'not_eligible' | 'not_assessed' | 'left'
  /** Whether they were given the notice on their data, where the programme asks for that. */
  readonly isInformed: boolean
  /** Minor units; absent where neither the row nor the product says. */
  readonly amount?: Minor
  /** The line of the person's plan for the product's area; absent where there is none. */
  readonly line?: LineFacts
}

/** The line of a plan, with what of it and of the whole plan is still free. */
export interface LineFacts {
  readonly id: Uuid
  readonly isActive: boolean
  readonly free: Minor
  readonly planFree: Minor
}

/** What all rows of a batch share. */
export interface BatchFacts {
  readonly minAmount: Minor
  readonly maxAmount: Minor
  readonly isExpiryInRange: boolean
  /** Whether a programme whose money could pay runs today. */
  readonly isRunning: boolean
  /** Whether the product is for an area of need, so that a line of a plan has to carry it. */
  readonly needsLine: boolean
  /** The envelopes that can pay, in the order in which they are asked. */
  readonly envelopes: readonly { readonly id: Uuid; readonly available: Minor }[]
}

export interface CheckedRow {
  readonly beneficiaryId: string
  readonly amount: Minor | null
  readonly fault: RowFault | null
  readonly envelopeId: Uuid | null
  readonly planLineId: Uuid | null
}

/** What an envelope would pay. */
export interface EnvelopeUse {
  readonly envelopeId: Uuid
  readonly available: Minor
  readonly used: Minor
}

export interface CheckedBatch {
  readonly rows: readonly CheckedRow[]
  readonly envelopes: readonly EnvelopeUse[]
  /** What the rows without a fault come to. */
  readonly total: Minor
}

/**
 * What would become of each row if all were issued now, in their order: the table before a batch is prepared.
 * A row takes from the first envelope that still holds enough.
 */
export function checkBatch(batch: BatchFacts, rows: readonly RowFacts[]): CheckedBatch {
  const seen = new Set<string>()
  const used = new Map<Uuid, Minor>()
  const checked = rows.map((row): CheckedRow => {
    const { beneficiaryId } = row
    const isRepeated = seen.has(beneficiaryId)
    seen.add(beneficiaryId)
    const amount = row.amount ?? null
    const planLineId = batch.needsLine ? (row.line?.id ?? null) : null
    const fault = isRepeated && row.person === 'here' ? 'duplicate' : faultOf(batch, row)
    if (fault !== undefined) return { beneficiaryId, amount, fault, envelopeId: null, planLineId }
    const wanted = row.amount ?? 0n
    const envelope = batch.envelopes.find(
      ({ id, available }) => (used.get(id) ?? 0n) + wanted <= available,
    )
    if (envelope === undefined) {
      const missing = batch.envelopes.length === 0
      const why = missing ? 'envelope_missing' : 'envelope_exhausted'
      return { beneficiaryId, amount, fault: why, envelopeId: null, planLineId }
    }
    used.set(envelope.id, (used.get(envelope.id) ?? 0n) + wanted)
    return { beneficiaryId, amount, fault: null, envelopeId: envelope.id, planLineId }
  })
  const good = checked.filter(({ fault }) => fault === null)
  return {
    rows: checked,
    envelopes: batch.envelopes.map(({ id, available }) => ({
      envelopeId: id,
      available,
      used: used.get(id) ?? 0n,
    })),
    total: good.reduce((sum, { amount }) => sum + (amount ?? 0n), 0n),
  }
}

/** What speaks against anything being given to a person now, whatever it is worth. */
export function personFaultOf(
  { isRunning }: Pick<BatchFacts, 'isRunning'>,
  { person, enrolment, isInformed }: Pick<RowFacts, 'person' | 'enrolment' | 'isInformed'>,
): RowFault | undefined {
  if (person === 'unknown') return 'beneficiary_unknown'
  if (person === 'elsewhere') return 'other_contact_point'
  if (!isRunning) return 'programme_not_running'
  if (enrolment !== undefined && enrolment !== 'eligible' && enrolment !== 'overridden') {
    return enrolment
  }
  return isInformed ? undefined : 'not_informed'
}

/** What speaks against a row, apart from the money that the rows before it took. */
function faultOf(batch: BatchFacts, row: RowFacts): RowFault | undefined {
  const { amount, line } = row
  const ofPerson = personFaultOf(batch, row)
  if (ofPerson !== undefined) return ofPerson
  if (amount === undefined) return 'amount_missing'
  if (amount < batch.minAmount || amount > batch.maxAmount) return 'amount_outside_product'
  if (!batch.isExpiryInRange) return 'expiry_out_of_range'
  if (!batch.needsLine) return undefined
  if (line === undefined) return 'plan_missing'
  if (!line.isActive) return 'plan_not_active'
  if (amount > line.free) return 'line_exceeded'
  return amount > line.planFree ? 'person_exceeded' : undefined
}
