import { ACCOUNT_FLAGS } from '../account.ts'
import { TRANSFER_BITS, TRANSFER_FLAGS } from '../transfer.ts'
import type { Findings, LinePlace } from './findings.ts'
import { JournalCheck } from './journal-check.ts'
import type { AccountLine, PendingLine, TransferLine } from './records.ts'
import { Reservations, type StandingSides } from './reservations.ts'
import { ReversedIds } from './reversal-check.ts'
import { SeenIds } from './seen-ids.ts'
import { brokenLimit, type Standing, standingOf } from './standing.ts'
import {
  amountFault,
  closedFault,
  flagsFault,
  occurredFault,
  reversalFault,
  sidesFault,
} from './transfer-check.ts'

const ACCOUNT_BITS = Object.values(ACCOUNT_FLAGS).reduce((bits, bit) => bits | bit, 0)

/**
 * Keeps the books anew from their lines, and says where they differ. It holds the accounts, the pending transfers
 * that are open, the ids of some that are reversed, and 64 bits of every transfer's id.
 */
export class BookCheck {
  readonly ids = new SeenIds()
  readonly reversed: ReversedIds
  readonly accounts = new Map<string, Standing>()
  readonly #findings: Findings
  readonly #reservations: Reservations
  readonly #journal = new JournalCheck()
  #position = 0n
  #lastTime = ''

  /** @param reversalsMax how many ids of reversed transfers may be held */
  constructor(findings: Findings, reversalsMax: number) {
    this.#findings = findings
    this.#reservations = new Reservations(findings)
    this.reversed = new ReversedIds(reversalsMax)
  }

  /** How many transfers were read. */
  get position(): bigint {
    return this.#position
  }

  account(line: AccountLine, at: LinePlace): void {
    const found = standingOf(line, at.line)
    if (this.accounts.has(line.id)) this.#add(at, `the account ${line.id} is there twice`)
    if ((found.flags & ~ACCOUNT_BITS) !== 0) this.#add(at, `has flags ${line.flags}: not all known`)
    const [, area] = line.colour?.split('/') ?? []
    if (area !== undefined && line.area != null && line.area !== area) {
      this.#add(at, `has the colour ${line.colour} in the area ${line.area}`)
    }
    this.accounts.set(line.id, found)
  }

  /** @param pending what became of it, where the transfer reserves */
  transfer(line: TransferLine, at: LinePlace, pending?: PendingLine, pendingAt = at): void {
    this.#checkPlace(line, at)
    this.ids.add(line.id)
    if (line.reverses != null) this.reversed.add(line.reverses)
    const debit = this.accounts.get(line.debitAccountId)
    const credit = this.accounts.get(line.creditAccountId)
    if (debit === undefined || credit === undefined) {
      const missing = debit === undefined ? line.debitAccountId : line.creditAccountId
      this.#add(at, `names the account ${missing}, which is not among the accounts`)
      this.#journal.end()
      return
    }
    const sides = { debit, credit }
    this.#checkRules(line, at, sides)
    this.#move(line, at, sides, pending, pendingAt)
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
    this.#journal.end()
  }

  /** Compares what is left with what the accounts say. */
  finish(accountsFile: string, takenAt: string): void {
    this.#reservations.finish(takenAt)
    for (const account of this.accounts.values()) {
      const { debitsPosted, creditsPosted, left, stated } = account
      const at = { file: accountsFile, line: account.line }
      const { debitsPending, creditsPending } = left
      const counted = { debitsPosted, creditsPosted, debitsPending, creditsPending }
      for (const [name, expected] of Object.entries(counted)) {
        const text = stated[name as keyof typeof counted]
        if (BigInt(text) === expected) continue
        this.#add(at, `${name} of ${account.id} is ${text}; the transfers give ${expected}`)
      }
      const closedBy = stated.closedBy ?? undefined
      if (closedBy !== left.closedBy) {
        const names = [closedBy, left.closedBy].map((id) => id ?? 'nothing')
        this.#add(at, `${account.id} is closed by ${names[0]}; the transfers give ${names[1]}`)
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
    this.#reservations.lapse(line.recordedAt)
  }

  /** What must hold before anything moves. */
  #checkRules(line: TransferLine, at: LinePlace, sides: StandingSides): void {
    const bits = Number(line.flags)
    this.#say(at, flagsFault(line, bits))
    this.#say(at, sidesFault(line, sides))
    this.#say(at, closedFault(bits, sides))
    this.#say(at, amountFault(line, bits, sides))
    this.#say(at, occurredFault(line))
    this.#say(at, reversalFault(line, bits))
    this.#say(at, this.#journal.look(line, bits, sides))
  }

  #move(
    line: TransferLine,
    at: LinePlace,
    sides: StandingSides,
    stated: PendingLine | undefined,
    statedAt: LinePlace,
  ): void {
    const phase = Number(line.flags) & TRANSFER_BITS.phases
    if (phase === TRANSFER_FLAGS.pending) {
      this.#reservations.reserve(line, sides, stated, statedAt)
      return
    }
    if (phase === TRANSFER_FLAGS.void_pending) {
      this.#reservations.resolve(line, at, 'voided')
      return
    }
    if (phase === TRANSFER_FLAGS.post_pending) this.#reservations.resolve(line, at, 'posted')
    else if (phase !== 0) return
    const amount = BigInt(line.amount)
    sides.debit.debitsPosted += amount
    sides.credit.creditsPosted += amount
  }

  #checkBalance(stated: string, account: Standing, name: string, at: LinePlace): void {
    const balance = account.creditsPosted - account.debitsPosted + account.drift
    const difference = BigInt(stated) - balance
    if (difference === 0n) return
    this.#add(at, `${name} is ${stated}; ${balance} was expected`)
    account.drift += difference
  }

  #say(at: LinePlace, fault: string | undefined): void {
    if (fault !== undefined) this.#add(at, fault)
  }

  #add({ file, line }: LinePlace, message: string): void {
    this.#findings.add(file, line, message)
  }
}
