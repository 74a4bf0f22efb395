import { textOf } from '../../client/api.ts'
import { type PageLanguage, showMoney } from '../../client/money.ts'
import { DEMO_TEXTS, type DemoTexts } from '../../messages/demo.ts'

interface Entry {
  readonly position: string
  readonly code: number
  readonly side: 'debit' | 'credit'
  readonly amount: string
}

interface Account {
  readonly name: keyof DemoTexts['accounts']
  readonly opening: string
  readonly closing: string
  readonly entries: readonly Entry[]
}

/** The accounts as the service tells them, amounts in digits. */
export interface Picture {
  readonly position: string
  readonly unit: string
  readonly debits: string
  readonly credits: string
  readonly accounts: readonly Account[]
}

/** What the service told; its own shape, of a build that may be another one than this page's. */
export function readPicture(data: string): Picture | undefined {
  const told: unknown = JSON.parse(data)
  return textOf(told, 'position') === undefined ? undefined : (told as Picture)
}

/** The newest transfer in a sentence; nothing where it went past these accounts. */
export function saidOf({ position, unit, accounts }: Picture, language: PageLanguage) {
  const entry = accounts.flatMap(({ entries }) => entries).find((one) => one.position === position)
  if (entry === undefined) return undefined
  const said: Readonly<Record<string, string>> = DEMO_TEXTS[language].said
  const sentence = said[`code${entry.code}`] ?? DEMO_TEXTS[language].said.other
  return sentence.replace('{amount}', showMoney(entry.amount, unit, language))
}

/** Draws each account as a T: debit to the left, credit to the right, the newest transfer marked. */
export function drawBooks(place: HTMLElement, picture: Picture, language: PageLanguage): void {
  const texts = DEMO_TEXTS[language]
  const money = (digits: string) => showMoney(digits, picture.unit, language)
  const whole = make('p', texts.whole, 'demo-whole')
  whole.textContent = texts.whole
    .replace('{debits}', money(picture.debits))
    .replace('{credits}', money(picture.credits))
  const accounts = picture.accounts.map((account) => drawAccount(account, picture, texts, money))
  place.replaceChildren(...accounts, whole)
}

function drawAccount(
  account: Account,
  { position }: Picture,
  texts: DemoTexts,
  money: (digits: string) => string,
): HTMLTableElement {
  const table = make('table', '', 'demo-account')
  table.dataset.account = account.name
  table.append(make('caption', texts.accounts[account.name]))
  const sides = [make('th', texts.debit), make('th', texts.credit)]
  for (const side of sides) side.scope = 'col'
  const top = make('thead', '')
  top.append(rowOf([make('td', ''), ...sides]))
  const names: Readonly<Record<string, string>> = texts.transfers
  const body = make('tbody', '')
  body.append(
    balanceRow(texts.opening, account.opening, money),
    ...account.entries.map(({ position: at, code, side, amount }) => {
      const name = names[`code${code}`] ?? texts.transfers.other
      const row = sidedRow(name, side, money(amount))
      if (at === position) row.className = 'demo-new'
      return row
    }),
  )
  const foot = make('tfoot', '')
  foot.append(balanceRow(texts.balance, account.closing, money))
  table.append(top, body, foot)
  return table
}

/** Credits less debits: below zero it stands on the debit side. */
function balanceRow(name: string, digits: string, money: (digits: string) => string) {
  const isDebit = digits.startsWith('-')
  return sidedRow(name, isDebit ? 'debit' : 'credit', money(isDebit ? digits.slice(1) : digits))
}

function sidedRow(name: string, side: 'debit' | 'credit', amount: string): HTMLTableRowElement {
  const head = make('th', name)
  head.scope = 'row'
  const [left, right] = side === 'debit' ? [amount, ''] : ['', amount]
  return rowOf([head, make('td', left), make('td', right)])
}

function rowOf(cells: readonly HTMLElement[]): HTMLTableRowElement {
  const row = make('tr', '')
  row.append(...cells)
  return row
}

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  text: string,
  className = '',
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  made.textContent = text
  if (className !== '') made.className = className
  return made
}
