import { quantityText } from '../../../simulations/report/assumptions.ts'
import { ScenarioError } from '../../../simulations/scenario/scenario.ts'
import { say } from '../../../simulations/study/report/study-words.ts'
import { readStudy, type StudyFile } from '../../../simulations/study/study-file.ts'
import type { Standing } from '../../../simulations/study/table.ts'
import { parseUuid, type Uuid } from '../../kernel/ids.ts'
import type { FeasibilityStudy, StudyVersion } from '../../study/studies.ts'
import { type DeskContext, DeskRefusal } from '../desk/session.ts'
import { type LabStudyTexts, labStudyEn, labStudyIt } from '../messages/lab-study.ts'
import {
  type LabStudyFormTexts,
  labStudyFormEn,
  labStudyFormIt,
} from '../messages/lab-study-form.ts'
import type { LabKit, LabLanguage } from './kit.tsx'
import { shownText } from './study-edit.ts'

export const STUDIES_PATH = '/lab/studies'

export const STUDY_TEXTS: Readonly<Record<LabLanguage, LabStudyTexts>> = {
  it: labStudyIt,
  en: labStudyEn,
}

export const STUDY_FORM_TEXTS: Readonly<Record<LabLanguage, LabStudyFormTexts>> = {
  it: labStudyFormIt,
  en: labStudyFormEn,
}

export const STANDINGS = ['evidence', 'prior', 'assumption'] as const

/** The study that an address names. */
export async function studyOf(kit: LabKit, c: DeskContext): Promise<FeasibilityStudy> {
  const id = parseUuid(c.req.param('id') ?? '')
  if (id === undefined) throw new DeskRefusal('not_found')
  return kit.studies.get(id)
}

/** A version by the number that somebody wrote; the newest where nobody did. */
export async function versionOf(
  kit: LabKit,
  study: FeasibilityStudy,
  number: string | undefined,
): Promise<StudyVersion> {
  const { id, newest, versions } = study
  if (number === undefined || number === '' || number === `${newest.number}`) return newest
  const found = versions.find((one) => `${one.number}` === number)
  if (found === undefined) throw new DeskRefusal('not_found')
  return kit.studies.version(id, found.number)
}

/** What a version says; nothing where the program of today cannot read it. */
export function readVersion(text: string): StudyFile | undefined {
  try {
    return readStudy(text)
  } catch (error) {
    if (error instanceof ScenarioError) return undefined
    throw error
  }
}

export function pathTo(id: Uuid, ...rest: readonly (string | number)[]): string {
  return [STUDIES_PATH, id, ...rest].join('/')
}

/**
 * A value as a file says it, in the words of the report.
 *
 * @example writtenText('27.5 % / month', 'it') // '27,5 % al mese'
 */
export function writtenText(value: string, language: LabLanguage): string {
  const told = quantityText(value, language)
  return told === value ? shownText(value, language) : told
}

/** That a design is a baseline, and which, in the words of the report. */
export function baselineText(baseline: 'receipts' | 'cash', language: LabLanguage): string {
  return `${say('baseline', language)}: ${say(`baseline ${baseline}`, language)}`
}

const MARKS: Readonly<Record<Standing, { readonly ring: boolean; readonly fill: string }>> = {
  evidence: { ring: false, fill: 'M8 2a6 6 0 0 0 0 12a6 6 0 0 0 0-12z' },
  prior: { ring: true, fill: 'M8 2a6 6 0 0 0 0 12z' },
  assumption: { ring: true, fill: '' },
}

/** Where a number comes from: a full, a half or an empty circle, as in reports, and the word. */
export function StandingMark({
  standing,
  texts,
}: {
  readonly standing: Standing
  readonly texts: LabStudyTexts
}) {
  const { ring, fill } = MARKS[standing]
  return (
    <span class="study-standing">
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        {ring ? <circle cx="8" cy="8" r="5.4" class="study-ring" /> : null}
        {fill === '' ? null : <path d={fill} class="study-full" />}
      </svg>{' '}
      {texts.standings[standing]}
    </span>
  )
}

/** What the marks mean. */
export function Legend({ texts }: { readonly texts: LabStudyTexts }) {
  return (
    <dl class="study-legend" aria-label={texts.legend}>
      {STANDINGS.map((standing) => (
        <div class="study-legend-row">
          <dt class="study-legend-mark">
            <StandingMark {...{ standing, texts }} />
          </dt>
          <dd class="study-legend-words">{texts.legends[standing]}</dd>
        </div>
      ))}
    </dl>
  )
}

/** What was sent of a study, without what no database keeps: half a character, or an empty one. */
export function sentText(text: string | undefined): string {
  return (text ?? '').replace(/\r\n?/g, '\n').replace(/[\0\p{Cs}]/gu, '')
}
