import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EXAMPLE_IDS, EXAMPLE_VALUES } from '../../src/http/example-values.ts'
import { type Answer, type Caller, type Cast, openCast } from './cast.ts'
import type { Subject } from './example-stage.ts'
import { SUBJECTS } from './example-subjects.ts'
import {
  type JsonSchema,
  type NamedOperation,
  type OpenApiDocument,
  operationsOf,
} from './openapi-reading.ts'
import { newId } from './programme.ts'
import { ALLOWED, OPEN } from './rights.ts'
import { misfits } from './schema-fit.ts'
import { openWorld, type World } from './world.ts'

let cast: Cast
let world: World
let document: OpenApiDocument
beforeAll(async () => {
  cast = await openCast()
  world = await openWorld(cast)
  document = await (await cast.people.app.request('/api/v1/openapi.json')).json()
})
afterAll(() => cast.close())

/** The things of the world, by the collection that they are found in. */
const THINGS: Readonly<Record<string, keyof World>> = {
  accounts: 'accountId',
  transfers: 'transferId',
  envelopes: 'envelopeId',
  'envelope-moves': 'moveId',
  'clearing-runs': 'clearingId',
  outbox: 'messageId',
  terminals: 'terminalId',
  vouchers: 'voucherId',
  redemptions: 'redemptionId',
  refunds: 'refundId',
  disputes: 'disputeId',
  'eligibility-overrides': 'overrideId',
  consents: 'consentId',
  'voucher-batches': 'batchId',
  'voucher-changes': 'changeId',
  'voucher-schedules': 'scheduleId',
  'payment-cards': 'paymentCardId',
  feedback: 'feedbackId',
  assessments: 'assessmentId',
  'currency-payments': 'currencyPaymentId',
  activities: 'activityId',
  purchases: 'purchaseId',
  requests: 'tillRequestId',
  'currency-requests': 'ownRequestId',
}

/** The code of a sign. */
const EXAMPLE_SIGN = '0000-0000-1A1A'

/** What ends a wallet, a terminal, a person or a shop is sent last. */
const LAST =
  /revoke|unpair|erase|\/leave|\/(partners|associations)\/\{id\}\/(suspend|resume|end)|outlets/
const rank = (name: string) => (name.startsWith('GET ') ? 0 : LAST.test(name) ? 2 : 1)
const names = [...Object.keys(ALLOWED), ...OPEN].sort((a, b) => rank(a) - rank(b))

const WHO = [
  ...['operator', 'administrator', 'treasurer', 'auditor', 'partner_owner', 'cashier'],
  'association',
  ...['partner', 'beneficiary', 'analyst'],
] as const

interface Media {
  readonly schema: JsonSchema
  readonly example?: unknown
}

function operationOf(name: string): NamedOperation {
  const found = operationsOf(document).find(({ method, path }) => `${method} ${path}` === name)
  if (found === undefined) throw new Error(`${name} is not in the document`)
  return found
}

function mediaOf(content: object | undefined): Media | undefined {
  return (content as Readonly<Record<string, Media>> | undefined)?.['application/json']
}

/** Whoever may send an operation, a person rather than a program. */
function callerFor(name: string): Caller {
  const allowed: readonly string[] = ALLOWED[name] ?? ['nobody']
  const role = WHO.find((one) => allowed.includes(one)) ?? 'nobody'
  return cast.near.find((one) => one.role === role && one.way !== 'key') ?? cast.as(role)
}

/** Sends the example of an operation with the ids of this world in the place of the example's. */
async function send(name: string, subject: Subject, hasAll = false): Promise<Answer> {
  const { method, path, parameters = [], requestBody } = operationOf(name)
  const ids = Object.entries(THINGS).map(([kind, one]) => [EXAMPLE_IDS[kind], world[one]] as const)
  const codes = [
    [String(EXAMPLE_VALUES.typedCode), world.typedCode],
    [EXAMPLE_SIGN, world.signCode],
    [String(EXAMPLE_VALUES.scheduleId), world.currencyScheduleId],
  ] as const
  const swap = (text: string) =>
    [...Object.entries(subject.swaps ?? {}), ...ids, ...codes].reduce(
      (swapped, [from = '', to]) => swapped.replaceAll(from, to),
      text,
    )
  const shown = parameters.filter(
    ({ required, name: one }) => required === true || (hasAll && one !== 'cursor'),
  )
  const query = new URLSearchParams()
  let at = path
  for (const { name: one, in: place, example } of shown) {
    if (place === 'path') at = at.replace(`{${one}}`, encodeURIComponent(String(example)))
    else query.set(one, swap(String(example)))
  }
  const example = mediaOf(requestBody?.content)?.example
  const body = example === undefined ? undefined : fresh(example, swap)
  const target = `${swap(at)}${query.size === 0 ? '' : `?${query}`}`
  return (subject.send ?? callerFor(name).send)(method, target, body)
}

/** A body that nobody sent before: whatever the sender names by a UUID has one of its own. */
function fresh(example: unknown, swap: (text: string) => string) {
  const text = JSON.stringify(example, (name, value) => {
    const isOwn = (name === 'id' || name === 'requestId') && /^018f3a5e-0000-/.test(value)
    return isOwn ? newId() : value
  })
  return JSON.parse(swap(text))
}

const stage = () => ({
  ...{ cast, world },
  example: async (name: string, swaps?: Subject['swaps']) => {
    const answer = await send(name, swaps === undefined ? {} : { swaps })
    if (answer.status >= 300) throw new Error(`${name}: ${answer.text}`)
    return answer.body as Record<string, string>
  },
})

describe('the example of', () => {
  test.each(names)('%s is answered as the document says', async (name) => {
    const { responses } = operationOf(name)
    const subject = (await SUBJECTS[name]?.(stage())) ?? {}
    const answer = await send(name, subject)
    const good = Object.keys(responses).filter((status) => status.startsWith('2'))
    expect(good, answer.text).toContain(String(answer.status))
    const media = mediaOf(responses[answer.status]?.content)
    if (media !== undefined) expect(misfits(document, media.schema, answer.body)).toEqual([])
    if (!name.startsWith('GET ')) return
    const filtered = await send(name, subject, true)
    expect(filtered.status, filtered.text).toBe(200)
    if (media !== undefined) expect(misfits(document, media.schema, filtered.body)).toEqual([])
  })

  test.each(names)('%s fits its own schemas', (name) => {
    const { parameters = [], requestBody, responses } = operationOf(name)
    for (const { name: one, schema, example } of parameters) {
      if (one === 'cursor') continue
      expect([one, ...misfits(document, schema, example)]).toEqual([one])
    }
    const answers = Object.entries(responses).filter(([status]) => status.startsWith('2'))
    const bodies = [requestBody, ...answers.map(([, answer]) => answer)]
    for (const media of bodies.map((body) => mediaOf(body?.content))) {
      if (media === undefined) continue
      expect(misfits(document, media.schema, media.example)).toEqual([])
      // What no field of a name says anything about shows as this.
      expect(JSON.stringify(media.example)).not.toMatch(/:\[?"text"/)
    }
  })
})
