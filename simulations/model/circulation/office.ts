import { convert } from '../../../src/currency/core/conversion.ts'
import { mint } from '../../../src/currency/core/issuance.ts'
import { decidePayment } from '../../../src/currency/core/payment.ts'
import { demurrageOf, type InstrumentRules } from '../../../src/currency/core/rules.ts'
import { multiply, parseRate } from '../../../src/kernel/decimal.ts'
import type { Path } from '../model.ts'
import { dayOf } from './calendar.ts'
import { rulesOf } from './instrument.ts'
import { ACCOUNT, CODE } from './layout.ts'
import { leversOf } from './levers.ts'
import { OUTPUT, type OutputName } from './outputs.ts'
import type { CirculationParameters } from './parameters.ts'
import { formatRate } from './part.ts'
import { type Owner, Purses } from './purses.ts'

const NO_REDEMPTION = { fee: '0', association: 0, system: 0 }

/** Where the reference pays, changes and issues: each time by a rule of `currency/core`. */
export class Office {
  readonly purses: Purses
  month = 0
  day = 0
  /** What was asked for in euro in this month, in cents. */
  asked = 0
  /** Costs of this month that are not of each payment, in cents. */
  dues = 0
  readonly #parameters: CirculationParameters
  readonly #path: Path
  readonly #rules: InstrumentRules
  readonly #levers

  constructor(parameters: CirculationParameters, path: Path) {
    this.#parameters = parameters
    this.#path = path
    this.#rules = rulesOf(parameters.instrument)
    this.#levers = leversOf(parameters)
    this.purses = new Purses(path.books, this.#rules)
  }

  /** A payment that the rules allow; what they take of it is a fee. */
  pay(code: number, from: Owner, to: Owner, cents: number): boolean {
    const purses = this.purses
    purses.age(from, this.day)
    purses.age(to, this.day)
    const today = from.paidOn === this.day ? from.paidDay : 0
    const before = from.paidIn === this.month ? from.paidMonth : 0
    const { status, fee } = decidePayment(this.#rules, {
      amount: BigInt(cents),
      payer: {
        ...{ account: from.name, party: from.party, balance: BigInt(purses.balance(from)) },
        ...{ paidToday: BigInt(today), paidThisMonth: BigInt(before) },
      },
      payee: { account: to.name, party: to.party, balance: BigInt(purses.balance(to)) },
    })
    if (status !== 'paid') return false
    from.paidOn = this.day
    from.paidDay = today + cents
    from.paidIn = this.month
    from.paidMonth = before + cents
    purses.pay(code, from, to, cents, this.day)
    if (to.party === 'partner') to.takings += cents
    purses.leave(CODE.fee, to, ACCOUNT.fees, Number(fee), this.day)
    this.add('fees', Number(fee))
    return true
  }

  /** Asks the reserve for euro. */
  ask(cents: number): boolean {
    const { books, outputs } = this.#path
    this.asked += cents
    outputs[OUTPUT.reserveNeed] = Math.max(outputs[OUTPUT.reserveNeed] ?? 0, this.asked)
    if (books.balance(ACCOUNT.reserve) >= cents) return true
    this.add('changeRefused', cents)
    outputs[OUTPUT.run] = 1
    return false
  }

  /** A payment in cash: the bank pays the euro out at once. */
  payOut(code: number, person: Owner, cents: number): void {
    const { cash } = this.#parameters
    this.purses.payOut(code, person, cents, this.day)
    this.ask(cents)
    const [out, to] =
      code === CODE.spend ? [CODE.paidOut, ACCOUNT.partners] : [CODE.elsewhere, ACCOUNT.elsewhere]
    this.#path.books.post(out, ACCOUNT.reserve, to, cents)
    this.add(code === CODE.spend ? 'changed' : 'elsewhere', cents)
    const card = parseRate(formatRate(cash?.card ?? 0))
    this.dues += Number(multiply(BigInt(cents), card, 'half_up'))
  }

  change(owner: Owner, cents: number): void {
    if (cents === 0 || !this.ask(cents)) return
    const { books } = this.#path
    const { fee, association, system } = this.#rules.redemption ?? NO_REDEMPTION
    const parts = convert(BigInt(cents), {
      ...{ fee: parseRate(fee), association: BigInt(association), system: BigInt(system) },
    })
    this.purses.leave(CODE.change, owner, ACCOUNT.redeemed, cents, this.day)
    const out = (code: number, account: number, amount: bigint) =>
      books.post(code, ACCOUNT.reserve, account, Number(amount))
    out(CODE.paidOut, ACCOUNT.partners, parts.paidOut)
    out(CODE.toAssociation, ACCOUNT.associations, parts.association)
    out(CODE.toSystem, ACCOUNT.system, parts.system)
    this.add('changed', cents)
    this.add('donated', Number(parts.association))
    this.add('fees', Number(parts.association + parts.system))
  }

  give(person: Owner): void {
    const { people, cash } = this.#parameters
    const { issuance } = this.#rules
    const demurrage = demurrageOf(this.#rules)
    if (issuance.by === 'universal') {
      const keep = demurrage.kind === 'daily' ? demurrage.keep : parseRate('1')
      const rule = { perDay: BigInt(issuance.perDay), daysBack: issuance.daysBack, keep }
      const { amount } = mint(rule, dayOf(person.mintedOn), dayOf(this.day))
      this.purses.issue(CODE.mint, person, Number(amount), this.day)
      person.mintedOn = this.day
    } else if (person.isBeneficiary) {
      const due = Math.floor(people.grant * (this.#levers.grants[this.month] ?? 1) + 0.5)
      const paid = this.#levers.deposits[this.month] ?? 1
      const cents = cash === null ? due : Math.floor(due * paid + 0.5)
      this.purses.issue(CODE.grant, person, cents, this.day)
      this.deposit(ACCOUNT.funder, cents, cash === null ? paid : 1)
      this.add('granted', cents)
      if (cents > 0) this.dues += cash?.transfer ?? 0
    } else {
      this.purses.issue(CODE.purchase, person, people.bought, this.day)
      this.deposit(ACCOUNT.public, people.bought, 1)
      const donated = issuance.by === 'purchase' ? issuance.donated : '0'
      const given = Number(multiply(BigInt(people.bought), parseRate(donated), 'half_up'))
      this.#path.books.post(CODE.donation, ACCOUNT.funder, ACCOUNT.associations, given)
      this.add('donated', given)
    }
  }

  deposit(account: number, cents: number, paid: number): void {
    const due = Number(multiply(BigInt(cents), parseRate(this.#rules.backing), 'half_up'))
    const deposited = Math.floor(due * paid + 0.5)
    this.#path.books.post(CODE.deposit, account, ACCOUNT.reserve, deposited)
  }

  release(cents: number): void {
    const due = Number(multiply(BigInt(cents), parseRate(this.#rules.backing), 'half_up'))
    this.#path.books.postAtMost(CODE.release, ACCOUNT.reserve, ACCOUNT.funder, due)
  }

  add(name: OutputName, amount: number): void {
    this.#path.outputs[OUTPUT[name]] = (this.#path.outputs[OUTPUT[name]] ?? 0) + amount
  }
}
