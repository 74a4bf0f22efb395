import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { PAYMENT_STATUSES } from '../../src/currency/core/payment.ts'
import { packageRoot } from '../../src/package-root.ts'

test('the page of payment statuses has each of them, in their order', () => {
  const text = readFileSync(join(packageRoot(), 'docs/reference/payment-statuses.md'), 'utf8')
  const named = [...text.matchAll(/^\| `([a-z_]+)` \|/gm)].map(([, status]) => status)
  expect(named).toEqual([...PAYMENT_STATUSES])
})
