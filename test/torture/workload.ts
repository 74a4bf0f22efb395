import { UUID_ZERO, type Uuid } from '../../src/kernel/ids.ts'
import { MINOR_MAX } from '../../src/kernel/money.ts'
import type { NewAccount } from '../../src/ledger/core/account.ts'
import type { NewTransfer, TransferFlag } from '../../src/ledger/core/transfer.ts'
import { accountAt, accountIdAt, CAST, EUR, MERIT, unitAt } from './cast.ts'
import { Corrections } from './corrections.ts'
import { idOf } from './ids.ts'
import type { PostQuestion, Question } from './protocol.ts'
import { Random } from './random.ts'

const REMEMBERED = 400

type Kind =
  | 'plain'
  | 'several'
  | 'journal'
  | 'clearing'
  | 'pending'
  | 'resolution'
  | 'again'
  | 'altered'
  | 'malformed'
  | 'opening'
  | 'openingJournal'
  | 'strange'
  | 'giant'
  | 'balancing'
  | 'closing'
  | 'reversal'
  | 'conversion'
  | 'colour'
  | 'occurred'
  | 'accounts'
  | 'transfer'
  | 'statement'
  | 'trial'
  | 'expire'

const KINDS: readonly (readonly [number, Kind])[] = [
  [26, 'plain'],
  [9, 'several'],
  [8, 'journal'],
  [5, 'clearing'],
  [10, 'pending'],
  [12, 'resolution'],
  [9, 'again'],
  [5, 'altered'],
  [4, 'malformed'],
  [1, 'opening'],
  [2, 'openingJournal'],
  [2, 'strange'],
  [1, 'giant'],
  [4, 'balancing'],
  [3, 'closing'],
  [5, 'reversal'],
  [5, 'conversion'],
  [4, 'colour'],
  [3, 'occurred'],
  [6, 'accounts'],
  [3, 'transfer'],
  [2, 'statement'],
  [1, 'trial'],
  [1, 'expire'],
]

/**
 * Makes questions from a seed: what the n-th is depends on the seed and on nothing else, never on an answer. Hot and
 * cold accounts, journals, reservations that lapse, duplicates and near duplicates, and what must be refused.
 */
export class Workload {
  readonly seed: number
  readonly #random: Random
  readonly #posts: PostQuestion[] = []
  readonly #pendings: NewTransfer[] = []
  readonly #corrections: Corrections
  #transfers = 0
  #opened: number = CAST.lateFirst

  constructor(seed: number) {
    this.seed = seed
    this.#random = new Random(seed, 1)
    this.#corrections = new Corrections(this, this.#random)
  }

  /** The accounts to begin with, and some money in the wallets. */
  opening(): readonly PostQuestion[] {
    const accounts = Array.from({ length: CAST.coldLast + 1 }, (_, index) =>
      accountAt(index, this.seed),
    )
    const money = Array.from({ length: 1 + CAST.walletLast - CAST.walletFirst }, (_, at) =>
      this.transfer(CAST.funds, CAST.walletFirst + at, 40n),
    )
    return [post([], { accounts }), post(money)]
  }

  next(): Question {
    const question = this.#make(this.#random.weighted(KINDS))
    if (question.kind === 'post') {
      if (this.#posts.length === REMEMBERED) this.#posts.shift()
      this.#posts.push(question)
    }
    return question
  }

  /** Transfers that were asked for not long ago. */
  recent(): readonly NewTransfer[] {
    return this.#posts.slice(-80).flatMap(({ transfers }) => transfers)
  }

  /** Reservations that others may post or void from now on. */
  remember(pending: NewTransfer): NewTransfer {
    if (this.#pendings.length === REMEMBERED) this.#pendings.shift()
    this.#pendings.push(pending)
    return pending
  }

  account(index: number): Uuid {
    return accountIdAt(index, this.seed)
  }

  #make(kind: Kind): Question {
    switch (kind) {
      case 'plain':
        return this.#withCompanion(post([this.#plain()]))
      case 'several':
        return post(this.#many(this.#random.between(2, 20)))
      case 'journal':
        return this.#withCompanion(post(linked(this.#many(this.#random.between(2, 5)))))
      case 'clearing':
        return post(this.#clearing())
      case 'pending':
        return post([this.#pending()])
      case 'resolution':
        return post(this.#resolutions())
      case 'again':
        return this.#again()
      case 'altered':
        return this.#altered()
      case 'malformed':
        return this.#malformed()
      case 'opening':
        return post([], { accounts: [this.#lateAccount(), this.#lateAccount()] })
      case 'openingJournal':
        return this.#openingJournal()
      case 'strange':
        return this.#strange()
      case 'giant':
        return post([this.transfer(CAST.giantFrom, CAST.giantTo, MINOR_MAX / 2n)])
      case 'balancing':
      case 'closing':
      case 'reversal':
      case 'conversion':
      case 'colour':
      case 'occurred':
        return post(linked(this.#corrections[kind]()))
      default:
        return this.#reading(kind)
    }
  }

  /** Half of it touches the hot accounts; wallets hold little, so that many are refused. */
  #plain(): NewTransfer {
    const random = this.#random
    const wallet = () => random.between(CAST.walletFirst, CAST.walletLast)
    const cold = () => random.between(CAST.coldFirst, CAST.coldLast)
    const amount = BigInt(random.between(1, 30))
    const [from, to] = random.weighted<readonly [number, number]>([
      [22, [CAST.funds, CAST.shop]],
      [12, [CAST.funds, wallet()]],
      [20, [wallet(), CAST.shop]],
      [5, [CAST.shop, CAST.claim]],
      [5, [CAST.claim, CAST.funds]],
      [4, [cold(), cold()]],
      [10, [CAST.funds, cold()]],
      [10, [cold(), CAST.shop]],
      [4, [CAST.meritFunds, CAST.meritShop]],
      [3, [CAST.funds, random.between(CAST.lateFirst, CAST.lateLast)]],
      [4, [CAST.funds, random.between(CAST.tillFirst, CAST.tillLast)]],
      [4, [random.between(CAST.tillFirst, CAST.tillLast), CAST.shop]],
    ])
    return this.transfer(from, from === to ? CAST.funds : to, amount)
  }

  transfer(from: number, to: number, amount: bigint, flags: TransferFlag[] = []): NewTransfer {
    const index = this.#transfers
    this.#transfers += 1
    return {
      id: idOf('transfer', index, this.seed),
      debitAccountId: this.account(from),
      creditAccountId: this.account(to),
      amount,
      unit: unitAt(from),
      code: 1 + (index % 7),
      flags,
      ...(index % 3 === 0 ? { reference128: idOf('reference', index % 50, this.seed) } : {}),
      ...(index % 4 === 0 ? { reference64: BigInt(index) } : {}),
    }
  }

  #many(count: number): NewTransfer[] {
    return Array.from({ length: count }, () =>
      this.#random.chance(0.1) ? this.#pending() : this.#plain(),
    )
  }

  #clearing(): NewTransfer[] {
    const random = this.#random
    const amount = BigInt(random.between(1, 9))
    const to = random.pick([CAST.shop, CAST.claim, CAST.closed, CAST.shop])
    const pair = [
      this.transfer(CAST.funds, CAST.clearing, amount),
      this.transfer(CAST.clearing, to, amount),
    ]
    return linked(pair)
  }

  #pending(): NewTransfer {
    const random = this.#random
    const from = random.weighted([
      [5, random.between(CAST.walletFirst, CAST.walletLast)],
      [4, CAST.funds],
      [1, CAST.claim],
    ])
    const plain = this.transfer(from, CAST.shop, BigInt(random.between(1, 20)), ['pending'])
    const timeoutSeconds = random.pick([0, 0, 1, 1, 2, 60, 3600])
    return this.remember({ ...plain, timeoutSeconds })
  }

  #resolutions(): NewTransfer[] {
    const count = this.#random.pick([1, 1, 1, 2, 3])
    return Array.from({ length: count }, () => this.#resolution())
  }

  /** Posts or voids one of the last reservations, whole or in part, mostly as it must be done. */
  #resolution(): NewTransfer {
    const random = this.#random
    const short = this.#pendings.slice(0, -40).filter(({ timeoutSeconds }) => timeoutSeconds === 1)
    // Some that are just now reserved, and some that should have lapsed by now.
    const known = random.chance(0.7) || short.length === 0 ? this.#pendings.slice(-30) : short
    if (known.length === 0) return this.#pending()
    const reserved = random.pick(known)
    const flag = random.pick<TransferFlag>(['post_pending', 'post_pending', 'void_pending'])
    const { id, reference128, reference64 } = this.#plain()
    const amounts = [0n, 0n, reserved.amount, reserved.amount / 2n, reserved.amount + 1n]
    return {
      id,
      debitAccountId: reserved.debitAccountId,
      creditAccountId: random.chance(0.05) ? this.account(CAST.claim) : reserved.creditAccountId,
      amount: random.pick(amounts),
      unit: reserved.unit,
      code: random.chance(0.05) ? reserved.code + 1 : reserved.code,
      flags: [flag],
      pendingId: reserved.id,
      ...(reference128 === undefined ? {} : { reference128 }),
      ...(reference64 === undefined ? {} : { reference64 }),
    }
  }

  /** The same once more: just now, so that both are on their way, or long after. */
  #again(): PostQuestion {
    const last = this.#posts.slice(this.#random.chance(0.6) ? -24 : 0)
    return last.length === 0 ? post([this.#plain()]) : this.#random.pick(last)
  }

  /** Known ids with something else under them. */
  #altered(): PostQuestion {
    const random = this.#random
    // Another leg under the id of one that comes in would rightly leave something in clearing.
    const clearing = this.account(CAST.clearing)
    const last = this.#posts
      .slice(-60)
      .filter(({ transfers: [first] }) => first !== undefined && first.creditAccountId !== clearing)
    if (last.length === 0) return post([this.#plain()])
    const { transfers } = random.pick(last)
    const at = random.below(transfers.length)
    return post(transfers.map((one, index) => (index === at ? this.#alter(one) : one)))
  }

  #alter(transfer: NewTransfer): NewTransfer {
    const random = this.#random
    const { pendingId: _, ...withoutPending } = transfer
    return random.pick<NewTransfer>([
      { ...transfer, amount: transfer.amount === MINOR_MAX ? 1n : transfer.amount + 1n },
      { ...transfer, code: transfer.code + 1 },
      { ...transfer, reference64: 7_777n },
      { ...transfer, reference128: idOf('reference', 999, this.seed) },
      { ...transfer, debitAccountId: this.account(CAST.coldFirst) },
      { ...transfer, creditAccountId: this.account(CAST.coldLast) },
      { ...transfer, unit: transfer.unit === EUR ? MERIT : EUR },
      { ...transfer, timeoutSeconds: 77 },
      { ...withoutPending, flags: ['pending'] },
    ])
  }

  #malformed(): PostQuestion {
    const random = this.#random
    const plain = this.#plain()
    const wrong = random.pick<NewTransfer>([
      { ...plain, amount: 0n },
      { ...plain, code: 0 },
      { ...plain, creditAccountId: plain.debitAccountId },
      { ...plain, id: UUID_ZERO },
      { ...plain, flags: ['pending', 'post_pending'] },
      { ...plain, flags: ['linked'] },
      { ...plain, timeoutSeconds: 5 },
      { ...plain, flags: ['void_pending'], pendingId: plain.id },
      { ...plain, debitAccountId: UUID_ZERO },
    ])
    const others = this.#many(random.below(3))
    return post([...others, wrong])
  }

  #lateAccount(): NewAccount {
    const index = this.#opened
    this.#opened = index === CAST.lateLast ? CAST.lateFirst : index + 1
    return {
      id: this.account(index),
      unit: EUR,
      code: 4,
      flags: index % 2 === 0 ? ['debits_must_not_exceed_credits'] : [],
      origin: 'raw',
    }
  }

  /** An account and its first transfers, all or none; sometimes more than there is leaves it again. */
  #openingJournal(): PostQuestion {
    const random = this.#random
    const account = this.#lateAccount()
    const into = this.transfer(CAST.funds, CAST.coldFirst, 10n)
    const out = this.transfer(CAST.coldFirst, CAST.shop, random.pick([5n, 10n, 11n]))
    return post(
      linked([
        { ...into, creditAccountId: account.id },
        { ...out, debitAccountId: account.id },
      ]),
      { accounts: [account] },
    )
  }

  #strange(): PostQuestion {
    const random = this.#random
    const amount = BigInt(random.between(1, 9))
    return random.pick([
      post([this.transfer(CAST.funds, CAST.programme, amount)], { rawOnly: true }),
      post([this.transfer(CAST.funds, CAST.programme, amount)]),
      post([this.transfer(CAST.funds, CAST.meritShop, amount)]),
      post([this.transfer(CAST.funds, CAST.closed, amount)]),
      post([this.transfer(CAST.funds, CAST.shop, MINOR_MAX)]),
      post([this.transfer(CAST.funds, CAST.lateLast + 1, amount)]),
      { ...post([this.transfer(CAST.funds, CAST.shop, amount)]), companion: 'fails' as const },
    ])
  }

  #withCompanion(question: PostQuestion): PostQuestion {
    return this.#random.chance(0.15) ? { ...question, companion: 'writes' } : question
  }

  #reading(kind: 'accounts' | 'transfer' | 'statement' | 'trial' | 'expire'): Question {
    const random = this.#random
    const someone = () => this.account(random.below(random.chance(0.7) ? 15 : CAST.lateLast))
    switch (kind) {
      case 'accounts':
        return { kind, ids: [...new Set(Array.from({ length: 4 }, someone))] }
      case 'transfer':
        return {
          kind,
          id: idOf('transfer', random.below(Math.max(1, this.#transfers)), this.seed),
        }
      case 'statement': {
        const afterPosition = BigInt(random.below(Math.max(1, this.#transfers)))
        return { kind, id: someone(), limit: random.between(1, 40), afterPosition }
      }
      default:
        return { kind }
    }
  }
}

function post(
  transfers: readonly NewTransfer[],
  more: { readonly accounts?: readonly NewAccount[]; readonly rawOnly?: boolean } = {},
): PostQuestion {
  return { kind: 'post', accounts: [], rawOnly: false, ...more, transfers }
}

function linked(transfers: readonly NewTransfer[]): NewTransfer[] {
  return transfers.map((one, index) =>
    index === transfers.length - 1 ? one : { ...one, flags: [...one.flags, 'linked'] },
  )
}
