import { afterAll, beforeAll, expect, test } from 'vitest'
import { propertySeed } from '../support/seed.ts'
import { startTortureCluster, type TortureCluster } from './cluster.ts'
import { CODE_MUTANTS } from './mutants.ts'
import { torment } from './mutation.ts'

/** The most telling ones; `npm run torture -- --mutants` tries all. */
const TELLING = [
  'the answer comes before the commit',
  'a broken journal keeps the members before the break',
  'the lane has neither lock nor fences',
  'an answer to a COMMIT that was lost is not looked for',
  'a service that has a clock of its own asks the database all the same',
]

let cluster: TortureCluster

beforeAll(async () => {
  cluster = await startTortureCluster()
})
afterAll(() => cluster.stop())

/** How soon it is caught depends on the seed: with some it takes a minute. */
const PATIENCE = { timeout: 300_000 }

test.for(TELLING)('torture catches a service in which %s', PATIENCE, async (name) => {
  const mutant = CODE_MUTANTS.find((one) => one.name === name)
  if (mutant === undefined) throw new Error('there is no such mutant')
  const found = await torment(cluster, mutant, propertySeed(name))
  expect(found.invariants).toEqual(expect.arrayContaining([...mutant.caughtBy]))
})
