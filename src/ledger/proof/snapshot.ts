import type { Database, Tx } from '../../db/client.ts'
import { asciiBytes, keyLines } from '../core/proof/head.ts'
import type { Pieces } from '../core/proof/line-reader.ts'
import {
  accountLines,
  failedLines,
  headLines,
  pendingLines,
  type TransferLine,
  transferLines,
} from '../core/proof/records.ts'
import { toHex } from '../core/proof/text-codes.ts'
import { HASH_BYTES, leafHash } from '../core/proof/tree.ts'
import { BOOK_FILES, type BookFile } from '../core/proof/verify-book.ts'
import * as store from '../proof-store.ts'
import { TILE_LEAVES } from './sealing.ts'
import { sha256 } from './sha256.ts'

/** The whole book as of one instant, file by file. */
export interface BookSnapshot {
  readonly log: string
  /** RFC 3339 in UTC to the microsecond. */
  readonly takenAt: string
  /** How many transfers. */
  readonly size: bigint
  /** Reads a file of the book from its start. */
  open(file: BookFile): Pieces
}

/** A public key as it is published. */
export interface PublicTreeKey {
  readonly kid: string
  /** The 32 bytes of the key, base64url. */
  readonly x: string
}

/** How many rows are asked for at a time: what a snapshot holds in memory. */
const ROWS = 2000

/** @param newest the head that was signed for this snapshot, which it does not see itself */
export function bookSnapshot(
  tx: Tx,
  about: Pick<BookSnapshot, 'log' | 'takenAt' | 'size'>,
  newest: store.TreeHead | undefined,
  keys: readonly PublicTreeKey[],
): BookSnapshot {
  const files: Readonly<Record<BookFile, () => AsyncIterable<string>>> = {
    [BOOK_FILES.keys]: () => keyTexts(keys),
    [BOOK_FILES.heads]: () => headTexts(tx, newest),
    [BOOK_FILES.accounts]: () => rowTexts(tx, store.accountsQuery, accountLines.write),
    [BOOK_FILES.transfers]: () => rowTexts(tx, store.transfersQuery, transferLines.write),
    [BOOK_FILES.pendings]: () => rowTexts(tx, store.pendingsQuery, pendingLines.write),
    [BOOK_FILES.failed]: () => rowTexts(tx, store.failedQuery, failedLines.write),
    [BOOK_FILES.leaves]: () => leafTexts(tx, Number(about.size)),
  }
  return { ...about, open: (file) => asBytes(files[file]()) }
}

/** Opens a transaction that sees one instant of the book and changes nothing. */
export function inSnapshot<Result>(
  db: Database,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  return db.sql.begin('ISOLATION LEVEL REPEATABLE READ READ ONLY', work) as Promise<Result>
}

async function* asBytes(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const text of texts) if (text !== '') yield Buffer.from(text, 'latin1')
}

/** The rows of a query as lines, so many at a time; several can be open on one connection. */
async function* rowTexts<Row extends object>(
  tx: Tx,
  query: store.LinesQuery,
  write: (row: Row) => string,
): AsyncGenerator<string> {
  for await (const rows of store.fetchLines<Row>(tx, query, ROWS)) {
    let text = ''
    for (const row of rows) text += `${write(row)}\n`
    yield text
  }
}

async function* keyTexts(keys: readonly PublicTreeKey[]): AsyncGenerator<string> {
  for (const { kid, x } of keys) {
    const fixed = { kty: 'OKP', crv: 'Ed25519', use: 'sig', alg: 'EdDSA' }
    yield `${keyLines.write({ ...fixed, kid, x })}\n`
  }
}

async function* headTexts(tx: Tx, newest: store.TreeHead | undefined): AsyncGenerator<string> {
  let afterNumber = 0n
  for (;;) {
    const heads = await store.selectHeads(tx, { limit: ROWS, afterNumber })
    const last = heads.at(-1)
    yield heads.map(headText).join('')
    if (last === undefined) break
    afterNumber = last.number
  }
  if (newest !== undefined && newest.number > afterNumber) yield headText(newest)
}

function headText({ number, size, root, time, jws }: store.TreeHead): string {
  const texts = { v: '1', number: String(number), size: String(size), root: toHex(root), time, jws }
  return `${headLines.write(texts)}\n`
}

/** The hashes as the tree holds them; those behind the last whole tile, computed. */
async function* leafTexts(tx: Tx, size: number): AsyncGenerator<string> {
  const tiles = Math.min(await store.countTiles(tx), Math.floor(size / TILE_LEAVES))
  for (let start = 0; start < tiles; start += 16) {
    const indexes = Array.from({ length: Math.min(16, tiles - start) }, (_, at) => start + at)
    const found = await store.selectTiles(tx, indexes)
    found.sort((a, b) => a.index - b.index)
    let text = ''
    for (const { hashes } of found) {
      for (let at = 0; at < hashes.length; at += HASH_BYTES) {
        text += `${toHex(hashes.subarray(at, at + HASH_BYTES))}\n`
      }
    }
    yield text
  }
  for (let start = tiles * TILE_LEAVES; start < size; start += ROWS) {
    const lines = await store.selectLines(tx, start, Math.min(start + ROWS, size))
    yield lines.map((line) => `${leafText(line)}\n`).join('')
  }
}

function leafText(line: TransferLine): string {
  return toHex(leafHash(sha256, asciiBytes(transferLines.write(line))))
}
