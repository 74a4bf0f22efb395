import { type Audit, auditPaths, type SeriesSummary, summariseSeries } from './audit.ts'
import { type Convergence, convergenceOf } from './convergence.ts'
import { type Distribution, distributionsOf } from './distribution.ts'
import { type Flows, flowsOf } from './flows.ts'
import type { Model } from './model/model.ts'
import type { PathSetup } from './path-runner.ts'
import type { JsonObject } from './scenario/json.ts'
import type { Scenario } from './scenario/scenario.ts'
import { type Columns, effectivePaths, type Figure, summarise } from './summary.ts'

/** The engine's number; it goes up with every change that changes figures. */
export const ENGINE_VERSION = 1

/** Where figures come from: with it, anybody gets the same ones. */
export interface Provenance {
  /** SHA-256 of the effective scenario. */
  readonly scenarioHash: string
  readonly seed: number
  readonly paths: number
  readonly engine: number
  readonly model: { readonly name: string; readonly version: number }
  /** Of the Node that ran it; between two of them the last digits may differ. */
  readonly nodeMajor: number
}

/** The result of a run. It has no clock in it: the same inputs give the same bytes. */
export interface Result {
  readonly provenance: Provenance
  readonly ending: string
  /** How many equal paths those of the run weigh as much as; fewer than they are where they carry weights. */
  readonly effectivePaths: number
  readonly figures: readonly Figure[]
  readonly series: readonly SeriesSummary[]
  /** For charts: how outputs are distributed, how the first mean narrowed, where the money went. */
  readonly distributions: readonly Distribution[]
  readonly convergence: Convergence | null
  readonly flows: Flows
  /** The second look at some paths, with full books; that there is one says that all books balance. */
  readonly audit: Audit
  readonly scenario: JsonObject
  /** What the scenario file says beside its numbers, by the path of the field. */
  readonly sources: Readonly<Record<string, string>>
}

/** What the result of a run is made of. */
export interface ResultParts {
  readonly scenario: Scenario
  readonly effective: JsonObject
  readonly model: Model
  readonly setup: PathSetup
  readonly columns: Columns
  readonly ending: string
  readonly scenarioHash: string
  readonly nodeMajor: number
  /** See `scenario/sources.ts`. */
  readonly sources?: Readonly<Record<string, string>>
}

/** Puts the result of a run together: figures, months, audit. @throws BooksError where the audit fails */
export function resultOf(parts: ResultParts): Result {
  const { scenario, model, setup, columns } = parts
  return {
    provenance: {
      scenarioHash: parts.scenarioHash,
      seed: scenario.seed,
      paths: columns.paths,
      engine: ENGINE_VERSION,
      model: { name: model.name, version: model.version },
      nodeMajor: parts.nodeMajor,
    },
    ending: parts.ending,
    effectivePaths: effectivePaths(columns),
    figures: summarise(model, scenario, columns),
    series: summariseSeries(setup, columns.paths),
    distributions: distributionsOf(model, columns),
    convergence: convergenceOf(model, scenario, columns) ?? null,
    flows: flowsOf(setup, columns.paths),
    audit: auditPaths(setup, columns),
    scenario: parts.effective,
    sources: parts.sources ?? {},
  }
}
