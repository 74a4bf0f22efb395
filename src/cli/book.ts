import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { type BookSink, writeBook } from '../ledger/book.ts'
import type { BookFormat } from '../ledger/core/book-languages.ts'
import { tell } from './terminal.ts'
import { withProgram } from './with-program.ts'

export interface BookOptions {
  readonly format: BookFormat
  /** A file; standard output where it is not given. */
  readonly output?: string
}

/**
 * Writes the whole book as plain-text accounting. A file gets its name when it is whole: what is broken off leaves
 * whatever stood there before.
 */
export async function exportBook({ format, output }: BookOptions): Promise<void> {
  await withProgram(async ({ database }) => {
    if (output === undefined) {
      return writeBook(database.db, format, sinkOf(process.stdout)).catch((error) => {
        if (!isClosedPipe(error)) throw error
      })
    }
    const path = resolve(output)
    const unfinished = `${path}.unfinished`
    const file = createWriteStream(unfinished, { flags: 'w', mode: 0o600 })
    try {
      await once(file, 'open')
      await writeBook(database.db, format, sinkOf(file))
      file.end()
      await finished(file)
      await rename(unfinished, path)
    } catch (error) {
      file.destroy()
      await rm(unfinished, { force: true })
      throw error
    }
    tell(`The book is in ${path}.`)
  })
}

/** Writes at the pace at which a stream takes it. */
function sinkOf(stream: Writable): BookSink {
  // What goes wrong is told to each write; the event beside it would end the process.
  stream.on('error', () => {})
  return (lines) =>
    new Promise((done, fail) => {
      stream.write(lines, (error) => (error == null ? done() : fail(error)))
    })
}

/** A reader that has had enough, such as `| head`, is no failure. */
function isClosedPipe(error: unknown): boolean {
  return Reflect.get(Object(error), 'code') === 'EPIPE'
}
