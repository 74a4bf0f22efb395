import { INSTRUMENT_PRESETS } from '../../../src/currency/core/presets.ts'
import { type InstrumentRules, instrumentRules } from '../../../src/currency/core/rules.ts'
import { BASELINE_RULES, isBaseline } from './baselines.ts'
import { formatRate } from './part.ts'

/** The rules of a system, and where a scenario has others. */
export interface ChosenInstrument {
  readonly rules: string
  readonly expiry: number | null
  readonly fee: number | null
  readonly backing: number | null
  readonly line: number | null
  readonly stamp: number | null
}

export function presetRules(key: string): InstrumentRules {
  if (isBaseline(key)) return BASELINE_RULES[key]
  const found = INSTRUMENT_PRESETS.find((preset) => preset.key === key)
  if (found === undefined) throw new RangeError(`there are no rules called ${key}`)
  return found.rules
}

/** The rules of the instrument, the changes of the scenario in them. */
export function rulesOf(chosen: ChosenInstrument): InstrumentRules {
  return instrumentRules.parse(changed(chosen))
}

/** What is wrong with the changes, by the rules of instruments themselves. */
export function instrumentFaults(
  chosen: ChosenInstrument,
): readonly { readonly path: string; readonly message: string }[] {
  const read = instrumentRules.safeParse(changed(chosen))
  const faults = (read.error?.issues ?? []).map(({ message }) => ({ path: 'rules', message }))
  const base = presetRules(chosen.rules)
  const refuse = (path: string, message: string) => faults.push({ path, message })
  if (base.discount !== null) refuse('rules', 'discount tokens stand beside an instrument: tokens')
  if (chosen.fee !== null && base.redemption === null) refuse('fee', 'it never becomes euro')
  if (chosen.line !== null && base.credit === null) refuse('line', 'nobody goes below zero in it')
  if (chosen.stamp !== null && base.demurrage.kind === 'none') {
    refuse('stamp', 'holding it costs nothing by its rules')
  }
  return faults
}

function changed(chosen: ChosenInstrument): unknown {
  const base = presetRules(chosen.rules)
  const { expiry, fee, backing, line, stamp } = chosen
  const { redemption, credit, demurrage } = base
  const below = line === null ? undefined : String(line)
  return {
    ...base,
    ...(expiry === null ? {} : { expiry: { days: expiry } }),
    ...(backing === null ? {} : { backing: formatRate(backing) }),
    ...(fee === null || redemption === null
      ? {}
      : { redemption: { ...redemption, fee: formatRate(fee) } }),
    ...(below === undefined || credit === null ? {} : { credit: { ...credit, below } }),
    ...(stamp === null || demurrage.kind === 'none'
      ? {}
      : { demurrage: { ...demurrage, lost: formatRate(stamp) } }),
  }
}
