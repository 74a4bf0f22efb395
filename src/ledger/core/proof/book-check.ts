import { ACCOUNT_FLAGS } from '../account.ts'
import { TRANSFER_FLAGS } from '../transfer.ts'
import { DueTimes } from './due-times.ts'
import type { Findings } from './findings.ts'
import type { AccountLine, PendingLine, TransferLine } from './records.ts'
import { SeenIds } from './seen-ids.ts'
import { brokenLimit, type Standing, standingOf } from './standing.ts'

/** Where a line stands, for the findings. */
export interface LinePlace {
  readonly file: string
  readonly line: number
}

interface Reserved {
  readonly id: string
  readonly debit: Standing
  readonly credit: Standing
  readonly amount: bigint
  readonly code: string
  readonly stated: PendingLine | undefined
  readonly statedAt: LinePlace
}

const PENDING = TRANSFER_FLAGS.pending
const POST = TRANSFER_FLAGS.post_pending
const VOID = TRANSFER_FLAGS.void_pending
const TRANSFER_BITS = Object.values(TRANSFER_FLAGS).reduce((bits, bit) => bits | bit, 0)
const ACCOUNT_BITS = Object.values(ACCOUNT_FLAGS).reduce((bits, bit) => bits | bit, 0)

/**
 * Keeps the books anew from their lines, and says where they differ. It holds the accounts and the pending transfers
 * that are open, and 64 bits of every transfer's id.
 */
export class BookCheck {
  readonly ids = new SeenIds()
  readonly accounts = new Map<string, Standing>()
  readonly #findings: Findings
  readonly #open = new Map<string, Reserved>()
  readonly #due = new DueTimes<string>()
  #position = 0n
  #lastTime = ''

  constructor(findings: Findings) {
    this.#findings = findings
  }

  /** How many transfers were read. */
  get position(): bigint {
    return this.#position
  }

  account(line: AccountLine, at: LinePlace): void {
    const found = standingOf(line, at.line)
    if (this.accounts.has(line.id)) this.#add(at, `the account ${line.id} is there twice`)
    if ((found.flags & ~ACCOUNT_BITS) !== 0) this.#add(at, `has flags ${line.flags}: not all known`)
    this.accounts.set(line.id, found)
  }

  /** @param pending what became of it, where the transfer reserves */
  transfer(line: TransferLine, at: LinePlace, pending?: PendingLine, pendingAt = at): void {
    this.#checkPlace(line, at)
    this.ids.add(line.id)
    const debit = this.accounts.get(line.debitAccountId)
    const credit = this.accounts.get(line.creditAccountId)
    if (debit === undefined || credit === undefined) {
      const missing = debit === undefined ? line.debitAccountId : line.creditAccountId
      this.#add(at, `names the account ${missing}, which is not among the accounts`)
      return
    }
    if (debit === credit) this.#add(at, 'debits and credits the same account')
    if (debit.unit !== line.unit || credit.unit !== line.unit) {
      this.#add(at, `moves ${line.unit} between accounts of ${debit.unit} and ${credit.unit}`)
    }
    this.#move(line, at, { debit, credit }, pending, pendingAt)
    this.#checkBalance(line.debitBalance, debit, 'debitBalance', at)
    this.#checkBalance(line.creditBalance, credit, 'creditBalance', at)
    for (const account of [debit, credit]) {
      const broken = brokenLimit(account)
      if (broken !== undefined) this.#add(at, `leaves the account ${account.id} where ${broken}`)
    }
  }

  /** Passes over a line that cannot be read, so that those behind it keep their places. */
  skip(): void {
    this.#position += 1n
  }

  /** Compares what is left with what the accounts say. */
  finish(accountsFile: string, takenAt: string): void {
    this.#lapse(takenAt)
    for (const reserved of this.#open.values()) {
      const { stated } = reserved
      if (stated?.state === 'pending' || stated === undefined) this.#leaveReserved(reserved)
      else this.#add(reserved.statedAt, `says ${stated.state}; in the log it is still pending`)
    }
    for (const account of this.accounts.values()) {
      const { debitsPosted, creditsPosted, left, stated } = account
      const counted = { debitsPosted, creditsPosted, ...left }
      for (const [name, expected] of Object.entries(counted)) {
        const text = stated[name as keyof typeof counted]
        if (BigInt(text) === expected) continue
        const at = { file: accountsFile, line: account.line }
        this.#add(at, `${name} of ${account.id} is ${text}; the transfers give ${expected}`)
      }
    }
  }

  #checkPlace(line: TransferLine, at: LinePlace): void {
    const expected = this.#position + 1n
    this.#position = BigInt(line.position)
    if (this.#position !== expected) {
      this.#add(at, `has the position ${line.position}; ${expected} was expected`)
    }
    if (line.recordedAt < this.#lastTime) {
      this.#add(at, `was recorded at ${line.recordedAt}, before the one above it`)
    }
    this.#lastTime = line.recordedAt
    this.#lapse(line.recordedAt)
  }

  #move(
    line: TransferLine,
    at: LinePlace,
    sides: { readonly debit: Standing; readonly credit: Standing },
    stated: PendingLine | undefined,
    statedAt: LinePlace,
  ): void {
    const flags = Number(line.flags)
    const kind = flags & (PENDING | POST | VOID)
    const amount = BigInt(line.amount)
    if ((flags & ~TRANSFER_BITS) !== 0) this.#add(at, `has flags ${line.flags}: not all known`)
    if ((kind !== POST && kind !== VOID) !== (line.pendingId == null)) {
      this.#add(
        at,
        'names a pending transfer without posting or voiding it, or the other way round',
      )
    }
    if (kind === PENDING) {
      this.#reserve({ id: line.id, ...sides, amount, code: line.code, stated, statedAt }, line)
    } else if (kind === POST || kind === VOID) {
      this.#resolve(line, at, kind === POST ? 'posted' : 'voided')
    } else if (kind !== 0) {
      this.#add(at, `has flags ${line.flags}, which exclude each other`)
    }
    if (kind === 0 || kind === POST) {
      sides.debit.debitsPosted += amount
      sides.credit.creditsPosted += amount
    }
  }

  #reserve(reserved: Reserved, line: TransferLine): void {
    const { debit, credit, amount, stated, statedAt } = reserved
    debit.debitsPending += amount
    credit.creditsPending += amount
    this.#open.set(line.id, reserved)
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

  #resolve(line: TransferLine, at: LinePlace, state: 'posted' | 'voided'): void {
    const reserved = this.#open.get(line.pendingId ?? '')
    if (reserved === undefined) {
      this.#add(at, `resolves ${line.pendingId}, which is not pending at that moment`)
      return
    }
    this.#open.delete(reserved.id)
    const { debit, credit, amount, code, stated, statedAt } = reserved
    debit.debitsPending -= amount
    credit.creditsPending -= amount
    if (line.debitAccountId !== debit.id || line.creditAccountId !== credit.id) {
      this.#add(at, `resolves ${reserved.id} on other accounts than it was reserved on`)
    }
    const isWhole = BigInt(line.amount) === amount
    if (BigInt(line.amount) > amount || (state === 'voided' && !isWhole) || line.code !== code) {
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
  #lapse(until: string): void {
    for (let id = this.#due.take(until); id !== undefined; id = this.#due.take(until)) {
      const reserved = this.#open.get(id)
      if (reserved === undefined) continue
      this.#open.delete(id)
      reserved.debit.debitsPending -= reserved.amount
      reserved.credit.creditsPending -= reserved.amount
      const { stated, statedAt } = reserved
      if (stated === undefined) continue
      // Lapsed, but nothing has happened on its accounts since: the counters still hold it.
      if (stated.state === 'pending') this.#leaveReserved(reserved)
      else if (stated.state !== 'expired' || stated.resolvedAt !== stated.expiresAt) {
        this.#add(statedAt, `says ${stated.state}; it lapsed at ${stated.expiresAt}`)
      }
    }
  }

  #leaveReserved({ debit, credit, amount }: Reserved): void {
    debit.left.debitsPending += amount
    credit.left.creditsPending += amount
  }

  #checkBalance(stated: string, account: Standing, name: string, at: LinePlace): void {
    const balance = account.creditsPosted - account.debitsPosted + account.drift
    const difference = BigInt(stated) - balance
    if (difference === 0n) return
    this.#add(at, `${name} is ${stated}; ${balance} was expected`)
    account.drift += difference
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
