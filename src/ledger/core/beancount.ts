import { addDays, type Day, romeDay } from '../../kernel/days.ts'
import { decimalText, UNIT_DECIMALS } from '../../kernel/money.ts'
import {
  type BookAccount,
  type BookExtent,
  type BookLanguage,
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

/**
 * The book as a beancount file. Source: beancount.github.io, the language syntax of version 2. A balance is asserted
 * for the beginning of a day, hence on the day after the last; with a tolerance of nothing, where beancount alone
 * would let a cent pass.
 */
export const BEANCOUNT: BookLanguage = {
  opening: ({ position, units, openedAt }: BookExtent) =>
    [
      `; The books of FRA NOI, transfers 1 to ${position}. A debit is positive, a credit negative.`,
      '; Dates are days in Italy; "recorded" has the instant. A journal is one transaction.',
      '; What is only reserved (pending) moves nothing and stands in comments. Where something was recorded later than',
      '; it happened, "occurred" has that instant.',
      'option "title" "FRA NOI"',
      ...units.map((unit) => `option "operating_currency" "${unit}"`),
      ...units.map((unit) => `${dayOf(openedAt)} commodity ${unit}\n  precision: ${UNIT_DECIMALS}`),
      '\n',
    ].join('\n'),
  account: (account: BookAccount) =>
    `${dayOf(account.openedAt)} open ${nameOf(account)} ${account.unit}\n` +
    `  code: ${account.code}\n  opened: "${microsTime(account.openedAt)}"\n${earmarkOf(account)}`,
  journal,
  closing: ({ position }: BookExtent) => `\n; After transfer ${position}:\n`,
  balance: (account: BookAccount, { endsAt }: BookExtent) =>
    `${addDays(dayOf(endsAt), 1)} balance ${nameOf(account)} ` +
    `${decimalText(-account.balance)} ~ 0.00 ${account.unit}\n`,
}

function journal(transfers: readonly BookTransfer[]): string {
  const [first] = transfers
  if (first === undefined) return ''
  const lines = transfers.flatMap(linesOf)
  if (!transfers.some(moves)) return `\n${lines.map((line) => line.trimStart()).join('\n')}\n`
  const head = [
    `${dayOf(first.at)} * "${journalReason(transfers)}"`,
    `  position: ${first.transfer.position}`,
    `  recorded: "${microsTime(first.at)}"`,
  ]
  return `\n${[...head, ...lines].join('\n')}\n`
}

function linesOf(one: BookTransfer): readonly string[] {
  const { amount, unit } = one.transfer
  if (!moves(one)) return [`  ; ${reservationNote(one, `${decimalText(amount)} ${unit}`)}`]
  return [
    `  ${nameOf(one.debit)}  ${decimalText(amount)} ${unit}`,
    ...transferTags(one).map(([name, text]) => `    ${name}: "${text}"`),
    `  ${nameOf(one.credit)}  ${decimalText(-amount)} ${unit}`,
  ]
}

function earmarkOf({ colour, area }: BookAccount): string {
  const lines = [colour && `  colour: "${colour}"`, area && `  area: "${area}"`]
  return lines.map((line) => (line === undefined ? '' : `${line}\n`)).join('')
}

/** Each part of a name begins with a capital or a digit, so ids stand in capitals. */
function nameOf(account: BookSide): string {
  const parts = bookPath(account)
  const id = parts.at(-1) ?? ''
  const words = parts.slice(0, -1).map((part) => part.charAt(0).toUpperCase() + part.slice(1))
  return [...words, id.toUpperCase()].join(':')
}

function dayOf(at: Micros): Day {
  return romeDay(Number(at / 1000n))
}
