import type { Findings } from './findings.ts'

/** A file in pieces of any size. */
export type Pieces = AsyncIterable<Uint8Array>

const LINE_END = 10
/** No line of ours is as long: a file without line ends is not read into memory. */
const LINE_BYTES_MAX = 65_536

/**
 * Reads a file line by line in bounded memory. Each byte becomes one character, so a line that is not ASCII does
 * not pass for one that is.
 *
 * @example while (reader.take() || ((await reader.fill()) && reader.take())) use(reader.text)
 */
export class LineReader {
  readonly file: string
  /** The line that was taken last, without its end. */
  text = ''
  bytes: Uint8Array = new Uint8Array(0)
  /** Its number, counted from 1. */
  line = 0
  byteCount = 0
  readonly #findings: Findings
  readonly #pieces: AsyncIterator<Uint8Array>
  readonly #onPiece: ((piece: Uint8Array) => void) | undefined
  readonly #decoder = new TextDecoder('latin1')
  #buffer: Uint8Array = new Uint8Array(0)
  #decoded = ''
  #at = 0
  #isOver = false

  /** @param onPiece sees every byte once, in order */
  constructor(
    file: string,
    pieces: Pieces,
    findings: Findings,
    onPiece?: (piece: Uint8Array) => void,
  ) {
    this.file = file
    this.#pieces = pieces[Symbol.asyncIterator]()
    this.#findings = findings
    this.#onPiece = onPiece
  }

  /** Takes the next line that is there already. */
  take(): boolean {
    const end = this.#decoded.indexOf('\n', this.#at)
    if (end < 0) return false
    this.text = this.#decoded.slice(this.#at, end)
    this.bytes = this.#buffer.subarray(this.#at, end)
    this.#at = end + 1
    this.line += 1
    return true
  }

  /** Reads on until a line is there to take; `false` at the end of the file. */
  async fill(): Promise<boolean> {
    while (!this.#isOver) {
      const { done, value } = await this.#pieces.next()
      if (done === true) {
        this.#end()
        break
      }
      this.byteCount += value.length
      this.#onPiece?.(value)
      this.#keep(value)
      if (value.includes(LINE_END)) return true
      if (this.#buffer.length > LINE_BYTES_MAX) {
        this.add('is longer than a line can be; what follows is not read', this.line + 1)
        this.#decoded = ''
        this.#buffer = new Uint8Array(0)
        this.#isOver = true
      }
    }
    return this.#decoded.indexOf('\n', this.#at) >= 0
  }

  /** Takes the next line, reading on where needed; `false` at the end of the file. */
  async next(): Promise<boolean> {
    return this.take() || ((await this.fill()) && this.take())
  }

  /** Says what is wrong with the line that was taken last. */
  add(message: string, line = this.line): void {
    this.#findings.add(this.file, line, message)
  }

  /** Reads what is left, for the sake of `onPiece`. */
  async drain(): Promise<void> {
    for (;;) {
      const { done, value } = await this.#pieces.next()
      if (done === true) return
      this.byteCount += value.length
      this.#onPiece?.(value)
    }
  }

  #keep(piece: Uint8Array): void {
    const rest = this.#buffer.subarray(this.#at)
    if (rest.length === 0) {
      this.#buffer = piece
    } else {
      const buffer = new Uint8Array(rest.length + piece.length)
      buffer.set(rest)
      buffer.set(piece, rest.length)
      this.#buffer = buffer
    }
    this.#decoded = this.#decoder.decode(this.#buffer)
    this.#at = 0
  }

  #end(): void {
    this.#isOver = true
    if (this.#at < this.#buffer.length) this.add('has no end', this.line + 1)
  }
}
