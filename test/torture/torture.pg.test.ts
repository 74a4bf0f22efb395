import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { propertySeed } from '../support/seed.ts'
import { sweepBoundaries } from './boundaries.ts'
import { startTortureCluster, type TortureCluster } from './cluster.ts'
import { DATA_MUTANTS, isCaught, tamper } from './data-mutants.ts'
import { Findings } from './findings.ts'
import { plan } from './plan.ts'
import { run } from './run.ts'
import { checkSimulation } from './simulation.ts'

let cluster: TortureCluster

beforeAll(async () => {
  cluster = await startTortureCluster()
})
afterAll(() => cluster.stop())

describe('two services on one database', () => {
  test('keep every promise while they, the server and their connections are killed, cut and stopped', async () => {
    const seed = propertySeed('torture')
    const rounds = plan(seed).slice(0, 4)
    const report = await run({ cluster, seed, rounds, questionsPerRound: 350, say })
    expect(report.findings.lines()).toEqual([])
    expect(report.transfers).toBeGreaterThan(350)
    expect(report.audited.explained).toBeGreaterThan(100)
    expect(report.answers.size).toBeGreaterThan(20)
  }, 180_000)

  test('are found out by whatever somebody changes in their tables', async () => {
    const seed = propertySeed('torture of tables')
    const caught: string[] = []
    const report = await run({
      cluster,
      seed,
      rounds: [[], []],
      questionsPerRound: 400,
      afterwards: async (finished) => {
        for (const mutant of DATA_MUTANTS) {
          const { invariants } = await tamper(finished, mutant)
          const verdict = isCaught(mutant, invariants) ? '' : `: ${invariants.join(', ')}`
          caught.push(`${mutant.name}${verdict}`)
        }
      },
    })
    expect(report.findings.lines()).toEqual([])
    expect(caught).toEqual(DATA_MUTANTS.map(({ name }) => name))
  }, 120_000)
})

describe('one service', () => {
  test('under a clock of the test answers the same twice, however its requests are cut, and takes back whole', async () => {
    const findings = new Findings()
    await checkSimulation({ cluster, seed: propertySeed('torture in simulated time') }, findings)
    expect(findings.lines()).toEqual([])
  }, 120_000)

  test('does all or nothing in front of whichever message its connection breaks, or it or the server is killed', async () => {
    const findings = new Findings()
    const seed = propertySeed('torture at every message')
    const kills = { service: 3, server: 1 }
    const { messages } = await sweepBoundaries({ cluster, seed, kills }, findings)
    expect(findings.lines()).toEqual([])
    expect(messages.client).toBeGreaterThan(5)
    expect(messages.server).toBeGreaterThan(5)
  }, 120_000)
})

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
