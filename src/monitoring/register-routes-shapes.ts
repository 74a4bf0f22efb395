import { createRoute, z } from '@hono/zod-openapi'
import { jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { pageOf, pageQuery } from '../http/paging.ts'
import {
  callerUuid,
  day,
  dayText,
  idText,
  line,
  parsedText,
  textId,
  timeText,
  uuid,
  uuidText,
  wholeNumber,
} from '../http/schemas.ts'
import {
  COUNT_MAX,
  DETAIL_NAMES,
  DETAIL_WORDS,
  DOCUMENTS_MAX,
  ENTRY_KINDS,
  PARTICIPANT_KINDS,
  SHA256,
  TEXT_MAX,
} from './core/register.ts'
import { isFileName, LINE_FAULTS, NEEDED_HEADS } from './core/register-file.ts'

const tags = ['monitoring']
/** Who writes in the register. */
export const TELLERS = ['operator', 'administrator'] as const
/** Who reads it: it names nobody. */
export const REGISTER_READERS = [...TELLERS, 'analyst', 'treasurer', 'auditor'] as const
const CSV_LENGTH_MAX = 900_000
const VERSION_MAX = 100_000

const counted = wholeNumber(0, COUNT_MAX)
const sha256 = parsedText(
  (text) => (SHA256.test(text) ? text : undefined),
  'a SHA-256 of 64 digits and letters from a to f',
).openapi({ type: 'string', pattern: '^[0-9a-f]{64}$', example: '9f86d081'.repeat(8) })
const fileName = parsedText(
  (text) => (isFileName(text) ? text : undefined),
  'the name of a file, 1 to 120 characters without a semicolon',
).openapi({ type: 'string', minLength: 1, maxLength: 120, example: 'verbale.pdf' })

/** A field for each name, all of which may be left out. */
function fieldsOf<Value extends z.ZodType>(names: readonly string[], value: Value) {
  return z.strictObject(Object.fromEntries(names.map((name) => [name, value.optional()])))
}

/** Which of them belong to a kind, and which words fit, the service says. */
const details = fieldsOf(DETAIL_NAMES, z.union([counted, z.enum(DETAIL_WORDS)])).openapi({
  description: 'What is said of an entry of its kind.',
  example: { decisions: 3 },
})
const tookPart = fieldsOf(PARTICIPANT_KINDS, counted).openapi({
  description: 'Who took part, counted by kind.',
  example: { operators: 9, citizens: 24 },
})

const told = {
  kind: z.enum(ENTRY_KINDS),
  place: line(TEXT_MAX.place).openapi({ example: 'Biella' }),
  title: line(TEXT_MAX.title).openapi({ example: 'Primo tavolo di sistema' }),
}

const entryShape = z
  .object({
    id: uuidText,
    programmeId: idText,
    reference: z.string(),
    version: z.int(),
    kind: z.enum(ENTRY_KINDS),
    day: dayText,
    place: z.string(),
    territoryId: idText.nullable(),
    title: z.string(),
    notes: z.string().nullable(),
    details: z.record(z.string(), z.union([z.int(), z.string()])),
    tookPart: z.record(z.string(), z.int()),
    documents: z.array(z.object({ sha256: z.string(), name: z.string() })),
    isWithdrawn: z.boolean(),
    reason: z.string().nullable().openapi({ description: 'Why it was corrected.' }),
    changedAt: timeText,
    changedBy: uuidText,
  })
  .openapi('RegisterEntry')

const filters = {
  programmeId: textId.optional(),
  kind: z.enum(ENTRY_KINDS).optional(),
  territoryId: textId.optional(),
  from: day.optional(),
  until: day.optional(),
}
const params = z.strictObject({ id: uuid })

export const listEntries = createRoute({
  ...secured(...REGISTER_READERS),
  method: 'get',
  path: '/register-entries',
  operationId: 'listRegisterEntries',
  tags,
  summary: 'What the work programme did, as it counts today, the newest first',
  request: { query: pageQuery(z.tuple([day, uuid])).extend(filters) },
  responses: { 200: jsonAnswer('A page.', pageOf(entryShape)) },
})

export const getCsv = createRoute({
  ...secured(...REGISTER_READERS),
  method: 'get',
  path: '/register-entries.csv',
  operationId: 'getRegisterCsv',
  tags,
  summary: 'The register as a file, which can be read in again',
  request: { query: z.strictObject(filters) },
  responses: {
    200: { description: 'The file.', content: { 'text/csv': { schema: z.string() } } },
  },
})

export const getEntry = createRoute({
  ...secured(...REGISTER_READERS),
  method: 'get',
  path: '/register-entries/{id}',
  operationId: 'getRegisterEntry',
  tags,
  summary: 'How an entry was told and corrected, the first version first',
  request: { params },
  responses: {
    200: jsonAnswer('Every version.', z.object({ items: z.array(entryShape) })),
    ...problems({ 404: 'There is no such entry.' }),
  },
})

export const tellEntry = createRoute({
  ...secured(...TELLERS),
  method: 'put',
  path: '/register-entries/{id}',
  operationId: 'tellRegisterEntry',
  tags,
  summary: 'Tell an entry, or correct it: a correction is a version of its own',
  request: {
    params: z.strictObject({ id: callerUuid }),
    body: jsonBody(
      z.strictObject({
        ...told,
        programmeId: textId,
        reference: line(TEXT_MAX.reference).openapi({ example: 'TS-2026-01' }),
        version: wholeNumber(0, VERSION_MAX).openapi({
          description: 'The version that was seen; 0 for a new entry.',
          example: 0,
        }),
        day,
        territoryId: textId.nullable().default(null),
        notes: line(TEXT_MAX.notes).nullable().default(null),
        details: details.default({}),
        tookPart: tookPart.default({}),
        documents: z
          .array(z.strictObject({ sha256, name: fileName }))
          .max(DOCUMENTS_MAX)
          .default([]),
        isWithdrawn: z.boolean().default(false),
        reason: line(TEXT_MAX.reason)
          .nullable()
          .default(null)
          .openapi({ description: 'Why it is corrected; a new entry has none.' }),
      }),
    ),
  },
  responses: {
    200: jsonAnswer('The entry as it counts.', entryShape),
    ...problems({
      404: 'There is no such entry.',
      409: 'It was corrected meanwhile, or another entry has its reference.',
      422: 'What is told does not fit its kind, or a place is not known.',
    }),
  },
})

export const importEntries = createRoute({
  ...secured(...TELLERS),
  method: 'post',
  path: '/register-entries/import',
  operationId: 'importRegisterEntries',
  tags,
  summary: 'Read a file into the register: all of it, or nothing where a line is wrong',
  request: {
    body: jsonBody(
      z.strictObject({
        programmeId: textId,
        csv: parsedText(
          (text) => (text.length <= CSV_LENGTH_MAX && !/[\0\p{Cs}]/u.test(text) ? text : undefined),
          `the text of a CSV file, at most ${CSV_LENGTH_MAX} characters`,
        ).openapi({
          ...{ type: 'string', maxLength: CSV_LENGTH_MAX },
          description: `With the heads ${NEEDED_HEADS.join(', ')}, and any of territory, notes, ${[...DETAIL_NAMES, ...PARTICIPANT_KINDS].join(', ')}, documents, withdrawn.`,
          example:
            'reference,kind,day,place,title\nTS-1,system_table,2026-05-04,Biella,Primo tavolo\n',
        }),
        reason: line(TEXT_MAX.reason).openapi({
          description: 'Why entries that say something else are corrected.',
          example: 'Dal foglio di maggio',
        }),
        isTrial: z.boolean().default(false).openapi({
          description: 'Says what would be done, and writes nothing.',
        }),
      }),
    ),
  },
  responses: {
    200: jsonAnswer(
      'What was done, or why nothing was.',
      z
        .object({
          added: z.int(),
          corrected: z.int(),
          same: z.int().openapi({ description: 'Lines that stand there already.' }),
          isWritten: z.boolean(),
          faults: z.array(
            z.object({
              line: z.int(),
              field: z.string(),
              fault: z.enum(LINE_FAULTS),
              got: z.string(),
            }),
          ),
        })
        .openapi('RegisterImport'),
    ),
    ...problems({ 422: 'It is no file of the register, or there is no such programme.' }),
  },
})
