import { demurrageOf, type InstrumentRules } from '../../../src/currency/core/rules.ts'
import type { Books } from '../../books.ts'
import { beta } from '../../random/distributions.ts'
import { log } from '../../random/elementary.ts'
import type { Stream } from '../../random/stream.ts'
import type { Path } from '../model.ts'
import { Agenda } from './agenda.ts'
import { type Calendar, calendarOf } from './calendar.ts'
import { Holdings } from './holdings.ts'
import { rulesOf } from './instrument.ts'
import { PURPOSE } from './layout.ts'
import type { CirculationParameters } from './parameters.ts'
import { type Population, populationOf } from './population.ts'
import { type Choice, choiceOf, choose, Gaps, popularityOf } from './tables.ts'
import { type Terms, termsOf } from './terms.ts'

const WORD = 2 ** 32
/** Of a year of 365.25 days. */
export const MONTHS_A_DAY = 12 / 365.25

/** Who there is in a path, and how they stand: made once, opened anew for each path. */
export class World {
  readonly parameters: CirculationParameters
  readonly population: Population
  readonly rules: InstrumentRules
  readonly terms: Terms
  readonly calendar: Calendar
  readonly holdings: Holdings
  /** By kind of need: where its shops begin among the partners, and how they are chosen. */
  readonly firstShop: Int32Array
  readonly choices: readonly Choice[]
  /** People: 1 while they are there; the day on which they have it, first pay with it. */
  readonly active: Uint8Array
  readonly handover: Int32Array
  readonly firstUse: Int32Array
  /** By day: how many have it in hand then. */
  readonly handovers: Int32Array
  /** The last day on which a person does not know how to use it; 0 for who knows from the beginning. */
  readonly knowsAfter: Int32Array
  readonly agenda: Agenda
  /** Where everybody makes money: the day up to which a person has. */
  readonly lastMint: Int32Array
  /** Of each person, for each kind of need, the favourite shops. */
  readonly favourites: Int32Array
  /** Partners: 1 while they take it; what they were paid, and what they gave as discounts. */
  readonly member: Uint8Array
  readonly takings: Float64Array
  readonly discounts: Float64Array
  /** Costs of this month that are not of each payment, in cents. */
  dues = 0
  books!: Books
  outputs!: Float64Array
  readonly #gaps: Gaps | undefined
  /** With chances of their own: 1 / ln(1 - chance). */
  readonly #scale: Float64Array

  constructor(parameters: CirculationParameters) {
    const { months, people, needs, network } = parameters
    this.parameters = parameters
    this.population = populationOf(parameters)
    this.rules = rulesOf(parameters.instrument)
    this.calendar = calendarOf(months, demurrageOf(this.rules))
    const { days } = this.calendar
    this.terms = termsOf(this.rules, days)
    const { people: count, partners, holders } = this.population
    this.holdings = new Holdings(this.rules, holders, days)
    this.firstShop = new Int32Array(needs.length + 1)
    for (const [kind, { shops }] of needs.entries()) {
      this.firstShop[kind + 1] = (this.firstShop[kind] as number) + shops
    }
    this.choices = needs.map(({ shops }) => choiceOf(popularityOf(shops, network.popularity)))
    this.active = new Uint8Array(count)
    this.handover = new Int32Array(count)
    this.firstUse = new Int32Array(count)
    this.handovers = new Int32Array(days + 2)
    this.knowsAfter = new Int32Array(count)
    this.agenda = new Agenda(count, days)
    this.lastMint = new Int32Array(count)
    this.favourites = new Int32Array(count * needs.length * network.favourites)
    this.member = new Uint8Array(partners)
    this.takings = new Float64Array(partners)
    this.discounts = new Float64Array(partners)
    const { habit } = people
    this.#gaps = habit.kind === 'alike' ? new Gaps(habit.trips * MONTHS_A_DAY, days) : undefined
    this.#scale = new Float64Array(habit.kind === 'alike' ? 0 : count)
  }

  /** Draws who goes where, who takes it, and who has it when; nobody holds anything yet. */
  open(path: Path): void {
    this.books = path.books
    this.outputs = path.outputs
    this.holdings.open(path.books)
    this.takings.fill(0)
    this.discounts.fill(0)
    this.active.fill(1)
    this.firstUse.fill(0)
    this.handovers.fill(0)
    this.lastMint.fill(0)
    this.agenda.clear()
    this.dues = 0
    const network = path.stream(PURPOSE.network, 0)
    const { needs, network: terms } = this.parameters
    let place = 0
    for (let person = 0; person < this.population.people; person++) {
      for (let kind = 0; kind < needs.length; kind++) {
        for (let rank = 0; rank < terms.favourites; rank++) {
          this.favourites[place] = this.chooseShop(kind, network.nextWord())
          place += 1
        }
      }
    }
    this.member.fill(1)
    for (let kind = 0; kind < needs.length; kind++) {
      const border = (needs[kind]?.joined ?? 0) * WORD
      const end = this.firstShop[kind + 1] as number
      for (let shop = this.firstShop[kind] as number; shop < end; shop++) {
        if (network.nextWord() >= border) this.member[shop] = 0
      }
    }
    this.#openPeople(path)
  }

  /** A shop of a kind, by its popularity. */
  chooseShop(kind: number, word: number): number {
    return (this.firstShop[kind] as number) + choose(this.choices[kind] as Choice, word)
  }

  /** The day of a person's next purchase. @param word with or without a sign */
  planTrip(person: number, day: number, word: number): void {
    this.agenda.note(person, day + this.#gapOf(person, word))
  }

  #gapOf(person: number, word: number): number {
    if (this.#gaps !== undefined) return this.#gaps.of(word)
    const gap = 1 + Math.floor(log(((word >>> 0) + 0.5) / WORD) * (this.#scale[person] as number))
    return Math.min(gap, this.calendar.days + 1) | 0
  }

  /** Adds to an output. @param place of `OUTPUT` */
  add(place: number, amount: number): void {
    this.outputs[place] = (this.outputs[place] as number) + amount
  }

  #openPeople(path: Path): void {
    const { people, cash } = this.parameters
    const stream = path.stream(PURPOSE.people, 0)
    const accounts = path.stream(PURPOSE.accounts, 0)
    const first = path.stream(PURPOSE.trips, 0)
    const { days, lastOf } = this.calendar
    for (let person = 0; person < this.population.people; person++) {
      const isBeneficiary = person < people.beneficiaries
      const wait = stream.nextWord() | 0
      const isLate = cash !== null && accounts.nextWord() >= cash.accounts * WORD
      const mean = people.delivery + (isLate ? cash.waiting : 0)
      const since = isBeneficiary ? this.#daysToHave(wait, mean) : 0
      this.handover[person] = since
      this.handovers[since] = (this.handovers[since] as number) + 1
      const months = this.#monthsToLearn(stream)
      this.knowsAfter[person] = months < lastOf.length ? (lastOf[months] as number) : days + 1
      if (people.habit.kind === 'beta') {
        const chance = beta(stream, people.habit.alpha, people.habit.beta)
        this.#scale[person] = 1 / log(1 - chance)
      }
      this.planTrip(person, 0, first.nextWord())
    }
  }

  /** Days until somebody has the first grant in hand: an exponential law, whole days. @param word with a sign */
  #daysToHave(word: number, mean: number): number {
    if (mean === 0) return 0
    const wait = -log(((word >>> 0) + 0.5) / WORD) * mean
    return Math.min(Math.floor(wait), this.calendar.days + 1)
  }

  /** Whole months until somebody knows how to use it: none for those who do from the beginning. */
  #monthsToLearn(stream: Stream): number {
    const { knowing, learning } = this.parameters.people
    const knows = stream.nextWord() + 0.5 < knowing * WORD
    const word = stream.nextWord()
    if (knows) return 0
    if (learning >= 1) return 1
    if (learning <= 0) return Number.POSITIVE_INFINITY
    return 1 + Math.floor(log((word + 0.5) / WORD) / log(1 - learning))
  }
}
