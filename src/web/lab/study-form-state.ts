import type { JsonObject } from '../../../simulations/scenario/json.ts'
import type { DatasetHead } from '../../study/evidence.ts'
import type { FeasibilityStudy, StudyVersion } from '../../study/studies.ts'
import type { LabStudyFormTexts } from '../messages/lab-study-form.ts'
import type { LabLanguage } from './kit.tsx'
import type { StudyFault } from './study-faults.tsx'
import type { OfferedDataset } from './study-origin.ts'

/** How a study is changed: fields of a form, or the file as a whole. */
export type Way = 'edit' | 'file'

/** What is drawn of a form of a study. */
export interface StudyForm {
  readonly way: Way
  readonly study: FeasibilityStudy
  /** The version that the form began with. */
  readonly base: StudyVersion
  /** The number that what is saved is to have. */
  readonly number: number
  /** The study with what was typed in it; empty where it is changed as a text. */
  readonly content: JsonObject
  /** The datasets that assumptions may rest on, and those that more can be had of. */
  readonly offered: readonly OfferedDataset[]
  readonly newest: readonly DatasetHead[]
  /** What the fields hold, right or wrong. */
  readonly values: Readonly<Record<string, string>>
  readonly faults: readonly StudyFault[]
  readonly noteFault?: string
  /** The version that somebody else saved meanwhile. */
  readonly revised?: number
  readonly texts: LabStudyFormTexts
  readonly language: LabLanguage
}
