/**
 * How much of the invoices between firms can be netted away, and how long it takes.
 *
 * The network is made, with a seed, of the size that Fleischman, Dini and Littera published (Sardex, Journal of Risk and
 * Financial Management 13(12):295): 3,199 firms, 138,378 invoices, 31,025,977.97 euro. Who owes whom is ours: their data
 * is not public, and the share that clears depends on it. Few firms have most invoices (weights of a Pareto law), amounts are lognormal.
 *
 *     npx tsx test/bench/clearing.ts [seed]
 */
import { Stream } from '../../simulations/random/stream.ts'
import { Streams } from '../../simulations/random/streams.ts'
import { clear, clearing, type Obligation } from '../../src/currency/core/clearing.ts'
import { settleOnCredit, settling } from '../../src/currency/core/credit-settlement.ts'
import { runInSlices, type Steps } from '../../src/kernel/steps.ts'

const FIRMS = 3_199
const INVOICES = 138_378
const TOTAL = 3_102_597_797
/** The published gains: netting alone takes a quarter of the net internal debt, with mutual credit half. */
const LINE_SHARE = 0.1
const ROUNDS = 5

const stream = new Streams(Number(process.argv[2] ?? 1)).open(new Stream(), 0, 0, 0)

function network(): readonly Obligation[] {
  const weights = Float64Array.from({ length: FIRMS }, () => stream.uniform() ** -0.8)
  const cumulative = new Float64Array(FIRMS)
  let sum = 0
  for (let firm = 0; firm < FIRMS; firm++) {
    sum += weights[firm] as number
    cumulative[firm] = sum
  }
  const pick = (): number => {
    const target = stream.uniform() * sum
    let [low, high] = [0, FIRMS - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((cumulative[middle] as number) > target) high = middle
      else low = middle + 1
    }
    return low
  }
  // The sum of twelve uniform numbers is near enough to a normal one here.
  const normal = (): number => {
    let all = -6
    for (let one = 0; one < 12; one++) all += stream.uniform()
    return all
  }
  const sizes = Float64Array.from({ length: INVOICES }, () => Math.exp(1.4 * normal()))
  const scale = TOTAL / sizes.reduce((all, size) => all + size, 0)
  return Array.from(sizes, (size) => {
    const debtor = pick()
    let creditor = pick()
    while (creditor === debtor) creditor = pick()
    return { debtor, creditor, amount: Math.max(1, Math.round(size * scale)) }
  })
}

const invoices = network()
const times: number[] = []
let result = clear(FIRMS, invoices)
for (let round = 0; round < ROUNDS; round++) {
  const start = performance.now()
  result = clear(FIRMS, invoices)
  times.push(performance.now() - start)
}
const median = times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN

const open = result.cleared.map((cleared, index) => (invoices[index]?.amount ?? 0) - cleared)
const sold = new Float64Array(FIRMS)
for (const { creditor, amount } of invoices) sold[creditor] = (sold[creditor] ?? 0) + amount
const accounts = Array.from(sold, (amount) => {
  const line = Math.round(amount * LINE_SHARE)
  return { balance: 0, line, room: null }
})
const { paid } = settleOnCredit(accounts, invoices, open)
const onCredit = paid.reduce((all, one) => all + one, 0)
/** The longest that others wait while it is done in slices, as the service does it, in milliseconds. */
async function longestBlock<T>(steps: Steps<T>): Promise<number> {
  let [longest, since] = [0, performance.now()]
  const look = () => {
    longest = Math.max(longest, performance.now() - since)
  }
  const rest = async () => {
    look()
    await new Promise(setImmediate)
    since = performance.now()
  }
  await runInSlices(steps, { now: () => performance.now(), sliceMs: 20, rest })
  look()
  return longest
}
const start = performance.now()
settleOnCredit(accounts, invoices, open)
const creditMs = performance.now() - start
const blocks = [
  await longestBlock(clearing(FIRMS, invoices)),
  await longestBlock(settling(accounts, invoices, open)),
]

const share = (part: number): string => `${((100 * part) / result.total).toFixed(1)} %`

process.stdout.write(
  [
    `${FIRMS} firms, ${INVOICES} invoices, ${(result.total / 100).toFixed(2)} euro, made by us`,
    `netted: ${share(result.clearedTotal)} in ${median.toFixed(0)} ms (median of ${ROUNDS})`,
    `then settled on credit, lines of ${LINE_SHARE * 100} % of what each sold: ${share(onCredit)}`,
    `at one stretch ${median.toFixed(0)} ms and ${creditMs.toFixed(0)} ms; in slices the longest block is ${Math.max(...blocks).toFixed(0)} ms`,
    `still open: ${share(result.total - result.clearedTotal - onCredit)}`,
    '',
  ].join('\n'),
)
