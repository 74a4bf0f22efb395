import { TRANSFER_FLAGS } from '../transfer.ts'
import { BookCheck } from './book-check.ts'
import { Findings, type LinePlace, shown } from './findings.ts'
import { readTreeKey, type TreeKey } from './head.ts'
import { LineReader, type Pieces } from './line-reader.ts'
import { type CheckSignature, LogCheck } from './log-check.ts'
import {
  accountLines,
  failedLines,
  type PendingLine,
  pendingLines,
  type TransferLine,
  transferLines,
} from './records.ts'
import { checkReversals, REVERSALS_AT_ONCE } from './reversal-check.ts'
import type { Sha256 } from './sha256.ts'
import { toHex } from './text-codes.ts'
import { leafHash } from './tree.ts'

/** The parts of a book, by the names of their files. */
export const BOOK_FILES = {
  keys: 'keys.jsonl',
  heads: 'heads.jsonl',
  accounts: 'accounts.jsonl',
  transfers: 'transfers.jsonl',
  pendings: 'pendings.jsonl',
  failed: 'failed.jsonl',
  leaves: 'leaves.txt',
} as const

export type BookFile = (typeof BOOK_FILES)[keyof typeof BOOK_FILES]

/** Where a book is read from, and with what. */
export interface BookSource {
  /** Reads a file from its start; may be asked for again. */
  readonly open: (file: BookFile) => Pieces
  readonly sha256: Sha256
  readonly checkSignature: CheckSignature
  /** The instant that the book shows, RFC 3339 to the microsecond. */
  readonly takenAt: string
  /** How many ids of reversed transfers may be held in memory; else the transfers are read more often. */
  readonly reversalsMax?: number
  /** Sees every byte of the first reading of a file. */
  readonly onPiece?: (file: BookFile, piece: Uint8Array) => void
  /** Sees every record of a table, in order, and its line. */
  readonly onRecord?: (file: BookFile, record: object) => void
  /** Hears that so many transfers were read. */
  readonly onProgress?: (transfers: number) => void
}

/** What a book holds, for the person who had it verified. */
export interface BookSummary {
  readonly log: string | undefined
  readonly accounts: number
  readonly transfers: number
  readonly heads: number
  readonly root: Uint8Array
  /** The keys that signed; compare them with what you know from elsewhere. */
  readonly kids: readonly string[]
  /** Posted debits, which equal the posted credits where there are no findings. */
  readonly units: ReadonlyMap<string, { readonly debits: bigint; readonly credits: bigint }>
}

const PROGRESS_EVERY = 65_536

/**
 * Reads a book once from end to end in bounded memory: recomputes every balance, every leaf and every root, and
 * checks every signature. Where something differs it looks again, to say which line; where something is reversed, to
 * hold it against what it takes back.
 */
export async function verifyBook(source: BookSource, findings: Findings): Promise<BookSummary> {
  const reader = (file: BookFile) =>
    new LineReader(file, source.open(file), findings, (piece) => source.onPiece?.(file, piece))
  const { reversalsMax = REVERSALS_AT_ONCE } = source
  const book = new BookCheck(findings, reversalsMax)
  const keys = await readKeys(source.sha256, reader(BOOK_FILES.keys))
  await readAccounts(source, book, reader(BOOK_FILES.accounts))
  const { sha256, checkSignature } = source
  const heads = reader(BOOK_FILES.heads)
  const log = new LogCheck({ sha256, checkSignature, findings, heads, keys })
  await log.start()
  const pendings = reader(BOOK_FILES.pendings)
  const transfers = reader(BOOK_FILES.transfers)
  await readTransfers(source, { book, log, transfers, pendings })
  while (await pendings.next()) pendings.add('tells of no transfer that is in the log')
  await log.finish(BOOK_FILES.transfers)
  book.finish(BOOK_FILES.accounts, source.takenAt)
  await readFailed(source, reader(BOOK_FILES.failed))
  await findTwins(source, book, findings)
  const again = (into: Findings) => () =>
    new LineReader(BOOK_FILES.transfers, source.open(BOOK_FILES.transfers), into)
  await checkReversals(book.reversed, reversalsMax, again(findings), again(new Findings()))
  await compareLeaves(source, log, reader(BOOK_FILES.leaves), findings)
  return {
    log: log.logId,
    accounts: book.accounts.size,
    transfers: log.tree.size,
    heads: log.headCount,
    root: log.tree.root(),
    kids: [...log.kids],
    units: totalsOf(book, findings),
  }
}

async function readKeys(sha256: Sha256, lines: LineReader): Promise<Map<string, TreeKey>> {
  const keys = new Map<string, TreeKey>()
  while (await lines.next()) {
    const key = readTreeKey(sha256, lines.text)
    if (key === undefined) lines.add('is no Ed25519 key under its own thumbprint')
    else keys.set(key.kid, key)
  }
  return keys
}

async function readAccounts(source: BookSource, book: BookCheck, lines: LineReader) {
  while (await lines.next()) {
    const account = accountLines.read(lines.text)
    if (account === undefined) lines.add(`is not written as an account is: ${shown(lines.text)}`)
    else {
      source.onRecord?.(BOOK_FILES.accounts, account)
      book.account(account, { file: lines.file, line: lines.line })
    }
  }
}

interface Reading {
  readonly book: BookCheck
  readonly log: LogCheck
  readonly transfers: LineReader
  readonly pendings: LineReader
}

async function readTransfers(source: BookSource, reading: Reading): Promise<void> {
  const { book, log, transfers, pendings } = reading
  const at = { file: transfers.file, line: 0 }
  while (transfers.take() || (await transfers.next())) {
    log.append(transfers.bytes)
    at.line = transfers.line
    const transfer = transferLines.read(transfers.text)
    if (transfer === undefined) {
      transfers.add(`is not written as a transfer is: ${shown(transfers.text)}`)
      book.skip()
    } else {
      source.onRecord?.(BOOK_FILES.transfers, transfer)
      if ((Number(transfer.flags) & TRANSFER_FLAGS.pending) === 0) book.transfer(transfer, at)
      else await readPending(source, book, transfer, at, pendings)
    }
    if (log.isAtHead) await log.checkHeads()
    if (transfers.line % PROGRESS_EVERY === 0) source.onProgress?.(transfers.line)
  }
}

async function readPending(
  source: BookSource,
  book: BookCheck,
  transfer: TransferLine,
  at: LinePlace,
  lines: LineReader,
): Promise<void> {
  let pending: PendingLine | undefined
  if (!(await lines.next())) {
    lines.add(`has no line for ${transfer.id}`, lines.line + 1)
  } else {
    pending = pendingLines.read(lines.text)
    if (pending === undefined) lines.add(`is not written as this is: ${shown(lines.text)}`)
    else source.onRecord?.(BOOK_FILES.pendings, pending)
  }
  book.transfer(transfer, at, pending, { file: lines.file, line: lines.line })
}

async function readFailed(source: BookSource, lines: LineReader): Promise<void> {
  let last = ''
  while (await lines.next()) {
    const failed = failedLines.read(lines.text)
    if (failed === undefined) {
      lines.add(`is not written as a failed id is: ${shown(lines.text)}`)
      continue
    }
    source.onRecord?.(BOOK_FILES.failed, failed)
    if (failed.id <= last) lines.add(`the id ${failed.id} is not above the one before it`)
    last = failed.id
  }
}

/** Reads the transfers again where ids looked alike, and says which are the same. */
async function findTwins(source: BookSource, book: BookCheck, findings: Findings): Promise<void> {
  const { suspects } = book.ids
  if (suspects.size === 0) return
  const lines = new LineReader(BOOK_FILES.transfers, source.open(BOOK_FILES.transfers), findings)
  const seen = new Map<string, number>()
  while (await lines.next()) {
    const id = transferLines.read(lines.text)?.id
    if (id === undefined || !suspects.has(id)) continue
    const first = seen.get(id)
    if (first === undefined) seen.set(id, lines.line)
    else lines.add(`has the id ${id}, which line ${first} has`)
  }
}

/**
 * The hashes of the leaves are in the book for one purpose: where a root is not the one that was signed, they tell
 * which line is not the one that was signed. Otherwise nothing hangs on them.
 */
async function compareLeaves(
  source: BookSource,
  log: LogCheck,
  leaves: LineReader,
  findings: Findings,
): Promise<void> {
  const { divergence } = log
  if (divergence === undefined) return leaves.drain()
  const lines = new LineReader(BOOK_FILES.transfers, source.open(BOOK_FILES.transfers), findings)
  while ((await leaves.next()) && leaves.line <= divergence.wrongAt) {
    if (!(await lines.next())) {
      findings.add(lines.file, lines.line + 1, `is missing: ${leaves.file} goes on`)
      break
    }
    if (lines.line <= divergence.rightUntil) continue
    const hash = toHex(leafHash(source.sha256, lines.bytes))
    if (hash === leaves.text) continue
    lines.add(`is not the line that was hashed: its hash is ${hash}, the log's is ${leaves.text}`)
    break
  }
  await leaves.drain()
}

function totalsOf(book: BookCheck, findings: Findings) {
  const units = new Map<string, { debits: bigint; credits: bigint }>()
  const colours = new Map<string, { debits: bigint; credits: bigint }>()
  const add = (sums: typeof units, kind: string, debits: bigint, credits: bigint) => {
    const sum = sums.get(kind) ?? { debits: 0n, credits: 0n }
    sum.debits += debits
    sum.credits += credits
    sums.set(kind, sum)
  }
  for (const { unit, colour, stated } of book.accounts.values()) {
    const [debits, credits] = [BigInt(stated.debitsPosted), BigInt(stated.creditsPosted)]
    add(units, unit, debits, credits)
    if (colour !== undefined) add(colours, `${unit} of ${colour}`, debits, credits)
  }
  for (const [kind, { debits, credits }] of [...units, ...colours]) {
    if (debits === credits) continue
    const message = `the debits of ${kind} come to ${debits}, the credits to ${credits}`
    findings.add(BOOK_FILES.accounts, undefined, message)
  }
  return units
}
