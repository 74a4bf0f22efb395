import { z } from 'zod'
import { findCase, QUANTITY_CASES } from './analytic/registry.ts'

/** A question: which quantity of which case, for which inputs. */
const question = z.object({
  id: z.union([z.string(), z.number()], { error: 'is a text or a number' }),
  model: z.string(),
  case: z.string(),
  inputs: z.record(z.string(), z.unknown()),
  quantity: z.string(),
})

/** What a question must have. */
export const questionFields: readonly string[] = Object.keys(question.shape)

/** A file of questions: a list, or an object with a list under `targets` or `items`, or one question alone. */
const questions = z.union([
  z.array(z.unknown()),
  z.object({ targets: z.array(z.unknown()) }).transform(({ targets }) => targets),
  z.object({ items: z.array(z.unknown()) }).transform(({ items }) => items),
  z.looseObject({ id: z.unknown() }).transform((one) => [one]),
])

/** As the question had it; `null` where it had none. */
type QuestionId = string | number | null

/** What a question is answered. A value that was computed exactly has a standard error of 0. */
export type Answer =
  | {
      readonly id: QuestionId
      readonly value: number
      readonly standardError: number
      readonly method: string
    }
  | { readonly id: QuestionId; readonly error: string }

/** The questions in a file, as they are; `undefined` where it holds none. */
export function questionsIn(content: unknown): readonly unknown[] | undefined {
  const read = questions.safeParse(content)
  return read.success ? read.data : undefined
}

/**
 * Answers one question by the registry of exact quantities. What cannot be answered is said in a sentence.
 *
 * @example answerQuestion({ id: 'x', model: 'sponsorship', case: 'housing',
 *   inputs: { monthly_prob: 0.12, months: 6 }, quantity: 'P(housed within 6 months)' }) // value 0.535595913216
 */
export function answerQuestion(asked: unknown): Answer {
  const read = question.safeParse(asked)
  const id = idOf(asked)
  if (!read.success)
    return { id, error: `The question is not complete: ${faultsOf(read.error, asked)}.` }
  const { model, case: name, inputs, quantity } = read.data
  const found = findCase(model, name)
  if (found === undefined) return { id, error: unknownCase(model, name) }
  const checked = found.inputs.safeParse(inputs)
  if (!checked.success)
    return { id, error: `Inputs of ${model}/${name}: ${faultsOf(checked.error, inputs)}.` }
  const value = found.answer(checked.data, quantity)
  if (value === undefined) {
    const known = found.quantities.map(({ example }) => example).join('; ')
    return { id, error: `${model}/${name} knows no quantity "${quantity}". It knows: ${known}.` }
  }
  if (!Number.isFinite(value)) {
    return {
      id,
      error: `${model}/${name} has no finite "${quantity}" for these inputs; one may be missing.`,
    }
  }
  return { id: read.data.id, value, standardError: 0, method: `exact: ${found.method}` }
}

function idOf(asked: unknown): QuestionId {
  const id: unknown = typeof asked === 'object' && asked !== null ? Reflect.get(asked, 'id') : null
  return typeof id === 'string' || typeof id === 'number' ? id : null
}

function unknownCase(model: string, name: string): string {
  const known = QUANTITY_CASES.filter((one) => one.model === model).map((one) => one.name)
  if (known.length > 0) return `${model} has no case "${name}". It has: ${known.join(', ')}.`
  const models = [...new Set(QUANTITY_CASES.map((one) => one.model))].join(', ')
  return `There is no model "${model}". There are: ${models}.`
}

/** Each fault with the path of its field. */
function faultsOf(error: z.ZodError, content: unknown): string {
  return error.issues
    .map(({ path, message }) => {
      const name = path.join('.')
      if (name !== '' && valueAt(content, path) === undefined) return `${name} is missing`
      const says = `${message.charAt(0).toLowerCase()}${message.slice(1)}`
      return name === '' ? says : `${name} (${says})`
    })
    .join('; ')
}

function valueAt(content: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => Reflect.get(Object(value), key), content)
}
