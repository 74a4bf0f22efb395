import { addDays } from '../kernel/days.ts'
import type { VoucherId } from '../kernel/ids.ts'
import type { Casework } from '../plans/casework.ts'
import type { Issuing } from '../vouchers/issuing.ts'
import type { Vouchers } from '../vouchers/service.ts'
import { DEMO_SHOP } from './core/cast.ts'
import { demoId } from './demonstration.ts'
import { type Stage, walletOf } from './stage.ts'
import { importedVoucherId } from './standing.ts'

export interface VoucherStoryDeps {
  readonly vouchers: Vouchers
  readonly issuing: Issuing
  readonly casework: Casework
}

/** The last redemption of the story: where it stands, all of it was told. */
export const STORY_END = 'redemption end'

/** What was asked for: the code of the voucher, where, for how many cents. Two are declined: spent, and not sold there. */
const PURCHASES = [
  ['V-061', 'VR-ALI-01', 1840n],
  ['V-061', 'VR-ALI-01', 2210n],
  ['V-062', DEMO_SHOP, 1420n],
  ['V-069', 'AN-ALI-01', 1230n],
  ['V-071', 'RM-ALI-01', 5520n],
  ['V-072', 'RM-ALI-01', 990n],
  ['V-073', 'CE-ALI-01', 2700n],
  ['V-075', 'LE-ALI-01', 13000n],
  ['V-075', 'LE-ALI-01', 500n],
  ['V-079', 'RG-ALI-01', 3350n],
  ['V-066', 'RN-TRA-01', 4500n],
  ['V-061', 'PO-ABB-01', 1000n],
] as const

/** Batches that were given and that wait, purchases, a refund that is done and one that waits, a dispute, a lost card. */
export async function tellVoucherStory(deps: VoucherStoryDeps, stage: Stage): Promise<void> {
  const cards = await tellBatches(deps, stage)
  for (const [index, [code, partnerId, amount]] of PURCHASES.entries()) {
    await buy(deps, `redemption ${index}`, { id: importedVoucherId(code), partnerId, amount })
  }
  await tellClaims(deps, stage, cards)
  await buy(deps, STORY_END, {
    id: importedVoucherId('V-080'),
    partnerId: 'RG-ALI-01',
    amount: 1115n,
  })
}

async function buy(
  { vouchers }: VoucherStoryDeps,
  name: string,
  { id, partnerId, amount }: { id: VoucherId; partnerId: string; amount: bigint },
): Promise<void> {
  const { typedCode } = await vouchers.get(id)
  const shown = { kind: 'typedCode', text: typedCode } as const
  await vouchers.redeem({ id: demoId(name), shown, amount, partnerId })
}

/** Three vouchers that were approved and issued, two of them handed over; a batch and a schedule that wait. */
async function tellBatches(
  { issuing }: VoucherStoryDeps,
  { operator, colleague, today }: Stage,
): Promise<readonly VoucherId[]> {
  const place = { contactPointId: 'BI-1', productId: 'SPESA' }
  const people = (...numbers: readonly number[]) =>
    numbers.map((number) => ({ beneficiaryId: `BI-P-${200 + number}` }))
  const first = { id: demoId('batch 1'), ...place, people: people(1, 2, 3), amount: 10_000n }
  await issuing.prepareBatch({ ...first, reason: 'Spesa del mese' }, operator)
  await issuing.decideBatch(first.id, { state: 'approved' }, colleague)
  await issuing.issueDue()
  const lines = await issuing.listBatchLines(first.id, { limit: 10 }, operator)
  const cards = lines.map(({ voucherId }) => voucherId)
  await issuing.activate({ id: demoId('hand-over'), voucherIds: cards.slice(0, 2) }, operator)
  const second = { id: demoId('batch 2'), ...place, people: people(4), amount: 16_500n }
  await issuing.prepareBatch({ ...second, reason: 'Spesa di una famiglia di cinque' }, operator)
  const rhythm = { cadence: 'monthly', dueDay: 5, untilDay: addDays(today, 180) } as const
  await issuing.prepareSchedule(
    {
      ...{ id: demoId('schedule'), ...place, ...rhythm, fromDay: addDays(today, 1) },
      ...{ people: ['BI-P-201', 'BI-P-203'], amount: 6000n, maxTotal: 20_000n },
      reason: 'Spesa di ogni mese',
    },
    operator,
  )
  return cards
}

async function tellClaims(
  deps: VoucherStoryDeps,
  { operator, administrator }: Stage,
  [first, second]: readonly VoucherId[],
): Promise<void> {
  if (first === undefined || second === undefined) return
  const { vouchers, issuing, casework } = deps
  const partnerId = 'BI-FAR-01'
  const order = { redemptionId: demoId('purchase 1'), reason: 'goods_returned' } as const
  await buy(deps, 'purchase 1', { id: first, partnerId, amount: 7000n })
  await buy(deps, 'purchase 2', { id: second, partnerId, amount: 2350n })
  await vouchers.refund({ ...order, id: demoId('refund 1'), amount: 400n }, operator)
  await vouchers.refund({ ...order, id: demoId('refund 2'), amount: 5500n }, operator)
  const doubt = { redemptionId: demoId('purchase 2'), amount: 850n }
  const dispute = { id: demoId('dispute'), ...doubt, reason: 'Il farmaco non è stato consegnato' }
  await vouchers.openDispute(dispute, operator)
  const lost = { id: demoId('lost card'), newVoucherId: demoId('new card'), reason: 'Carta persa' }
  await issuing.replace(second, lost, operator)
  const found = { id: demoId('block'), reason: 'Carta trovata per strada' }
  await vouchers.block(importedVoucherId('V-063'), found, administrator)
  const back = { id: demoId('cancel'), reason: 'La persona ha trovato lavoro altrove' }
  await vouchers.cancel(importedVoucherId('V-068'), back, administrator)
  const said = {
    ...({ id: demoId('complaint'), kind: 'complaint', about: 'partner', partnerId } as const),
    ...{ anonymous: false, text: 'Mi hanno fatto aspettare senza dire perché.' },
  }
  await casework.feedback.say(walletOf('BI-P-202'), said)
}
