/** Long work in short steps: whoever runs it can do something else in between. */
export type Steps<T> = Generator<void, T>

/** Does all steps, one after the other. */
export function runAll<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/**
 * Does all steps, and calls `rest` between two of them whenever `now` says that so many milliseconds have gone by.
 *
 * @example await runInSlices(steps, { now: runtime.now, sliceMs: 20, rest: () => new Promise(setImmediate) })
 */
export async function runInSlices<T>(
  steps: Steps<T>,
  {
    now,
    sliceMs,
    rest,
  }: {
    readonly now: () => number
    readonly sliceMs: number
    readonly rest: () => Promise<unknown>
  },
): Promise<T> {
  let since = now()
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    if (now() - since < sliceMs) continue
    await rest()
    since = now()
  }
}
