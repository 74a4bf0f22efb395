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
  const { verdict } = reader.result.findings
  const { kind, design } = verdict
  const best = reader.quoted(reader.design(design))
  const isDecided = kind === 'decided'
  return {
    head: headOf(reader),
    lead: isDecided ? reader.say('decidedLead') : reader.say('undecidedLead', { design: best }),
    reasons: reasonsOf(reader),
    wants: isDecided ? null : `${reader.say('wouldDecide')} ${wantsOf(reader)}`,
  }
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

/** A sentence for each design that was held against on indicators, and one for all that were on the score alone. */
function reasonsOf(reader: StudyReader): readonly string[] {
  const { rival, settled, open } = reader.result.findings.verdict
  const pairsOf = (against: string): readonly Pair[] =>
    [...settled, ...open].filter((pair) => pair.against === against)
  const isOnScore = (against: string): boolean =>
    against !== rival && pairsOf(against).every(({ indicator }) => indicator === SCORE)
  const names = againstOf(reader)
  const others = names.filter(isOnScore).flatMap(pairsOf)
  return [
    ...names
      .filter((against) => !isOnScore(against))
      .map((against) => reasonOf(pairsOf(against), against, reader, against === rival)),
    ...(others.length === 0 ? [] : [scoreReason(others, reader)]),
  ]
}

function scoreReason(pairs: readonly Pair[], reader: StudyReader): string {
  const parts = STATES.flatMap((state) => {
    const found = pairs.filter((pair) => pair.state === state)
    if (found.length === 0) return []
    const list = reader.listed(found.map(({ against }) => reader.quoted(reader.design(against))))
    return [`${reader.say(`state ${state}`)} ${reader.say('than', { list })}`]
  })
  return `${reader.say('onScore')} ${parts.join('; ')}.`
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
  if (!withFigures) return indicator
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
