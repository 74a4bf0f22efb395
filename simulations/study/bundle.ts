import type { JsonObject } from '../scenario/json.ts'
import { readEvidence } from './evidence.ts'
import { type PreparedStudy, prepareStudy, type StudyTexts } from './prepare.ts'
import { readStudy, type StudyFile } from './study-file.ts'

/** A study with the texts of everything that it names: who has it needs nothing else to run it. */
export interface StudyBundle {
  readonly text: string
  /** By the names that the study gives them. */
  readonly scenarios: Readonly<Record<string, string>>
  readonly evidence: Readonly<Record<string, string>>
  /** What is asked for otherwise than the study says. */
  readonly changes: { readonly worlds?: number; readonly paths?: number; readonly seed?: number }
}

/** A study that is ready, with what it was read from. */
export interface StudyAtHand {
  readonly prepared: PreparedStudy
  readonly text: string
  readonly texts: StudyTexts
  /** SHA-256 of the study with everything that it is of. */
  readonly studyHash: string
}

/** What a study needs beside itself. */
export interface StudyNeeds {
  readonly scenarios: readonly string[]
  readonly evidence: StudyFile['evidence']
}

/** What a study names. @throws ScenarioError with everything that is wrong with it */
export function needsOf(text: string): StudyNeeds {
  const { designs, evidence } = readStudy(text)
  const names = designs.flatMap(({ parts }) => parts.map(({ scenario }) => scenario))
  return { scenarios: [...new Set(names)], evidence }
}

/**
 * Makes a study ready to run.
 *
 * @param hashOf the SHA-256 of a value as JSON, in hex
 * @throws ScenarioError with everything that is wrong
 */
export function openBundle(
  { text, scenarios, evidence, changes }: StudyBundle,
  hashOf: (value: JsonObject) => string,
): StudyAtHand {
  const file: StudyFile = { ...readStudy(text), ...changes }
  const read = file.evidence.map((entry) => readEvidence(entry, evidence[entry.name] ?? '', hashOf))
  const texts = { scenarios: new Map(Object.entries(scenarios)), evidence: read }
  const prepared = prepareStudy(file, texts)
  const effective = prepared.instances.map((one) => one.read.effective)
  const hashes = read.map(({ hash }) => hash)
  const studyHash = hashOf({ file, effective, hashes } as unknown as JsonObject)
  return { prepared, text, texts, studyHash }
}
