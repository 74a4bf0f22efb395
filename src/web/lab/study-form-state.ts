import type { FeasibilityStudy, StudyVersion } from '../../study/studies.ts'
import type { LabStudyFormTexts } from '../messages/lab-study-form.ts'
import type { LabLanguage } from './kit.tsx'
import type { StudyFault } from './study-faults.tsx'

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
  /** What the fields hold, right or wrong. */
  readonly values: Readonly<Record<string, string>>
  readonly faults: readonly StudyFault[]
  readonly noteFault?: string
  /** The version that somebody else saved meanwhile. */
  readonly revised?: number
  readonly texts: LabStudyFormTexts
  readonly language: LabLanguage
}
