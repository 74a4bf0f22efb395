import type {
  Estimated,
  Findings,
  Pair,
  PairState,
  Verdict,
} from '../../../simulations/study/findings.ts'
import {
  DIMENSIONS,
  type Light,
  type StudyResult,
} from '../../../simulations/study/study-result.ts'
import {
  ASSUMPTIONS,
  both,
  DESIGNS,
  INDICATORS,
  INPUTS,
  LIMITS,
  MEANS,
  VIEWPOINTS,
} from './sample-heads.ts'

export type SampleKind = 'decided' | 'undecided'

const SCORES: Readonly<Record<string, number>> = Object.fromEntries(
  DESIGNS.map(({ name }) => [
    name,
    INDICATORS.reduce((sum, { worst, best, weight }, index) => {
      const value = MEANS[name]?.[index]?.[0] ?? worst
      return sum + weight * Math.min(1, Math.max(0, (value - worst) / (best - worst)))
    }, 0),
  ]),
)

/** A study of five designs, made by hand; where it is undecided the intervals of pairs are wider. */
export function sampleStudy(kind: SampleKind): StudyResult {
  return {
    provenance: {
      engine: 9,
      nodeMajor: 20,
      studyHash: 'ab12'.repeat(16),
      seed: 20_260_101,
      worlds: 128,
      paths: 16,
      models: [
        { name: 'circulation', version: 1 },
        { name: 'guarantee-fund', version: 3 },
      ],
      evidence: [
        {
          name: 'pilot',
          hash: 'cd34'.repeat(16),
          day: '2026-10-31',
          description: 'Purchases of 41 people from May to October, small cells left out',
        },
      ],
    },
    title: both('Quale buono per Biella e Matera', 'Which voucher for Biella and Matera'),
    question: both(
      'Quale buono o moneta solidale conviene introdurre a Biella e a Matera, al posto del rimborso su scontrino, e con quale rischio?',
      'Which voucher or solidarity currency is worth introducing in Biella and Matera, instead of refunds against receipts, and at what risk?',
    ),
    population: both(
      '120 persone uscite dall’accoglienza da meno di 18 mesi.',
      '120 people who left reception less than 18 months ago.',
    ),
    places: [
      { name: 'biella', title: both('Biella', 'Biella') },
      { name: 'matera', title: both('Matera', 'Matera') },
    ],
    budget: both(
      '180.000 € in due anni, di cui al massimo 30.000 € per la gestione.',
      '€180,000 in two years, of which at most €30,000 to run it.',
    ),
    designs: DESIGNS,
    indicators: INDICATORS,
    inputs: INPUTS,
    viewpoints: VIEWPOINTS,
    level: 0.9,
    findings: findingsOf(kind),
    ...{ swings: swings(kind), stresses: STRESSES, stressed: stressed(), smallest: smallest() },
    ...{ stressWorlds: 32, stressedScores: stressedScores() },
    ...{ flows: flows(), fans: fans(), feasibility: feasibility() },
    assumptions: ASSUMPTIONS,
    limits: LIMITS,
    study: { name: 'which-voucher', indifference: 0.01 },
  }
}

function findingsOf(kind: SampleKind): Findings {
  const pairs = pairsOf(kind)
  return {
    estimates: DESIGNS.flatMap(({ name }) =>
      INDICATORS.map(({ name: of }, index): Estimated => {
        const [mean, reach] = MEANS[name]?.[index] ?? [0, 0]
        return {
          ...{ design: name, indicator: of, mean, standardError: reach / 8 },
          interval: { lower: mean - reach, upper: mean + reach },
          unknownShare: reach === 0 ? 0 : 0.42,
        }
      }),
    ),
    pairs,
    front: DESIGNS.map(({ name }) => ({
      design: name,
      isOnFront: name !== 'receipts',
      probability: { receipts: 0.02, cash: 0.94, voucher: 0.88, hybrid: 0.91 }[name] ?? 0.55,
      dominatedBy: name === 'receipts' ? ['cash'] : [],
    })),
    weighings: DESIGNS.map(({ name }) => {
      const score = SCORES[name] ?? 0
      const share = { receipts: 0, cash: 0.27, voucher: 0.19, hybrid: 0.45 }[name] ?? 0.09
      return {
        ...{ design: name, score, shareOfWeights: share },
        scoreInterval: { lower: score - 0.03, upper: score + 0.03 },
        centralWeights:
          share === 0
            ? null
            : Object.fromEntries(INDICATORS.map((one, index) => [one.name, (index + 1) / 28])),
      }
    }),
    viewpoints: VIEWPOINTS.map(({ name }, index) => ({
      viewpoint: name,
      scores: SCORES,
      best: ['hybrid', 'cash', 'credit'][index] ?? 'hybrid',
      isSure: index !== 1,
    })),
    perfectInformation: 0.014,
    information: INPUTS.map(({ name }, index) => ({
      ...{ input: name, value: 0.008 / (index + 1), standardError: 0.0007 },
      share: 0.57 / (index + 1),
    })),
    verdict: verdictOf(kind, pairs),
  }
}

function pairsOf(kind: SampleKind): readonly Pair[] {
  const wide = kind === 'undecided' ? 2.4 : 0.6
  return DESIGNS.flatMap(({ name: design }) =>
    DESIGNS.filter(({ name }) => name !== design).flatMap(({ name: against }) => [
      ...INDICATORS.map(({ name, worst, best, indifference }, index) => {
        const [mean, reach] = MEANS[design]?.[index] ?? [0, 0]
        const [other, otherReach] = MEANS[against]?.[index] ?? [0, 0]
        const sign = best > worst ? 1 : -1
        const spread = wide * Math.max(reach, otherReach)
        return pairOf([design, against, name], mean - other, spread, { indifference, sign })
      }),
      pairOf(
        [design, against, 'score'],
        (SCORES[design] ?? 0) - (SCORES[against] ?? 0),
        0.02 * wide,
        { indifference: 0.01, sign: 1 },
      ),
    ]),
  )
}

function pairOf(
  [design, against, indicator]: readonly [string, string, string],
  difference: number,
  reach: number,
  { indifference, sign }: { readonly indifference: number; readonly sign: number },
): Pair {
  const [lower, upper] = [difference - reach, difference + reach]
  const ends = [lower * sign, upper * sign]
  const state = stateOf(Math.min(...ends), Math.max(...ends), indifference)
  return {
    ...{ design, against, indicator, difference, state },
    interval: { lower, upper },
    budgetInterval: { lower: difference - reach / 3, upper: difference + reach / 3 },
    betterIn: Math.min(1, Math.max(0, 0.5 + (0.4 * difference * sign) / (reach || 1))),
    needs: state === 'open' ? 'evidence' : 'nothing',
    timesWorlds: null,
  }
}

function stateOf(low: number, high: number, indifference: number): PairState {
  if (low > 0) return 'better'
  if (high < 0) return 'worse'
  return low >= -indifference && high <= indifference ? 'alike' : 'open'
}

function verdictOf(kind: SampleKind, pairs: readonly Pair[]): Verdict {
  const deciding = INDICATORS.filter(({ isDeciding }) => isDeciding).map(({ name }) => name)
  const asked = pairs.filter(
    ({ design, against, indicator }) =>
      design === 'hybrid' &&
      ['voucher', 'receipts', 'cash'].includes(against) &&
      [...deciding, 'score'].includes(indicator),
  )
  const isOpen = ({ state }: Pair): boolean => kind === 'undecided' && state === 'open'
  return {
    kind,
    design: 'hybrid',
    rival: 'voucher',
    open: asked.filter(isOpen),
    settled: asked.filter((pair) => !isOpen(pair)),
    wants:
      kind === 'decided'
        ? { timesWorlds: null, inputs: [] }
        : { timesWorlds: 3.4, inputs: ['acceptance', 'hours'] },
  }
}

function swings(kind: SampleKind): StudyResult['swings'] {
  return INPUTS.map(({ name, low, high }, index) => ({
    ...{ input: name, design: 'hybrid', against: 'voucher' },
    low: { input: low, difference: 0.012 - 0.03 / (index + (kind === 'decided' ? 3 : 1)) },
    high: { input: high, difference: 0.012 + 0.025 / (index + 1) },
  }))
}

const STRESSES: StudyResult['stresses'] = [
  { name: 'shop', title: both('Un grande negozio se ne va', 'A large shop leaves') },
  {
    name: 'arrivals',
    title: both('Arriva il doppio delle persone', 'Twice as many people arrive'),
  },
  { name: 'late', title: both('I fondi arrivano sei mesi dopo', 'Funds come six months late') },
]

function stressed(): StudyResult['stressed'] {
  return STRESSES.flatMap(({ name: stress }, index) =>
    DESIGNS.flatMap(({ name }) =>
      INDICATORS.map(({ name: indicator, worst, best }, column) => {
        const before = MEANS[name]?.[column]?.[0] ?? 0
        const difference = ((worst - best) * (index + 1)) / 40
        return {
          ...{ stress, design: name, indicator, before, difference, after: before + difference },
          interval: { lower: difference - 0.01, upper: difference + 0.01 },
        }
      }),
    ),
  )
}

/** Each takes more than the one before; the last takes most from the best and changes the order. */
function stressedScores(): StudyResult['stressedScores'] {
  return STRESSES.flatMap(({ name: stress }, index) => {
    const after = new Map(
      DESIGNS.map(({ name }) => {
        const more = index === STRESSES.length - 1 && name === 'hybrid' ? 0.3 : 0
        return [name, (SCORES[name] ?? 0) - 0.03 * (index + 1) - more] as const
      }),
    )
    const placeIn = (scores: ReadonlyMap<string, number>, name: string): number =>
      1 + [...scores.values()].filter((one) => one > (scores.get(name) ?? 0)).length
    return DESIGNS.map(({ name: design }) => {
      const [before, now] = [SCORES[design] ?? 0, after.get(design) ?? 0]
      const difference = now - before
      return {
        ...{ stress, design, before, after: now, difference },
        interval: { lower: difference - 0.01, upper: difference + 0.01 },
        placeBefore: placeIn(new Map(Object.entries(SCORES)), design),
        placeAfter: placeIn(after, design),
        againstBest:
          design === 'hybrid' ? null : now > (after.get('hybrid') ?? 0) ? 'open' : 'worse',
      }
    })
  })
}

function smallest(): StudyResult['smallest'] {
  return ['voucher', 'hybrid', 'credit'].flatMap((design, index) => {
    const reserve = {
      ...{ design, name: 'reserve', title: both('Riserva', 'Reserve'), level: 0.99 },
      ...{ value: 3_100_000 + index * 210_000 },
      interval: { lower: 2_900_000 + index * 210_000, upper: 3_400_000 + index * 210_000 },
    }
    const fund = { design, name: 'fund', title: both('Fondo di garanzia', 'Guarantee fund') }
    return design === 'credit'
      ? [reserve, { ...fund, level: 0.99, value: null, interval: null }]
      : [reserve]
  })
}

function flows(): StudyResult['flows'] {
  const [funder, people] = ['equity:funder', 'liabilities:held:person']
  const [shops, suppliers] = ['liabilities:held:shop', 'liabilities:held:supplier']
  const rest = 'equity:elsewhere'
  const chain = (again: number) => [
    { from: funder, to: people, cents: 9_000_000 },
    { from: people, to: shops, cents: 8_300_000 },
    { from: people, to: 'equity:expired', cents: 540_000 },
    { from: shops, to: suppliers, cents: again },
    { from: suppliers, to: shops, cents: again / 3 },
    { from: shops, to: rest, cents: 8_300_000 - (2 * again) / 3 },
    { from: suppliers, to: rest, cents: (2 * again) / 3 },
  ]
  return [
    { design: 'hybrid', flows: chain(2_400_000) },
    { design: 'voucher', flows: chain(1_900_000) },
    { design: 'receipts', flows: [{ from: funder, to: people, cents: 5_500_000 }] },
  ]
}

function fans(): StudyResult['fans'] {
  return ['hybrid', 'voucher'].map((design, index) => ({
    ...{ design, name: 'stock', title: both('Buoni in circolazione', 'Vouchers outstanding') },
    unit: 'cents',
    quantiles: [0.6, 0.8, 1, 1.15, 1.4].map((factor) =>
      Array.from({ length: 25 }, (_, month) =>
        Math.round((factor * (2_400_000 + index * 1e5) * month) / (month + 4)),
      ),
    ),
  }))
}

function feasibility(): StudyResult['feasibility'] {
  return DESIGNS.flatMap(({ name, baseline }, row) =>
    DIMENSIONS.map((dimension, column) => {
      const all: readonly Light[] = ['green', 'amber', 'green', 'unknown', 'red']
      const light = baseline === undefined ? (all[(row + column) % 5] ?? 'unknown') : 'green'
      const sentence = {
        green: both('Niente lo impedisce.', 'Nothing stands in its way.'),
        amber: both('Si può, con un accordo scritto.', 'It can be done, with a written agreement.'),
        red: both('Così com’è non si può fare.', 'As it is, it cannot be done.'),
        unknown: both('Nessuno ha ancora guardato.', 'Nobody has looked yet.'),
      }[light]
      return {
        ...{ design: name, dimension, light, sentence },
        criteria: [
          {
            name: `${dimension}-rules`,
            title: both(`Regole & accordi (${dimension})`, `Rules & agreements (${dimension})`),
            ...{ light, found: sentence },
            evidence:
              light === 'unknown'
                ? []
                : [{ text: 'D.M. 122/2017; opinion of the office', standing: 'evidence' as const }],
          },
        ],
      }
    }),
  )
}
