import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, jsonBody, secured } from '../http/openapi.ts'
import { callerUuid, idText, parsedText, textId } from '../http/schemas.ts'
import { importPeople, type PeopleImportDeps } from './people-import.ts'

const TEXT_LENGTH_MAX = 900_000

const csvText = parsedText(
  (text) =>
    text.length > 0 && text.length <= TEXT_LENGTH_MAX && !/[\0\p{Cs}]/u.test(text)
      ? text
      : undefined,
  `the text of a CSV file, at most ${TEXT_LENGTH_MAX} characters`,
).openapi({
  ...{ type: 'string', minLength: 1, maxLength: TEXT_LENGTH_MAX },
  example: 'contact_point;household_size;given_name;family_name\nBI-SC;3;Amina;Diallo\n',
})

const importAnswer = z
  .object({
    rows: z.int(),
    entered: z.array(z.object({ line: z.int(), id: idText })),
    problems: z.array(
      z.object({
        line: z.int().nullable(),
        column: z.string().nullable(),
        got: z.string(),
        allowed: z.string(),
        message: z.string(),
      }),
    ),
  })
  .openapi('PeopleImport')

const importBeneficiaries = createRoute({
  ...secured('operator'),
  method: 'post',
  path: '/beneficiaries/import',
  operationId: 'importBeneficiaries',
  tags: ['plans'],
  summary: 'Enter the people of a CSV file',
  description:
    'Everything is read first; one problem, and nobody is entered. `dryRun` only tells the problems. The same `id` again enters nobody twice.',
  request: {
    body: jsonBody(
      z.strictObject({
        id: callerUuid,
        csv: csvText,
        programmeId: textId.default('FRANOI-2'),
        dryRun: z.boolean().default(false),
      }),
    ),
  },
  responses: { 200: jsonAnswer('What became of each line.', importAnswer) },
})

/** The addresses of what is imported, under `/api/v1`. */
export function importRoutes(deps: PeopleImportDeps): Api {
  const api = createApi()
  api.openapi(importBeneficiaries, async (c) => {
    const { id, csv, programmeId, dryRun } = c.req.valid('json')
    const asker = { who: c.get('principal'), requestId: c.get('requestId') }
    const file = { id, text: csv, programmeId, isTrial: dryRun }
    const { rows, entered, problems } = await importPeople(deps, asker, file)
    const shown = problems.map(({ line, column, got, allowed, message }) => ({
      ...{ line, column, got, allowed, message },
    }))
    return c.json({ rows, entered: [...entered], problems: shown }, 200)
  })
  return api
}
