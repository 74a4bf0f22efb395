import { pause } from './runtime.ts'

/** Something that the service told on a stream of events. */
export interface HeardEvent {
  readonly event: string
  readonly id: string
  readonly data: unknown
}

export interface Following {
  /** Path under `/api/v1`. */
  readonly path: string
  /** What stands in `Authorization`, made anew each time it is asked. */
  readonly authorization: () => Promise<string>
  readonly hear: (event: HeardEvent) => void
  /** Nothing is heard for the time being: whoever wants to know has to ask. Called again with every try that fails. */
  readonly deaf: () => void
  /** Ends it. */
  readonly left: AbortSignal
}

const AGAIN_MS = 2_000
const AGAIN_MS_MAX = 30_000
const UTF_8 = new TextDecoder()

/**
 * Listens until left, and goes on where it was when the stream is lost. As a browser's EventSource, which cannot say who
 * asks.
 */
export async function followEvents(following: Following): Promise<void> {
  const { left, deaf } = following
  let lastId: string | undefined
  let waitMs = AGAIN_MS
  const hear = (event: HeardEvent) => {
    lastId = event.id
    waitMs = AGAIN_MS
    following.hear(event)
  }
  while (!left.aborted) {
    const wasEnded = await listenOnce({ ...following, hear }, lastId)
    if (left.aborted) return
    if (!wasEnded) deaf()
    await pause(waitMs, left)
    waitMs = wasEnded ? AGAIN_MS : Math.min(waitMs * 2, AGAIN_MS_MAX)
  }
}

/** @returns whether it was a stream and came to its end, as each does after some minutes */
async function listenOnce(following: Following, lastId: string | undefined): Promise<boolean> {
  try {
    const response = await fetch(`/api/v1${following.path}`, {
      headers: {
        accept: 'text/event-stream',
        authorization: await following.authorization(),
        ...(lastId === undefined ? {} : { 'last-event-id': lastId }),
      },
      signal: following.left,
      cache: 'no-store',
      credentials: 'omit',
    })
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream')
    if (!response.ok || isStream !== true || response.body === null) return false
    const read = eventReader()
    const reader = response.body.getReader()
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return true
      for (const event of read(UTF_8.decode(value, { stream: true }))) following.hear(event)
    }
  } catch {
    return false
  }
}

/** Takes a stream apart as it arrives: gives the events that are whole. */
export function eventReader(): (text: string) => readonly HeardEvent[] {
  let unread = ''
  return (text) => {
    const blocks = `${unread}${text}`.split('\n\n')
    unread = blocks.pop() ?? ''
    return blocks.flatMap((block) => readBlock(block) ?? [])
  }
}

function readBlock(block: string): HeardEvent | undefined {
  const fields = new Map(
    block.split('\n').map((line) => {
      const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? []
      return [name, value]
    }),
  )
  const [event, id, data] = ['event', 'id', 'data'].map((name) => fields.get(name))
  // A comment, or how long to wait.
  if (event === undefined || id === undefined || data === undefined) return undefined
  try {
    return { event, id, data: JSON.parse(data) }
  } catch {
    return undefined
  }
}
