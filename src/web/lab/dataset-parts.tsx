import { levelText } from '../../../simulations/chart/format.ts'
import { stepsChart } from '../../../simulations/chart/steps.ts'
import type { EvidenceContent, EvidenceCurve } from '../../study/core/evidence/content.ts'
import type { EvidenceEstimate } from '../../study/core/evidence/estimate.ts'
import type { ShownTable } from '../../study/core/evidence/suppression.ts'
import { Table } from '../desk/money-kit.tsx'
import { fill } from '../desk/show.ts'
import { cellText, columnName, EVIDENCE_TEXTS, figureName, figureText } from './evidence-words.ts'
import type { LabLanguage } from './kit.tsx'
import { Drawing } from './run-parts.tsx'

interface PartProps {
  readonly content: EvidenceContent
  readonly language: LabLanguage
}

/** Every figure with where it may lie, on how many it rests, and how it was found. */
export function Estimates({ content, language }: PartProps) {
  const texts = EVIDENCE_TEXTS[language]
  const { estimates } = content
  if (estimates.length === 0) return null
  const levels = [...new Set(estimates.map(({ level }) => levelText(level, language)))]
  const heads = [
    texts.figure,
    ...[texts.value, fill(texts.interval, { level: levels.join(', ') }), texts.count].map(
      (figure) => ({ figure }),
    ),
    texts.how,
  ]
  return (
    <section class="desk-card" id="figures">
      <h2>{texts.estimates}</h2>
      <p>{texts.estimatesLead}</p>
      <Table caption={texts.estimates} heads={heads}>
        {estimates.map((one) => (
          <tr>
            <th scope="row" class="study-cell">
              {figureName(one.name, language)}
            </th>
            <td class="desk-figure">{estimateText(one, language)}</td>
            <td class="desk-figure">{rangeText(one, language)}</td>
            <td class="desk-figure">{one.n}</td>
            <td class="study-source">{methodText(one.method, language)}</td>
          </tr>
        ))}
      </Table>
    </section>
  )
}

/** How exactly a figure is known: a part of its interval. */
function nearOf({ value, low, high }: EvidenceEstimate): number {
  return ((high ?? 2 * value - low) - low) / 2
}

export function estimateText(one: EvidenceEstimate, language: LabLanguage): string {
  return figureText(one.value, one.unit, language, nearOf(one))
}

/** From where to where it may lie. */
export function rangeText(one: EvidenceEstimate, language: LabLanguage): string {
  const [low, high] = [one.low, one.high].map((end) =>
    end === null ? undefined : figureText(end, one.unit, language, nearOf(one)),
  )
  return high === undefined ? `${low} ${EVIDENCE_TEXTS[language].unbounded}` : `${low} – ${high}`
}

function methodText(method: string, language: LabLanguage): string {
  const known: Readonly<Record<string, string>> = EVIDENCE_TEXTS[language].methods
  return known[method] ?? method
}

/** What still waits after so many days. */
export function Curves({ content, language }: PartProps) {
  const texts = EVIDENCE_TEXTS[language]
  const { survival, definition } = content
  if (survival.length === 0) return null
  const level = definition?.level ?? 0.95
  return (
    <section class="desk-card" id="curves">
      <h2>{texts.curves}</h2>
      <p>{texts.curvesLead}</p>
      <div class="lab-charts">
        {survival.map((curve) => (
          <Curve {...{ curve, level, language }} />
        ))}
      </div>
    </section>
  )
}

interface CurveProps {
  readonly curve: EvidenceCurve
  readonly level: number
  readonly language: LabLanguage
}

function Curve({ curve: { name, n, steps }, level, language }: CurveProps) {
  const texts = EVIDENCE_TEXTS[language]
  const title = fill(texts.curveOf, { lag: figureName(name, language), n })
  const rows = steps.map(({ days, survival: value, low: lower, high: upper }) => ({
    ...{ days, value, lower, upper },
  }))
  const chart = stepsChart({ rows, level }, { language, title, id: `curve-${name}` })
  const share = (value: number) => figureText(value, 'share', language, 0.01)
  const heads = [
    texts.days,
    texts.waiting,
    fill(texts.interval, { level: levelText(level, language) }),
  ]
  return (
    <div>
      <Drawing svg={chart.svg} label={title} />
      <details>
        <summary>{texts.curveTable}</summary>
        <Table caption={title} heads={heads.map((figure) => ({ figure }))}>
          {rows.map(({ days, value, lower, upper }) => (
            <tr>
              <th scope="row" class="desk-figure">
                {days}
              </th>
              <td class="desk-figure">{share(value)}</td>
              <td class="desk-figure">
                {share(lower)} – {share(upper)}
              </td>
            </tr>
          ))}
        </Table>
      </details>
    </div>
  )
}

interface TablesProps extends PartProps {
  /** The names of shops by their ids. */
  readonly shops: ReadonlyMap<string, string>
}

/** What was bought where, what became of the money, what tries were answered; hidden cells say so. */
export function Tables({ content, language, shops }: TablesProps) {
  const texts = EVIDENCE_TEXTS[language]
  const { tables, definition } = content
  if (tables.length === 0) return null
  const isAnyHidden = tables.some(({ cells }) => cells.flat().includes(null))
  return (
    <section class="desk-card" id="tables">
      <h2>{texts.tables}</h2>
      {isAnyHidden ? (
        <p>{fill(texts.hiddenLead, { threshold: definition?.threshold ?? '' })}</p>
      ) : null}
      {tables.map((table) =>
        table.rowsAre === null ? (
          <Listed {...{ table, language }} />
        ) : (
          <Crossed {...{ table, language, shops }} />
        ),
      )}
    </section>
  )
}

interface TableProps {
  readonly table: ShownTable
  readonly language: LabLanguage
}

/** A table of one row, told downwards. */
function Listed({ table, language }: TableProps) {
  const texts = EVIDENCE_TEXTS[language]
  const { columns, cells, unit } = table
  const title = figureName(table.name, language)
  const figure = unit === 'cent' ? '€' : texts.tries
  return (
    <Table caption={title} heads={[texts.figure, { figure }]}>
      {cells[0]?.map((value, at) => (
        <tr>
          <th scope="row">
            {at === columns.length ? texts.total : columnName(table, columns[at] ?? '', language)}
          </th>
          <Cell {...{ value, unit, language }} />
        </tr>
      ))}
    </Table>
  )
}

function Crossed({ table, language, shops }: TableProps & Pick<TablesProps, 'shops'>) {
  const texts = EVIDENCE_TEXTS[language]
  const { rows, columns, cells, unit } = table
  const heads = [
    texts.rowsAre.partner,
    ...[...columns.map((one) => columnName(table, one, language)), texts.total].map((figure) => ({
      figure,
    })),
  ]
  return (
    <Table caption={figureName(table.name, language)} heads={heads}>
      {cells.map((line, at) => (
        <tr>
          <th scope="row">
            {at === rows.length ? texts.total : (shops.get(rows[at] ?? '') ?? rows[at])}
          </th>
          {line.map((value) => (
            <Cell {...{ value, unit, language }} />
          ))}
        </tr>
      ))}
    </Table>
  )
}

interface CellProps {
  readonly value: number | null
  readonly unit: string
  readonly language: LabLanguage
}

function Cell({ value, unit, language }: CellProps) {
  if (value !== null) return <td class="desk-figure">{cellText(value, unit, language)}</td>
  return (
    <td class="desk-figure">
      <em>{EVIDENCE_TEXTS[language].hidden}</em>
    </td>
  )
}

/** What could not be told, by its reason. */
export function Withheld({ content: { withheld }, language }: PartProps) {
  const texts = EVIDENCE_TEXTS[language]
  if (withheld.length === 0) return null
  const words: Readonly<Record<string, string>> = texts.reasons
  const reasons = [...new Set(withheld.map(({ reason }) => reason))]
  return (
    <section class="desk-card" id="withheld">
      <h2>{texts.withheld}</h2>
      {reasons.map((reason) => (
        <>
          <h3>{words[reason] ?? reason}</h3>
          <ul>
            {withheld
              .filter((one) => one.reason === reason)
              .map(({ name }) => (
                <li>{figureName(name, language)}</li>
              ))}
          </ul>
        </>
      ))}
    </section>
  )
}
