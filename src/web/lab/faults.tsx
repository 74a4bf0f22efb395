import type { Child } from 'hono/jsx'
import type { JsonObject } from '../../../simulations/scenario/json.ts'
import type { ScenarioFault } from '../../../simulations/scenario/scenario.ts'
import { fill } from '../desk/show.ts'
import { type LabFaultTexts, labFaultsEn, labFaultsIt } from '../messages/lab-faults.ts'
import type { FormContext } from './form-context.ts'
import type { LabLanguage } from './kit.tsx'
import { rangeOf } from './scenario-leaf.tsx'
import { pathOf, schemaAt, valueAt } from './shapes.ts'

const TEXTS: Readonly<Record<LabLanguage, LabFaultTexts>> = { it: labFaultsIt, en: labFaultsEn }

type Pattern = keyof LabFaultTexts['patterns']

/** The engine's sentences, and what in them is said in ours. */
const PATTERNS: readonly (readonly [Pattern, RegExp])[] = [
  ['row', /^the parts of a row must be 100 % together, not (?<got>.+)$/],
  ['sum', /^must add up to 100 %$/],
  ['loans', /^has (?<got>\d+) loans; at most (?<most>\d+) /],
  ['grades', /^there are only (?<got>\d+) grades$/],
  ['benchmark', /^GF500 has 5 grades$/],
  ['oneOf', /^must be one of: (?<names>.+)$/],
  ['horizon', /^it must end by the horizon, in month (?<month>\d+)$/],
  ['economy', /is not one of months$/],
  ['factors', /has no common factors; use chance$/],
  ['power', /^must be the number of scrambles, (?<got>\d+), times a power of two$/],
  ['unknown', /^there is no such field$/],
  ['yaml', /^is no YAML: (?<got>.+)$/],
  ['empty', /^a scenario is a list of fields with values$/],
  ['overlay', /^there is none called /],
]

/** A fault in the language of whoever reads it; a sentence of the engine that is not known here stays English. */
export function FaultText(props: {
  readonly fault: ScenarioFault
  readonly schema?: JsonObject
  readonly form: Pick<FormContext, 'scenario' | 'language' | 'texts'>
}): Child {
  const { fault, schema, form } = props
  const texts = TEXTS[form.language]
  const { message } = fault
  for (const [name, pattern] of PATTERNS) {
    const found = pattern.exec(message)
    if (found !== null) return <>{fill(texts.patterns[name], { ...found.groups })}</>
  }
  const value = valueAt(form.scenario, pathOf(fault.path))
  const leaf =
    schema === undefined ? undefined : schemaAt(schema, form.scenario, pathOf(fault.path))
  const range = leaf === undefined ? '' : rangeOf(leaf, form)
  if (value === undefined || value === '') {
    return <>{range === '' ? texts.neededPlain : fill(texts.needed, { range })}</>
  }
  if (range !== '') return <>{fill(texts.outside, { range })}</>
  const [before = '', after = ''] = texts.patterns.other.split('{got}')
  return (
    <>
      {before}
      <span lang="en">{message}</span>
      {after}
    </>
  )
}

/** The sentences about each place. */
export function faultsByPath(
  faults: readonly ScenarioFault[],
  schema: JsonObject,
  form: Pick<FormContext, 'scenario' | 'language' | 'texts'>,
): ReadonlyMap<string, readonly Child[]> {
  const found = new Map<string, Child[]>()
  for (const fault of faults) {
    const sentences = found.get(fault.path) ?? []
    sentences.push(<FaultText fault={fault} schema={schema} form={form} />)
    found.set(fault.path, sentences)
  }
  return found
}
