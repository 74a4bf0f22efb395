import { parseArgs } from 'node:util'
import { systemRuntime as runtime } from '../../src/runtime.ts'
import { startTortureCluster } from './cluster.ts'
import { plan } from './plan.ts'
import { run } from './run.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    minutes: { type: 'string', default: '1' },
    questions: { type: 'string', default: '2500' },
  },
})
const say = (line: string) => process.stdout.write(`${line}\n`)
const firstSeed = values.seed === undefined ? seedOfNow() : Number(values.seed)
const endMs = runtime.now() + Number(values.minutes) * 60_000
const cluster = await startTortureCluster()
let isWell = true
try {
  for (let seed = firstSeed; isWell && (seed === firstSeed || runtime.now() < endMs); seed += 1) {
    const rounds = plan(seed)
    const options = { cluster, seed, rounds, questionsPerRound: Number(values.questions), say }
    const { findings } = await run(options)
    for (const line of findings.lines()) say(line)
    isWell = findings.kept.length === 0
    if (!isWell) say(`again: npm run torture -- --seed ${seed}`)
  }
} finally {
  await cluster.stop()
}
if (!isWell) process.exitCode = 1

function seedOfNow(): number {
  return runtime.randomBytes(4).reduce((all, byte) => all * 256 + byte, 0) % 2 ** 31
}
