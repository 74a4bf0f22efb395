import { mint } from '../../../src/currency/core/issuance.ts'
import { demurrageOf, type InstrumentRules } from '../../../src/currency/core/rules.ts'
import { parseRate } from '../../../src/kernel/decimal.ts'
import { dayOf } from './calendar.ts'
import { type Part, partOf } from './part.ts'

/** What the rules of an instrument say, in numbers. No limit is infinity. */
export interface Terms {
  readonly payeeFee: Part
  readonly backing: Part
  /** The fee for changing to euro, and the weights by which it is shared. */
  readonly fee: Part
  readonly toAssociation: number
  readonly toSystem: number
  readonly donated: Part
  readonly limits: { payment: number; day: number; month: number; balance: number }
  readonly hasLimits: boolean
  /** How far below zero a member may go, and how far above. */
  readonly line: number
  readonly room: number
  /** What a person may make after so many days; empty where nobody may. */
  readonly minted: Float64Array
}

export function termsOf(rules: InstrumentRules, days: number): Terms {
  const { redemption, limits, credit, issuance } = rules
  const amount = (text: string | null | undefined): number =>
    text == null ? Number.POSITIVE_INFINITY : Number(text)
  const { payment, day, month, balance } = limits
  return {
    payeeFee: partOf(rules.payeeFee),
    backing: partOf(rules.backing),
    fee: partOf(redemption?.fee ?? '0'),
    toAssociation: redemption?.association ?? 0,
    toSystem: redemption?.system ?? 0,
    donated: partOf(issuance.by === 'purchase' ? issuance.donated : '0'),
    limits: {
      ...{ payment: amount(payment), day: amount(day) },
      ...{ month: amount(month), balance: amount(balance) },
    },
    hasLimits: Object.values(limits).some((one) => one !== null),
    line: credit === null ? 0 : Number(credit.below),
    room: amount(credit?.above),
    minted: mintedBy(rules, days),
  }
}

function mintedBy(rules: InstrumentRules, days: number): Float64Array {
  const { issuance } = rules
  if (issuance.by !== 'universal') return new Float64Array(0)
  const demurrage = demurrageOf(rules)
  const keep = demurrage.kind === 'daily' ? demurrage.keep : parseRate('1')
  const rule = { perDay: BigInt(issuance.perDay), daysBack: issuance.daysBack, keep }
  return Float64Array.from({ length: days + 1 }, (_, day) =>
    Number(mint(rule, dayOf(0), dayOf(day)).amount),
  )
}
