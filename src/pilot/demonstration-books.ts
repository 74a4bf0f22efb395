import { createWatch, type Hearer } from '../db/watch.ts'
import type { AccountId, VoucherId } from '../kernel/ids.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import type { StatementEntry } from '../ledger/core/reading.ts'
import type { BookReader, Stretch } from '../ledger/reading.ts'
import type { Network } from '../network/service.ts'
import type { Vouchers } from '../vouchers/service.ts'
import { DEMO_SHOP } from './core/cast.ts'

/** One account, as a T: what moved since the visitor came, and what it holds. */
export interface TAccount {
  readonly name: 'envelope' | 'voucher' | 'payable'
  /** Credits less debits before the first of the entries. */
  readonly opening: Minor
  readonly entries: readonly Pick<StatementEntry, 'position' | 'code' | 'side' | 'amount'>[]
  /** Credits less debits now. */
  readonly closing: Minor
}

/** The accounts that a payment walks through, and the whole book below them. */
export interface BooksPicture {
  /** Of the last transfer. */
  readonly position: bigint
  readonly unit: Unit
  readonly accounts: readonly TAccount[]
  /** What all accounts of the unit hold on the debit side, and on the credit side. */
  readonly debits: Minor
  readonly credits: Minor
}

export interface BooksPictureDeps {
  readonly books: BookReader
  readonly network: Network
  readonly vouchers: Pick<Vouchers, 'get'>
}

const LOOK_MS = 500
/** The newest of what moved. */
const ENTRIES_MAX = 6

/** The accounts of the demonstration, told as they change. */
export interface DemonstrationBooks {
  /**
   * Prepares to tell of a voucher's accounts since a position of the log: call what it gives with whoever listens.
   *
   * @throws DomainError `voucher_not_found`
   */
  follow(voucherId: VoucherId, since: bigint): Promise<(hearer: Hearer<BooksPicture>) => () => void>
}

export function createDemonstrationBooks(deps: BooksPictureDeps): DemonstrationBooks {
  const drawn = new Map<string, BooksPicture>()
  const watch = createWatch<BooksPicture>({
    everyMs: LOOK_MS,
    // A topic is whose accounts, and since when.
    look: async (topics) => {
      const { position } = await deps.books.moment()
      for (const topic of [...drawn.keys()]) if (!topics.includes(topic)) drawn.delete(topic)
      for (const topic of topics) {
        if (drawn.get(topic)?.position === position) continue
        const [voucherId = '', since = '0'] = topic.split(' ')
        drawn.set(topic, await drawBooks(deps, voucherId as VoucherId, BigInt(since)))
      }
      return drawn
    },
  })
  return {
    follow: async (voucherId, since) => {
      await deps.vouchers.get(voucherId)
      return (hearer) => watch.follow(`${voucherId} ${since}`, hearer)
    },
  }
}

async function drawBooks(
  { books, network, vouchers }: BooksPictureDeps,
  voucherId: VoucherId,
  since: bigint,
): Promise<BooksPicture> {
  const voucher = await vouchers.get(voucherId)
  const { unit, contactPointId } = voucher
  const point = await network.findContactPoint(contactPointId)
  const envelopeId = point?.envelopeAccountId
  const colour = (await books.findAccount(voucherId))?.colour ?? null
  const { accountId: payableId } = network.payableFor(DEMO_SHOP, unit, colour)
  return books.together(async (same) => {
    const moment = await same.moment()
    const groups = (await same.groups(moment)).filter((group) => group.unit === unit)
    const balances = groups.map(({ balance }) => balance)
    const stretch = { after: since, until: moment.position }
    const drawn = (name: TAccount['name'], id: AccountId | undefined) =>
      drawAccount(same, name, id, stretch)
    return {
      ...{ position: moment.position, unit },
      debits: balances.reduce((sum, balance) => (balance < 0n ? sum - balance : sum), 0n),
      credits: balances.reduce((sum, balance) => (balance > 0n ? sum + balance : sum), 0n),
      accounts: [
        await drawn('envelope', envelopeId),
        await drawn('voucher', voucherId),
        await drawn('payable', payableId),
      ],
    }
  })
}

async function drawAccount(
  books: BookReader,
  name: TAccount['name'],
  id: AccountId | undefined,
  stretch: Stretch,
): Promise<TAccount> {
  const found = id && (await books.statement(id, stretch, { after: stretch.after, limit: 1 }))
  if (id === undefined || found === undefined)
    return { name, opening: 0n, entries: [], closing: 0n }
  let newest: readonly StatementEntry[] = []
  for await (const entries of books.allEntries(id, stretch)) {
    newest = [...newest, ...entries].slice(-ENTRIES_MAX - 1)
  }
  // Older entries than fit are in the opening.
  const before = newest.length > ENTRIES_MAX ? newest[0] : undefined
  return {
    name,
    opening: before?.balance ?? found.openingBalance,
    entries: newest
      .slice(-ENTRIES_MAX)
      .map(({ position, code, side, amount }) => ({ position, code, side, amount })),
    closing: found.closingBalance,
  }
}
