/*
 * Strict readers of the two plain-text formats, as far as the books use them. Each refuses whatever it does not know,
 * checks what `hledger check --strict` and `bean-check` check, and answers with the balances.
 */

/** Account, then unit: the balance in minor units. */
export type ReadBalances = Map<string, Map<string, bigint>>

interface Book {
  readonly accounts: Map<string, string | undefined>
  readonly units: Set<string>
  readonly balances: ReadBalances
  day: string
  open: Map<string, bigint> | undefined
  assertions: number
  transactions: number
}

export interface ReadBook {
  readonly balances: ReadBalances
  readonly transactions: number
  readonly assertions: number
}

/** Reads an hledger journal. */
export function readHledger(text: string): ReadBook {
  const book = emptyBook()
  for (const line of text.split('\n')) {
    const place = `${book.transactions}: ${line}`
    if (line === '') finish(book, place)
    else if (/^ {4};|^;/.test(line) || line === 'decimal-mark .') continue
    else if (line.startsWith('commodity 1000.00 ')) book.units.add(line.slice(18))
    else if (line.startsWith('account ')) declare(book, line.slice(8).split('  ; ')[0] ?? '', place)
    else if (/^\d/.test(line)) {
      const [, day] =
        /^(\d{4}-\d\d-\d\d) \(\d+\) [a-z0-9_, ]+( {2}; .+)?$/.exec(line) ?? refuse(place)
      begin(book, day ?? '', place)
    } else {
      const parts = /^ {4}(\S+) {2}(-?\d+\.\d\d) (\S+?)( == (-?\d+\.\d\d) (\S+))?( {2}; .+)?$/.exec(
        line,
      )
      const [, account = '', amount = '', unit = '', assertion, should, shouldUnit] =
        parts ?? refuse(place)
      post(book, account, amount, unit, place)
      if (assertion === undefined) continue
      if (shouldUnit !== unit) refuse(place)
      assertBalance(book, account, should ?? '', unit, place)
    }
  }
  finish(book, 'the end')
  return book
}

/** Reads a beancount file. */
export function readBeancount(text: string): ReadBook {
  const book = emptyBook()
  for (const line of text.split('\n')) {
    const place = `${book.transactions}: ${line}`
    if (line === '') finish(book, place)
    else if (/^( {2})?;|^option "[a-z_]+" "[A-Z0-9 ]+"$|^ +[a-z]+: (\d+|"[^"]+")$/.test(line))
      continue
    else if (/^ /.test(line)) {
      const parts = /^ {2}(\S+) {2}(-?\d+\.\d\d) ([A-Z0-9]+)$/.exec(line)
      const [, account = '', amount = '', unit = ''] = parts ?? refuse(place)
      post(book, account, amount, unit, place)
    } else readDirective(book, line, place)
  }
  finish(book, 'the end')
  return book
}

function readDirective(book: Book, line: string, place: string): void {
  const [, day = '', rest = ''] = /^(\d{4}-\d\d-\d\d) (.+)$/.exec(line) ?? refuse(place)
  const [, unit] = /^commodity ([A-Z0-9]+)$/.exec(rest) ?? []
  if (unit !== undefined) {
    book.units.add(unit)
    return
  }
  const [, opened, currency] = /^open ((?:[A-Z0-9][A-Za-z0-9-]*:?)+) ([A-Z0-9]+)$/.exec(rest) ?? []
  if (opened !== undefined) {
    declare(book, opened, place, currency)
    return
  }
  const parts = /^balance (\S+) (-?\d+\.\d\d) ~ 0\.00 ([A-Z0-9]+)$/.exec(rest)
  if (parts === null) {
    if (!/^\* "[a-z0-9_, ]+"$/.test(rest)) refuse(place)
    begin(book, day, place)
    return
  }
  const [, account = '', should = '', of = ''] = parts
  // Asserted for the beginning of the day: everything before it is of an earlier one.
  if (day <= book.day) refuse(place)
  assertBalance(book, account, should, of, place)
}

function emptyBook(): Book {
  return {
    accounts: new Map(),
    units: new Set(),
    balances: new Map(),
    day: '',
    open: undefined,
    assertions: 0,
    transactions: 0,
  }
}

function declare(book: Book, account: string, place: string, unit?: string): void {
  if (book.accounts.has(account)) refuse(`declared twice: ${place}`)
  book.accounts.set(account, unit)
}

function begin(book: Book, day: string, place: string): void {
  finish(book, place)
  if (day < book.day) refuse(`goes back in time: ${place}`)
  book.day = day
  book.open = new Map()
  book.transactions += 1
}

function post(book: Book, account: string, amount: string, unit: string, place: string): void {
  if (book.open === undefined) refuse(`outside a transaction: ${place}`)
  if (!book.accounts.has(account) || !book.units.has(unit)) refuse(`not declared: ${place}`)
  if ((book.accounts.get(account) ?? unit) !== unit) refuse(`another unit: ${place}`)
  const minor = BigInt(amount.replace('.', ''))
  book.open?.set(unit, (book.open.get(unit) ?? 0n) + minor)
  const held = book.balances.get(account) ?? new Map<string, bigint>()
  book.balances.set(account, held.set(unit, (held.get(unit) ?? 0n) + minor))
}

function assertBalance(
  book: Book,
  account: string,
  should: string,
  unit: string,
  place: string,
): void {
  const held = book.balances.get(account) ?? new Map<string, bigint>()
  const others = [...held].filter(([of, amount]) => of !== unit && amount !== 0n)
  const is = held.get(unit) ?? 0n
  if (others.length > 0 || is !== BigInt(should.replace('.', '')))
    refuse(`stands at ${is}: ${place}`)
  book.assertions += 1
}

function finish(book: Book, place: string): void {
  for (const [unit, sum] of book.open ?? []) {
    if (sum !== 0n) refuse(`${unit} is out of balance before ${place}`)
  }
  book.open = undefined
}

function refuse(why: string): never {
  throw new Error(`the book is not accepted: ${why}`)
}
