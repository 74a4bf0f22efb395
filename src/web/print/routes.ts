import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Principal } from '../../access/core/principal.ts'
import type { AppEnv } from '../../http/env.ts'
import { type Api, createApi, jsonBody, problems, secured } from '../../http/openapi.ts'
import { uuid } from '../../http/schemas.ts'
import { pdfAnswer } from '../../http/streaming.ts'
import { DomainError } from '../../kernel/errors.ts'
import type { VoucherId } from '../../kernel/ids.ts'
import type { Casework } from '../../plans/casework.ts'
import type { Issuing, PrintedCard } from '../../vouchers/issuing.ts'
import type { Vouchers } from '../../vouchers/service.ts'
import type { PrintItem } from './pdf/card-face.ts'
import { printPdf } from './pdf/document.ts'
import { PRINT_FORMS, type PrintForm } from './pdf/pages.ts'

export interface PrintDeps {
  readonly vouchers: Vouchers
  readonly issuing: Issuing
  readonly casework: Casework
}

const tags = ['print']
const CARDS_MAX = 500
const form = z
  .enum(PRINT_FORMS)
  .openapi({ description: 'A4 sheets with eight cards, or an A6 letter for each.' })
const names = z
  .enum(['no', 'yes'])
  .default('no')
  .openapi({ description: 'Whether names stand beside the codes of the people, outside the cut.' })
const pdf = {
  description: 'The PDF. Whoever holds it can spend what was handed over: keep it like cash.',
  content: { 'application/pdf': { schema: z.string().openapi({ format: 'binary' }) } },
} as const

const printBatch = createRoute({
  ...secured('operator'),
  method: 'get',
  path: '/voucher-batches/{id}/cards.pdf',
  operationId: 'printVoucherBatch',
  tags,
  summary: 'The cards of a batch that can be spent, to be printed',
  request: {
    params: z.strictObject({ id: uuid }),
    query: z.strictObject({ form: form.default('sheets'), names }),
  },
  responses: { 200: pdf, ...problems({ 404: 'There is no batch with this id.' }) },
})

const printChosen = createRoute({
  ...secured('operator'),
  method: 'post',
  path: '/vouchers/cards.pdf',
  operationId: 'printVoucherCards',
  tags,
  summary: 'The cards of these vouchers, all or none, to be printed',
  request: {
    body: jsonBody(
      z
        .strictObject({
          voucherIds: z.array(uuid).min(1).max(CARDS_MAX),
          form: form.default('sheets'),
          names,
        })
        .openapi('VoucherCardsToPrint'),
    ),
  },
  responses: {
    200: pdf,
    ...problems({ 404: 'Some of these vouchers are not there, or cannot be spent.' }),
  },
})

const printLetter = createRoute({
  ...secured('operator'),
  method: 'get',
  path: '/vouchers/{id}/letter.pdf',
  operationId: 'printVoucherLetter',
  tags,
  summary: 'A letter with the card of a voucher, to be printed',
  request: { params: z.strictObject({ id: uuid }), query: z.strictObject({ names }) },
  responses: {
    200: pdf,
    ...problems({ 404: 'There is no voucher with this id.', 409: 'It cannot be spent now.' }),
  },
})

/** Cards as PDF. Each time it is in the access log who printed what; with names, each person too. */
export function printRoutes(deps: PrintDeps): Api {
  const api = createApi()
  const answer = async (
    c: Context<AppEnv>,
    groups: AsyncIterable<readonly PrintedCard[]>,
    options: { readonly form: PrintForm; readonly names: 'no' | 'yes' },
    name: string,
  ) => {
    const items = withOwners(deps, c, groups, options.names === 'yes')
    const { body, headers } = await pdfAnswer(name, printPdf(items, options.form))
    return c.body(body, 200, headers)
  }
  api.openapi(printBatch, async (c) => {
    const { id } = c.req.valid('param')
    const options = c.req.valid('query')
    const groups = await deps.issuing.printBatch(id, c.get('principal'))
    return answer(c, groups, options, `${options.form}-${id}`)
  })
  api.openapi(printChosen, async (c) => {
    const { voucherIds, ...options } = c.req.valid('json')
    const cards = await allOf(deps, voucherIds, c.get('principal'))
    return answer(c, oneGroup(cards), options, options.form)
  })
  api.openapi(printLetter, async (c) => {
    const { id } = c.req.valid('param')
    await deps.vouchers.get(id, c.get('principal'))
    const cards = await deps.issuing.printData([id], c.get('principal'))
    if (cards.length === 0) {
      throw new DomainError('voucher_closed', 'A card that cannot be spent is not printed.')
    }
    const options = { form: 'letters', ...c.req.valid('query') } as const
    return answer(c, oneGroup(cards), options, `letter-${id}`)
  })
  return api
}

/**
 * The cards of all of these vouchers.
 *
 * @throws DomainError `voucher_not_found` where one of them cannot be printed: nobody would notice that a card is missing
 */
async function allOf(
  { issuing }: PrintDeps,
  ids: readonly VoucherId[],
  who: Principal,
): Promise<readonly PrintedCard[]> {
  const cards = await issuing.printData(ids, who)
  if (cards.length === ids.length) return cards
  throw new DomainError(
    'voucher_not_found',
    'Nothing was printed: of these vouchers, some are not there or cannot be spent.',
    { asked: ids.length, found: cards.length },
  )
}

async function* oneGroup(cards: readonly PrintedCard[]): AsyncGenerator<readonly PrintedCard[]> {
  yield cards
}

/** What stands outside the cut: the code of the person and the product, and the name where it was asked for. */
async function* withOwners(
  { casework }: PrintDeps,
  c: Context<AppEnv>,
  groups: AsyncIterable<readonly PrintedCard[]>,
  hasNames: boolean,
): AsyncGenerator<readonly PrintItem[]> {
  const asker = { who: c.get('principal'), requestId: c.get('requestId') }
  for await (const cards of groups) {
    const namesOf = new Map<string, string>()
    if (hasNames) {
      const ids = [...new Set(cards.map(({ voucher }) => voucher.beneficiaryId))]
      const people = await Promise.all(ids.map((id) => casework.people.get(asker, id)))
      for (const { id, personal } of await casework.identities.identify(asker, people)) {
        if (personal !== null) namesOf.set(id, `${personal.givenName} ${personal.familyName} · `)
      }
    }
    yield cards.map((card) => {
      const { beneficiaryId } = card.voucher
      const name = namesOf.get(beneficiaryId) ?? ''
      return { card, owner: `${name}${beneficiaryId} · ${card.productName}` }
    })
  }
}
