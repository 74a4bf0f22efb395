import { numberText } from '../chart/format.ts'
import type { Texts } from '../chart/language.ts'
import type { Estimated, Findings } from './findings.ts'
import type { CriterionEntry, StudyFile } from './study-file.ts'
import {
  DIMENSIONS,
  type JudgedCriterion,
  type JudgedDimension,
  type Light,
} from './study-result.ts'

/** From the worst to the best; what nobody looked at is worse than what needs care. */
const ORDER: readonly Light[] = ['red', 'unknown', 'amber', 'green']

const NOBODY: Texts = { it: 'Nessuno l’ha ancora esaminato.', en: 'Nobody has looked at it yet.' }

/** How feasible each design is, dimension by dimension: the light of the worst criterion, and what was found there. */
export function judge(
  { designs, feasibility, indicators }: StudyFile,
  { estimates }: Findings,
): readonly JudgedDimension[] {
  return designs.flatMap(({ name: design }) =>
    DIMENSIONS.map((dimension): JudgedDimension => {
      const criteria = feasibility
        .filter((one) => one.dimension === dimension && (one.designs?.includes(design) ?? true))
        .map((one) => {
          const estimated = estimates.find(
            (other) => other.design === design && other.indicator === one.rule?.indicator,
          )
          const head = indicators.find(({ name }) => name === one.rule?.indicator)
          return judgedCriterion(one, estimated, head)
        })
      const worst = [...criteria].sort((a, b) => ORDER.indexOf(a.light) - ORDER.indexOf(b.light))[0]
      if (worst === undefined)
        return { design, dimension, light: 'unknown', sentence: NOBODY, criteria }
      return { design, dimension, light: worst.light, sentence: sentenceOf(worst), criteria }
    }),
  )
}

function judgedCriterion(
  { name, title, rule, light, found, evidence }: CriterionEntry,
  estimated: Estimated | undefined,
  head: StudyFile['indicators'][number] | undefined,
): JudgedCriterion {
  if (rule === undefined || estimated === undefined || head === undefined) {
    const declared = light ?? 'unknown'
    const isBacked = evidence.some(({ standing }) => standing !== 'assumption')
    const kept: Light = declared === 'green' && !isBacked ? 'amber' : declared
    return { name, title, light: kept, found: found ?? NOBODY, evidence }
  }
  const reached = lightOf(rule, estimated)
  const isBacked = evidence.some(({ standing }) => standing === 'evidence')
  // A figure that rests on assumptions is no evidence.
  const kept: Light = reached === 'green' && !isBacked ? 'amber' : reached
  return {
    name,
    title,
    light: kept,
    found: ruleFound({ rule, estimated, head, isHeldBack: kept !== reached }),
    evidence,
  }
}

/** Green where the whole interval is beyond the border of green, red where it is whole on the wrong side of that of amber. */
function lightOf(
  { green, amber }: { readonly green: number; readonly amber: number },
  { interval }: Estimated,
): Light {
  const isMore = green >= amber
  const [poor, good] = isMore ? [interval.lower, interval.upper] : [interval.upper, interval.lower]
  if (isMore ? poor >= green : poor <= green) return 'green'
  return (isMore ? good < amber : good > amber) ? 'red' : 'amber'
}

function ruleFound({
  rule,
  estimated: { mean, interval },
  head: { title, unit },
  isHeldBack,
}: {
  readonly rule: { readonly green: number; readonly amber: number }
  readonly estimated: Estimated
  readonly head: StudyFile['indicators'][number]
  readonly isHeldBack: boolean
}): Texts {
  const sentence = (language: 'it' | 'en'): string => {
    const [value, low, high, border] = [mean, interval.lower, interval.upper, rule.green].map(
      (one) => amountText(one, unit, language),
    )
    const from = rule.green >= rule.amber
    if (language === 'it') {
      const held = isHeldBack ? ' La cifra poggia su ipotesi: senza prove non è verde.' : ''
      return `${title.it}: ${value} (da ${low} a ${high}); verde ${from ? 'da' : 'fino a'} ${border}.${held}`
    }
    const held = isHeldBack
      ? ' The figure rests on assumptions: without evidence it is not green.'
      : ''
    return `${title.en}: ${value} (${low} to ${high}); green ${from ? 'from' : 'up to'} ${border}.${held}`
  }
  return { it: sentence('it'), en: sentence('en') }
}

/** A number in its unit, as a sentence says it. */
function amountText(value: number, unit: string, language: 'it' | 'en'): string {
  if (unit === 'cents') return `${numberText(value / 100, language, 2)} €`
  if (unit === 'share') return `${numberText(100 * value, language, 1)} %`
  return numberText(value, language, 2)
}

function sentenceOf({ title, found }: JudgedCriterion): Texts {
  const join = (language: 'it' | 'en') =>
    found[language].startsWith(title[language])
      ? found[language]
      : `${title[language]}: ${found[language]}`
  return { it: join('it'), en: join('en') }
}
