import { parseAmount } from '../../kernel/money.ts'
import type { ReplayRule } from '../../study/core/replay/rule.ts'
import { EVIDENCE_DEFAULTS } from '../../study/evidence.ts'
import type { ReplayOrder } from '../../study/replay.ts'
import type { FormState } from '../desk/fields.tsx'
import { type FormReader, readFields } from '../desk/reading.ts'
import { fill } from '../desk/show.ts'
import type { LabReplayTexts } from '../messages/lab-replay.ts'
import { THRESHOLDS } from './datasets.tsx'
import type { LabLanguage } from './kit.tsx'

/** Fields of categories begin with this. */
export const CATEGORY = 'category.'
const CENTS_MAX = 100_000_000n
const DAYS_MAX = 3650
const ID_MAX = 60
/** The most percent of a year that lie idle may lose; the rule is one of a share below one. */
const YEARLY_MAX = 99
/** What a percent is typed in. */
const PERCENT_MAX = 20

/** What an address asks to be replayed, and the form as it is drawn again. */
export interface ReadReplay {
  readonly order: ReplayOrder | undefined
  readonly form: FormState
  blame(name: string, sentence: string): void
  /** With what was blamed since. */
  state(): FormState
}

/** Reads a question from the address of a page. */
export function readReplay(
  query: Readonly<Record<string, string>>,
  language: LabLanguage,
  texts: LabReplayTexts,
): ReadReplay {
  const fields = readFields(query, language)
  const programmeId = fields.line('programme', ID_MAX, true)
  const day = fields.day('day', true)
  const threshold =
    (query.threshold ?? '') === ''
      ? EVIDENCE_DEFAULTS.threshold
      : fields.wholeNumber('threshold', ...THRESHOLDS)
  const rule = ruleOf(fields, query, texts)
  const isWhole = programmeId !== null && day !== null && threshold !== null && fields.isGood()
  return {
    order: isWhole ? { programmeId, day, threshold, rule } : undefined,
    form: fields.state(),
    blame: fields.blame,
    state: fields.state,
  }
}

function ruleOf(
  fields: FormReader,
  query: Readonly<Record<string, string>>,
  texts: LabReplayTexts,
): ReplayRule {
  const isGiven = (name: string) => (query[name] ?? '').trim() !== ''
  const validity = isGiven('validityDays') ? fields.wholeNumber('validityDays', 1, DAYS_MAX) : null
  const categories = categoriesIn(query)
  const yearly = percentIn(fields, 'yearlyShare', isGiven, YEARLY_MAX, texts)
  const freeDays = isGiven('freeDays') ? fields.wholeNumber('freeDays', 0, DAYS_MAX) : 0
  if (isGiven('freeDays') && !isGiven('yearlyShare'))
    fields.blame('yearlyShare', texts.freeDaysAlone)
  const commission = percentIn(fields, 'commission', isGiven, 100, texts)
  return {
    ...(validity === null ? {} : { validityDays: validity }),
    ...(categories.length === 0 ? {} : { categories }),
    ...capOf('capPerPurchase', fields, query, texts),
    ...capOf('capPerDay', fields, query, texts),
    ...(yearly === undefined
      ? {}
      : { demurrage: { yearlyShare: yearly / 10_000, freeDays: freeDays ?? 0 } }),
    commissionPerTenThousand: commission ?? 0,
    inPart: fields.isTicked('inPart'),
  }
}

/** The categories that were ticked. */
function categoriesIn(query: Readonly<Record<string, string>>): string[] {
  return Object.keys(query)
    .filter((name) => name.startsWith(CATEGORY) && query[name] === 'yes')
    .map((name) => name.slice(CATEGORY.length))
    .filter((one) => one !== '' && one.length <= 60)
    .slice(0, 50)
}

type Cap = 'capPerPurchase' | 'capPerDay'

function capOf(
  name: Cap,
  fields: FormReader,
  query: Readonly<Record<string, string>>,
  texts: LabReplayTexts,
): Partial<Record<Cap, number | null>> {
  const typed = (query[name] ?? '').trim()
  const isNone = fields.isTicked(noCapOf(name))
  if (typed === '') return isNone ? { [name]: null } : {}
  if (isNone) fields.blame(name, texts.capTwice)
  const amount = parseAmount(typed)
  if (typeof amount === 'bigint' && amount <= CENTS_MAX) return { [name]: Number(amount) }
  fields.blame(name, texts.amount)
  return {}
}

/** The tick that says that there is no limit. */
export function noCapOf(name: Cap): 'noCapPerPurchase' | 'noCapPerDay' {
  return name === 'capPerPurchase' ? 'noCapPerPurchase' : 'noCapPerDay'
}

/** Hundredths of a percent; nothing where nothing was typed, or it is wrong. */
function percentIn(
  fields: FormReader,
  name: string,
  isGiven: (name: string) => boolean,
  most: number,
  texts: LabReplayTexts,
): number | undefined {
  if (!isGiven(name)) return undefined
  const typed = fields.line(name, PERCENT_MAX) ?? ''
  const [, whole, part = ''] = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$/.exec(typed) ?? []
  const value = Number(whole ?? Number.NaN) * 100 + Number(part.padEnd(2, '0'))
  if (value <= most * 100) return value
  fields.blame(name, fill(texts.percent, { min: 0, max: most }))
  return undefined
}
