import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { Incoming } from '../../src/access/core/incoming.ts'
import { faultOfProof, parseProof } from '../../src/access/core/proof.ts'
import { openTerminalKey, proofIn, stands } from '../../src/access/proof-checking.ts'
import { packageRoot } from '../../src/package-root.ts'

const page = readFileSync(join(packageRoot(), 'docs/reference/terminal-proof.md'), 'utf8')

/** The fenced blocks of a part of the page, in order. */
function blocksOf(heading: string): readonly string[] {
  const [, part = ''] = page.split(`## ${heading}`)
  const blocks = (part.split('\n## ')[0] ?? '').matchAll(/```\w+\n(.*?)```/gs)
  return [...blocks].map(([, text = '']) => text)
}

/** Runs a program as a reader would: in Node, with nothing of ours loaded. */
async function run(program: string): Promise<string> {
  const words = ['--input-type=module', '--eval', program]
  return (await promisify(execFile)(process.execPath, words, { cwd: packageRoot() })).stdout
}

const [key = '', proof = '', checking = '', printed] = blocksOf('An example, worked out')
const joined = proof.replaceAll('\n', '')

describe('the page about proofs', () => {
  test('has an example that the program beside it checks, and that we take', async () => {
    const given = `const key = ${key}; const proof = '${joined}'\n`
    expect(await run(`${given}${checking}`)).toBe(printed)
    const altered = given.replace(/(proof = '[^.]+\.)e/, '$1f')
    await expect(run(`${altered}${checking}`)).rejects.toThrow(/JWS/)
    const incoming: Incoming = {
      ...{ method: 'POST', target: '/api/v1/statements?wait=1' },
      header: () => `Terminal ${joined}`,
      body: async () => '{"amount":"1250"}',
    }
    const parsed = proofIn(incoming)
    const opened = openTerminalKey(JSON.parse(key))
    if (parsed === undefined || opened === undefined) throw new Error('the example is no proof')
    const madeAt = Date.parse('2026-05-04T09:30:00Z')
    expect(await stands(parsed, opened, incoming, madeAt + 119_000)).toBe(true)
    expect(await stands(parsed, opened, incoming, madeAt + 120_000)).toBe(false)
  })

  test('has a program that makes proofs which we take', async () => {
    const [making = ''] = blocksOf('Making one')
    const use = `
      const how = { name: 'ECDSA', namedCurve: 'P-256' }
      const key = await crypto.subtle.generateKey(how, false, ['sign', 'verify'])
      console.log(await prove(key, 'POST', '/api/v1/x?y=1', '{"è":1}'), Date.now())`
    const [made = '', nowMs] = (await run(`${making}${use}`)).trim().split(' ')
    const parsed = parseProof(made)
    const bodyDigest = createHash('sha256').update('{"è":1}').digest('base64url')
    const request = { method: 'POST', target: '/api/v1/x?y=1', bodyDigest, nowMs: Number(nowMs) }
    expect(parsed && faultOfProof(parsed.claims, request)).toBeUndefined()
    expect(parsed).toBeDefined()
  })
})
