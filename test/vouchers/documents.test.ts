import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../src/package-root.ts'
import { readCard } from '../../src/vouchers/core/card.ts'
import { STATEMENT_STATUSES } from '../../src/vouchers/core/redeem.ts'
import { readStatement } from '../../src/vouchers/core/statement.ts'
import { formatTypedCode, parseTypedCode } from '../../src/vouchers/core/typed-code.ts'

/** The fenced blocks of the part of a page that works an example out, in order. */
function exampleOf(page: string): { readonly kind: string; readonly text: string }[] {
  const text = readFileSync(join(packageRoot(), 'docs/reference', page), 'utf8')
  const example = text.slice(text.indexOf('## An example'))
  return [...example.matchAll(/```(\w+)\n(.*?)```/gs)].map(([, kind = '', block = '']) => ({
    kind,
    text: block,
  }))
}

/** Runs a program of a page as a reader would: in Node, with nothing of ours loaded. */
async function run(program: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', program],
    { cwd: packageRoot() },
  )
  return stdout
}

describe('the worked example', () => {
  it('of the receipt is checked by the program beside it', async () => {
    const [keySet, receipt, program, printed] = exampleOf('receipt.md')
    const joined = receipt?.text.replaceAll('\n', '')
    const given = `const keySet = ${keySet?.text}; const receipt = '${joined}'\n`
    expect(await run(`${given}${program?.text}`)).toBe(printed?.text)
    const altered = given.replace(/(receipt = '[^.]+\.)e/, '$1f')
    await expect(run(`${altered}${program?.text}`)).rejects.toThrow(/JW[ST]/)
  })

  it('of the statement is checked by the program beside it, and read by us', async () => {
    const [key, text, program, printed] = exampleOf('statement.md')
    const joined = text?.text.replaceAll('\n', '') ?? ''
    const given = `const key = ${key?.text}; const statement = '${joined}'\n`
    expect(await run(`${given}${program?.text}`)).toBe(printed?.text)
    const altered = given.replace(/(statement = '[^.]+\.)e/, '$1f')
    await expect(run(`${altered}${program?.text}`)).rejects.toThrow(/JWS/)
    const amounts = { amount: 1550n, cash: 450n, seq: 1, unit: 'EUR' }
    expect(readStatement(joined)).toMatchObject({ statement: amounts })
  })

  it('of the card is read and checked by the program beside it, and by us', async () => {
    const [key, text, program, printed] = exampleOf('voucher-codes.md')
    const joined = text?.text.replaceAll('\n', '') ?? ''
    const given = `const key = ${key?.text}; const text = '${joined}'\n`
    expect(await run(`${given}${program?.text}`)).toBe(printed?.text)
    const altered = joined.replace(/T$/, 'R')
    const again = await run(`${given.replace(joined, altered)}${program?.text}`)
    expect(JSON.parse(again)).toMatchObject({ isSigned: false })
    expect(readCard(joined)).toMatchObject({ serial: 123456789n, expiresOn: '2026-12-31' })
  })

  it('of the typed code is the one that is printed on the card', () => {
    const page = readFileSync(join(packageRoot(), 'docs/reference/voucher-codes.md'), 'utf8')
    const code = /typed code of the same voucher is `([^`]+)`/.exec(page)?.[1] ?? ''
    expect(parseTypedCode(code)).toBe(123456789n)
    expect(formatTypedCode(123456789n)).toBe(code)
  })
})

describe('the page of redemption statuses', () => {
  it('names each of them, in the order in which the first is given', () => {
    const text = readFileSync(join(packageRoot(), 'docs/reference/redemption-statuses.md'), 'utf8')
    const table = text.slice(0, text.indexOf('The first two are for'))
    const named = [...table.matchAll(/^\| `([a-z_]+)` \| .{15,}\|$/gm)].map(([, name]) => name)
    const [unknown, conflict, redeemed, ...declines] = STATEMENT_STATUSES
    expect(named).toEqual([unknown, conflict, ...declines, redeemed])
  })
})
