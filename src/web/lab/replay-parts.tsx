import { pairsChart } from '../../../simulations/chart/pairs.ts'
import type { ShownReplay } from '../../study/core/replay/shown.ts'
import type { ReplayOrder } from '../../study/replay.ts'
import { Table } from '../desk/money-kit.tsx'
import { fill, showDay } from '../desk/show.ts'
import type { LabReplayTexts } from '../messages/lab-replay.ts'
import { cellText, columnName } from './evidence-words.ts'
import type { LabLanguage } from './kit.tsx'
import { type Beside, besides, replaySentences, ruleWords } from './replay-words.ts'
import { Drawing } from './run-parts.tsx'

interface OutcomeProps {
  readonly order: ReplayOrder
  readonly shown: ShownReplay
  readonly texts: LabReplayTexts
  readonly language: LabLanguage
}

/** What was beside what would have been: sentences, tables, drawings, and what they cannot know. */
export function Outcome({ order, shown, texts, language }: OutcomeProps) {
  const { programmeId: programme, day, rule } = order
  const words = ruleWords(rule, { texts, language })
  return (
    <section class="desk-card" id="result">
      <h2>{texts.result}</h2>
      <p>
        {words === undefined
          ? texts.asIs
          : fill(texts.tried, { programme, day: showDay(day), rule: words })}
      </p>
      <ul class="lab-big">
        {replaySentences(shown, { texts, language }).map((sentence) => (
          <li>{sentence}</li>
        ))}
      </ul>
      {shown.withheld === null ? (
        <div class="lab-charts">
          {(['money', 'answers'] as const).map((name) => (
            <Part {...{ name, texts, language }} rows={besides(shown, name)} />
          ))}
        </div>
      ) : null}
      <h3>{texts.limitsTitle}</h3>
      <ul>
        {Object.values(texts.limits).map((limit) => (
          <li>{limit}</li>
        ))}
      </ul>
      <p class="form-text">{texts.address}</p>
    </section>
  )
}

interface PartProps {
  readonly name: 'money' | 'answers'
  readonly rows: readonly Beside[] | undefined
  readonly texts: LabReplayTexts
  readonly language: LabLanguage
}

function Part({ name, rows, texts, language }: PartProps) {
  if (rows === undefined)
    return (
      <div class="lab-figure">
        <h3>{texts[name]}</h3>
        <p>{texts.nothing}</p>
      </div>
    )
  const columnsAre = name === 'money' ? 'outcome' : 'answer'
  const unit = name === 'money' ? 'cent' : 'tries'
  const label = (column: string) => columnName({ columnsAre }, column, language)
  const told = (value: number | undefined) =>
    value === undefined ? <em>{texts.hidden}</em> : cellText(value, unit, language)
  const chart = pairsChart(
    {
      ...{ unit: name === 'money' ? 'cents' : 'number', untold: texts.hidden },
      ...{ first: texts.was, second: texts.would },
      rows: rows.map((one) => ({ label: label(one.name), first: one.was, second: one.would })),
    },
    { language, title: texts[name], id: `replay-${name}` },
  )
  const isAnyHidden = rows.some(({ was, would }) => was === undefined || would === undefined)
  const heads = [texts.was, texts.would, texts.change].map((figure) => ({ figure }))
  return (
    <div class="lab-figure">
      <Drawing svg={chart.svg} label={texts[name]} />
      <Table caption={texts[name]} heads={[texts.what, ...heads]}>
        {rows.map(({ name: column, was, would }) => (
          <tr>
            <th scope="row">{label(column)}</th>
            <td class="desk-figure">{told(was)}</td>
            <td class="desk-figure">{told(would)}</td>
            <td class="desk-figure">{changeText(was, would, unit, language)}</td>
          </tr>
        ))}
      </Table>
      {isAnyHidden ? <p class="form-text">{texts.hiddenLead}</p> : null}
    </div>
  )
}

function changeText(
  was: number | undefined,
  would: number | undefined,
  unit: string,
  language: LabLanguage,
): string {
  if (was === undefined || would === undefined) return ''
  const change = would - was
  return `${change > 0 ? '+' : ''}${cellText(change, unit, language)}`
}
