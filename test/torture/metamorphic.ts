import type { Unit } from '../../src/kernel/money.ts'
import type { NewTransfer } from '../../src/ledger/core/transfer.ts'
import type { Findings } from './findings.ts'
import { idOf, indexOfId } from './ids.ts'
import type { PostQuestion } from './protocol.ts'
import { Random } from './random.ts'
import type { ServiceProcess } from './service.ts'

const ACCOUNTS = 12
const REQUESTS = 120

/** A way to hand the same requests over. */
interface Variant {
  readonly name: string
  /** Groups that are asked together, one group behind the other. */
  readonly groups: (requests: readonly PostQuestion[], random: Random) => readonly PostQuestion[][]
}

const VARIANTS: readonly Variant[] = [
  { name: 'one at a time', groups: (requests) => requests.map((one) => [one]) },
  { name: 'all together', groups: (requests) => [[...requests]] },
  { name: 'permuted', groups: (requests, random) => inGroups(random.shuffled(requests), 7) },
  {
    name: 'each three times',
    groups: (requests) => inGroups(requests.flatMap((one) => [one, one]).concat(requests), 17),
  },
  { name: 'split', groups: (requests) => inGroups(requests.flatMap(split), 5) },
]

/**
 * 31: requests between accounts without limits come to the same balances and the same statuses, however they are
 * permuted, cut, repeated or split, and whatever their ids are: each way has accounts and ids of its own.
 */
export async function checkMetamorphic(
  service: ServiceProcess,
  seed: number,
  findings: Findings,
): Promise<void> {
  let expected: string | undefined
  for (const [index, { name, groups }] of VARIANTS.entries()) {
    const space = seed + 1_000_003 * (index + 1)
    const accounts = Array.from({ length: ACCOUNTS }, (_, at) => ({
      id: idOf('account', at, space),
      unit: 'EUR' as Unit,
      code: 1,
      flags: [],
      origin: 'raw' as const,
    }))
    await service.ask({ kind: 'post', accounts, transfers: [], rawOnly: false })
    const created = new Set<number>()
    const wrong: string[] = []
    for (const group of groups(requestsOf(seed, space), new Random(seed, 8))) {
      for (const answer of (await service.askTogether(group)) ?? []) {
        const transfers = answer.kind === 'outcome' ? answer.outcome.transfers : []
        for (const { id, status } of transfers) {
          if (status === 'created') created.add(indexOfId(id, space))
          else if (status !== 'exists') wrong.push(status)
        }
      }
    }
    const ids = accounts.map(({ id }) => id)
    const answer = await service.ask({ kind: 'accounts', ids })
    const states = new Map(
      (answer?.kind === 'states' ? answer.states : []).map((state) => [state.id, state]),
    )
    const counters = ids.map((id) => {
      const state = states.get(id)
      return `${state?.debitsPosted} ${state?.creditsPosted}`
    })
    const found = [created.size, ...counters, ...wrong].join(', ')
    expected ??= found
    findings.expect(31, found === expected, () => `${name}: ${found}; otherwise ${expected}`)
  }
}

/** Single transfers and journals; the same in every space but for the ids. */
function requestsOf(seed: number, space: number): readonly PostQuestion[] {
  const random = new Random(seed, 7)
  let index = 0
  const transfer = (isLinked: boolean): NewTransfer => {
    index += 1
    const from = random.below(ACCOUNTS)
    const to = (from + random.between(1, ACCOUNTS - 1)) % ACCOUNTS
    return {
      id: idOf('transfer', index, space),
      debitAccountId: idOf('account', from, space),
      creditAccountId: idOf('account', to, space),
      amount: BigInt(random.between(1, 999)),
      unit: 'EUR' as Unit,
      code: 1,
      flags: isLinked ? ['linked'] : [],
    }
  }
  return Array.from({ length: REQUESTS }, () => {
    const length = random.pick([1, 1, 2, 4])
    const isJournal = random.chance(0.5)
    const transfers = Array.from({ length }, (_, at) => transfer(isJournal && at < length - 1))
    return { kind: 'post', accounts: [], transfers, rawOnly: false }
  })
}

/** A request as several, journals whole. */
function split(question: PostQuestion): PostQuestion[] {
  const { transfers } = question
  const isJournal = transfers.some(({ flags }) => flags.includes('linked'))
  return isJournal ? [question] : transfers.map((one) => ({ ...question, transfers: [one] }))
}

function inGroups(requests: readonly PostQuestion[], size: number): PostQuestion[][] {
  return Array.from({ length: Math.ceil(requests.length / size) }, (_, at) =>
    requests.slice(at * size, (at + 1) * size),
  )
}
