import { stringify } from 'yaml'
import type { Json, JsonObject } from '../../../simulations/scenario/json.ts'
import { type PreparedStudy, prepareStudy } from '../../../simulations/study/prepare.ts'
import { readStudy } from '../../../simulations/study/study-file.ts'
import { TOWN } from '../model/circulation-towns.ts'

/** A town so small that a hundred studies of it are run in seconds. */
const SMALL = {
  ...TOWN,
  months: '3 months',
  people: {
    ...{ beneficiaries: 30, residents: 0, grant: '120 EUR', bought: '0 EUR', payday: 'month' },
    ...{
      habit: { kind: 'alike', trips: 6 },
      delivery: 4,
      knowing: '100 %',
      learning: '0 % / month',
    },
  },
  network: { favourites: 2, popularity: 0.8, seeking: '40 %', suppliers: 0, associations: 0 },
}

const both = (text: string) => ({ it: text, en: text })

/** What a design of the planted study changes in the town: how many shops take part, and what it costs. */
export interface Planted {
  readonly name: string
  readonly baseline?: 'receipts' | 'cash'
  readonly joined: number
  readonly costs: number
}

/**
 * Designs whose order is known: a shop more that takes part is a need more that is met, and a euro more of costs is one more for
 * each euro that reaches a shop. Nothing else differs.
 */
export const KNOWN: readonly Planted[] = [
  { name: 'receipts', baseline: 'receipts', joined: 40, costs: 700 },
  { name: 'cash', baseline: 'cash', joined: 45, costs: 550 },
  { name: 'poorer', joined: 50, costs: 400 },
  { name: 'best', joined: 95, costs: 150 },
]

export interface PlantedOptions {
  readonly seed: number
  readonly worlds: number
  readonly paths: number
  readonly designs?: readonly Planted[]
  /** Changes what the study says. */
  readonly change?: JsonObject
}

/** The study as a file. */
export function plantedText({
  seed,
  worlds,
  paths,
  designs = KNOWN,
  change = {},
}: PlantedOptions): string {
  const study: Json = {
    ...{ studyVersion: 1, name: 'planted', seed, worlds, paths, level: 0.9 },
    ...{ title: both('Planted'), question: both('Which?'), population: both('Twelve people') },
    ...{ budget: both('None'), stressWorlds: 4 },
    places: [{ name: 'town', title: both('Town') }],
    designs: designs.map(({ name, baseline, joined, costs }) => ({
      ...{ name, title: both(name), description: both(name) },
      ...(baseline === undefined ? {} : { baseline }),
      parts: [
        {
          ...{ name: 'support', scenario: 'small' },
          change: {
            parameters: {
              needs: [
                {
                  kind: 'food',
                  share: '100 %',
                  basket: '18 EUR',
                  spread: 0.6,
                  shops: 9,
                  joined: `${joined} %`,
                },
              ],
              costs: { month: `${costs} EUR` },
            },
          },
        },
      ],
    })),
    inputs: [
      {
        ...{
          name: 'trips',
          title: both('Purchases a month'),
          standing: 'assumption',
          source: 'none',
        },
        law: { kind: 'uniform', low: 5.5, high: 7 },
        at: { support: 'parameters.people.habit.trips' },
      },
    ],
    indicators: [
      {
        ...{ name: 'met', title: both('Needs met'), unit: 'share', deciding: true },
        ...{ top: ['support.met'], bottom: ['support.needed'], worst: 0, best: 1, weight: 2 },
      },
      {
        ...{ name: 'cost', title: both('Cost per euro'), unit: 'ratio', deciding: true },
        ...{ top: ['support.costs'], bottom: ['support.spent'], worst: 1, best: 0, weight: 1 },
      },
    ],
  }
  return stringify({ ...study, ...change })
}

export const SMALL_TEXT = stringify({
  ...{ schemaVersion: 1, name: 'Small', model: 'circulation', paths: 16 },
  parameters: SMALL,
})

export const SMALL_TEXTS = { scenarios: new Map([['small', SMALL_TEXT]]), evidence: [] }

export function planted(options: PlantedOptions): PreparedStudy {
  return prepareStudy(readStudy(plantedText(options)), SMALL_TEXTS)
}
