import { describe, expect, test } from 'vitest'
import { createServices } from '../../src/app.ts'
import { parseConfig } from '../../src/config.ts'
import { openDatabase } from '../../src/db/open.ts'
import { systemRuntime } from '../../src/runtime.ts'
import type { TestService } from '../support/service.ts'
import { walk } from './page.ts'

const PAGE = 'docs/walkthroughs/a-voucher-day.md'
const THREE_DAYS_MS = 3 * 86_400_000

describe(`the steps of ${PAGE}`, { timeout: 180_000 }, () => {
  const bindings = walk(PAGE, { heading: 'After the last day', act: expireAhead })

  test('leave more than one colour in the books', () => {
    expect(Number(bindings().get('colours'))).toBeGreaterThan(1)
  })
})

/** The hourly job, as a worker whose clock is three days ahead would do it. */
async function expireAhead({ env, url }: TestService): Promise<void> {
  const runtime = { ...systemRuntime, now: () => systemRuntime.now() + THREE_DAYS_MS }
  const database = await openDatabase(parseConfig(env), { purpose: 'command', runtime })
  const { db, secret } = database
  const services = createServices({ db, runtime, publicUrl: url, secret })
  try {
    expect(await services.vouchers.expireDue()).toBeGreaterThanOrEqual(500)
  } finally {
    await services.ledger.close()
    await database.close()
  }
}
