import { describe, expect, test } from 'vitest'
import { ACCOUNT_STATUSES, TRANSFER_STATUSES } from '../../src/ledger/core/statuses.ts'
import { memoryBooks } from './memory-books.ts'
import { runScript } from './script.ts'
import { SCRIPTS } from './scripts.ts'

describe('the rules of the ledger, in memory', () => {
  test.each(Object.entries(SCRIPTS))('%s', async (_, script) => {
    await runScript(memoryBooks(), script, '1')
  })
})

describe('the scripts', () => {
  const words = new Set(Object.values(SCRIPTS).flatMap((script) => script.split(/\s+/)))

  test('reach every status of a transfer', () => {
    expect(TRANSFER_STATUSES.filter(({ status }) => !words.has(status))).toEqual([])
  })

  test('reach every status of an account', () => {
    const ofAccounts = Object.values(SCRIPTS)
      .flatMap((script) => script.split('\n'))
      .filter((line) => line.trim().startsWith('account '))
      .map((line) => line.replace(/#.*/, '').trim().split(/\s+/).at(-1))
    expect(ACCOUNT_STATUSES.filter(({ status }) => !ofAccounts.includes(status))).toEqual([])
  })

  test('notice a wrong status', async () => {
    const wrong = 'account A1 created\naccount A1 created'
    await expect(runScript(memoryBooks(), wrong, '1')).rejects.toThrow(/account A1 exists/)
  })
})
