import type { Model } from '../model/model.ts'
import type { PathRunner } from '../path-runner.ts'

/**
 * The books of a path, as hledger reads them: a transaction for each entry, what stands on each account at the end as an
 * assertion. A debit is positive. Months are those from January 2000 on, for dates a journal must have.
 * Source: hledger.org, the manual's chapter on the journal format (1.25).
 */
export function pathJournal(runner: PathRunner, model: Model, path: number): string {
  const { books } = runner
  const lines = [
    `; Path ${path} of a simulated ${model.name}. A debit is positive, a credit negative.`,
    'decimal-mark .',
    ...[...new Set(books.accounts.map(({ unit = 'EUR' }) => unit))].map(
      (unit) => `commodity 1000.00 ${unit}`,
    ),
    ...books.accounts.map(({ name }) => `account ${name}`),
    '',
  ]
  let last = 0
  for (const { month, code, debit, credit, cents } of books.entriesMade()) {
    last = month
    const unit = books.accounts[debit]?.unit ?? 'EUR'
    lines.push(
      `${dayOf(month)} ${model.entryCodes[code - 1] ?? `code ${code}`}`,
      `    ${books.accounts[debit]?.name}  ${amountOf(cents)} ${unit}`,
      `    ${books.accounts[credit]?.name}  ${amountOf(-cents)} ${unit}`,
      '',
    )
  }
  lines.push(`${dayOf(last)} balances  ; each account must stand at just this`)
  for (const [account, { name, unit = 'EUR' }] of books.accounts.entries()) {
    lines.push(`    ${name}  0.00 ${unit} == ${amountOf(-books.balance(account))} ${unit}`)
  }
  return `${lines.join('\n')}\n`
}

/** The first day of a month, counted from January 2000. */
function dayOf(month: number): string {
  const year = 2000 + Math.floor(month / 12)
  return `${year}-${String((month % 12) + 1).padStart(2, '0')}-01`
}

/** Cents with two decimals, exact to the largest that books hold. */
function amountOf(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0')
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
