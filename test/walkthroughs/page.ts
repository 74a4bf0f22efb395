import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packageRoot } from '../../src/package-root.ts'
import { startPilotService } from '../support/pilot-service.ts'
import type { TestService } from '../support/service.ts'
import { openShell, type Shell } from '../support/shell.ts'
import { type Bindings, matchAnswer, readSteps, type Step } from './steps.ts'

/** Something that the page asks of time, done before the first step under a heading. */
export interface Interlude {
  readonly heading: string
  readonly act: (service: TestService) => Promise<void>
}

/**
 * Makes a test of every step of a page, which is pasted into a bash against the built service. Each needs those
 * before it, as its reader does.
 *
 * @returns what the placeholders stood for, once all have run
 */
export function walk(page: string, interlude?: Interlude): () => Bindings {
  const steps = readSteps(readFileSync(join(packageRoot(), page), 'utf8'))
  const turn = steps.find(({ heading }) => heading === interlude?.heading)
  let service: TestService
  let shell: Shell
  let bindings: Bindings = new Map()

  beforeAll(async () => {
    service = await startPilotService()
    shell = openShell(packageRoot(), { ...service.env, SERVICE: service.url })
  })

  afterAll(async () => {
    await shell?.close()
    await service?.dispose()
  })

  test('its time passes where it says so', () => {
    expect(turn?.heading).toBe(interlude?.heading)
  })

  test.each(steps.map((step) => [titleOf(step), step] as const))('%s', async (_title, step) => {
    if (step === turn) await interlude?.act(service)
    const { output, exitCode } = await shell.run(step.commands)
    const answer = withoutNpm(output).trimEnd()
    const found = matchAnswer(step.expected, answer, bindings)
    if (found === undefined) expect(answer, `line ${step.line}`).toBe(step.expected)
    expect(exitCode).toBe(0)
    bindings = found ?? bindings
  })
  return () => bindings
}

function titleOf(step: Step): string {
  return `line ${step.line}, ${step.heading}: ${step.commands.split('\n')[0]}`
}

/** npm has its own opinions about its own settings; they are no answer of ours. */
function withoutNpm(output: string): string {
  return output.replace(/^npm (warn|notice) .*\n/gm, '')
}
