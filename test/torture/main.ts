import { parseArgs } from 'node:util'
import { systemRuntime as runtime } from '../../src/runtime.ts'
import { sweepBoundaries } from './boundaries.ts'
import { startTortureCluster, type TortureCluster } from './cluster.ts'
import { DATA_MUTANTS, isCaught, tamper } from './data-mutants.ts'
import { CODE_MUTANTS } from './mutants.ts'
import { type Torment, torment } from './mutation.ts'
import { tablesOfPage } from './page.ts'
import { plan } from './plan.ts'
import { run } from './run.ts'
import { checkSimulation } from './simulation.ts'

const HELP = `npm run torture -- [options]
  --seed N        the first seed; another each time where left out
  --minutes M     so long it goes on with further seeds; 1 where left out
  --questions N   asked in each round; 2500 where left out
  --mutants       instead: every service that is broken on purpose, each of which must be caught
  --only TEXT     of these the ones whose name has this in it
  --tables        instead: prints the tables of docs/testing.md
`

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    minutes: { type: 'string', default: '1' },
    questions: { type: 'string', default: '2500' },
    mutants: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    tables: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const say = (line: string) => process.stdout.write(`${line}\n`)
if (values.help) say(HELP)
else if (values.tables) say(tablesOfPage().join('\n\n'))
else await main(values.seed === undefined ? newSeed() : Number(values.seed))

async function main(seed: number): Promise<void> {
  const cluster = await startTortureCluster()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => leave(cluster))
  try {
    const isWell = values.mutants ? await tryMutants(cluster, seed) : await soak(cluster, seed)
    if (!isWell) process.exitCode = 1
  } finally {
    await cluster.stop()
  }
}

/** The server would outlive this process; the services do not. */
async function leave(cluster: TortureCluster): Promise<void> {
  await cluster.stop()
  process.kill(process.pid, 'SIGKILL')
}

async function soak(cluster: TortureCluster, first: number): Promise<boolean> {
  const endMs = runtime.now() + Number(values.minutes) * 60_000
  for (let seed = first; seed === first || runtime.now() < endMs; seed += 1) {
    const rounds = plan(seed)
    const options = { cluster, seed, rounds, questionsPerRound: Number(values.questions), say }
    const { findings } = await run(options)
    await checkSimulation({ cluster, seed }, findings)
    const kills = { service: 6, server: 3 }
    const { messages } = await sweepBoundaries({ cluster, seed, kills }, findings)
    say(`seed ${seed}: broken in front of ${messages.client} and ${messages.server} messages`)
    for (const line of findings.lines()) say(line)
    if (findings.kept.length === 0) continue
    say(`the same again: npm run torture -- --seed ${seed} --questions ${values.questions}`)
    return false
  }
  return true
}

/** Every mutant must be caught, by the invariants that its line names. */
async function tryMutants(cluster: TortureCluster, seed: number): Promise<boolean> {
  let isWell = true
  const judge = (name: string, torment: Torment, caughtBy: readonly number[]) => {
    const { isCaught: isRight, invariants, lines } = torment
    const verdict = isRight ? 'caught' : `NOT as ${caughtBy.join(', ')} must`
    say(`${verdict} by ${invariants.join(', ') || 'nobody'}: ${name}`)
    if (!isRight) for (const line of lines) say(`    ${line}`)
    isWell &&= isRight
  }
  const isWanted = ({ name }: { readonly name: string }) => name.includes(values.only)
  await run({
    cluster,
    seed,
    rounds: [[], []],
    questionsPerRound: 400,
    afterwards: async (finished) => {
      for (const mutant of DATA_MUTANTS.filter(isWanted)) {
        const findings = await tamper(finished, mutant)
        const { invariants } = findings
        const isRight = isCaught(mutant, invariants)
        judge(
          mutant.name,
          { invariants, lines: findings.lines(), isCaught: isRight },
          mutant.caughtBy,
        )
      }
    },
  })
  for (const mutant of CODE_MUTANTS.filter(isWanted)) {
    judge(mutant.name, await torment(cluster, mutant, seed), mutant.caughtBy)
  }
  return isWell
}

function newSeed(): number {
  return runtime.randomBytes(4).reduce((all, byte) => all * 256 + byte, 0) % 2 ** 31
}
