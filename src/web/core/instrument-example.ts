import type { InstrumentRules } from '../../currency/core/rules.ts'
import {
  EXAMPLE_HELD,
  EXAMPLE_PAID,
  EXAMPLE_PRICE,
  EXAMPLE_PURSE,
  type WorkedExample,
  workExample,
} from '../../currency/core/worked-example.ts'
import type { Day } from '../../kernel/days.ts'
import { EUR, formatMinor, type Minor, type Unit } from '../../kernel/money.ts'
import {
  type DeskInstrumentExampleTexts,
  deskInstrumentExampleEn,
  deskInstrumentExampleIt,
} from '../messages/desk-instrument-example.ts'

type Language = 'it' | 'en'

export const EXAMPLE_TEXTS: Readonly<Record<Language, DeskInstrumentExampleTexts>> = {
  it: deskInstrumentExampleIt,
  en: deskInstrumentExampleEn,
}

/**
 * What the rules of an instrument come to, a sentence each. The page shows it, and works it out again in the browser.
 *
 * @param day the first day of the example
 */
export function exampleLines(
  rules: InstrumentRules,
  day: Day,
  language: Language,
): readonly string[] {
  const texts = EXAMPLE_TEXTS[language]
  const example = workExample(rules, day)
  const own = (amount: Minor) => showMoney(amount, rules.unit as Unit, language)
  const euro = (amount: Minor) => showMoney(amount, EUR, language)
  const shows = { rules, example, texts, own, euro }
  return [
    issuedLine(shows),
    example.reserve === 0n
      ? texts.reserveNone
      : fill(texts.reserve, { amount: own(EXAMPLE_HELD), reserve: euro(example.reserve) }),
    ...idleLines(shows, day),
    paymentLine(shows),
    priceLine(shows),
    conversionLine(shows),
  ]
}

interface Shows {
  readonly rules: InstrumentRules
  readonly example: WorkedExample
  readonly texts: DeskInstrumentExampleTexts
  readonly own: (amount: Minor) => string
  readonly euro: (amount: Minor) => string
}

function issuedLine({ example, texts, own, euro }: Shows): string {
  const { issued } = example
  switch (issued.by) {
    case 'grant':
      return texts.issued.grant
    case 'purchase': {
      const donated = euro(issued.donated)
      return fill(texts.issued.purchase, {
        ...{ euro: euro(EXAMPLE_HELD), amount: own(EXAMPLE_HELD), donated },
      })
    }
    case 'gift':
      return fill(texts.issued.gift[issued.every], { amount: own(issued.amount) })
    case 'credit':
      return fill(texts.issued.credit, { below: own(issued.below) })
    case 'universal':
      return fill(texts.issued.universal, { day: own(issued.day), most: own(issued.most) })
  }
}

function idleLines({ rules, example, texts, own }: Shows, day: Day): readonly string[] {
  const amount = own(EXAMPLE_HELD)
  const last = example.idle.at(-1)
  if (last === undefined || (last.lost === 0n && last.expired === 0n)) {
    return [fill(texts.idleNothing, { amount })]
  }
  const [one = '', three = '', twelve = ''] = example.idle.map(({ left }) => own(left))
  const held = fill(texts.idle, { amount, day: showDay(day), one, three, twelve })
  const expired = last.expired === 0n ? [] : [fill(texts.expired, { expired: own(last.expired) })]
  return [held, ...expired, texts.losses[rules.lossesTo]]
}

function paymentLine({ example: { payment }, texts, own }: Shows): string {
  if (payment === null) return texts.paymentNone
  const ways = { from: texts.parties[payment.from], to: texts.parties[payment.to] }
  const amount = own(EXAMPLE_PAID)
  if (payment.status !== 'paid') {
    return fill(texts.paymentRefused, { ...ways, amount, why: texts.refusals[payment.status] })
  }
  const gets = own(EXAMPLE_PAID - payment.fee)
  return fill(texts.payment, { ...ways, amount, gets, fee: own(payment.fee) })
}

function priceLine({ rules, example: { price }, texts, own, euro }: Shows): string {
  const { tokens, currency } = price
  return fill(rules.discount === null ? texts.price : texts.priceTokens, {
    ...{ price: euro(EXAMPLE_PRICE), held: own(EXAMPLE_PURSE), euro: euro(price.euro) },
    ...{ tokens: own(tokens), currency: own(currency) },
  })
}

function conversionLine({ example: { conversion }, texts, own, euro }: Shows): string {
  if (conversion === null) return texts.conversionNone
  const { paidOut, association, system } = conversion
  return fill(texts.conversion, {
    ...{ amount: own(EXAMPLE_HELD), paidOut: euro(paidOut) },
    ...{ association: own(association), system: own(system) },
  })
}

function showMoney(amount: Minor, unit: Unit, language: Language): string {
  const figure = formatMinor(amount, language)
  if (unit !== EUR) return `${figure}\u00a0${unit}`
  return language === 'en' ? `€${figure}` : `${figure}\u00a0€`
}

function showDay(day: Day): string {
  return day.split('-').reverse().join('/')
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}
