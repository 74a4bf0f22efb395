import type { AccountId } from '../../src/kernel/ids.ts'
import type { AccountState } from '../../src/ledger/core/account.ts'
import { isDue } from '../../src/ledger/core/expiry.ts'
import { micros } from '../../src/ledger/core/instant.ts'
import { MemoryLedger } from '../../src/ledger/core/memory.ts'
import type { Books } from './script.ts'

/** The rules in memory, with a clock that stands until it is told otherwise. */
export function memoryBooks(ledger = new MemoryLedger()): Books {
  let now = 1_800_000_000_000_000n
  return {
    async post({ accounts, transfers, rawOnly }) {
      const request = { accounts, transfers, rules: { rawOnly } }
      const [outcome] = ledger.post([request], micros(now)).outcomes
      if (outcome === undefined) throw new Error('a request gets an outcome')
      return outcome
    },
    account: async (id) => withoutLapsed(ledger, id, now),
    wait(seconds) {
      now += BigInt(seconds) * 1_000_000n + 1000n
    },
  }
}

/** An account as a reader sees it: what has lapsed no longer counts, whether it was released or not. */
export function withoutLapsed(
  ledger: MemoryLedger,
  id: AccountId,
  now: bigint,
): AccountState | undefined {
  let state = ledger.account(id)
  const at = micros(now > ledger.lastAt ? now : ledger.lastAt + 1n)
  for (const pending of ledger.pendings.values()) {
    const transfer = ledger.transfer(pending.transferId)
    if (state === undefined || transfer === undefined || !isDue(pending, at)) continue
    const { amount } = transfer
    if (state.closedBy === transfer.id) {
      const { closedBy: _, ...open } = state
      state = open
    }
    if (transfer.debitAccountId === id) {
      state = { ...state, debitsPending: state.debitsPending - amount }
    }
    if (transfer.creditAccountId === id) {
      state = { ...state, creditsPending: state.creditsPending - amount }
    }
  }
  return state
}
