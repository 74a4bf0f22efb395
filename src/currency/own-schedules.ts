import type { Principal } from '../access/core/principal.ts'
import { assert } from '../kernel/assert.ts'
import { addDays, type Day, romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import { duePeriods, nextPeriod, type Rhythm } from '../vouchers/core/schedule.ts'
import type { PaymentStatus } from './core/payment.ts'
import { named } from './identity.ts'
import { type Holder, type Other, type OwnDeps, othersOf, ownPurse } from './own.ts'
import * as store from './own-schedule-store.ts'
import { selectPayments } from './payment-store.ts'

/** That a person pays whoever showed a sign, again and again. */
export interface ScheduleOrder extends Rhythm {
  /** The caller's: the same again gives the same schedule. */
  readonly id: Uuid
  readonly instrumentId: string
  /** What the typed code of the sign stands for. */
  readonly serial: bigint
  readonly amount: Minor
}

/** A schedule, and what became of its last turn. */
export interface OwnSchedule {
  readonly schedule: store.ScheduleRow
  readonly payee: Other
  /** `null` where none has come. */
  readonly last: { readonly day: Day; readonly status: PaymentStatus } | null
}

/** What people pay again and again. */
export interface OwnSchedules {
  /** Those that were not ended, the newest first; at most 200. @throws DomainError `currency_wallet_not_found` */
  list(who: Principal, instrumentId: string): Promise<readonly OwnSchedule[]>
  /**
   * @throws DomainError `currency_wallet_not_found`, `currency_request_not_found`, `currency_schedule_days`,
   * `currency_schedule_conflict`
   */
  create(who: Principal, order: ScheduleOrder): Promise<OwnSchedule>
  /** No turn comes any more. Again is well. @throws DomainError `currency_schedule_not_found` */
  end(who: Principal, instrumentId: string, id: Uuid): Promise<OwnSchedule>
  /**
   * Pays the turns that are due. A turn that cannot be paid is declined, which its payer sees, and not tried again. May be
   * killed anywhere, and run twice at once: the id of each payment follows from its turn.
   *
   * @returns how many turns were answered
   */
  payDue(): Promise<number>
}

/** So many schedules are read at once. */
const AT_ONCE = 200

export function createOwnSchedules(deps: OwnDeps): OwnSchedules {
  const { sql } = deps.db
  return {
    list: async (who, instrumentId) => {
      const { wallet } = await ownPurse(deps, who, instrumentId)
      const rows = await store.selectSchedules(sql, wallet.id)
      return Promise.all(rows.map((row) => shown(deps, row)))
    },
    create: (who, order) => create(deps, who, order),
    end: async (who, instrumentId, id) => {
      const { wallet } = await ownPurse(deps, who, instrumentId)
      const row = await store.selectSchedule(sql, id)
      if (row === undefined || row.payerId !== wallet.id) {
        throw new DomainError('currency_schedule_not_found', 'There is no such schedule.')
      }
      await store.endSchedule(sql, { id, at: new Date(deps.runtime.now()) })
      return shown(deps, row)
    },
    payDue: async () => {
      const day = romeDay(deps.runtime.now())
      let answered = 0
      for (;;) {
        const due = await store.selectDue(sql, { day, limit: AT_ONCE })
        for (const row of due) answered += await payTurns(deps, row, day)
        if (due.length < AT_ONCE) return answered
      }
    },
  }
}

async function create(
  deps: OwnDeps,
  who: Principal,
  { instrumentId, serial, ...order }: ScheduleOrder,
): Promise<OwnSchedule> {
  const { runtime, db } = deps
  const { wallet: payer } = await ownPurse(deps, who, instrumentId)
  const request = await deps.requests.find(serial)
  const { wallet: payee } = await deps.currency.getPurse(request.walletId)
  if (request.state !== 'standing' || payee.instrument.id !== instrumentId) {
    throw new DomainError(
      'currency_request_not_found',
      'What is paid again and again needs the sign of a payee: a code without an amount.',
    )
  }
  const today = romeDay(runtime.now())
  const known = await store.selectSchedule(db.sql, order.id)
  // Of what begins today, today's turn is paid still.
  const nextOn = nextPeriod(order, today) ?? null
  if (known === undefined && (order.fromDay < today || nextOn === null)) {
    throw new DomainError(
      'currency_schedule_days',
      'A schedule begins today or later, and has a turn before it ends.',
    )
  }
  const ends = { nextOn, lastOn: null, endedAt: null }
  const made = { madeBy: who.id, madeAt: new Date(runtime.now()) }
  const row = { ...order, payerId: payer.id, payeeId: payee.id, ...ends, ...made }
  await store.insertSchedule(db.sql, row)
  const written = await store.selectSchedule(db.sql, order.id)
  assert(written, 'a schedule that was written is there')
  if (contentOf(written) === contentOf(row)) return shown(deps, written)
  throw new DomainError('currency_schedule_conflict', 'This id was used for another schedule.')
}

/** Pays what is due of one schedule; returns how many turns were answered. */
async function payTurns(
  { currency, db }: OwnDeps,
  row: store.ScheduleRow,
  today: Day,
): Promise<number> {
  const days = duePeriods(row, today, row.lastOn ?? undefined)
  for (const day of days) {
    await currency.pay({
      ...{ id: turnId(row.id, day), payerId: row.payerId, payeeId: row.payeeId },
      ...{ amount: row.amount, channel: 'scheduled', actor: null },
    })
    const nextOn = nextPeriod(row, addDays(day, 1)) ?? null
    await store.advance(db.sql, { id: row.id, lastOn: day, nextOn })
  }
  return days.length
}

async function shown(deps: OwnDeps, schedule: store.ScheduleRow): Promise<OwnSchedule> {
  const { wallet } = await deps.currency.getPurse(schedule.payeeId)
  const holder: Holder = wallet
  const [payee] = await othersOf(deps, [holder])
  assert(payee, "a schedule is to somebody's wallet")
  const { id, lastOn } = schedule
  if (lastOn === null) return { schedule, payee, last: null }
  const [paid] = await selectPayments(deps.db.sql, [turnId(id, lastOn)])
  assert(paid, 'a turn that was answered has its payment')
  return { schedule, payee, last: { day: lastOn, status: paid.status } }
}

/** The payment of a turn. */
function turnId(scheduleId: Uuid, day: Day): Uuid {
  return named(`payment schedule ${scheduleId} ${day}`)
}

function contentOf(row: store.ScheduleRow): string {
  const { payerId, payeeId, amount, cadence, dueDay, fromDay, untilDay } = row
  return JSON.stringify([payerId, payeeId, `${amount}`, cadence, dueDay, fromDay, untilDay])
}
