import { romeDay } from '../../kernel/days.ts'
import { decimalText, type Minor, type Unit } from '../../kernel/money.ts'
import {
  type BookAccount,
  type BookExtent,
  type BookLanguage,
  type BookRoot,
  type BookSide,
  type BookTransfer,
  bookPath,
  journalReason,
  moves,
  reservationNote,
  transferTags,
} from './book.ts'
import type { Micros } from './instant.ts'
import { microsTime } from './moment.ts'

const TYPES: Readonly<Record<BookRoot, string>> = { assets: 'A', equity: 'E', liabilities: 'L' }

/** The book as an hledger journal. Source: hledger.org, the manual's chapter on the journal format (1.25). */
export const HLEDGER: BookLanguage = {
  opening: ({ position, units }: BookExtent) =>
    [
      `; The books of FRA NOI, transfers 1 to ${position}. A debit is positive, a credit negative.`,
      '; Dates are days in Italy; the tag "recorded" has the instant. A journal is one transaction.',
      '; What is only reserved (pending) moves nothing and stands in comments. Where something was recorded later than',
      '; it happened, "occurred" has that instant and the secondary date its day.',
      'decimal-mark .',
      ...units.map((unit) => `commodity 1000.00 ${commodity(unit)}`),
      '\n',
    ].join('\n'),
  account: (account: BookAccount) =>
    `account ${nameOf(account)}  ; type:${TYPES[bookPath(account)[0]]}, code:${account.code}, ` +
    `unit:${account.unit}, opened:${microsTime(account.openedAt)}${earmarkOf(account)}\n`,
  journal,
  closing: ({ position, endsAt }: BookExtent) =>
    `\n${dayOf(endsAt)} (${position}) balances  ; each account must stand at just this\n`,
  balance: (account: BookAccount) =>
    `    ${nameOf(account)}  ${amountOf(0n, account.unit)} == ${amountOf(-account.balance, account.unit)}\n`,
}

function journal(transfers: readonly BookTransfer[]): string {
  const [first] = transfers
  if (first === undefined) return ''
  const lines = transfers.flatMap(linesOf)
  if (!transfers.some(moves)) return `\n${lines.map((line) => line.trimStart()).join('\n')}\n`
  const head = `${dayOf(first.at)} (${first.transfer.position}) ${journalReason(transfers)}`
  return `\n${head}  ; recorded:${microsTime(first.at)}\n${lines.join('\n')}\n`
}

function linesOf(one: BookTransfer): readonly string[] {
  const { amount, unit, occurredAt } = one.transfer
  if (!moves(one)) return [`    ; ${reservationNote(one, amountOf(amount, unit))}`]
  const tags = transferTags(one).map(([name, text]) => `${name}:${text}`)
  // The secondary date of a posting, which `--date2` reports by.
  const happened = occurredAt === undefined ? [] : [`date2:${dayOf(occurredAt)}`]
  const ofCredit = happened.map((tag) => `  ; ${tag}`).join('')
  return [
    `    ${nameOf(one.debit)}  ${amountOf(amount, unit)}  ; ${[...tags, ...happened].join(', ')}`,
    `    ${nameOf(one.credit)}  ${amountOf(-amount, unit)}${ofCredit}`,
  ]
}

function earmarkOf({ colour, area }: BookAccount): string {
  const tags = [colour && `colour:${colour}`, area && `area:${area}`]
  return tags.map((tag) => (tag === undefined ? '' : `, ${tag}`)).join('')
}

function nameOf(account: BookSide): string {
  return bookPath(account).join(':')
}

function amountOf(amount: Minor, unit: Unit): string {
  return `${decimalText(amount)} ${commodity(unit)}`
}

/** A commodity with a digit in it stands in quotes. */
function commodity(unit: Unit): string {
  return /^[A-Z]+$/.test(unit) ? unit : `"${unit}"`
}

function dayOf(at: Micros): string {
  return romeDay(Number(at / 1000n))
}
