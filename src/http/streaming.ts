import type { TypedResponse } from 'hono'

/** An answer that is written while it is read, and its headers. */
export interface StreamedAnswer {
  readonly body: ReadableStream<Uint8Array>
  readonly headers: Readonly<Record<string, string>>
}

/**
 * A body of chunks that are made when the client has taken those before, so a long answer needs little memory and
 * a slow client holds up nobody. The first chunk is made at once: what fails until then can still be answered
 * with a problem. What fails later breaks the connection off, so that nobody takes half an answer for a whole one.
 */
export async function streamed(
  chunks: AsyncIterable<string | Uint8Array>,
): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder()
  const iterator = chunks[Symbol.asyncIterator]()
  let next = await iterator.next()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (next.done === true) return controller.close()
        const { value } = next
        controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value)
        next = await iterator.next()
        if (next.done === true) controller.close()
      },
      async cancel() {
        await iterator.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}

/**
 * A CSV file to be kept under a name.
 *
 * @param lines whole lines, any number of them in each chunk
 */
export async function csvAnswer(
  name: string,
  lines: AsyncIterable<string>,
): Promise<StreamedAnswer> {
  return {
    body: await streamed(lines),
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${name}.csv"`,
    },
  }
}

/** A PDF to be kept under a name. It is written while it is read. */
export async function pdfAnswer(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<StreamedAnswer> {
  return {
    body: await streamed(chunks),
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="${name}.pdf"`,
    },
  }
}

/**
 * A JSON answer of the type that a route promises, written while it is read.
 *
 * @param chunks the text of one JSON value
 */
export async function jsonAnswerOf<Answer>(
  chunks: AsyncIterable<string>,
): Promise<Response & TypedResponse<Answer, 200, 'json'>> {
  const headers = { 'content-type': 'application/json' }
  // The promise about the text is the caller's: a response does not know what its stream will hold.
  return new Response(await streamed(chunks), { headers }) as Response &
    TypedResponse<Answer, 200, 'json'>
}
