import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ACCOUNT_CODES, TRANSFER_CODES } from '../../src/ledger/core/chart.ts'
import { ACCOUNT_STATUSES, isPassing, TRANSFER_STATUSES } from '../../src/ledger/core/statuses.ts'
import { packageRoot } from '../../src/package-root.ts'

function page(name: string): string {
  return readFileSync(join(packageRoot(), 'docs/reference', name), 'utf8')
}

describe('the page of transfer statuses', () => {
  const text = page('transfer-statuses.md')
  const sections = text.split(/^## /m).map((section) => {
    const [heading = '', , body = ''] = section.split('\n')
    return { heading, body }
  })
  const ofStatuses = sections.filter(({ heading }) => /^[a-z_0-9]+$/.test(heading))

  test('has one heading for each, in their order', () => {
    expect(ofStatuses.map(({ heading }) => heading)).toEqual(
      TRANSFER_STATUSES.map(({ status }) => status),
    )
  })

  test('marks those that are passing, and says something of each', () => {
    for (const { status } of TRANSFER_STATUSES) {
      const body = ofStatuses.find(({ heading }) => heading === status)?.body ?? ''
      expect([status, body.startsWith('**Passing.** ')]).toEqual([status, isPassing(status)])
      expect(body.length).toBeGreaterThan(20)
    }
  })

  test('names each status of an account in order', () => {
    const table = text.slice(text.indexOf('| status | meaning |'))
    const named = table
      .split('\n')
      .slice(2)
      .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([a-z_0-9]+)`/g)])
      .map(([, name]) => name)
    expect(named).toEqual(ACCOUNT_STATUSES.map(({ status }) => status))
  })
})

describe('the page of the chart of accounts', () => {
  const rows = [...page('chart-of-accounts.md').matchAll(/^\| ([0-9]+) \| ([^|]+) \|/gm)].map(
    ([, code, name = '']) => [name.trim().replaceAll(' ', '_'), Number(code)],
  )

  test('has each account of the programme with its code', () => {
    expect(rows.filter(([, code]) => Number(code) >= 1000)).toEqual(Object.entries(ACCOUNT_CODES))
  })

  test('has each transfer of the programme', () => {
    const codes = rows.map(([, code]) => code).filter((code) => Number(code) < 1000)
    expect(codes).toEqual(Object.values(TRANSFER_CODES))
  })
})
