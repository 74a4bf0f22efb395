import { brokenConstraint } from '../db/constraint.ts'
import { assert } from '../kernel/assert.ts'
import { type Day, romeDay } from '../kernel/days.ts'
import { type CompanionWrite, joinRows } from '../ledger/service.ts'
import { monthOf } from './batch.ts'
import { gatherFacts } from './batch-facts.ts'
import * as batches from './batch-store.ts'
import { checkBatch, type RowFault } from './core/batch-check.ts'
import { lastDayOf } from './core/last-day.ts'
import type { VouchersDeps } from './deps.ts'
import type { Envelope } from './funding.ts'
import { untilSettled } from './outcomes.ts'
import { type Draft, postVoucher } from './posting.ts'
import type { Product } from './product-store.ts'
import * as store from './store.ts'

/** The job that issues what was approved: every minute, and when something was. */
export const ISSUE_BATCHES_JOB = 'vouchers.issue-batches'

/** So many vouchers are on their way to the books at once: the lane makes few commits of them. */
const CHUNK = 100

/** What all rows of one run share. */
interface Run {
  readonly deps: VouchersDeps
  readonly batch: batches.BatchRow
  readonly product: Product
  readonly envelopes: readonly Envelope[]
  readonly expiresOn: Day
  readonly write: (row: store.NewVoucherRow) => CompanionWrite
}

/**
 * Issues all batches that were approved. Safe to break off at any point and to run in several processes at once: a
 * row is marked in the commit of its voucher. What fails on one row is thrown once all others had their turn.
 *
 * @returns how many vouchers this run issued
 */
export async function issueDueBatches(deps: VouchersDeps): Promise<number> {
  const faults: unknown[] = []
  let issued = 0
  for (const batch of await batches.listBatchesDue(deps.db.sql)) {
    issued += await issueBatch(deps, batch, faults)
  }
  if (faults.length > 0) throw faults[0]
  return issued
}

async function issueBatch(
  deps: VouchersDeps,
  batch: batches.BatchRow,
  faults: unknown[],
): Promise<number> {
  const { sql } = deps.db
  const write = joinRows((tx, rows: readonly store.NewVoucherRow[]) => [
    store.insertVouchers(tx, rows),
    batches.markIssued(
      tx,
      rows.map(({ id }) => id),
    ),
    ...commitPlans(deps, tx, rows),
  ])
  let issued = 0
  let after = 0
  for (;;) {
    const page = { limit: CHUNK, after, isOpen: true }
    const lines = await batches.listBatchLines(sql, batch.id, page)
    const last = lines.at(-1)
    if (last === undefined) break
    after = last.number
    const { product, envelopes, refused } = await checkAgain(deps, batch, lines)
    const expiresOn = lastDayOf(product, romeDay(deps.runtime.now()), batch.expiresOn)
    const run: Run = { deps, batch, product, envelopes, expiresOn, write }
    const done = await Promise.allSettled(
      lines.map((line) => settleLine(run, line, refused.get(line.number))),
    )
    for (const one of done) {
      if (one.status === 'rejected') faults.push(one.reason)
      else if (one.value) issued += 1
    }
  }
  await batches.finishBatch(sql, batch.id, new Date(deps.runtime.now()))
  return issued
}

/** What changed about the people since the batch was prepared. Whether the money is still there, the commit decides. */
async function checkAgain(
  deps: VouchersDeps,
  batch: batches.BatchRow,
  lines: readonly batches.BatchLine[],
): Promise<{
  readonly product: Product
  readonly envelopes: readonly Envelope[]
  readonly refused: ReadonlyMap<number, RowFault>
}> {
  const { product, envelopes, batch: facts, rows } = await gatherFacts(deps, batch, lines)
  const refused = new Map<number, RowFault>()
  for (const [index, { fault, planLineId }] of checkBatch(facts, rows).rows.entries()) {
    const line = lines[index]
    if (line === undefined) continue
    if (fault !== null && fault !== 'envelope_exhausted') refused.set(line.number, fault)
    // The person has another plan by now: what was approved was for the one before.
    else if (planLineId !== line.planLineId) refused.set(line.number, 'plan_not_active')
  }
  return { product, envelopes, refused }
}

/** Issues the voucher of a row, or gives it up for good; true where this run issued it. */
async function settleLine(
  run: Run,
  line: batches.BatchLine,
  refused: RowFault | undefined,
): Promise<boolean> {
  const { deps, batch } = run
  const envelope = run.envelopes.find(({ id }) => id === line.envelopeId)
  const fault =
    refused ?? (envelope === undefined ? 'envelope_missing' : await issueLine(run, line, envelope))
  if (fault === undefined) return true
  if (fault === 'decided') return false
  await batches.markFailed(deps.db.sql, batch, line, fault, monthOf(batch.preparedAt))
  return false
}

/** Says why it could not be issued; `decided` where another run was faster. */
async function issueLine(
  run: Run,
  line: batches.BatchLine,
  envelope: Envelope,
): Promise<RowFault | 'decided' | undefined> {
  const { deps, write } = run
  const draft = draftOf(run, line, envelope)
  try {
    const fault = await untilSettled(
      async (tries): Promise<RowFault | 'decided' | null | undefined> => {
        const ended = await postVoucher(deps, draft, tries, write)
        if (ended === 'issued') return null
        if ((await store.findVoucher(deps.db.sql, draft.id)) !== undefined) return 'decided'
        assert(ended !== 'taken', 'the id of a voucher of a batch is that of nothing else')
        return ended === 'exhausted' ? 'envelope_exhausted' : undefined
      },
    )
    return fault ?? undefined
  } catch (error) {
    switch (brokenConstraint(error)) {
      case 'voucher_batch_row_decided_once':
        return 'decided'
      case 'plan_line_ceiling':
        return 'line_exceeded'
      case 'plan_ceiling':
        return 'person_exceeded'
      case 'plan_active':
        return 'plan_not_active'
      default:
        throw error
    }
  }
}

function draftOf(run: Run, line: batches.BatchLine, envelope: Envelope): Draft {
  const { batch, product, expiresOn } = run
  return {
    id: line.voucherId,
    productId: product.id,
    beneficiaryId: line.beneficiaryId,
    contactPointId: batch.contactPointId,
    amount: line.amount,
    unit: product.unit,
    expiresOn,
    issuedBy: batch.preparedBy,
    isActive: false,
    envelopeAccountId: envelope.accountId,
    planLineId: line.planLineId,
    vatNature: product.vatNature,
  }
}

/** What the vouchers take of the lines of their people's plans. */
function commitPlans(
  { entitlements }: VouchersDeps,
  tx: Parameters<CompanionWrite>[0],
  rows: readonly store.NewVoucherRow[],
): readonly PromiseLike<unknown>[] {
  const uses = rows.flatMap(({ planLineId, amount }) =>
    planLineId === null ? [] : [{ planLineId, amount }],
  )
  return uses.length === 0 ? [] : (entitlements?.commitIn(tx, uses) ?? [])
}
