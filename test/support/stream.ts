/** An event as a client reads it. */
export interface HeardEvent {
  readonly event: string
  readonly id: string
  readonly data: Record<string, unknown>
}

/** A stream of server-sent events that is being listened to. */
export interface HeardStream {
  /** Waits for the next event; `undefined` at the end of the stream. */
  next(): Promise<HeardEvent | undefined>
  /** Goes away. */
  leave(): Promise<void>
}

/** The text of an answer; of a stream, which has no end, what comes first. */
export async function textOf(answer: Response): Promise<string> {
  if (!isStream(answer)) return answer.text()
  const reader = readerOf(answer)
  const { value } = await reader.read()
  await reader.cancel()
  return new TextDecoder().decode(value)
}

export function isStream(answer: Response): boolean {
  return answer.headers.get('content-type')?.startsWith('text/event-stream') ?? false
}

/** Listens to what was answered. */
export function listenTo(answer: Response): HeardStream {
  if (!isStream(answer)) throw new Error(`no stream, but ${answer.status}`)
  const reader = readerOf(answer)
  const decoder = new TextDecoder()
  let unread = ''
  const next = async (): Promise<HeardEvent | undefined> => {
    const end = unread.indexOf('\n\n')
    if (end < 0) {
      const { value, done } = await reader.read()
      if (done) return undefined
      unread += decoder.decode(value, { stream: true })
      return next()
    }
    const block = unread.slice(0, end)
    unread = unread.slice(end + 2)
    const fields = new Map(
      block.split('\n').map((line) => {
        const at = line.indexOf(': ')
        return [line.slice(0, at), line.slice(at + 2)]
      }),
    )
    // Comments and the time to wait are for the connection, not for whoever listens.
    if (!fields.has('data')) return next()
    const { event = '', id = '', data = '' } = Object.fromEntries(fields)
    return { event, id, data: JSON.parse(data) }
  }
  return { next, leave: () => reader.cancel() }
}

function readerOf(answer: Response): ReadableStreamDefaultReader<Uint8Array> {
  if (answer.body === null) throw new Error('an answer without a body')
  return answer.body.getReader()
}
