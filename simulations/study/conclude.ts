import { lawQuantile } from '../analysis/laws.ts'
import { ENGINE_VERSION } from '../result.ts'
import type { JsonObject } from '../scenario/json.ts'
import { quantilePlaces } from '../stats/intervals.ts'
import { quantile } from '../stats/sample.ts'
import { assumptionsOf } from './assumptions.ts'
import { sumOf, tableOf } from './cells.ts'
import { decide, swingsOf } from './decide/decide.ts'
import { judge } from './feasibility.ts'
import { illustrate } from './illustrate.ts'
import type { PreparedStudy, StudyTexts } from './prepare.ts'
import { underStress } from './stressed.ts'
import type { Smallest, StudyResult } from './study-result.ts'
import type { StudyRows } from './tasks.ts'

/** What a result says of itself that does not follow from the rows. */
export interface StudyIdentity {
  readonly studyHash: string
  readonly nodeMajor: number
  /** The study as it is written: the comments beside its numbers are their sources. */
  readonly text: string
  readonly texts: StudyTexts
}

const ENDS = [0.05, 0.5, 0.95] as const

/** The result of a study of which everything was run. */
export function conclude(
  prepared: PreparedStudy,
  rows: StudyRows,
  identity: StudyIdentity,
): StudyResult {
  const { file, instances, laws, evidence } = prepared
  const table = tableOf(prepared, rows, { worlds: file.worlds })
  const findings = decide(table)
  const models = new Map(instances.map(({ model }) => [model.name, model.version]))
  return {
    provenance: {
      engine: ENGINE_VERSION,
      nodeMajor: identity.nodeMajor,
      studyHash: identity.studyHash,
      seed: file.seed,
      worlds: file.worlds,
      paths: file.paths,
      models: [...models].map(([name, version]) => ({ name, version })),
      evidence: evidence.map(({ name, hash, day, description }) => ({
        ...{ name, hash, day, description },
      })),
    },
    title: file.title,
    question: file.question,
    population: file.population,
    places: file.places.map(({ name, title }) => ({ name, title })),
    budget: file.budget,
    designs: file.designs.map((design, index) => ({
      ...(table.designs[index] as StudyResult['designs'][number]),
      description: design.description,
      parts: design.parts.map(({ name, scenario }) => `${name}: ${scenario}`),
      models: [
        ...new Set(instances.flatMap((one) => (one.design === index ? [one.model.name] : []))),
      ],
    })),
    indicators: table.indicators,
    inputs: table.inputs.map((head, index) => {
      const law = laws[index]
      const [low = 0, median = 0, high = 0] = ENDS.map((level) =>
        law === undefined ? 0 : lawQuantile(law, level),
      )
      return { ...head, low, median, high }
    }),
    viewpoints: file.viewpoints,
    level: file.level,
    findings,
    swings: swingsOf(table, findings),
    stresses: file.stresses.map(({ name, title }) => ({ name, title })),
    ...underStress(prepared, rows, findings.verdict.design),
    smallest: smallestOf(prepared, rows),
    ...illustrate(prepared),
    feasibility: judge(file, findings),
    assumptions: assumptionsOf(prepared, identity.texts, identity.text),
    limits: file.limits,
    study: file as unknown as JsonObject,
  }
}

/** What is enough in so many of a hundred courses, over what is not known and chance together. */
function smallestOf(prepared: PreparedStudy, rows: StudyRows): readonly Smallest[] {
  const { file, instances } = prepared
  return file.smallest.flatMap(({ name, title, of, level }) =>
    file.designs.flatMap(({ name: design }, index): readonly Smallest[] => {
      const [part] = of.split('.')
      if (!instances.some((one) => one.design === index && one.part === part)) return []
      const { worlds } = file
      const sorted = sumOf(prepared, rows, [of], { design: index, worlds }).sort()
      const { lower, upper } = quantilePlaces(sorted.length, level, file.level)
      const isReached = lower >= 1 && upper <= sorted.length
      return [
        {
          ...{ design, name, title, level },
          value: isReached ? quantile(sorted, level) : null,
          interval: isReached
            ? { lower: sorted[lower - 1] as number, upper: sorted[upper - 1] as number }
            : null,
        },
      ]
    }),
  )
}
