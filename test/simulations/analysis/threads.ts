import {
  type AnalysisResult,
  analyse,
  type Prepared,
  prepare,
} from '../../../simulations/analysis/analysis.ts'
import { readAnalysis } from '../../../simulations/analysis/analysis-file.ts'
import { HERE } from '../../../simulations/analysis/points.ts'

/** A sponsorship small enough to be run thousands of times. */
export const SPONSORSHIP = `
schemaVersion: 1
name: Small
model: sponsorship
seed: 11
paths: 64
parameters:
  months: 6 months
  sponsors:
    invited: 40
    join: 50 %
    correlation: 0.05
    needed: 5
    pledge: 40 EUR
    lapse: { kind: beta-geometric, alpha: 0.7, beta: 20 }
  matching: { ratio: 0.5, cap: 10000 EUR }
  costs: { table: host-family-treviso, inKind: 20 %, fixed: 250 EUR }
  families:
    arrivals: 0.5
    hosts: 4
    hostedAtStart: 1
    stay: 9
    waiting: true
    households: [45 %, 20 %, 15 %, 15 %, 5 %]
  outcomes:
    housing: { kind: logistic-normal, mean: 0.4, spread: 0.8 }
    work: { kind: monthly, probability: 6 % / month }
`

/** Reads an analysis of {@link SPONSORSHIP}. @param text all of it but its head */
export function prepared(text: string, sheet?: string): Prepared {
  const head = 'schemaVersion: 1\nname: A test\nscenario: small\n'
  const texts = { scenario: SPONSORSHIP, ...(sheet === undefined ? {} : { sheet }) }
  return prepare(readAnalysis(head + text), texts)
}

/** Runs it. */
export function analysed(text: string, sheet?: string): Promise<AnalysisResult> {
  return analyse(
    prepared(text, sheet),
    { threads: HERE },
    { analysisHash: 'a', scenarioHash: 's', nodeMajor: 20 },
  )
}
