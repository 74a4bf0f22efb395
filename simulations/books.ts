import type { AccountFlag } from '../src/ledger/core/account.ts'
import type { TransferStatus } from '../src/ledger/core/statuses.ts'

/** The limits that an account of simulated books can have; those of `src/ledger/core`. */
export type Limit = Extract<
  AccountFlag,
  'debits_must_not_exceed_credits' | 'credits_must_not_exceed_debits'
>

/** An account of a model. Its number is its place in the model's list. */
export interface AccountDefinition {
  /** As it stands in a journal, with colons between the levels: `liabilities:fund`. */
  readonly name: string
  /** What it is counted in; `EUR` where it is not said. */
  readonly unit?: string
  readonly limit?: Limit
}

/** What became of an entry, in order of precedence. */
export const ENTRY_STATUSES = [
  'created',
  'accounts_must_be_different',
  'amount_must_not_be_zero',
  'accounts_must_have_the_same_ledger',
  'exceeds_credits',
  'exceeds_debits',
] as const satisfies readonly TransferStatus[]

export type EntryStatus = (typeof ENTRY_STATUSES)[number]

/** How closely a kernel is asked to keep books: one entry a month for all of a kind, or each by itself. */
export type BookMode = 'aggregate' | 'full'

/** An entry of a journal that was kept. */
export interface Entry {
  readonly month: number
  readonly code: number
  readonly debit: number
  readonly credit: number
  readonly cents: number
}

/** Books that do not balance, or an entry that a model must not make. The run fails. */
export class BooksError extends Error {
  override readonly name = 'BooksError'
}

const CREATED = 0
const SAME_ACCOUNT = 1
const ZERO = 2
const OTHER_UNIT = 3
const EXCEEDS_CREDITS = 4
const EXCEEDS_DEBITS = 5
const MAY_NOT_FALL = 1
const MAY_NOT_RISE = 2
const LIMITS: Readonly<Record<Limit, number>> = {
  debits_must_not_exceed_credits: MAY_NOT_FALL,
  credits_must_not_exceed_debits: MAY_NOT_RISE,
}
const FIRST_UNIT = 4
const FIRST_ROWS = 1024
const ROW = 5
/** Beyond this a `number` does not tell one whole number from the next. */
const CENTS_MAX = Number.MAX_SAFE_INTEGER

/**
 * The double-entry books of one path, in whole cents, in arrays that are used again for the next path. An entry debits
 * one account and credits another with the same amount, under the limits of the two, as in `src/ledger/core`.
 */
export class Books {
  readonly accounts: readonly AccountDefinition[]
  readonly mode: BookMode
  /** What was debited and credited to each account, in cents. */
  readonly debits: Float64Array
  readonly credits: Float64Array
  /** The month of the entries that follow, for the journal. */
  month = 0
  /** How many entries were made since the books were opened for this path. */
  entries = 0
  /** Of each account its limits, a bit each, and above them the number of its unit. */
  readonly #kinds: Uint16Array
  #journal: Float64Array | undefined
  #moved = 0

  /** @param options.journal whether to keep each entry, to be read with {@link entriesMade} */
  constructor(
    accounts: readonly AccountDefinition[],
    options: { readonly mode: BookMode; readonly journal?: boolean },
  ) {
    const count = accounts.length
    this.accounts = accounts
    this.mode = options.mode
    this.debits = new Float64Array(count)
    this.credits = new Float64Array(count)
    const units = [...new Set(accounts.map(unitOf))]
    this.#kinds = Uint16Array.from(accounts, (account) => {
      const limit = account.limit === undefined ? 0 : LIMITS[account.limit]
      return units.indexOf(unitOf(account)) * FIRST_UNIT + limit
    })
    this.#journal = options.journal === true ? new Float64Array(FIRST_ROWS * ROW) : undefined
  }

  /** Closes the books of a path and opens empty ones. */
  reset(): void {
    this.debits.fill(0)
    this.credits.fill(0)
    this.month = 0
    this.entries = 0
    this.#moved = 0
  }

  /** What an account holds, in cents: credits less debits. */
  balance(account: number): number {
    return (this.credits[account] as number) - (this.debits[account] as number)
  }

  /**
   * Makes an entry that must be possible; nothing where the amount is zero.
   *
   * @param code what the entry is, as the model numbers it
   * @throws BooksError where the books refuse it
   */
  post(code: number, debit: number, credit: number, cents: number): void {
    if (cents === 0) return
    const status = this.#enter(code, debit, credit, cents)
    if (status !== CREATED) this.#fail(status, debit, credit, cents)
  }

  /** Makes an entry if the limits of its accounts allow it, and says what became of it. */
  tryPost(code: number, debit: number, credit: number, cents: number): EntryStatus {
    return ENTRY_STATUSES[this.#enter(code, debit, credit, cents)] as EntryStatus
  }

  /**
   * Moves so much of an amount as the debit account still holds.
   *
   * @returns the cents that were moved
   */
  postAtMost(code: number, debit: number, credit: number, cents: number): number {
    const held = this.balance(debit)
    const moved = cents < held ? cents : held
    if (!(moved > 0)) return 0
    this.post(code, debit, credit, moved)
    return moved
  }

  /**
   * Adds the books up: what was debited and what was credited must be equal, and equal to what was moved, and no
   * account beyond its limit. A kernel that wrote into the arrays itself is found out here.
   *
   * @throws BooksError
   */
  prove(): void {
    let debited = 0
    let credited = 0
    for (let account = 0; account < this.debits.length; account++) {
      const debit = this.debits[account] as number
      const credit = this.credits[account] as number
      debited += debit
      credited += credit
      const kind = this.#kinds[account] as number
      const fell = debit > credit && (kind & MAY_NOT_FALL) !== 0
      const rose = credit > debit && (kind & MAY_NOT_RISE) !== 0
      if (fell || rose) throw new BooksError(`${this.#name(account)} is beyond its limit`)
    }
    if (debited !== credited || debited !== this.#moved || !Number.isSafeInteger(debited)) {
      throw new BooksError(
        `the books do not balance: debits ${debited}, credits ${credited}, moved ${this.#moved}`,
      )
    }
  }

  /** The entries of this path in their order; none where no journal is kept. */
  *entriesMade(): Generator<Entry> {
    const journal = this.#journal
    if (journal === undefined) return
    for (let row = 0; row < this.entries * ROW; row += ROW) {
      const [month = 0, code = 0, debit = 0, credit = 0, cents = 0] = journal.subarray(
        row,
        row + ROW,
      )
      yield { month, code, debit, credit, cents }
    }
  }

  #enter(code: number, debit: number, credit: number, cents: number): number {
    const { debits, credits } = this
    if (debit === credit) return SAME_ACCOUNT
    if (cents === 0) return ZERO
    if (!(cents > 0 && cents <= CENTS_MAX) || Math.floor(cents) !== cents) {
      this.#fail(ZERO, debit, credit, cents)
    }
    const of = this.#kinds[debit] as number
    const to = this.#kinds[credit] as number
    if ((of ^ to) >= FIRST_UNIT) return OTHER_UNIT
    const debited = (debits[debit] as number) + cents
    const credited = (credits[credit] as number) + cents
    if ((of & MAY_NOT_FALL) !== 0 && debited > (credits[debit] as number)) return EXCEEDS_CREDITS
    if ((to & MAY_NOT_RISE) !== 0 && credited > (debits[credit] as number)) return EXCEEDS_DEBITS
    debits[debit] = debited
    credits[credit] = credited
    this.#moved += cents
    if (this.#journal !== undefined) this.#note(code, debit, credit, cents)
    this.entries += 1
    return CREATED
  }

  #note(code: number, debit: number, credit: number, cents: number): void {
    let journal = this.#journal as Float64Array
    const row = this.entries * ROW
    if (row === journal.length) {
      const longer = new Float64Array(journal.length * 2)
      longer.set(journal)
      this.#journal = longer
      journal = longer
    }
    journal[row] = this.month
    journal[row + 1] = code
    journal[row + 2] = debit
    journal[row + 3] = credit
    journal[row + 4] = cents
  }

  #fail(status: number, debit: number, credit: number, cents: number): never {
    const refusal =
      cents > 0 && Number.isSafeInteger(cents) ? ENTRY_STATUSES[status] : 'no whole cents'
    throw new BooksError(
      `an entry of ${cents} from ${this.#name(debit)} to ${this.#name(credit)} in month ${this.month}: ${refusal}`,
    )
  }

  #name(account: number): string {
    return this.accounts[account]?.name ?? `account ${account}`
  }
}

function unitOf({ unit = 'EUR' }: AccountDefinition): string {
  return unit
}
