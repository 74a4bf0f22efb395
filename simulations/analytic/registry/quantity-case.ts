import { z } from 'zod'

/** The models that cases belong to. */
export const MODELS = [
  'microcredit',
  'guarantee',
  'sponsorship',
  'insurance',
  'voucher',
  'analytics',
] as const

export type ModelName = (typeof MODELS)[number]

/** What an answer is counted in. */
export type AnswerUnit =
  | 'EUR'
  | 'EUR cents, in euro'
  | 'share'
  | 'rate a year'
  | 'basis points a year'
  | 'months'
  | 'number'
  | 'units'

/** The words of a quantity that its pattern caught, in their order; a group that caught nothing is left empty. */
export type Words = readonly string[]

/** One quantity that may be asked for. */
export interface Quantity<Inputs> {
  /** What the text of a question must look like, in small letters. */
  readonly pattern: RegExp
  /** As one would ask for it. */
  readonly example: string
  readonly unit: AnswerUnit
  readonly answer: (inputs: Inputs, words: Words) => number
}

/** A case with all that is known about it, its inputs checked by its own schema. */
export interface QuantityCase {
  readonly model: ModelName
  readonly name: string
  /** How the answers come about. */
  readonly method: string
  /** What is computed, in one line. */
  readonly formula: string
  /** Where that is from. */
  readonly source: string
  readonly inputs: z.ZodType
  readonly quantities: readonly Omit<Quantity<never>, 'answer'>[]
  /** The answer, or `undefined` where the case knows no such quantity. Inputs are those that the schema gave. */
  readonly answer: (inputs: unknown, quantity: string) => number | undefined
}

/** A case as one writes it down. */
export interface CaseDefinition<Schema extends z.ZodType> {
  readonly model: ModelName
  readonly name: string
  readonly method: string
  readonly formula: string
  readonly source: string
  readonly inputs: Schema
  readonly quantities: readonly Quantity<z.output<Schema>>[]
}

/** Puts a case into the form that the registry holds: the types of its inputs are checked here, once. */
export function quantityCase<Schema extends z.ZodType>(
  definition: CaseDefinition<Schema>,
): QuantityCase {
  const { quantities } = definition
  return {
    ...definition,
    quantities,
    answer: (inputs, quantity) => {
      for (const { pattern, answer } of quantities) {
        const caught = pattern.exec(quantity.toLowerCase())
        if (caught === null) continue
        const words = caught.slice(1).map((word) => word ?? '')
        return answer(inputs as z.output<Schema>, words)
      }
      return undefined
    },
  }
}

/** A level as it stands behind the name of a figure: `99.5` is 0.995. */
export function levelOf(word: string | undefined): number {
  return Number(word) / 100
}

// The kinds of inputs, with their ranges.

/** 0 to 1. */
export const share = z.number().min(0).max(1)
/** Above 0, below 1. */
export const properShare = z.number().gt(0).lt(1)
/** Above 0, up to 1. */
export const shareOfSome = z.number().gt(0).max(1)
/** A correlation of hidden values. */
export const rho = z.number().min(0).lt(1)
export const properRho = z.number().gt(0).lt(1)
/** An amount in euro, or another size that is not below zero. */
export const size = z.number().min(0).max(1e15)
export const positive = z.number().gt(0).max(1e15)
/** A nominal rate of a year. */
export const yearlyRate = z.number().min(0).max(10)
/** A number of things, kept so small that an answer comes within seconds. */
export const count = z.int().min(0).max(100_000)
export const countOfSome = z.int().min(1).max(100_000)
export const months = z.int().min(1).max(1_200)
export const level = z.number().gt(0).lt(1)

/** What a question may cost, in steps of a nanosecond or two: some seconds. */
export const STEPS_MAX = 4e9
