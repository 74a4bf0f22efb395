import type { Principal } from '../access/core/principal.ts'
import { createWatch, type Hearer, type Watch } from '../db/watch.ts'
import type { Uuid } from '../kernel/ids.ts'
import { type BatchStanding, findBatches } from './batch-store.ts'
import { NO_TILLS, type VouchersDeps } from './deps.ts'
import { listRedemptionsSince, type RedemptionRow } from './redemption-store.ts'
import { listRefundsSince, type RefundRow } from './refund-store.ts'

/** Something that happened at a shop. */
export type ShopEvent = { readonly id: Uuid; readonly at: Date } & (
  | { readonly kind: 'redemption'; readonly redemption: RedemptionRow }
  | { readonly kind: 'refund'; readonly refund: RefundRow }
)

/** What a till is told. */
export interface TillNews {
  /** The oldest first. */
  readonly events: readonly ShopEvent[]
  readonly isUnpaired: boolean
}

/** What happens to vouchers, told as it happens to those who listen. Each returned function ends the listening. */
export interface LiveVouchers {
  /** How far a batch has come, at every look. Whether somebody may see it is asked before. */
  followBatch(id: Uuid, hearer: Hearer<BatchStanding>): () => void
  /**
   * What happens at the shop of a terminal, and that it was unpaired.
   *
   * @param since where the listener was before; now where it says nothing
   */
  followTill(terminal: Principal, since: Date | undefined, hearer: Hearer<TillNews>): () => void
  /** How many listen. */
  count(): number
}

/** Often enough that nobody waits for it at a till; each look is one indexed statement for everybody. */
const LOOK_MS = 1000
/**
 * A row can be seen later than one that was recorded after it, for its commit took longer, or another machine's clock
 * runs behind: so much is read again each time, and what was told is not told twice.
 */
const LATE_MS = 10_000
/** So far back somebody is told what was missed. */
const BACK_MS = 24 * 3_600_000
const ROWS_MAX = 500

type LiveDeps = Pick<VouchersDeps, 'db' | 'runtime' | 'tills'>

/** @example createLiveVouchers(deps).followBatch(id, { hear: (batch) => …, lost: (error) => … }) */
export function createLiveVouchers(deps: LiveDeps): LiveVouchers {
  const { db, runtime, tills = NO_TILLS } = deps
  const batches = createWatch<BatchStanding>({
    everyMs: LOOK_MS,
    look: async (ids) => new Map((await findBatches(db.sql, ids)).map((one) => [one.id, one])),
  })
  const unpaired = createWatch<true>({
    everyMs: LOOK_MS,
    look: async (ids) => new Map((await tills.unpairedAmong(ids)).map((id) => [id, true])),
  })
  const shops = createShops(deps)
  return {
    followBatch: (id, hearer) => batches.follow(id, hearer),
    followTill: ({ id, partnerId = '' }, since, { hear, lost }) => {
      const now = runtime.now()
      const from = Math.max(since?.getTime() ?? now, now - BACK_MS)
      const hearNew = onlyNew(from, (events) => hear({ events, isUnpaired: false }))
      const leaveShop = shops.follow(partnerId, from, { hear: hearNew, lost })
      const leaveTill = unpaired.follow(id, {
        hear: () => hear({ events: [], isUnpaired: true }),
        lost,
      })
      return () => {
        leaveShop()
        leaveTill()
      }
    },
    count: () => batches.count() + unpaired.count() + shops.count(),
  }
}

interface Shops extends Pick<Watch<unknown>, 'count'> {
  follow(partnerId: string, from: number, hearer: Hearer<readonly ShopEvent[]>): () => void
}

/** Reads what happened at the shops that somebody listens to, each on from where the last look came to. */
function createShops({ db }: LiveDeps): Shops {
  const reached = new Map<string, number>()
  const watch = createWatch<readonly ShopEvent[]>({
    everyMs: LOOK_MS,
    look: async (partnerIds) => {
      const from = new Map(partnerIds.map((id) => [id, reached.get(id) ?? 0]))
      const asked = [...from].map(([partnerId, at]) => ({
        partnerId,
        since: new Date(at - LATE_MS),
      }))
      const [redemptions, refunds] = await Promise.all([
        listRedemptionsSince(db.sql, asked, ROWS_MAX),
        listRefundsSince(db.sql, asked, ROWS_MAX),
      ])
      const found = new Map<string, readonly ShopEvent[]>()
      for (const [partnerId, at] of from) {
        const isOwn = (row: { readonly partnerId: string }) => row.partnerId === partnerId
        const own = inOrder(redemptions.filter(isOwn), refunds.filter(isOwn))
        found.set(partnerId, own)
        const last = own.at(-1)?.at.getTime() ?? 0
        // Where somebody came meanwhile who was here longer ago, the next look begins there.
        if (reached.get(partnerId) === at) reached.set(partnerId, Math.max(at, last))
      }
      return found
    },
  })
  const listening = new Map<string, number>()
  return {
    follow: (partnerId, from, hearer) => {
      reached.set(partnerId, Math.min(reached.get(partnerId) ?? from, from))
      listening.set(partnerId, (listening.get(partnerId) ?? 0) + 1)
      const leave = watch.follow(partnerId, hearer)
      return () => {
        leave()
        const left = (listening.get(partnerId) ?? 1) - 1
        listening.set(partnerId, left)
        if (left > 0) return
        listening.delete(partnerId)
        reached.delete(partnerId)
      }
    },
    count: watch.count,
  }
}

/** Of each kind as far as the other kind is known too: what comes after a full list is read the next time. */
function inOrder(
  redemptions: readonly RedemptionRow[],
  refunds: readonly RefundRow[],
): readonly ShopEvent[] {
  const events: ShopEvent[] = [
    ...redemptions.map((redemption) => ({
      ...({ kind: 'redemption', redemption } as const),
      ...{ id: redemption.id, at: redemption.recordedAt },
    })),
    ...refunds.flatMap((refund) =>
      refund.doneAt === null
        ? []
        : [{ kind: 'refund', refund, id: refund.id, at: refund.doneAt } as const],
    ),
  ]
  const ends = [
    redemptions.length < ROWS_MAX ? undefined : redemptions.at(-1)?.recordedAt,
    refunds.length < ROWS_MAX ? undefined : refunds.at(-1)?.doneAt,
  ].flatMap((end) => (end === undefined || end === null ? [] : [end.getTime()]))
  const known = Math.min(...ends)
  return events
    .filter(({ at }) => at.getTime() <= known)
    .sort((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1))
}

/** Passes each event on once, however often it is read again. */
function onlyNew(
  from: number,
  hear: (events: readonly ShopEvent[]) => void,
): (events: readonly ShopEvent[]) => void {
  const told = new Map<Uuid, number>()
  let floor = from - LATE_MS
  return (events) => {
    const fresh = events.filter(({ id, at }) => at.getTime() >= floor && !told.has(id))
    for (const { id, at } of fresh) told.set(id, at.getTime())
    const newest = events.at(-1)?.at.getTime() ?? 0
    floor = Math.max(floor, newest - 2 * LATE_MS)
    for (const [id, at] of told) if (at < floor) told.delete(id)
    if (fresh.length > 0) hear(fresh)
  }
}
