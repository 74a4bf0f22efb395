import type { Rounding } from '../../../kernel/decimal.ts'
import { ACCOUNT_FLAGS } from '../account.ts'
import { convertedAmount } from '../conversion.ts'
import { ROUNDING_CODES, TRANSFER_FLAGS } from '../transfer.ts'
import type { TransferLine } from './records.ts'
import type { StandingSides } from './reservations.ts'
import type { Standing } from './standing.ts'

interface Source {
  readonly amount: bigint
  readonly credit: Standing
  isConverted: boolean
}

/** No request is longer, so no journal is. */
const MEMBERS_MAX = 1000
const ROUNDINGS = new Map(
  (Object.keys(ROUNDING_CODES) as Rounding[]).map((name) => [ROUNDING_CODES[name], name] as const),
)

/** Holds conversions against what came before them in their journal: a run of linked transfers and the one after it. */
export class JournalCheck {
  readonly #sources = new Map<string, Source>()

  /** What is wrong with a conversion, then keeps what a later transfer of the same journal may convert. */
  look(line: TransferLine, bits: number, sides: StandingSides): string | undefined {
    const fault = line.converts == null ? strayFault(line) : this.#fault(line, bits, sides)
    if ((bits & TRANSFER_FLAGS.linked) === 0) this.end()
    else if (bits === TRANSFER_FLAGS.linked) this.#keep(line, sides)
    return fault
  }

  /** Forgets the journal. */
  end(): void {
    if (this.#sources.size > 0) this.#sources.clear()
  }

  #keep({ id, amount, reverses }: TransferLine, { credit }: StandingSides): void {
    const isSource = (credit.flags & ACCOUNT_FLAGS.exchange) !== 0 && reverses == null
    if (!isSource || this.#sources.size >= MEMBERS_MAX) return
    this.#sources.set(id, { amount: BigInt(amount), credit, isConverted: false })
  }

  #fault(line: TransferLine, bits: number, { debit }: StandingSides): string | undefined {
    const { converts, rateNumerator, rateDenominator } = line
    const rounding = ROUNDINGS.get(Number(line.rounding) as 1)
    if (rateNumerator == null || rateDenominator == null || rounding === undefined) {
      return `converts ${converts}, and does not say how`
    }
    if ((bits & ~TRANSFER_FLAGS.linked) !== 0) return `converts ${converts}, and is not plain`
    const source = this.#sources.get(converts ?? '')
    if (source === undefined) {
      return `converts ${converts}, which is no plain transfer to an exchange account before it in its journal`
    }
    if (source.isConverted) return `converts ${converts}, which was converted before`
    source.isConverted = true
    const isExchange = (debit.flags & ACCOUNT_FLAGS.exchange) !== 0
    if (!isExchange || debit.unit === source.credit.unit || debit.colour !== source.credit.colour) {
      return `converts ${converts} from an account that is no exchange account of another unit and the same colour`
    }
    const rate = {
      rateNumerator: BigInt(rateNumerator),
      rateDenominator: BigInt(rateDenominator),
      rounding,
    }
    const expected = convertedAmount(source.amount, rate)
    return BigInt(line.amount) === expected
      ? undefined
      : `converts ${source.amount} to ${line.amount}; ${expected} was expected`
  }
}

function strayFault({ rateNumerator, rateDenominator, rounding }: TransferLine) {
  const isStray = rateNumerator != null || rateDenominator != null || rounding != null
  return isStray ? 'has a rate and converts nothing' : undefined
}
