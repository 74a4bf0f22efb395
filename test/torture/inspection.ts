import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeFinding } from '../../src/ledger/core/proof/findings.ts'
import { verifyFolder } from '../../src/ledger/proof/bundle.ts'
import { type ReadBook, readBeancount, readHledger } from '../ledger/plain-text.ts'
import { type AccountRow, type Books, moves } from './books.ts'
import type { Findings } from './findings.ts'
import type { Fleet } from './fleet.ts'
import type { Answer, Inspection } from './protocol.ts'
import { Random } from './random.ts'
import { checkRoundTrip } from './round-trip.ts'

/** What a service says of its books when all is quiet, to be held against the tables. */
export interface Inspected {
  readonly fleet: Fleet
  readonly books: Books
  readonly url: string
  readonly seed: number
  readonly round: number
}

/** Asks the services for everything that leaves the house: balances, heads, exports, plain-text books. */
export async function inspect(inspected: Inspected, findings: Findings): Promise<void> {
  await checkBundle(inspected, findings)
  await checkPlainText(inspected, findings)
  await checkBalances(inspected, findings)
}

async function ask<Kind extends Answer['kind']>(
  { fleet, round }: Inspected,
  question: Inspection,
  kind: Kind,
  findings: Findings,
): Promise<Extract<Answer, { kind: Kind }> | undefined> {
  const answer = await fleet.berths[round % 2]?.service.ask(question)
  if (answer?.kind === kind) return answer as Extract<Answer, { kind: Kind }>
  const text = answer?.kind === 'error' ? answer.text : (answer?.kind ?? 'no answer')
  findings.add(21, `in calm, ${question.kind} was answered: ${text}`)
  return undefined
}

/** 18, 20: the log continues what was signed, the export verifies, and comes to the same again. */
async function checkBundle(inspected: Inspected, findings: Findings): Promise<void> {
  await ask(inspected, { kind: 'head' }, 'head', findings)
  const write = async (folder: string) =>
    (await ask(inspected, { kind: 'bundle', folder }, 'text', findings)) !== undefined
  await checkExport(write, findings, (folder) => checkRoundTrip(folder, inspected.books, findings))
}

/** 18: an export verifies: its leaves, its roots, and every head that was signed. */
export async function checkExport(
  write: (folder: string) => Promise<boolean>,
  findings: Findings,
  further: (folder: string) => void = () => {},
): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'fra-noi-torture-bundle-'))
  try {
    const folder = join(home, 'bundle')
    if (!(await write(folder))) return
    const verdict = await verifyFolder(folder)
    for (const finding of verdict.findings.kept) findings.add(18, describeFinding(finding))
    further(folder)
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/** 36: two strict readers accept the book as text and find the balances of the tables. */
async function checkPlainText(inspected: Inspected, findings: Findings): Promise<void> {
  const readers = { hledger: readHledger, beancount: readBeancount } as const
  for (const format of ['hledger', 'beancount'] as const) {
    const answer = await ask(inspected, { kind: 'book', format }, 'text', findings)
    if (answer === undefined) continue
    try {
      compareBalances(readers[format](answer.text), inspected.books, format, findings)
    } catch (error) {
      findings.add(36, `${format}: ${String(error)}`)
    }
  }
}

function compareBalances(book: ReadBook, books: Books, format: string, findings: Findings): void {
  const read = new Map<string, bigint>()
  for (const [account, units] of book.balances) {
    const id = /[0-9a-f]{8}-[0-9a-f-]{27}$/i.exec(account)?.[0]?.toLowerCase() ?? account
    for (const [unit, amount] of units) read.set(`${id} ${unit}`, amount)
  }
  for (const row of books.accounts) {
    // Both formats write a debit as a positive amount.
    const right = -balanceOf(row)
    const found = read.get(`${row.id} ${row.unit}`) ?? 0n
    findings.expect(36, found === right, () => `${format}: ${row.id} is ${found}, not ${right}`)
  }
  const isAsserted = book.assertions >= books.accounts.length
  findings.expect(36, isAsserted, () => `${format} asserts ${book.assertions} balances`)
}

function balanceOf(row: AccountRow): bigint {
  return row.creditsPosted - row.debitsPosted
}

/** 4, 25: the balances of now and of earlier instants are those of the tables, and of the entries before them. */
async function checkBalances(inspected: Inspected, findings: Findings): Promise<void> {
  const { books, seed, round } = inspected
  const now = await ask(inspected, { kind: 'balances' }, 'balances', findings)
  const stated = new Map(now?.lines.map((line) => [line.id as string, line.balance]))
  for (const row of now === undefined ? [] : books.accounts) {
    const found = stated.get(row.id)
    const right = balanceOf(row)
    findings.expect(4, found === right, () => `${row.id} is said to hold ${found}, not ${right}`)
  }
  const random = new Random(seed, 100 + round)
  for (let times = 0; times < 4 && books.transfers.length > 0; times += 1) {
    const by = times % 2 === 0 ? 'recorded' : 'occurred'
    const { at, occurredAt } = random.pick(books.transfers)
    const before = (by === 'recorded' ? at : (occurredAt ?? at)) + BigInt(random.below(2))
    const then = await ask(inspected, { kind: 'balances', before, by }, 'balances', findings)
    if (then === undefined) continue
    const sums = balancesBefore(books, before, by)
    const shown = new Map(then.lines.map(({ id, balance }) => [id as string, balance]))
    const opened = books.accounts.filter((one) => one.at < before || shown.has(one.id))
    for (const { id } of opened) {
      const [found, right] = [shown.get(id), sums.get(id) ?? 0n]
      const what = `${id} before ${before} by ${by}`
      findings.expect(25, found === right, () => `${what}: ${found}, not ${right}`)
    }
  }
}

function balancesBefore(
  books: Books,
  before: bigint,
  by: 'recorded' | 'occurred',
): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>()
  for (const row of books.transfers) {
    const { at, occurredAt, debit, credit, amount } = row
    const when = by === 'recorded' ? at : (occurredAt ?? at)
    if (when >= before || !moves(row)) continue
    sums.set(debit, (sums.get(debit) ?? 0n) - amount)
    sums.set(credit, (sums.get(credit) ?? 0n) + amount)
  }
  return sums
}
