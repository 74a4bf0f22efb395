import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { AppEnv } from '../http/env.ts'
import { type Api, createApi, problems, secured } from '../http/openapi.ts'
import { requestLogger } from '../http/request-log.ts'
import { parsedText, uuid } from '../http/schemas.ts'
import type { Listener, StreamEvent, Streams } from '../http/streams.ts'
import type { Runtime } from '../runtime.ts'
import type { BatchStanding, Issuing } from './issuing.ts'
import type { LiveVouchers, ShopEvent, TillNews } from './live.ts'
import { showRefund } from './routes-claims.ts'
import { showBatch } from './routes-issuing-shapes.ts'
import { showRedemption } from './routes-shapes.ts'

const stream = (description: string) => ({
  description,
  content: { 'text/event-stream': { schema: z.string() } },
})

const lastEventId = parsedText(
  (text) => (/^[0-9a-z-]{1,60}$/.test(text) ? text : undefined),
  'the id of the last event that arrived',
)
  .optional()
  .openapi({
    ...{ type: 'string', pattern: '^[0-9a-z-]{1,60}$' },
    description: 'Where to go on: browsers send it by themselves when a stream was lost.',
  })
const headers = z.object({ 'last-event-id': lastEventId })

const tillEvents = createRoute({
  ...secured('cashier'),
  method: 'get',
  path: '/terminals/me/events',
  operationId: 'listenAsTerminal',
  tags: ['terminals'],
  summary: 'What happens at the shop of this terminal, as it happens',
  description:
    'Server-sent events: `open` at the beginning; `redemption` (also a declined one) and `refund`, as the lists of the API show them; `unpaired`, after which the stream ends. Each stream lives five minutes at most. After `Last-Event-ID` what was missed is told, up to a day back; something may be told twice and is known by its id.',
  request: { headers },
  responses: { 200: stream('The stream.') },
})

const batchEvents = createRoute({
  ...secured('operator', 'administrator', 'auditor'),
  method: 'get',
  path: '/voucher-batches/{id}/events',
  operationId: 'listenToVoucherBatch',
  tags: ['voucher batches'],
  summary: 'How far a batch has come, as it goes on',
  description:
    'Server-sent events: `progress` with the batch, at the beginning and whenever it changed. The stream ends where nothing more is to come, or after five minutes. After `Last-Event-ID` only what differs from then is told; 204 where that was the end.',
  request: { headers, params: z.strictObject({ id: uuid }) },
  responses: {
    200: stream('The stream.'),
    204: { description: 'Nothing more is to come.' },
    ...problems({ 404: 'There is no batch with this id.' }),
  },
})

interface LiveRouteDeps {
  readonly liveVouchers: LiveVouchers
  readonly issuing: Issuing
  readonly streams: Streams
  readonly runtime: Pick<Runtime, 'now'>
}

/** Where clients listen to what happens to vouchers. */
export function liveRoutes({ liveVouchers, issuing, streams, runtime }: LiveRouteDeps): Api {
  const api = createApi()
  api.openapi(tillEvents, (c) => {
    const terminal = c.get('principal')
    const since = instantIn(c.req.valid('header')['last-event-id'])
    return streams.open({
      owner: terminal.id,
      follow: (listener) => {
        // So that a till which is told nothing has a place to go on from.
        const at = since?.getTime() ?? runtime.now()
        listener.tell([{ event: 'open', id: String(at), data: {} }])
        return liveVouchers.followTill(terminal, since, {
          hear: (news) => tellTill(listener, news, runtime.now()),
          lost: loser(c, listener),
        })
      },
    })
  })
  api.openapi(batchEvents, async (c) => {
    const who = c.get('principal')
    const batch = await issuing.getBatch(c.req.valid('param').id, who)
    let last = c.req.valid('header')['last-event-id']
    if (isOver(batch) && last === placeOf(batch)) return c.body(null, 204)
    return streams.open({
      owner: who.id,
      follow: (listener) =>
        liveVouchers.followBatch(batch.id, {
          hear: (now) => {
            const id = placeOf(now)
            if (id !== last) listener.tell([{ event: 'progress', id, data: showBatch(now) }])
            last = id
            if (isOver(now)) listener.end()
          },
          lost: loser(c, listener),
        }),
    })
  })
  return api
}

/** Who is cut off asks again, and is answered what is wrong. */
function loser(c: Context<AppEnv>, listener: Listener): (error: unknown) => void {
  return (error) => {
    requestLogger(c).warn({ err: error }, 'a stream ended, for there was no looking')
    listener.end()
  }
}

function tellTill(listener: Listener, { events, isUnpaired }: TillNews, now: number): void {
  listener.tell(events.map(shown))
  if (!isUnpaired) return
  listener.tell([{ event: 'unpaired', id: String(now), data: {} }])
  listener.end()
}

function shown(event: ShopEvent): StreamEvent {
  const { kind, at } = event
  const id = String(at.getTime())
  return kind === 'redemption'
    ? { id, event: kind, data: showRedemption(event.redemption) }
    : { id, event: kind, data: showRefund(event.refund) }
}

/** The ids of a till's events are instants, in milliseconds since 1970. */
function instantIn(id: string | undefined): Date | undefined {
  return id !== undefined && /^\d{1,14}$/.test(id) ? new Date(Number(id)) : undefined
}

/** All that changes of a batch. */
function placeOf(batch: BatchStanding): string {
  const { state, issued, failed } = showBatch(batch)
  return `${state}-${issued}-${failed}`
}

function isOver(batch: BatchStanding): boolean {
  return ['issued', 'refused', 'withdrawn'].includes(showBatch(batch).state)
}
