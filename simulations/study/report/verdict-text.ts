import { numberText } from '../../chart/format.ts'
import type { Pair, PairState } from '../findings.ts'
import { SCORE, type StudyReader } from './study-reader.ts'

/** A verdict in words: what is decided, why, and what would decide what is open. */
export interface VerdictText {
  readonly head: string
  readonly lead: string
  /** For the rival and each baseline, a sentence. */
  readonly reasons: readonly string[]
  /** Nothing where all is decided. */
  readonly wants: string | null
}

const STATES = ['better', 'worse', 'alike', 'open'] as const

export function verdictText(reader: StudyReader): VerdictText {
  const isDecided = reader.result.findings.verdict.kind === 'decided'
  return {
    head: headOf(reader),
    lead: [leadOf(reader), ...restOf(reader)].join(' '),
    reasons: reasonsOf(reader),
    wants: isDecided ? null : `${reader.say('wouldDecide')} ${wantsOf(reader)}`,
  }
}

/** Who has the most points, and whether that is sure against the second. */
function leadOf(reader: StudyReader): string {
  const { kind, design, rival } = reader.result.findings.verdict
  const fill = {
    design: reader.quoted(reader.design(design)),
    points: pointsOf(design, reader),
  }
  const pair = rival === null ? undefined : reader.pair(design, rival, SCORE)
  if (rival === null || pair === undefined) return reader.say('leadAlone', fill)
  const { difference, range } = reader.pairTexts(pair)
  const beside = { rival: reader.quoted(reader.design(rival)), difference, range }
  if (kind === 'decided') return reader.say('leadDecided', { ...fill, ...beside })
  const kinds = {
    better: 'leadOpen',
    alike: 'leadAlike',
    open: 'leadApart',
    worse: 'leadApart',
  } as const
  return reader.say(kinds[pair.state], { ...fill, ...beside })
}

function pointsOf(design: string, reader: StudyReader): string {
  const found = reader.weighing(design)
  return found === undefined ? '–' : reader.points(found.score)
}

/** What is said of all but the best and its rival: who else is not told apart, and who surely has fewer points. */
function restOf(reader: StudyReader): readonly string[] {
  const { design, rival } = reader.result.findings.verdict
  const others = reader.ordered.filter(({ name }) => name !== design && name !== rival)
  const listOf = (isSurely: boolean): readonly string[] =>
    others.flatMap(({ name }) => {
      const pair = reader.pair(design, name, SCORE)
      if (pair === undefined || (pair.state === 'better') !== isSurely) return []
      return [`${reader.quoted(reader.design(name))} (${pointsOf(name, reader)})`]
    })
  const [surely, perhaps] = [listOf(true), listOf(false)]
  return [
    ...(perhaps.length === 0 ? [] : [reader.say('restApart', { list: reader.listed(perhaps) })]),
    ...(surely.length === 0 ? [] : [reader.say('restBelow', { list: reader.listed(surely) })]),
  ]
}

/** For each design the later ones whose score is not told apart from its own: the difference may be nothing, or does not matter. */
export function notToldApart(reader: StudyReader): readonly string[] {
  const order = reader.ordered
  return order.flatMap(({ name }, index) => {
    const alike = order.slice(index + 1).flatMap((other) => {
      const state = reader.pair(name, other.name, SCORE)?.state
      return state === 'open' || state === 'alike' ? [reader.quoted(reader.text(other.title))] : []
    })
    if (alike.length === 0) return []
    const design = reader.quoted(reader.design(name))
    return [reader.say('notToldApart', { design, list: reader.listed(alike) })]
  })
}

function headOf(reader: StudyReader): string {
  const { kind, design, rival } = reader.result.findings.verdict
  const best = reader.quoted(reader.design(design))
  if (kind === 'decided') return reader.say('decided', { design: best })
  if (rival === null) return reader.say('undecidedAlone', { design: best })
  return reader.say('undecided', { design: best, rival: reader.quoted(reader.design(rival)) })
}

/** The rival first, then the others that the verdict was held against. */
function againstOf({ result }: StudyReader): readonly string[] {
  const { rival, settled, open } = result.findings.verdict
  const names = [...new Set([...settled, ...open].map(({ against }) => against))]
  const ordered = result.designs.map(({ name }) => name).filter((name) => names.includes(name))
  return [...ordered].sort((a, b) => Number(b === rival) - Number(a === rival))
}

/** A sentence for each design that was held against on indicators. */
function reasonsOf(reader: StudyReader): readonly string[] {
  const { rival, settled, open } = reader.result.findings.verdict
  return againstOf(reader).flatMap((against) => {
    const pairs = [...settled, ...open].filter((pair) => pair.against === against)
    const isOnScoreAlone = pairs.every(({ indicator }) => indicator === SCORE)
    if (isOnScoreAlone && against !== rival) return []
    return [reasonOf(pairs, against, reader, against === rival)]
  })
}

function reasonOf(
  pairs: readonly Pair[],
  against: string,
  reader: StudyReader,
  withFigures: boolean,
): string {
  const parts = STATES.flatMap((state) => {
    const found = inOrder(pairs, reader).filter((pair) => pair.state === state)
    if (found.length === 0) return []
    const list = found.map((pair) => itemOf(pair, reader, withFigures))
    return [reader.say(ON[state], { list: reader.listed(list) })]
  })
  const name = reader.quoted(reader.design(against))
  return `${reader.say('against', { against: name })} ${parts.join('; ')}.`
}

const ON: Readonly<Record<PairState, 'betterOn' | 'worseOn' | 'alikeOn' | 'openOn'>> = {
  better: 'betterOn',
  worse: 'worseOn',
  alike: 'alikeOn',
  open: 'openOn',
}

/** The score first, then indicators as the study has them. */
function inOrder(pairs: readonly Pair[], { result }: StudyReader): readonly Pair[] {
  const place = ({ indicator }: Pair): number =>
    result.indicators.findIndex(({ name }) => name === indicator)
  return [...pairs].sort((a, b) => place(a) - place(b))
}

function itemOf(pair: Pair, reader: StudyReader, withFigures: boolean): string {
  const title = reader.indicator(pair.indicator)
  const indicator = title.charAt(0).toLowerCase() + title.slice(1)
  if (!withFigures || pair.state === 'alike') return indicator
  return reader.say('pairItem', { indicator, difference: reader.pairTexts(pair).difference })
}

/** What would decide a verdict that is open. */
export function wantsOf(reader: StudyReader): string {
  const { timesWorlds, inputs } = reader.result.findings.verdict.wants
  const all = [
    ...(inputs.length === 0
      ? []
      : [
          reader.say('wantsInputs', {
            inputs: reader.listed(inputs.map((one) => reader.quoted(reader.input(one)))),
          }),
        ]),
    ...(timesWorlds === null
      ? []
      : [
          reader.say('wantsWorlds', {
            times: numberText(Math.ceil(timesWorlds), reader.language),
          }),
        ]),
  ]
  const [first, second] = all
  if (first === undefined) return reader.say('wantsNothing')
  const sentence = second === undefined ? first : reader.say('wantsBoth', { first, second })
  return `${sentence}.`
}
