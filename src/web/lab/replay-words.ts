import { numberText, valueText } from '../../../simulations/chart/format.ts'
import type { ReplayRule } from '../../study/core/replay/rule.ts'
import type { ShownReplay } from '../../study/core/replay/shown.ts'
import { fill } from '../desk/show.ts'
import type { LabReplayTexts } from '../messages/lab-replay.ts'
import { categoryName } from './evidence-words.ts'
import type { LabLanguage } from './kit.tsx'

/** What a cell was, and what it would have been; nothing where it is hidden. */
export interface Beside {
  readonly name: string
  readonly was: number | undefined
  readonly would: number | undefined
}

type TableName = 'money' | 'answers'

/** The cells of a table, as they were and would have been; nothing where the table is not shown. */
export function besides(
  { actual, replayed }: Pick<ShownReplay, 'actual' | 'replayed'>,
  name: TableName,
): readonly Beside[] | undefined {
  const [before, after] = [actual, replayed].map((tables) =>
    tables.find((table) => table.name === name),
  )
  if (before === undefined || after === undefined) return undefined
  const names = [...new Set([...before.columns, ...after.columns])]
  const cell = (table: typeof before, column: string) => {
    const at = table.columns.indexOf(column)
    // A column that is not there has nothing in it.
    return at < 0 ? 0 : (table.cells[0]?.[at] ?? undefined)
  }
  return names.map((one) => ({ name: one, was: cell(before, one), would: cell(after, one) }))
}

interface Words {
  readonly texts: LabReplayTexts
  readonly language: LabLanguage
}

/** What a rule changes, in words; nothing where it is the one that was in force. */
export function ruleWords(rule: ReplayRule, { texts, language }: Words): string | undefined {
  const { words } = texts
  const { validityDays, categories, demurrage, commissionPerTenThousand, inPart } = rule
  const caps = (['capPerPurchase', 'capPerDay'] as const).flatMap((name) => {
    const cap = rule[name]
    if (cap === undefined) return []
    if (cap !== null) return [fill(words[name], { value: valueText(cap, 'cents', language, 0.01) })]
    return [name === 'capPerDay' ? words.noCapPerDay : words.noCapPerPurchase]
  })
  const said = [
    ...(validityDays === undefined ? [] : [fill(words.validityDays, { value: validityDays })]),
    ...(categories === undefined
      ? []
      : [
          fill(words.categories, {
            value: categories.map((one) => categoryName(one, language)).join(', '),
          }),
        ]),
    ...caps,
    ...(demurrage === undefined
      ? []
      : [
          fill(words.demurrage, {
            ...{ value: shareText(demurrage.yearlyShare, language), days: demurrage.freeDays },
          }),
        ]),
    ...(commissionPerTenThousand === 0
      ? []
      : [
          fill(words.commission, {
            value: shareText(commissionPerTenThousand / 10_000, language),
          }),
        ]),
    ...(inPart ? [words.inPart] : []),
  ]
  return said.length === 0 ? undefined : said.join('; ')
}

function shareText(share: number, language: LabLanguage): string {
  const percent = Number((share * 100).toFixed(2))
  const decimals = `${percent}`.split('.')[1]?.length ?? 0
  return `${numberText(percent, language, decimals)}\u00a0%`
}

/** What would have been otherwise, sentence by sentence; what is hidden is passed over. */
export function replaySentences(shown: ShownReplay, { texts, language }: Words): readonly string[] {
  const { peopleTouched, commission } = shown
  if (shown.withheld !== null) return [texts.few]
  const money = (cents: number) => valueText(cents, 'cents', language, 0.01)
  const count = (tries: number) => numberText(tries, language)
  const inMoney = (name: string) => besides(shown, 'money')?.find((one) => one.name === name)
  const lost = inMoney('demurrage')?.would
  return [
    touchedText(peopleTouched ?? 0, texts),
    ...compared(inMoney('spent'), money, [texts.spentMore, texts.spentLess, texts.spentSame]),
    ...compared(inMoney('expired'), money, [
      ...([texts.expiredMore, texts.expiredLess, texts.expiredSame] as const),
    ]),
    ...(lost === undefined || lost === 0 ? [] : [fill(texts.demurrage, { would: money(lost) })]),
    ...compared(refusalsOf(besides(shown, 'answers')), count, [
      ...([texts.refusedMore, texts.refusedLess, texts.refusedSame] as const),
    ]),
    ...(commission === null || commission === 0
      ? []
      : [fill(texts.shopsLess, { would: money(commission) })]),
  ]
}

function touchedText(people: number, texts: LabReplayTexts): string {
  if (people === 0) return texts.untouched
  return people === 1 ? texts.touchedOne : fill(texts.touched, { count: people })
}

/** All that was not paid; nothing where one of them is hidden. */
function refusalsOf(answers: readonly Beside[] | undefined): Beside | undefined {
  const refused = answers?.filter(({ name }) => name !== 'in_full' && name !== 'in_part')
  const sum = (of: 'was' | 'would') =>
    refused?.reduce<number | undefined>(
      (all, one) => (all === undefined || one[of] === undefined ? undefined : all + one[of]),
      0,
    )
  return { name: 'refused', was: sum('was'), would: sum('would') }
}

function compared(
  found: Beside | undefined,
  shown: (value: number) => string,
  [more, less, same]: readonly [string, string, string],
): readonly string[] {
  const { was, would } = found ?? {}
  if (was === undefined || would === undefined || (was === 0 && would === 0)) return []
  const text = would > was ? more : would < was ? less : same
  const values = { was: shown(was), would: shown(would), change: shown(Math.abs(would - was)) }
  return [fill(text, values)]
}
