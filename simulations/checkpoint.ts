import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import type { JsonObject } from './scenario/json.ts'

const HEADER_BYTES = 64
const RECORD_BYTES = 24
const DIGEST_BYTES = 16

/** SHA-256 of a value as JSON, in hex: of a scenario, it names the run. */
export function hashOf(value: JsonObject): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}

/**
 * What a run has done so far, on the disk: its key, then the rows of ever more paths in their order, each piece with a
 * digest. A process that dies while it writes leaves a last piece that does not fit its digest; it is dropped.
 */
export class Checkpoint {
  readonly #file: FileHandle
  readonly #width: number
  #end: number

  private constructor(file: FileHandle, width: number, end: number) {
    this.#file = file
    this.#width = width
    this.#end = end
  }

  /** Begins a new one; what was there is gone. @param key 64 characters that name what the rows depend on */
  static async create(path: string, key: string, width: number): Promise<Checkpoint> {
    const file = await open(path, 'w+', 0o644)
    await file.write(Buffer.from(key, 'ascii'), 0, HEADER_BYTES, 0)
    return new Checkpoint(file, width, HEADER_BYTES)
  }

  /** Opens one that is there; nothing where the file is of another run. Before it goes on, {@link done} must be read to its end. */
  static async resume(path: string, key: string, width: number): Promise<Checkpoint | undefined> {
    const file = await open(path, 'r+')
    const header = Buffer.alloc(HEADER_BYTES)
    await file.read(header, 0, HEADER_BYTES, 0)
    if (header.toString('ascii') === key) return new Checkpoint(file, width, HEADER_BYTES)
    await file.close()
    return undefined
  }

  /** Reads what is whole in it, piece by piece, in the order of the paths; what is behind that is cut off. */
  async *done(): AsyncGenerator<{ readonly from: number; readonly rows: Float64Array }, void> {
    let paths = 0
    for (;;) {
      const piece = await readPiece(this.#file, this.#end, this.#width)
      if (piece === undefined || piece.from !== paths) break
      paths += piece.rows.length / this.#width
      this.#end += RECORD_BYTES + piece.rows.byteLength
      yield piece
    }
    await this.#file.truncate(this.#end)
  }

  /** Adds the rows of the next paths. */
  async append(from: number, rows: Float64Array): Promise<void> {
    const body = Buffer.from(rows.buffer, rows.byteOffset, rows.byteLength)
    const record = Buffer.alloc(RECORD_BYTES)
    record.writeUInt32LE(from, 0)
    record.writeUInt32LE(rows.length / this.#width, 4)
    digestOf(record.subarray(0, 8), body).copy(record, 8)
    const piece = Buffer.concat([record, body])
    await this.#file.write(piece, 0, piece.length, this.#end)
    this.#end += piece.length
  }

  async close(): Promise<void> {
    await this.#file.close()
  }
}

async function readPiece(
  file: FileHandle,
  start: number,
  width: number,
): Promise<{ readonly from: number; readonly rows: Float64Array } | undefined> {
  const record = Buffer.alloc(RECORD_BYTES)
  if ((await file.read(record, 0, RECORD_BYTES, start)).bytesRead < RECORD_BYTES) return undefined
  const left = (await file.stat()).size - start - RECORD_BYTES
  const bytes = record.readUInt32LE(4) * width * Float64Array.BYTES_PER_ELEMENT
  if (bytes === 0 || bytes > left) return undefined
  const rows = new Float64Array(bytes / Float64Array.BYTES_PER_ELEMENT)
  const body = Buffer.from(rows.buffer)
  await file.read(body, 0, bytes, start + RECORD_BYTES)
  const isWhole = digestOf(record.subarray(0, 8), body).equals(record.subarray(8))
  return isWhole ? { from: record.readUInt32LE(0), rows } : undefined
}

function digestOf(...parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest().subarray(0, DIGEST_BYTES)
}
