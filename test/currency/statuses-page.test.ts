import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { PAYMENT_STATUSES } from '../../src/currency/core/payment.ts'
import { PART_STATUSES } from '../../src/currency/core/purchase.ts'
import { CODE_REFUSALS } from '../../src/currency/core/till.ts'
import { packageRoot } from '../../src/package-root.ts'

function namedIn(page: string): readonly (string | undefined)[] {
  const text = readFileSync(join(packageRoot(), 'docs/reference', page), 'utf8')
  return [...text.matchAll(/^\| `([a-z_]+)` \|/gm)].map(([, status]) => status)
}

test('the page of payment statuses has each of them, in their order', () => {
  expect(namedIn('payment-statuses.md')).toEqual([...PAYMENT_STATUSES])
})

test('the page of purchases has what a code and a part can be answered besides', () => {
  const ofPayments: readonly string[] = PAYMENT_STATUSES
  const ofParts = PART_STATUSES.filter((status) => !ofPayments.includes(status))
  expect(namedIn('purchases.md')).toEqual([...CODE_REFUSALS, ...ofParts])
})
