import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { PathRunner } from '../../../simulations/path-runner.ts'
import { setupOf } from '../../../simulations/plan.ts'
import { readScenario } from '../../../simulations/scenario/scenario.ts'
import { packageRoot } from '../../../src/package-root.ts'

const PRESETS = [
  'community-guarantee',
  'eif-portfolio-guarantee',
  'pordenone-rent-guarantee',
  'torino-locare',
  'visale',
]

function textOf(preset: string): string {
  return readFileSync(
    join(packageRoot(), 'simulations', 'scenario', 'presets', `${preset}.yaml`),
    'utf8',
  )
}

/** The mean of the output that ranks paths, over a few. */
function meanWorst(text: string, overlay?: string): number {
  const overlays = overlay === undefined ? [] : [overlay]
  const { scenario, model } = readScenario(text, overlays, {
    paths: 64,
    sampling: { method: 'chance' },
  })
  const runner = new PathRunner(setupOf(scenario, model))
  const place = model.outputs.findIndex(({ name }) => name === model.worstBy)
  let sum = 0
  for (let path = 0; path < 64; path++) {
    runner.run(path)
    sum += (runner.outputs[place] ?? 0) / 64
  }
  return sum
}

describe.each(PRESETS)('the preset %s', (preset) => {
  const text = textOf(preset)

  test('has a source, or says that it is an assumption, beside every number', () => {
    const [, parameters = ''] = text.split(/^parameters:$/m)
    const [base = ''] = parameters.split(/^overlays:$/m)
    const bare = base
      .split('\n')
      .filter((line) => /^ +(- )?\w+: .*[0-9]/.test(line) && !/# \S/.test(line))
    expect(bare).toEqual([])
  })

  test('runs with each of its overlays, which change what comes out', () => {
    const { overlays = {} } = parse(text) as { readonly overlays?: object }
    const base = meanWorst(text)
    expect(base).toBeGreaterThan(0)
    expect(Object.keys(overlays).length).toBeGreaterThan(1)
    for (const overlay of Object.keys(overlays)) {
      expect(meanWorst(text, overlay), overlay).toBeGreaterThan(0)
      const [one, other] = [[], [overlay]].map((names) => readScenario(text, names).effective)
      expect(one).not.toEqual(other)
    }
    expect(meanWorst(text, 'recession')).toBeGreaterThan(base)
  })
})
