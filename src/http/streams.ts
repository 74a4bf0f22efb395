import type { TypedResponse } from 'hono'
import { DomainError } from '../kernel/errors.ts'

/** One thing that a client is told (Server-Sent Events, HTML Living Standard 9.2). */
export interface StreamEvent {
  readonly event: string
  /** Where to go on from, should the connection be lost here: the client sends it back as `Last-Event-ID`. */
  readonly id: string
  readonly data: unknown
}

/** One client that listens. */
export interface Listener {
  tell(events: readonly StreamEvent[]): void
  /** Nothing more is to come. */
  end(): void
}

export interface StreamRequest {
  /** Who listens; each may have a few streams at a time. */
  readonly owner: string
  /** Begins to tell a listener what happens. What it returns is called once, when the listener is gone. */
  readonly follow: (listener: Listener) => () => void
}

/** The connections on which clients are told what happens, of this process. */
export interface Streams {
  /** @throws DomainError `too_many_streams`, `service_unavailable` */
  open(request: StreamRequest): Response & TypedResponse<string, 200, 'text'>
  /** How many are open. */
  count(): number
  /** Ends all of them, and opens no more. */
  close(): void
}

export interface StreamLimits {
  readonly perOwner: number
  readonly inAll: number
  /** What a client that reads too slowly may leave unread, in bytes, before it is cut off. */
  readonly unreadBytes: number
  readonly beatMs: number
  /** So long a stream lives at most: who lost a right in the meantime is asked for it then. */
  readonly lifeMs: number
}

export const STREAM_LIMITS: StreamLimits = {
  ...{ perOwner: 6, inAll: 2000, unreadBytes: 65_536 },
  ...{ beatMs: 15_000, lifeMs: 5 * 60_000 },
}

/** A client that lost its stream asks again after so long. */
const AGAIN_MS = 2000
const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // nginx would otherwise hold the events back.
  'x-accel-buffering': 'no',
} as const

/** @example return streams.open({ owner: who.id, follow: (listener) => watch.follow(id, listener) }) */
export function createStreams(limits: StreamLimits = STREAM_LIMITS): Streams {
  const owners = new Map<string, number>()
  const ends = new Set<() => void>()
  let isClosed = false
  return {
    open: ({ owner, follow }) => {
      const own = owners.get(owner) ?? 0
      if (own >= limits.perOwner) {
        throw new DomainError('too_many_streams', `You listen on ${own} streams already.`, {
          retryAfterSeconds: AGAIN_MS / 1000,
        })
      }
      if (isClosed || ends.size >= limits.inAll) {
        throw new DomainError('service_unavailable', 'No more streams are opened here now.')
      }
      owners.set(owner, own + 1)
      const body = openBody(limits, follow, {
        begun: (end) => ends.add(end),
        ended: (end) => {
          ends.delete(end)
          const left = (owners.get(owner) ?? 1) - 1
          if (left === 0) owners.delete(owner)
          else owners.set(owner, left)
        },
      })
      // The type is a promise to the route's declaration; nothing of it is there when the program runs.
      return new Response(body, { headers: HEADERS }) as Response &
        TypedResponse<string, 200, 'text'>
    },
    count: () => ends.size,
    close: () => {
      isClosed = true
      for (const end of [...ends]) end()
    },
  }
}

interface Book {
  begun(end: () => void): void
  ended(end: () => void): void
}

function openBody(
  { unreadBytes, beatMs, lifeMs }: StreamLimits,
  follow: StreamRequest['follow'],
  book: Book,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let end = () => {}
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let isOver = false
        let leave = () => {}
        const write = (text: string) => {
          if (isOver) return
          controller.enqueue(encoder.encode(text))
          if ((controller.desiredSize ?? 0) <= 0) end()
        }
        const beat = setInterval(() => write(': still here\n\n'), beatMs)
        const life = setTimeout(() => end(), lifeMs)
        end = () => {
          if (isOver) return
          isOver = true
          clearInterval(beat)
          clearTimeout(life)
          book.ended(end)
          leave()
          // A client that went away has closed it already.
          try {
            controller.close()
          } catch {}
        }
        book.begun(end)
        write(`retry: ${AGAIN_MS}\n\n`)
        leave = follow({
          tell: (events) => {
            for (const event of events) write(eventText(event))
          },
          end: () => end(),
        })
        if (isOver) leave()
      },
      cancel: () => end(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: unreadBytes }),
  )
}

/** JSON has no line break outside of a text, and in one it is escaped: so data is always one line. */
function eventText({ event, id, data }: StreamEvent): string {
  return `event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`
}
