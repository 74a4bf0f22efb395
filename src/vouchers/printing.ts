import { type Principal, reaches } from '../access/core/principal.ts'
import { romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid, VoucherId } from '../kernel/ids.ts'
import { getBatch } from './batch.ts'
import { listBatchLines } from './batch-store.ts'
import { cardAddress } from './core/card.ts'
import type { VouchersDeps } from './deps.ts'
import { findVouchers } from './store.ts'
import { originOfCards, type Voucher, viewOf } from './view.ts'

/** All that a sheet of cards needs of one voucher. Nothing about the person but the language of the card. */
export interface PrintedCard {
  readonly voucher: Voucher
  /** The text of the QR code. */
  readonly card: string
  readonly productName: string
  readonly language: string
}

/** A long batch is read in parts, so that printing it needs little memory. */
const CARDS_AT_ONCE = 200

/** The cards of those of these vouchers that can still be spent and that somebody works for, in the order asked. */
export async function printCards(
  deps: VouchersDeps,
  ids: readonly VoucherId[],
  who: Principal,
): Promise<readonly PrintedCard[]> {
  const cards = await readCards(deps, ids, who)
  await deps.accessLog.record({
    actor: who,
    action: 'voucher.printed',
    outcome: cards.length < ids.length ? 'refused' : 'done',
    subject: { kind: 'vouchers', id: String(cards.length) },
    detail: { asked: String(ids.length) },
  })
  return cards
}

/**
 * The cards of a batch in the order of its rows, in groups: of what was issued, all that can still be spent; not what is blocked. That they
 * are printed is in the access log before the first is read.
 *
 * @throws DomainError `batch_not_found`, also where somebody does not work for its contact point
 */
export async function printBatch(
  deps: VouchersDeps,
  id: Uuid,
  who: Principal,
): Promise<AsyncIterable<readonly PrintedCard[]>> {
  const { contactPointId, issued } = await getBatch(deps, id, who)
  const isInReach = reaches(who, contactPointId)
  await deps.accessLog.record({
    ...{ actor: who, action: 'voucher_batch.printed', contactPointId },
    outcome: isInReach ? 'done' : 'refused',
    subject: { kind: 'voucher_batch', id },
    detail: { issued: String(issued) },
  })
  // Who approves for another contact point sees its batches, but is not who hands the cards over.
  if (!isInReach) throw new DomainError('batch_not_found', 'There is no batch with this id.')
  return cardsOfBatch(deps, id, who)
}

async function* cardsOfBatch(
  deps: VouchersDeps,
  id: Uuid,
  who: Principal,
): AsyncGenerator<readonly PrintedCard[]> {
  let after = 0
  for (;;) {
    const lines = await listBatchLines(deps.db.sql, id, { limit: CARDS_AT_ONCE, after })
    const last = lines.at(-1)
    if (last === undefined) return
    const issued = lines.filter(({ outcome }) => outcome === 'issued')
    const ids = issued.map(({ voucherId }) => voucherId)
    yield await readCards(deps, ids, who)
    after = last.number
  }
}

async function readCards(
  deps: VouchersDeps,
  ids: readonly VoucherId[],
  who: Principal,
): Promise<readonly PrintedCard[]> {
  const origin = originOfCards(deps.publicUrl)
  const today = romeDay(deps.runtime.now())
  const found = new Map((await findVouchers(deps.db.sql, ids)).map((row) => [row.id, row]))
  return ids.flatMap((id): PrintedCard[] => {
    const row = found.get(id)
    if (row === undefined || !reaches(who, row.contactPointId)) return []
    const voucher = viewOf(row, today)
    if (voucher.status !== 'issued' && voucher.status !== 'active') return []
    const { productName, language } = row
    return [{ voucher, card: cardAddress(origin, row.card), productName, language }]
  })
}
