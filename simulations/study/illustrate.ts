import { PathRunner } from '../path-runner.ts'
import { setupOf } from '../plan.ts'
import { accountKind } from '../report/labels/accounts.ts'
import { quantile } from '../stats/sample.ts'
import { type Instance, type PreparedStudy, scenarioIn } from './prepare.ts'
import { termOf } from './study-file.ts'
import { type DesignFlows, FAN_LEVELS, type Fan } from './study-result.ts'
import { pathsOf } from './tasks.ts'

/** So many worlds show where money goes and how the months run; their paths are run once more, with every entry kept. */
const WORLDS_SHOWN = 32
const MONTHS_A_YEAR = 12
/** A lender keeps books as a firm does: what is debited there has more. Elsewhere value leaves what is debited. */
const GROWN_BY_DEBITS: ReadonlySet<string> = new Set(['assets:cash', 'assets:loans'])

/** What a study shows of the courses themselves. */
export interface Illustration {
  readonly flows: readonly DesignFlows[]
  readonly fans: readonly Fan[]
}

/** Runs paths of the first worlds again: for where the money goes in a year, and for the course of the months. */
export function illustrate(prepared: PreparedStudy): Illustration {
  const { file, instances } = prepared
  const found = file.designs.map((design, number) => {
    const own = instances.filter((one) => one.design === number)
    return { design: design.name, ...courseOf(prepared, own) }
  })
  return {
    flows: found.map(({ design, flows }) => ({ design, flows })),
    fans: file.fans.flatMap(({ name, title, of }) =>
      found.flatMap(({ design, series }) => {
        const seen = series.get(of)
        return seen === undefined
          ? []
          : [{ design, name, title, unit: seen.unit, quantiles: quantilesOf(seen.courses) }]
      }),
    ),
  }
}

interface Courses {
  readonly unit: string
  /** `[path][month]`, all places added up. */
  readonly courses: Float64Array[]
}

/** Runs the instances of a design together. */
function courseOf(
  prepared: PreparedStudy,
  own: readonly Instance[],
): { readonly flows: DesignFlows['flows']; readonly series: ReadonlyMap<string, Courses> } {
  const { file } = prepared
  const worlds = Math.min(file.worlds, WORLDS_SHOWN)
  const paths = worlds * file.paths
  const sums = new Map<string, { readonly from: string; readonly to: string; cents: number }>()
  const series = new Map<string, Courses>()
  for (const instance of own) {
    const yearly = MONTHS_A_YEAR / instance.model.extent(instance.read.scenario.parameters).months
    for (let world = 0; world < worlds; world++) {
      const { scenario, model } = scenarioIn(prepared, instance, world)
      const accounts = model.accounts(scenario.parameters)
      const setup = { ...setupOf(scenario, model), journal: true }
      const runner = new PathRunner(setup)
      const [first, end] = pathsOf(file, world)
      for (let path = first; path < end; path++) {
        runner.run(path)
        for (const { debit, credit, cents } of runner.books.entriesMade()) {
          const kinds = [debit, credit].map((account) => accountKind(accounts[account]?.name ?? ''))
          const [from = '', to = ''] = kinds.some((kind) => GROWN_BY_DEBITS.has(kind))
            ? kinds.reverse()
            : kinds
          addFlow(sums, [from, to], (cents * yearly) / paths)
        }
        keepSeries(series, { instance, file, path }, runner.series)
      }
    }
  }
  const flows = [...sums.values()]
    .filter(({ from, to }) => from !== to)
    .sort((a, b) => b.cents - a.cents || (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1))
  return { flows, series }
}

function addFlow(
  sums: Map<string, { readonly from: string; readonly to: string; cents: number }>,
  [from, to]: readonly [string, string],
  cents: number,
): void {
  const key = `${from} ${to}`
  const sum = sums.get(key) ?? { from, to, cents: 0 }
  sum.cents += cents
  sums.set(key, sum)
}

/** Adds what a path of an instance was like, month by month, to that of the other places. */
function keepSeries(
  kept: Map<string, Courses>,
  at: { readonly instance: Instance; readonly file: PreparedStudy['file']; readonly path: number },
  series: Float64Array,
): void {
  const { instance, file, path } = at
  const { model, part, read } = instance
  const length = model.extent(read.scenario.parameters).months + 1
  for (const { of } of file.fans) {
    const term = termOf(of)
    const index = model.series.findIndex(({ name }) => name === term.output)
    if (term.part !== part || index === -1) continue
    const seen = kept.get(of) ?? { unit: model.series[index]?.unit ?? '', courses: [] }
    kept.set(of, seen)
    const course = seen.courses[path] ?? new Float64Array(length)
    seen.courses[path] = course
    for (let month = 0; month < Math.min(length, course.length); month++)
      course[month] = (course[month] as number) + (series[index * length + month] as number)
  }
}

function quantilesOf(courses: readonly Float64Array[]): readonly (readonly number[])[] {
  const months = courses[0]?.length ?? 0
  const sorted = Array.from({ length: months }, (_, month) =>
    Float64Array.from(courses, (course) => course[month] as number).sort(),
  )
  return FAN_LEVELS.map((level) => sorted.map((values) => quantile(values, level)))
}
