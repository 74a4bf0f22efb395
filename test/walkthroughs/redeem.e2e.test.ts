import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packageRoot } from '../../src/package-root.ts'
import { startService, type TestService } from '../support/service.ts'
import { openShell, type Shell } from '../support/shell.ts'
import { type Bindings, matchAnswer, readSteps, type Step } from './steps.ts'

const PAGE = 'docs/walkthroughs/redeem.md'
const steps = readSteps(readFileSync(join(packageRoot(), PAGE), 'utf8'))

/**
 * The page, pasted into a bash step by step against the built service. Each test is one step of it and needs
 * those before it, as its reader does.
 */
describe(`the steps of ${PAGE}`, () => {
  let service: TestService
  let shell: Shell
  let bindings: Bindings = new Map()

  beforeAll(async () => {
    service = await startService()
    shell = openShell(packageRoot(), { ...service.env, SERVICE: service.url })
  })

  afterAll(async () => {
    await shell?.close()
    await service?.dispose()
  })

  test.each(steps.map((step) => [titleOf(step), step] as const))('%s', async (_title, step) => {
    const { output, exitCode } = await shell.run(step.commands)
    const answer = withoutNpm(output).trimEnd()
    const found = matchAnswer(step.expected, answer, bindings)
    if (found === undefined) expect(answer, `line ${step.line}`).toBe(step.expected)
    expect(exitCode).toBe(0)
    bindings = found ?? bindings
  })

  test('leave exactly one voucher, spent, of what the page names', () => {
    expect(bindings.get('owed')).toBe('6000')
    expect(bindings.get('card')).toMatch(/^HTTP:\/\/LOCALHOST:\d+\/C\/[0-9A-Z]{125}$/)
    const ids = ['voucher', 'first redemption', 'second redemption', 'third redemption']
    expect(new Set(ids.map((name) => bindings.get(name))).size).toBe(4)
  })
})

function titleOf(step: Step): string {
  return `line ${step.line}, ${step.heading}: ${step.commands.split('\n')[0]}`
}

/** npm has its own opinions about its own settings; they are no answer of ours. */
function withoutNpm(output: string): string {
  return output.replace(/^npm (warn|notice) .*\n/gm, '')
}
