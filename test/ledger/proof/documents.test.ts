import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { transferLines } from '../../../src/ledger/core/proof/records.ts'
import { packageRoot } from '../../../src/package-root.ts'

const PAGE = readFileSync(join(packageRoot(), 'docs/reference/proof-format.md'), 'utf8')

test('the worked example of the proof format gives in a plain shell what stands beside it', async () => {
  const example = PAGE.slice(PAGE.indexOf('## An example'))
  const blocks = [...example.matchAll(/```(sh|text)\n(.*?)```/gs)]
  const program = blocks.filter(([, kind]) => kind === 'sh').map(([, , text]) => text)
  const expected = blocks.filter(([, kind]) => kind === 'text').map(([, , text]) => text)
  const folder = mkdtempSync(join(tmpdir(), 'fra-noi-example-'))
  const script = ['set -eu', ...program].join('\n')
  const { stdout } = await promisify(execFile)('sh', ['-c', script], { cwd: folder })
  expect(stdout).toBe(expected.join(''))
  const lines = readFileSync(join(folder, 'transfers.jsonl'), 'utf8').split('\n').slice(0, -1)
  for (const line of lines)
    expect(transferLines.write(transferLines.read(line) as never)).toBe(line)
  rmSync(folder, { recursive: true })
})

test('the page describes every field of a leaf, in its order', () => {
  const table = PAGE.slice(PAGE.indexOf('| field | JSON'), PAGE.indexOf('A field that is added'))
  const described = [...table.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name),
  )
  expect(described).toEqual(transferLines.fields.map(({ name }) => name))
})
