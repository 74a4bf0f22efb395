import { expect, test } from 'vitest'
import { runAll, runInSlices, type Steps } from '../../src/kernel/steps.ts'

function* counting(to: number): Steps<number> {
  let at = 0
  for (; at < to; at++) yield
  return at
}

test('all steps are done, at one stretch or with rests between', async () => {
  expect(runAll(counting(7))).toBe(7)
  let [clock, rests] = [0, 0]
  // Each look at the clock costs a millisecond; a rest, ten.
  const now = () => clock++
  const rest = async () => {
    clock += 10
    rests++
  }
  expect(await runInSlices(counting(7), { now, sliceMs: 2, rest })).toBe(7)
  // Two steps to a slice, and no rest behind the last step.
  expect(rests).toBe(3)
})

test('what fails in a step fails', async () => {
  function* failing(): Steps<never> {
    yield
    throw new RangeError('no')
  }
  const slices = { now: () => 0, sliceMs: 1, rest: () => Promise.resolve() }
  expect(() => runAll(failing())).toThrow('no')
  await expect(runInSlices(failing(), slices)).rejects.toThrow('no')
})
