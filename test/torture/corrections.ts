import type { Uuid } from '../../src/kernel/ids.ts'
import { convertedAmount } from '../../src/ledger/core/conversion.ts'
import { type Micros, micros } from '../../src/ledger/core/instant.ts'
import type {
  Conversion,
  NewTransfer,
  ReversalReason,
  TransferFlag,
} from '../../src/ledger/core/transfer.ts'
import { CAST } from './cast.ts'
import type { Random } from './random.ts'

/** What makes new transfers, and remembers the last ones. */
export interface TransferMaker {
  transfer(from: number, to: number, amount: bigint, flags?: TransferFlag[]): NewTransfer
  recent(): readonly NewTransfer[]
  remember(pending: NewTransfer): NewTransfer
  account(index: number): Uuid
}

const REASONS: readonly ReversalReason[] = ['entered_twice', 'goods_returned', 'fraud', 'other']
/** A day long before any test. */
const PAST = BigInt(Date.UTC(2025, 0, 1)) * 1000n
const DAY = 86_400_000_000n
const TAKEN_MAX = 4

/** Makes journals of the rules beside plain moving and reserving; some of each must be refused. */
export class Corrections {
  readonly #maker: TransferMaker
  readonly #random: Random
  readonly #taken: NewTransfer[] = []

  constructor(maker: TransferMaker, random: Random) {
    this.#maker = maker
    this.#random = random
  }

  /** Moves what is there and no more: all that a wallet holds, or what a claim still lacks. */
  balancing(): NewTransfer[] {
    const random = this.#random
    const wallet = random.between(CAST.walletFirst, CAST.walletLast)
    const upTo = BigInt(random.pick([1, 20, 1000]))
    const flag = random.pick<TransferFlag[]>([
      ['balancing_debit'],
      ['balancing_debit'],
      ['balancing_credit'],
      ['balancing_debit', 'balancing_credit'],
    ])
    const to = random.pick([CAST.shop, CAST.claim])
    if (!random.chance(0.2)) return [this.#maker.transfer(wallet, to, upTo, flag)]
    const pending = this.#maker.transfer(wallet, to, upTo, [...flag, 'pending'])
    return [this.#maker.remember({ ...pending, timeoutSeconds: random.pick([0, 1, 2]) })]
  }

  /** Closes an account for a second or two, or until a void opens it again. */
  closing(): NewTransfer[] {
    const random = this.#random
    const isDebit = random.chance(0.5)
    const [from, to] = isDebit ? [this.#till(), CAST.shop] : [CAST.funds, this.#till()]
    const flag = isDebit ? 'closing_debit' : 'closing_credit'
    const flags: TransferFlag[] = random.chance(0.05) ? [flag] : [flag, 'pending']
    const closing = this.#maker.transfer(from, to, random.pick([0n, 0n, 3n]), flags)
    return [this.#maker.remember({ ...closing, timeoutSeconds: random.pick([0, 1, 1, 2]) })]
  }

  /** Takes back one of the last transfers, whole, in part, or more than that. */
  reversal(): NewTransfer[] {
    const random = this.#random
    const plain = this.#maker
      .recent()
      .filter(({ flags }) => flags.every((flag) => flag === 'linked'))
    // What passed through clearing cannot be taken back leg by leg without leaving something there.
    const clearing = this.#maker.account(CAST.clearing)
    const able = plain.filter(
      ({ amount: moved, debitAccountId, creditAccountId }) =>
        moved < 2n ** 32n && debitAccountId !== clearing && creditAccountId !== clearing,
    )
    if (able.length === 0) return [this.#maker.transfer(CAST.funds, CAST.shop, this.#amount())]
    const times = random.pick([1, 1, 2])
    return Array.from({ length: times }, () => {
      // Mostly one that others take back as well: of all of them, no more than the whole may succeed.
      const of = random.pick(random.chance(0.6) && this.#taken.length > 0 ? this.#taken : able)
      this.#taken.push(of)
      if (this.#taken.length > TAKEN_MAX) this.#taken.shift()
      const fresh = this.#maker.transfer(CAST.funds, CAST.shop, 1n)
      const part = random.pick([of.amount, of.amount, of.amount / 2n, of.amount + 1n])
      return {
        ...fresh,
        debitAccountId: of.creditAccountId,
        creditAccountId: random.chance(0.05) ? of.creditAccountId : of.debitAccountId,
        amount: part === 0n ? 1n : part,
        unit: of.unit,
        reversal: { of: of.id, reason: random.pick(REASONS) },
      }
    })
  }

  /** Euros in, merit out, at a rate; now and then with an amount that the rate does not give. */
  conversion(): NewTransfer[] {
    const random = this.#random
    const source = this.#maker.transfer(CAST.funds, CAST.euroExchange, this.#amount() * 7n)
    const conversion: Conversion = {
      of: source.id,
      rateNumerator: BigInt(random.between(1, 50)),
      rateDenominator: BigInt(random.between(1, 20)),
      rounding: random.pick(['half_up', 'half_even', 'down', 'down', 'up']),
    }
    const right = convertedAmount(source.amount, conversion)
    const isUp = conversion.rounding === 'up' && right > 1n
    const wrong = random.chance(0.4) ? (isUp ? -1n : 1n) : 0n
    const target = this.#maker.transfer(CAST.meritExchange, CAST.meritShop, right + wrong)
    return [source, { ...target, conversion }]
  }

  /** Within a colour, and from one to another, which no transfer may. */
  colour(): NewTransfer[] {
    const random = this.#random
    const [from, to] = random.weighted<readonly [number, number]>([
      [4, [CAST.winterFunds, CAST.winterWallet]],
      [4, [CAST.winterWallet, CAST.winterShop]],
      [3, [CAST.biellaFunds, CAST.biellaShop]],
      [1, [CAST.winterFunds, CAST.biellaShop]],
      [1, [CAST.summerFunds, CAST.winterShop]],
      [1, [CAST.funds, CAST.winterWallet]],
      [1, [CAST.winterShop, CAST.shop]],
    ])
    return [this.#maker.transfer(from, to, this.#amount())]
  }

  /** Told of later than it happened; now and then of what has not happened yet. */
  occurred(): NewTransfer[] {
    const random = this.#random
    const occurredAt: Micros = micros(
      random.chance(0.1) ? PAST + 40_000n * DAY : PAST + BigInt(random.below(60)) * DAY,
    )
    return [{ ...this.#maker.transfer(CAST.funds, CAST.shop, this.#amount()), occurredAt }]
  }

  #amount(): bigint {
    return BigInt(this.#random.between(1, 30))
  }

  #till(): number {
    return this.#random.between(CAST.tillFirst, CAST.tillLast)
  }
}
