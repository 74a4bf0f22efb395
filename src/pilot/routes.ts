import { createRoute, z } from '@hono/zod-openapi'
import type { StaffRole } from '../access/core/principal.ts'
import { type Api, createApi, jsonAnswer, jsonBody, secured } from '../http/openapi.ts'
import { callerUuid, idText, parsedText, textId } from '../http/schemas.ts'
import { IMPORT_KINDS, IMPORTERS, type ImportKind } from './core/network-files.ts'
import { importNetwork, type NetworkImportDeps } from './network-import.ts'
import { importPeople, type PeopleImportDeps } from './people-import.ts'

const TEXT_LENGTH_MAX = 900_000

interface Importing {
  readonly roles: readonly [StaffRole, ...StaffRole[]]
  readonly what: string
  readonly example: string
}

/** Who brings in what, and the beginning of such a file. */
const IMPORTS: Readonly<Record<ImportKind, Importing>> = {
  territories: {
    roles: IMPORTERS.territories,
    what: 'territories',
    example: 'id;name;kind;parent\nPIE;Piemonte;region;\n',
  },
  programmes: {
    roles: IMPORTERS.programmes,
    what: 'programmes',
    example: 'id;name;colour;starts_on;ends_on\nWINTER;Winter 2027;WINTER-2027;;2027-12-31\n',
  },
  'contact-points': {
    roles: IMPORTERS['contact-points'],
    what: 'contact points',
    example: 'id;name;territory;programme\nBI-SC;Sportello Biella;BI;FRANOI-2\n',
  },
  partners: {
    roles: IMPORTERS.partners,
    what: 'partners',
    example: 'id;name;territory;kind;categories\nBI-ALI-07;Alimentari Ponte;BI;shop;food\n',
  },
  funding: {
    roles: IMPORTERS.funding,
    what: 'tranches of funding, for a second person to approve,',
    example:
      'id;programme;kind;funder;amount;received_on;reference\nD4521-1;FRANOI-2;grant;Ministero;1.500,00;31/01/2026;D. 4521\n',
  },
}

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

const problemShape = z
  .object({
    line: z.int().nullable(),
    column: z.string().nullable(),
    got: z.string(),
    allowed: z.string(),
    message: z.string(),
  })
  .openapi('FileProblem')

const importAnswer = z
  .object({
    rows: z.int(),
    entered: z.array(z.object({ line: z.int(), id: idText })),
    problems: z.array(problemShape),
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

const networkAnswer = z
  .object({
    rows: z.int(),
    unchanged: z.int().openapi({ description: 'How many stand already, just so.' }),
    fresh: z.int().openapi({ description: 'How many are new.' }),
    added: z.array(z.object({ line: z.int(), id: idText })),
    problems: z.array(problemShape),
  })
  .openapi('FileImport')

function networkRoute<Kind extends ImportKind>(kind: Kind, { roles, what, example }: Importing) {
  return createRoute({
    ...secured(...roles),
    method: 'post',
    path: `/imports/${kind}` as const,
    operationId: `import${kind
      .split('-')
      .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
      .join('')}`,
    tags: ['network'],
    summary: `Add the ${what} of a CSV file`,
    description: `Everything is read first; one problem, and nothing is added. What stands is never changed, so the same file again adds nothing twice. \`dryRun\` only tells. The file has the columns that \`GET /api/v1/${kind}.csv\` gives.`,
    request: {
      body: jsonBody(
        z.strictObject({
          csv: csvText.openapi({ example }),
          dryRun: z.boolean().default(false),
        }),
      ),
    },
    responses: { 200: jsonAnswer('What became of each line.', networkAnswer) },
  })
}

/** The addresses of what is imported, under `/api/v1`. */
export function importRoutes(deps: PeopleImportDeps & NetworkImportDeps): Api {
  const api = createApi()
  for (const kind of IMPORT_KINDS) {
    api.openapi(networkRoute(kind, IMPORTS[kind]), async (c) => {
      const { csv, dryRun } = c.req.valid('json')
      const file = { kind, text: csv, isTrial: dryRun }
      const { problems, added, ...found } = await importNetwork(deps, c.get('principal'), file)
      const shown = problems.map(({ file: _, ...problem }) => problem)
      return c.json({ ...found, added: [...added], problems: shown }, 200)
    })
  }
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
