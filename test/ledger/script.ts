import { strict as assert } from 'node:assert'
import type { Rounding } from '../../src/kernel/decimal.ts'
import { type AccountId, UUID_MAX, UUID_ZERO, type Uuid } from '../../src/kernel/ids.ts'
import type { Unit } from '../../src/kernel/money.ts'
import {
  ACCOUNT_FLAGS,
  type AccountFlag,
  type AccountState,
  type NewAccount,
} from '../../src/ledger/core/account.ts'
import type { RequestOutcome } from '../../src/ledger/core/apply.ts'
import type { Area, Colour } from '../../src/ledger/core/colour.ts'
import { type Micros, micros } from '../../src/ledger/core/instant.ts'
import {
  type NewTransfer,
  type ReversalReason,
  TRANSFER_FLAGS,
  type TransferFlag,
} from '../../src/ledger/core/transfer.ts'

/** The books under test: the rules in memory, or the service on PostgreSQL. */
export interface Books {
  post(request: {
    readonly accounts: readonly NewAccount[]
    readonly transfers: readonly NewTransfer[]
    readonly rawOnly: boolean
  }): Promise<RequestOutcome>
  account(id: AccountId): Promise<AccountState | undefined>
  /** Lets so many seconds go by, and a millisecond more: batches that find the clock unmoved take a later microsecond. */
  wait(seconds: number): void
}

/**
 * Runs a script of one line a step, and fails at the first line whose outcome is another.
 *
 *     account  A1 [word…] status                   opens an account
 *     transfer T1 A1 A2 15 [word…] status          debits A1, credits A2
 *     raw      T1 A1 A2 15 [word…] status          the same through the raw API
 *     balance  A1 0/15 0/0                         debits pending/posted, credits pending/posted
 *     closedby A1 T1                               the transfer that closed it, or none
 *     wait     60                                  seconds
 *     begin … end                                  the lines between are one request
 *
 * Words: flags, `unit=X`, `code=N`, `ref=N`, `ref64=N`, `of=T1` (the pending transfer), `timeout=S`, `programme`,
 * `colour=X`, `area=X`, `reverses=T1` with `reason=X`, `converts=T1` with `rate=N/N` and `rounding=X`, `occurred=S`
 * (seconds from the first moment of the books under test, which a script cannot know better).
 * Ids: a letter and digits, `zero`, `max`. Amounts: digits, `max`, `max-N`.
 */
export async function runScript(books: Books, script: string, space: string): Promise<void> {
  const lines = script
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '')
  let block: string[] | undefined
  for (const line of lines) {
    if (line === 'begin') block = []
    else if (line === 'end') {
      await runRequest(books, block ?? [], space)
      block = undefined
    } else if (block !== undefined) block.push(line)
    else if (line.startsWith('wait ')) books.wait(Number(line.slice(5)))
    else if (line.startsWith('balance ')) await checkBalance(books, line, space)
    else if (line.startsWith('closedby ')) await checkClosed(books, line, space)
    else await runRequest(books, [line], space)
  }
}

/** The id of a name in a script; another space gives other ids. */
export function idOf(name: string, space: string): Uuid {
  if (name === 'zero') return UUID_ZERO
  if (name === 'max') return UUID_MAX
  const kind = name.charCodeAt(0).toString(16).padStart(4, '0')
  const digits = name.slice(1).padStart(12, '0')
  return `${space.padStart(8, '0')}-${kind}-4000-8000-${digits}` as Uuid
}

async function runRequest(books: Books, lines: readonly string[], space: string): Promise<void> {
  const accounts: NewAccount[] = []
  const transfers: NewTransfer[] = []
  const expected: string[] = []
  let rawOnly = false
  for (const line of lines) {
    const [verb = '', ...words] = line.split(/\s+/)
    const status = words.pop()
    expected.push(`${verb} ${words[0]} ${status}`)
    if (verb === 'account') accounts.push(accountOf(words, space))
    else if (verb === 'transfer' || verb === 'raw') transfers.push(transferOf(words, space))
    else throw new Error(`no such step: ${line}`)
    if (verb === 'raw') rawOnly = true
  }
  const outcome = await books.post({ accounts, transfers, rawOnly })
  const statuses = {
    account: outcome.accounts.map(({ status }) => status),
    transfer: outcome.transfers.map(({ status }) => status),
  }
  const actual = lines.map((line) => {
    const [verb = '', name] = line.split(/\s+/)
    const list = verb === 'account' ? statuses.account : statuses.transfer
    return `${verb} ${name} ${list.shift()}`
  })
  assert.deepEqual(actual, expected)
}

async function checkBalance(books: Books, line: string, space: string): Promise<void> {
  const [, name = '', ...counters] = line.split(/\s+/)
  const account = await books.account(idOf(name, space))
  const actual =
    account === undefined
      ? 'none'
      : `${account.debitsPending}/${account.debitsPosted} ${account.creditsPending}/${account.creditsPosted}`
  assert.equal(`balance ${name} ${actual}`, `balance ${name} ${counters.join(' ')}`)
}

async function checkClosed(books: Books, line: string, space: string): Promise<void> {
  const [, name = '', by = ''] = line.split(/\s+/)
  const account = await books.account(idOf(name, space))
  const expected = by === 'none' ? undefined : idOf(by, space)
  assert.equal(`${line}: ${account?.closedBy}`, `${line}: ${expected}`)
}

function accountOf([name = '', ...words]: readonly string[], space: string): NewAccount {
  const { unit, code, references } = common(words)
  const colour = wordOf(words, 'colour')
  const area = wordOf(words, 'area')
  return {
    id: idOf(name, space),
    unit,
    code,
    ...(colour === undefined ? {} : { colour: colour as Colour }),
    ...(area === undefined ? {} : { area: area as Area }),
    flags: words.filter((word): word is AccountFlag => word in ACCOUNT_FLAGS),
    origin: words.includes('programme') ? 'programme' : 'raw',
    ...references,
  }
}

/** A transfer as a script writes it: `T1 A1 A2 15` and words. */
export function transferOf(words: readonly string[], space: string): NewTransfer {
  const [name = '', debit = '', credit = '', amount = '', ...rest] = words
  const { unit, code, references } = common(rest)
  const pending = wordOf(rest, 'of')
  const timeout = wordOf(rest, 'timeout')
  return {
    id: idOf(name, space),
    debitAccountId: idOf(debit, space),
    creditAccountId: idOf(credit, space),
    amount: amountOf(amount),
    unit,
    code,
    flags: rest.filter((word): word is TransferFlag => word in TRANSFER_FLAGS),
    ...(pending === undefined ? {} : { pendingId: idOf(pending, space) }),
    ...(timeout === undefined ? {} : { timeoutSeconds: Number(timeout) }),
    ...corrections(rest, space),
    ...references,
  }
}

function corrections(words: readonly string[], space: string) {
  const occurred = wordOf(words, 'occurred')
  const reverses = wordOf(words, 'reverses')
  const converts = wordOf(words, 'converts')
  const [numerator = '1', denominator = '1'] = (wordOf(words, 'rate') ?? '').split('/')
  const reason = (wordOf(words, 'reason') ?? 'other') as ReversalReason
  const conversion = {
    of: idOf(converts ?? 'T', space),
    rateNumerator: BigInt(numerator || 1),
    rateDenominator: BigInt(denominator),
    rounding: (wordOf(words, 'rounding') ?? 'down') as Rounding,
  }
  return {
    ...(occurred === undefined ? {} : { occurredAt: afterStart(Number(occurred)) }),
    ...(reverses === undefined ? {} : { reversal: { of: idOf(reverses, space), reason } }),
    ...(converts === undefined ? {} : { conversion }),
  }
}

/** An instant so many seconds from where the clock of every script begins. */
export function afterStart(seconds: number): Micros {
  return micros(1_800_000_000_000_000n + BigInt(seconds) * 1_000_000n)
}

function common(words: readonly string[]) {
  const ref = wordOf(words, 'ref')
  const ref64 = wordOf(words, 'ref64')
  return {
    unit: (wordOf(words, 'unit') ?? 'EUR') as Unit,
    code: Number(wordOf(words, 'code') ?? 1),
    references: {
      ...(ref === undefined ? {} : { reference128: idOf(`R${ref}`, '0') }),
      ...(ref64 === undefined ? {} : { reference64: BigInt(ref64) }),
    },
  }
}

function wordOf(words: readonly string[], key: string): string | undefined {
  return words.find((word) => word.startsWith(`${key}=`))?.slice(key.length + 1)
}

function amountOf(text: string): bigint {
  const max = 2n ** 63n - 1n
  if (!text.startsWith('max')) return BigInt(text)
  return text === 'max' ? max : max - BigInt(text.slice(4))
}
