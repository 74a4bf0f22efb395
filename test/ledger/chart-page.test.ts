import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { AccountId } from '../../src/kernel/ids.ts'
import { bookPath } from '../../src/ledger/core/book.ts'
import { CHART } from '../../src/ledger/core/chart.ts'
import { packageRoot } from '../../src/package-root.ts'

test('the page of the chart of accounts names each line as the balance sheet and the books do', () => {
  const text = readFileSync(join(packageRoot(), 'docs/reference/chart-of-accounts.md'), 'utf8')
  const rows = [...text.matchAll(/^\| (assets|funds|liabilities) \| (.+) \|$/gm)].map(
    ([row]) => row,
  )
  expect(rows).toEqual(
    Object.values(CHART).map(({ section, code, name }) => {
      const path = bookPath({ id: 'ID' as AccountId, code, origin: 'programme' }).join(':')
      return `| ${section} | ${code} | ${name.en} | ${name.it} | \`${path}\` |`
    }),
  )
})
