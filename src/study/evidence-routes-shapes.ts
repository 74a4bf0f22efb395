import { z } from '@hono/zod-openapi'
import { dayText, idText, timeText, uuidText } from '../http/schemas.ts'
import type { DatasetHead } from './evidence.ts'

export const HASH_EXAMPLE = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'

const said = (example: string) => z.string().openapi({ example })
const figure = z.number().openapi({ example: 0.08 })

export const datasetShape = z
  .object({
    sha256: said(HASH_EXAMPLE).openapi({
      description: 'SHA-256 of the content, in hexadecimal digits: studies name it by this.',
    }),
    kind: z.enum(['ledger', 'outside', 'prior']),
    title: said('FRANOI-2, 2026-05-31'),
    programmeId: idText.nullable(),
    day: dayText.nullable(),
    createdAt: timeText,
    createdBy: uuidText.nullable(),
  })
  .openapi('EvidenceDataset')

const estimate = z.object({
  ...{ name: said('breakage'), value: figure, low: figure },
  high: figure.nullable().openapi({ description: 'Null where nothing bounds it.' }),
  ...{ level: z.number().openapi({ example: 0.95 }), n: z.int().openapi({ example: 31 }) },
  ...{ method: said('quotient of sums over people'), unit: said('share') },
})

export const shownTable = z.object({
  ...{ name: said('spending'), unit: said('cent'), rowsAre: said('partner').nullable() },
  columnsAre: said('category'),
  rows: z.array(said('BI-ALI-01')),
  columns: z.array(said('food')),
  cells: z.array(z.array(z.number().nullable())).openapi({
    description:
      'By row and column, the sums at their ends; null where a cell is of a few people, or would give such a one back.',
  }),
})

const step = z.object({
  ...{ days: z.int(), atRisk: z.int(), seen: z.int(), censored: z.int() },
  ...{ survival: z.number(), low: z.number(), high: z.number() },
})

export const datasetInFull = datasetShape
  .extend({
    content: z.object({
      kind: z.enum(['ledger', 'outside', 'prior']),
      schemaVersion: z.int(),
      ...{
        title: said('FRANOI-2, 2026-05-31'),
        programme: idText.nullable(),
        day: dayText.nullable(),
      },
      definition: z
        .object({
          ...{ threshold: z.int(), protection: z.number(), level: z.number() },
          dominance: z.number().optional().openapi({
            description:
              'Nobody can bound what another one has closer than by this share of it; datasets taken before there was such a rule have none.',
          }),
        })
        .nullable(),
      population: said('Vouchers of the programme FRANOI-2 issued up to 2026-05-31'),
      source: said('the ledger of the service'),
      estimates: z.array(estimate),
      tables: z.array(shownTable),
      survival: z.array(
        z.object({
          ...{
            name: said('first_use'),
            unit: said('days'),
            from: said('handed over'),
            to: said('first purchase'),
          },
          ...{ n: z.int(), steps: z.array(step) },
        }),
      ),
      withheld: z.array(z.object({ name: said('returned'), reason: said('few_people') })),
    }),
  })
  .openapi('EvidenceDatasetInFull')

export function showDataset(row: DatasetHead) {
  const { sha256, kind, title, programmeId, day, createdAt, createdBy } = row
  return { sha256, kind, title, programmeId, day, createdAt: createdAt.toISOString(), createdBy }
}
