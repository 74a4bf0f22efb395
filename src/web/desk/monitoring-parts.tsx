import { EUR, formatMinor } from '../../kernel/money.ts'
import { INDICATORS } from '../../monitoring/core/indicators.ts'
import type { Group, Told } from '../../monitoring/core/results.ts'
import type { Board } from '../../monitoring/results.ts'
import { type MonitoringTexts, monitoringEn, monitoringIt } from '../messages/monitoring.ts'
import type { DeskLanguage } from './layout.tsx'
import { Table } from './money-kit.tsx'
import { fill } from './show.ts'

export const MONITORING_TEXTS: Readonly<Record<DeskLanguage, MonitoringTexts>> = {
  it: monitoringIt,
  en: monitoringEn,
}

interface PartProps {
  readonly board: Board
  readonly texts: MonitoringTexts
}

/** A figure, or a dash that says why there is none. */
export function Figure({
  value,
  texts,
}: {
  readonly value: Told
  readonly texts: MonitoringTexts
}) {
  if (value !== null) return <td class="desk-figure">{showFigure(value, texts)}</td>
  return (
    <td class="desk-figure position-relative">
      <span aria-hidden="true">–</span>
      <span class="visually-hidden">{texts.hidden}</span>
    </td>
  )
}

export function showFigure(value: number, { decimal }: MonitoringTexts): string {
  return `${value}`.replace('.', decimal)
}

interface IndicatorProps extends PartProps {
  readonly id: string
  readonly value: bigint | null
}

function IndicatorFigure({ id, value, board, texts }: IndicatorProps) {
  if (value === null) return <Figure value={null} texts={texts} />
  return <td class="desk-figure">{showIndicator(board, id, value, texts)}</td>
}

/** An indicator in words: money with its decimals and its unit, everything else as a count. */
export function showIndicator(
  { programme }: Pick<Board, 'programme'>,
  id: string,
  value: bigint,
  { decimal }: Pick<MonitoringTexts, 'decimal'>,
): string {
  const isMoney = INDICATORS.find((one) => one.id === id)?.unit === 'money'
  if (!isMoney) return `${value}`
  const amount = formatMinor(value, decimal === ',' ? 'it' : 'en')
  return `${amount}\u00a0${programme.unit === EUR ? '€' : programme.unit}`
}

export function Indicators({ board, texts }: PartProps) {
  const kinds = new Map(INDICATORS.map((one) => [one.id, one]))
  return (
    <Table
      caption={texts.funnel}
      heads={[
        texts.indicator,
        { figure: texts.value },
        ...[texts.target, texts.level, texts.definition],
      ]}
    >
      {board.indicators.map(({ id, value }) => {
        const [name = id, definition = ''] = texts.indicators[id] ?? []
        const level = kinds.get(id)?.level
        return (
          <tr>
            <th scope="row">{name}</th>
            <IndicatorFigure {...{ id, value, board, texts }} />
            <td>{targetsText(board, id, texts)}</td>
            <td>{level === undefined ? '' : texts.levels[level]}</td>
            <td>{definition}</td>
          </tr>
        )
      })}
    </Table>
  )
}

/** What an indicator is to reach by which month; empty where nobody set a target. */
export function targetsText(board: Board, indicator: string, texts: MonitoringTexts): string {
  return board.targets
    .filter((one) => one.indicator === indicator)
    .map(({ month, value }) => {
      const shown = showIndicator(board, indicator, BigInt(value), texts)
      return fill(texts.byMonth, { month, value: shown })
    })
    .join(', ')
}

/** The indicator that is drawn. */
const ACCOMPANIED = 'people_accompanied'
const WIDTH = 640
const HEIGHT = 240
const EDGE = 40

/** What was reached month by month, and the line that leads through the targets. */
export function TargetChart({ board, texts }: PartProps) {
  const figure = board.indicators.find(({ id }) => id === ACCOMPANIED)?.value ?? null
  // A figure that is held back is not drawn either.
  const started = figure === null ? [] : board.started
  const targets = board.targets.filter(({ indicator }) => indicator === ACCOMPANIED)
  const last = Math.max(started.length, ...targets.map(({ month }) => month))
  const most = Math.max(1, ...started, ...targets.map(({ value }) => value))
  if (started.length === 0 && targets.length === 0) return null
  const point = (month: number, value: number) =>
    `${Math.round(EDGE + ((WIDTH - 2 * EDGE) * month) / last)},${Math.round(HEIGHT - EDGE - ((HEIGHT - 2 * EDGE) * value) / most)}`
  const reached = started.map((value, index) => point(index + 1, value))
  const planned = targets.map(({ month, value }) => point(month, value))
  const value = started.at(-1)
  const unseen = board.programme.startsOn === null ? texts.chartNoStart : texts.chartHidden
  const text = fill(value === undefined ? unseen : texts.chartText, {
    ...{ month: started.length, value: value ?? '' },
    targets: targetsText(board, ACCOMPANIED, texts),
  })
  return (
    <figure class="desk-card pt-3">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width="100%" role="img" aria-label={text}>
        <path
          d={`M${EDGE} ${EDGE}V${HEIGHT - EDGE}H${WIDTH - EDGE}`}
          fill="none"
          stroke="currentColor"
        />
        <polyline
          points={[point(0, 0), ...planned].join(' ')}
          fill="none"
          stroke="currentColor"
          stroke-dasharray="6 4"
        />
        <polyline
          points={[point(0, 0), ...reached].join(' ')}
          fill="none"
          stroke="currentColor"
          stroke-width="3"
        />
        <text x={EDGE} y={EDGE - 10} font-size="14" fill="currentColor">
          {most}
        </text>
        <text x={WIDTH - EDGE} y={HEIGHT - 14} font-size="14" text-anchor="end" fill="currentColor">
          {last}
        </text>
      </svg>
      <figcaption>
        {texts.chart}. {text}
      </figcaption>
    </figure>
  )
}

interface GroupsProps {
  readonly caption: string
  readonly groups: readonly Group[]
  readonly texts: MonitoringTexts
  /** What a group is called, where the texts do not say it. */
  readonly nameOf?: (key: string) => string | undefined
}

export function Groups({ caption, groups, texts, nameOf }: GroupsProps) {
  const figures = [texts.entered, texts.started, texts.housed, texts.hired]
  return (
    <Table caption={caption} heads={[texts.group, ...figures.map((figure) => ({ figure }))]}>
      {groups.map((group) => (
        <tr>
          <th scope="row">{texts.words[group.key] ?? nameOf?.(group.key) ?? group.key}</th>
          <Figure value={group.entered} texts={texts} />
          <Figure value={group.started} texts={texts} />
          <Figure value={group.housed} texts={texts} />
          <Figure value={group.hired} texts={texts} />
        </tr>
      ))}
    </Table>
  )
}

export function Autonomy({ board, texts }: PartProps) {
  const figures = [texts.asked, texts.missing, texts.mean]
  return (
    <Table caption={texts.autonomy} heads={[texts.wave, ...figures.map((figure) => ({ figure }))]}>
      {board.autonomy.map(({ wave, asked, missing, mean }) => (
        <tr>
          <th scope="row">{wave}</th>
          <Figure value={asked} texts={texts} />
          <Figure value={missing} texts={texts} />
          <Figure value={mean} texts={texts} />
        </tr>
      ))}
    </Table>
  )
}

export function Services({ board, texts }: PartProps) {
  return (
    <Table
      caption={texts.services}
      heads={[texts.service, { figure: texts.before }, { figure: texts.now }]}
    >
      {board.services.map(({ service, before, now }) => (
        <tr>
          <th scope="row">{texts.words[service] ?? service}</th>
          <Figure value={before} texts={texts} />
          <Figure value={now} texts={texts} />
        </tr>
      ))}
    </Table>
  )
}
