import type { Model } from './model/model.ts'
import { sketchBytes } from './path-sketch.ts'
import { PATHS_SHOWN } from './path-store.ts'
import { widthOf } from './plan.ts'
import { PATHS_KEPT_MAX, type Scenario } from './scenario/scenario.ts'

const MEGABYTE = 2 ** 20
/** What the program takes without a run, and what a thread takes, measured (test/bench/laboratory-memory.ts). */
const PROGRAM_BYTES = 120 * MEGABYTE
const THREAD_BYTES = 40 * MEGABYTE
/** Copies of a column that are there at a time while figures are made of it. */
const COPIES = 4

/** About how many bytes a run takes at most, before it begins. */
export function memoryOf(model: Model, scenario: Scenario, threads: number): number {
  const { paths } = scenario
  const width = widthOf(model)
  const isKept = paths <= PATHS_KEPT_MAX
  const columns = 8 * (isKept ? paths * (width + COPIES) : Math.min(paths, PATHS_SHOWN) * width)
  const sketch = isKept ? 0 : sketchBytes(model, scenario)
  return PROGRAM_BYTES + threads * THREAD_BYTES + columns + sketch
}

/** Bytes as they are said: `240 MB`. */
export function inMegabytes(bytes: number): string {
  return `${Math.ceil(bytes / MEGABYTE)} MB`
}
