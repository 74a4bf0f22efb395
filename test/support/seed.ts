import { randomInt } from 'node:crypto'

/**
 * The seed of a property test: another one in every run, printed so that a failure can be had again with
 * `FRANOI_TEST_SEED=N npx vitest run FILE`.
 */
export function propertySeed(name: string): number {
  const given = process.env.FRANOI_TEST_SEED
  const seed = given === undefined ? randomInt(2 ** 31) : Number(given)
  process.stdout.write(`${name}: seed ${seed}\n`)
  return seed
}
