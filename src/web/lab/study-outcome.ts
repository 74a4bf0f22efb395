import type { StudyResult } from '../../../simulations/study/study-result.ts'
import type { Uuid } from '../../kernel/ids.ts'
import { labStudyIt } from '../messages/lab-study.ts'
import type { LabKit } from './kit.tsx'

/** What the page of a run offers of all that a study leaves. */
export type StudyFileName = keyof typeof labStudyIt.fileNames

export const STUDY_FILE_NAMES = Object.keys(labStudyIt.fileNames) as readonly StudyFileName[]

/** A file that the run of a study left. @throws DomainError `run_not_found`, `run_not_complete` */
export function fileOfStudy(
  kit: Pick<LabKit, 'study'>,
  id: Uuid,
  name: StudyFileName,
): Promise<Uint8Array> {
  return kit.study.file(id, name)
}

/** What a run of a study came to. @throws DomainError `run_not_found`, `run_not_complete` */
export async function resultOfStudy(kit: Pick<LabKit, 'study'>, id: Uuid): Promise<StudyResult> {
  return JSON.parse(Buffer.from(await fileOfStudy(kit, id, 'study.json')).toString())
}
