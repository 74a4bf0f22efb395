import type { Instance, PreparedStudy } from './prepare.ts'

/** A scenario in a world, to be run on the paths of that world. */
export interface StudyTask {
  readonly instance: number
  readonly world: number
  /** The number of the stress that it is in. */
  readonly stress?: number
}

/** All that a study runs, world by world: so that what is done of a study is whole worlds. */
export function tasksOf({ file, instances }: PreparedStudy): readonly StudyTask[] {
  const plain = Array.from({ length: file.worlds }, (_, world) =>
    instances.map((__, instance) => ({ instance, world })),
  ).flat()
  const stressed = Array.from({ length: stressWorldsOf(file) }, (_, world) =>
    file.stresses.flatMap((__, stress) =>
      instances.flatMap((one, instance) =>
        one.stresses[stress] === undefined ? [] : [{ instance, world, stress }],
      ),
    ),
  ).flat()
  return [...plain, ...stressed]
}

/** In how many worlds stresses are tried; never more than there are. */
export function stressWorldsOf(file: PreparedStudy['file']): number {
  return Math.min(file.worlds, file.stressWorlds)
}

/** The paths of a world: of all designs the same, of each world others. */
export function pathsOf(file: PreparedStudy['file'], world: number): readonly [number, number] {
  return [world * file.paths, (world + 1) * file.paths]
}

/** How many numbers the longest row of a task has: each output of each path. */
export function rowWidth({ file, instances }: PreparedStudy): number {
  return file.paths * Math.max(...instances.map(({ model }) => model.outputs.length))
}

/**
 * The outputs of the paths of all tasks, as they come in.
 *
 * A row holds the paths of a task one after the other, each with its outputs.
 */
export class StudyRows {
  readonly #prepared: PreparedStudy
  readonly #plain: readonly (Float64Array | undefined)[][]
  readonly #stressed: readonly (Float64Array | undefined)[][][]

  constructor(prepared: PreparedStudy) {
    this.#prepared = prepared
    const { instances, file } = prepared
    this.#plain = instances.map(() => [])
    this.#stressed = file.stresses.map(() => instances.map(() => []))
  }

  set({ instance, world, stress }: StudyTask, row: Float64Array): void {
    const rows = stress === undefined ? this.#plain : this.#stressed[stress]
    const own = rows?.[instance]
    if (own !== undefined) own[world] = row
  }

  /**
   * An output of an instance on every path of the first worlds, world by world.
   *
   * @param stress the number of a stress; an instance that it does not touch is as it is without
   */
  output(instance: number, name: string, worlds: number, stress?: number): Float64Array {
    const { file, instances } = this.#prepared
    const { model, stresses } = instances[instance] as Instance
    const column = model.outputs.findIndex((output) => output.name === name)
    const isTouched = stress !== undefined && stresses[stress] !== undefined
    const rows = isTouched ? this.#stressed[stress]?.[instance] : this.#plain[instance]
    const width = model.outputs.length
    const values = new Float64Array(worlds * file.paths)
    for (let world = 0; world < worlds; world++) {
      const row = rows?.[world]
      if (row === undefined) throw new RangeError(`world ${world} was not run`)
      for (let path = 0; path < file.paths; path++) {
        values[world * file.paths + path] = row[path * width + column] as number
      }
    }
    return values
  }
}
