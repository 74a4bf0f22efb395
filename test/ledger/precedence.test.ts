import { describe, expect, test } from 'vitest'
import { micros } from '../../src/ledger/core/instant.ts'
import { MemoryLedger } from '../../src/ledger/core/memory.ts'
import { TRANSFER_STATUSES, type TransferStatus } from '../../src/ledger/core/statuses.ts'
import type { NewTransfer } from '../../src/ledger/core/transfer.ts'
import { memoryBooks } from './memory-books.ts'
import { PRECEDENCE, type PrecedenceTable, WORLD } from './precedence-tables.ts'
import { runScript } from './script.ts'

const STATUSES: readonly TransferStatus[] = TRANSFER_STATUSES.map(({ status }) => status)
const SPACE = '1'

/** What the last of some transfers is answered with that are sent as one request to the books of the tables. */
async function answerTo(transfers: readonly NewTransfer[]): Promise<TransferStatus | undefined> {
  const ledger = new MemoryLedger()
  await runScript(memoryBooks(ledger), WORLD, SPACE)
  const request = { accounts: [], transfers, rules: { rawOnly: true } }
  const { outcomes } = ledger.post([request], micros(ledger.lastAt + 2_000_000n))
  return outcomes[0]?.transfers.at(-1)?.status
}

/** The request of each row: all that the rows from the first to it have changed. */
function requestsOf(table: PrecedenceTable): readonly (readonly NewTransfer[])[] {
  let request = table.start
  return table.rows.map(([, change]) => {
    request = change(request)
    return request
  })
}

describe('of all statuses that apply the first of the list is given', () => {
  describe.each(Object.entries(PRECEDENCE))('to %s', (_, table) => {
    test('in an order that is that of the list', () => {
      const places = table.rows.map(([status]) => STATUSES.indexOf(status))
      expect(places).toEqual([...places].sort((a, b) => b - a))
      expect(new Set(places).size).toBe(places.length)
    })

    const requests = requestsOf(table)
    test.each(table.rows.map(([status], at) => [status, requests[at] ?? []] as const))(
      '%s wins over all below it',
      async (status, request) => {
        expect(await answerTo(request)).toBe(status)
      },
    )
  })

  test('and the tables have every status', () => {
    const told = new Set(Object.values(PRECEDENCE).flatMap(({ rows }) => rows.map(([one]) => one)))
    expect(STATUSES.filter((status) => !told.has(status))).toEqual([])
  })
})
