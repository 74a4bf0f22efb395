import { z } from '@hono/zod-openapi'
import { parsedText, timeText, uuidText } from '../http/schemas.ts'
import type { FeasibilityStudy, StudyVersionHead } from './studies.ts'

const TEXT_MAX = 400_000
const HASH = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
const said = (example: string) => z.string().openapi({ example })
const texts = z.object({
  it: said('Quale aiuto a Biella e Matera?'),
  en: said('Which support in Biella and Matera?'),
})

export const studyText = parsedText(
  // Neither half a character nor an empty one can be kept in the database.
  (text) =>
    text.length > 0 && text.length <= TEXT_MAX && !/[\0\p{Cs}]/u.test(text) ? text : undefined,
  `a study of at most ${TEXT_MAX} characters`,
).openapi({
  ...{ type: 'string', minLength: 1, maxLength: TEXT_MAX },
  description: 'YAML or JSON, as in a study file.',
  example: 'studyVersion: 1',
})

export const studyFileShape = z
  .object({
    name: said('biella-matera'),
    title: texts,
    question: texts,
    text: said('studyVersion: 1'),
  })
  .openapi('StudyFile')

export const checkedStudyShape = z
  .object({
    studyHash: said(HASH).openapi({ description: 'SHA-256 of the study with all that it is of.' }),
    designs: z.int(),
    tasks: z.int().openapi({ description: 'How many scenarios in worlds it runs.' }),
  })
  .openapi('CheckedStudy')

export const versionShape = z
  .object({
    studyId: uuidText,
    number: z.int(),
    ...{ title: texts, question: texts },
    note: said('Delivery takes twelve days, as the pilot showed.'),
    ...{ madeAt: timeText, madeBy: uuidText },
  })
  .openapi('StudyVersion')

export const studyShape = z
  .object({
    id: uuidText,
    text: said('studyVersion: 1').openapi({ description: 'Of the newest version.' }),
    versions: z.array(versionShape).openapi({ description: 'The newest first.' }),
  })
  .openapi('Study')

export function showVersion({
  studyId,
  number,
  title,
  question,
  note,
  madeAt,
  madeBy,
}: StudyVersionHead) {
  return {
    ...{ studyId, number, note, madeBy },
    ...{ title: { ...title }, question: { ...question }, madeAt: madeAt.toISOString() },
  }
}

export function showStudy({ id, newest, versions }: FeasibilityStudy) {
  return { id, text: newest.text, versions: versions.map(showVersion) }
}
