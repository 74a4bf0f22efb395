import { TRANSFER_FLAGS } from '../transfer.ts'
import { DueTimes } from './due-times.ts'
import type { Findings, LinePlace } from './findings.ts'
import type { PendingLine, TransferLine } from './records.ts'
import type { Standing } from './standing.ts'

/** The two accounts of a transfer. */
export interface StandingSides {
  readonly debit: Standing
  readonly credit: Standing
}

interface Reserved extends StandingSides {
  readonly id: string
  readonly bits: number
  readonly amount: bigint
  readonly code: string
  readonly stated: PendingLine | undefined
  readonly statedAt: LinePlace
}

/** What is reserved while the book is read, and what it says became of it. It holds the pending transfers that are open. */
export class Reservations {
  readonly #findings: Findings
  readonly #open = new Map<string, Reserved>()
  readonly #due = new DueTimes<string>()

  constructor(findings: Findings) {
    this.#findings = findings
  }

  reserve(
    line: TransferLine,
    sides: StandingSides,
    stated: PendingLine | undefined,
    statedAt: LinePlace,
  ): void {
    const { debit, credit } = sides
    const [bits, amount] = [Number(line.flags), BigInt(line.amount)]
    debit.debitsPending += amount
    credit.creditsPending += amount
    const reserved = { id: line.id, bits, debit, credit, amount, code: line.code, stated, statedAt }
    this.#open.set(line.id, reserved)
    if ((bits & TRANSFER_FLAGS.closing_debit) !== 0) debit.closedBy = line.id
    if ((bits & TRANSFER_FLAGS.closing_credit) !== 0) credit.closedBy = line.id
    const expiresAt =
      line.timeoutSeconds == null ? undefined : laterBy(line.recordedAt, line.timeoutSeconds)
    if (expiresAt !== undefined) this.#due.add(expiresAt, line.id)
    if (stated === undefined) return
    if (stated.transferId !== line.id) {
      this.#add(statedAt, `tells of ${stated.transferId}; ${line.id} was expected`)
    }
    if ((stated.expiresAt ?? undefined) !== expiresAt) {
      this.#add(statedAt, `expires at ${stated.expiresAt}; ${expiresAt} was expected`)
    }
    const isResolved = stated.state !== 'pending'
    const hasTime = stated.resolvedAt != null
    const hasBy = stated.resolvedBy != null
    if (hasTime !== isResolved || hasBy !== (isResolved && stated.state !== 'expired')) {
      this.#add(statedAt, `says ${stated.state}, and not rightly when and by what`)
    }
  }

  resolve(line: TransferLine, at: LinePlace, state: 'posted' | 'voided'): void {
    const reserved = this.#open.get(line.pendingId ?? '')
    if (reserved === undefined) {
      this.#add(at, `resolves ${line.pendingId}, which is not pending at that moment`)
      return
    }
    this.#release(reserved)
    const { debit, credit, amount, code, stated, statedAt } = reserved
    if (line.debitAccountId !== debit.id || line.creditAccountId !== credit.id) {
      this.#add(at, `resolves ${reserved.id} on other accounts than it was reserved on`)
    }
    const resolved = BigInt(line.amount)
    const isPart = state === 'posted' && resolved > 0n && resolved < amount
    if ((resolved !== amount && !isPart) || line.code !== code) {
      this.#add(at, `resolves ${reserved.id} with another amount or code than it was reserved with`)
    }
    if (stated === undefined) return
    if (stated.state !== state || stated.resolvedBy !== line.id) {
      this.#add(statedAt, `says ${stated.state}; it was ${state} by ${line.id}`)
    } else if (stated.resolvedAt !== line.recordedAt) {
      this.#add(statedAt, `says ${state} at ${stated.resolvedAt}; it was at ${line.recordedAt}`)
    }
  }

  /** Releases what has lapsed: its last moment is the one before its time. */
  lapse(until: string): void {
    for (let id = this.#due.take(until); id !== undefined; id = this.#due.take(until)) {
      const reserved = this.#open.get(id)
      if (reserved === undefined) continue
      this.#release(reserved)
      const { stated, statedAt } = reserved
      if (stated === undefined) continue
      // Lapsed, but nothing has happened on its accounts since: the counters still hold it.
      if (stated.state === 'pending') this.#leave(reserved)
      else if (stated.state !== 'expired' || stated.resolvedAt !== stated.expiresAt) {
        this.#add(statedAt, `says ${stated.state}; it lapsed at ${stated.expiresAt}`)
      }
    }
  }

  /** Compares what is still open with what the book says. */
  finish(takenAt: string): void {
    this.lapse(takenAt)
    for (const reserved of this.#open.values()) {
      const { stated } = reserved
      if (stated?.state === 'pending' || stated === undefined) this.#leave(reserved)
      else this.#add(reserved.statedAt, `says ${stated.state}; in the log it is still pending`)
    }
  }

  #release({ id, debit, credit, amount }: Reserved): void {
    this.#open.delete(id)
    debit.debitsPending -= amount
    credit.creditsPending -= amount
    if (debit.closedBy === id) debit.closedBy = undefined
    if (credit.closedBy === id) credit.closedBy = undefined
  }

  #leave({ id, bits, debit, credit, amount }: Reserved): void {
    debit.left.debitsPending += amount
    credit.left.creditsPending += amount
    if ((bits & TRANSFER_FLAGS.closing_debit) !== 0) debit.left.closedBy = id
    if ((bits & TRANSFER_FLAGS.closing_credit) !== 0) credit.left.closedBy = id
  }

  #add({ file, line }: LinePlace, message: string): void {
    this.#findings.add(file, line, message)
  }
}

/** An instant so many seconds later. */
function laterBy(time: string, seconds: string): string {
  const unixMs = Date.parse(`${time.slice(0, 23)}Z`) + Number(seconds) * 1000
  return `${new Date(unixMs).toISOString().slice(0, 23)}${time.slice(23)}`
}
