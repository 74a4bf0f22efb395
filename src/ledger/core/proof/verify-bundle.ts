import { Findings } from './findings.ts'
import { BUNDLE_TYPE, readJws, readTreeKey } from './head.ts'
import { lineFormat, text } from './line-format.ts'
import { LineReader, type Pieces } from './line-reader.ts'
import type { CheckSignature } from './log-check.ts'
import { accountLines, failedLines, pendingLines, transferLines } from './records.ts'
import type { Sha256 } from './sha256.ts'
import { toHex } from './text-codes.ts'
import { BOOK_FILES, type BookFile, type BookSummary, verifyBook } from './verify-book.ts'

export const MANIFEST_FILE = 'manifest.jsonl'
export const SIGNATURE_FILE = 'manifest.jws'

/** The tables that a bundle also has for spreadsheets, and the format of each. */
export const CSV_FILES = {
  'accounts.csv': { of: BOOK_FILES.accounts, format: accountLines },
  'transfers.csv': { of: BOOK_FILES.transfers, format: transferLines },
  'pendings.csv': { of: BOOK_FILES.pendings, format: pendingLines },
  'failed.csv': { of: BOOK_FILES.failed, format: failedLines },
} as const

/** Every file that the manifest lists, in its order. */
export const LISTED_FILES = [...Object.values(BOOK_FILES), ...Object.keys(CSV_FILES)]

/** The first line of the manifest: what the bundle is. */
export const bundleLines = lineFormat([
  text('format', 'fra-noi-bundle/1'),
  text('log', '[0-9a-f-]{36}'),
  text('takenAt', '[0-9TZ:.-]{27}'),
  text('transfers', '(?:0|[1-9][0-9]{0,15})'),
])

/** The other lines: its files. */
export const fileLines = lineFormat([
  text('name', '[a-z]+\\.[a-z]+'),
  text('bytes', '(?:0|[1-9][0-9]{0,15})'),
  text('sha256', '[0-9a-f]{64}'),
])

export interface HashStream {
  update(bytes: Uint8Array): void
  digest(): Uint8Array
}

/** Where a bundle is, and what to verify it with. */
export interface BundleSource {
  /** `undefined` where there is no such file. */
  readonly open: (name: string) => Pieces | undefined
  /** The names of all files that are there. */
  readonly names: readonly string[]
  readonly sha256: Sha256
  readonly newHash: () => HashStream
  readonly checkSignature: CheckSignature
  /** The key that is known from elsewhere, if any: the newest head must be signed with it. */
  readonly trustedKid?: string | undefined
  readonly onProgress?: (transfers: number) => void
}

export interface Verdict {
  readonly findings: Findings
  readonly summary: BookSummary
  readonly takenAt: string
}

/**
 * Verifies a bundle from its files alone: no database, no network, one reading, bounded memory.
 *
 * @returns all is well where `findings.count` is 0
 */
export async function verifyBundle(source: BundleSource): Promise<Verdict> {
  const findings = new Findings()
  const manifest = await readManifest(source, findings)
  const digests = new FileDigests(source, manifest)
  const summary = await verifyBook(
    {
      open: (file) => source.open(file) ?? NOTHING,
      sha256: source.sha256,
      checkSignature: source.checkSignature,
      takenAt: manifest.takenAt,
      onPiece: digests.piece,
      onRecord: digests.record,
      ...(source.onProgress === undefined ? {} : { onProgress: source.onProgress }),
    },
    findings,
  )
  await digests.finish(findings)
  await checkManifestSignature(source, findings, manifest.sha256)
  if (summary.log !== undefined && summary.log !== manifest.log) {
    findings.add(MANIFEST_FILE, 1, `names the log ${manifest.log}; the heads name ${summary.log}`)
  }
  if (Number(manifest.transfers) !== summary.transfers) {
    const there = `there are ${summary.transfers}`
    findings.add(MANIFEST_FILE, 1, `says ${manifest.transfers} transfers; ${there}`)
  }
  const { trustedKid } = source
  if (trustedKid !== undefined && !summary.kids.includes(trustedKid)) {
    findings.add(BOOK_FILES.heads, undefined, `no head is signed with the key ${trustedKid}`)
  }
  return { findings, summary, takenAt: manifest.takenAt }
}

const NOTHING: Pieces = (async function* (): AsyncGenerator<Uint8Array> {})()

interface Manifest {
  readonly log: string
  readonly takenAt: string
  readonly transfers: string
  readonly sha256: string
  readonly files: ReadonlyMap<string, { readonly bytes: string; readonly sha256: string }>
}

async function readManifest(source: BundleSource, findings: Findings): Promise<Manifest> {
  const hash = source.newHash()
  const pieces = source.open(MANIFEST_FILE)
  if (pieces === undefined) findings.add(MANIFEST_FILE, undefined, 'is missing')
  const lines = new LineReader(MANIFEST_FILE, pieces ?? NOTHING, findings, (piece) =>
    hash.update(piece),
  )
  const about = (await lines.next()) ? bundleLines.read(lines.text) : undefined
  if (about === undefined) lines.add('does not begin as the manifest of a bundle does', 1)
  const files = new Map<string, { bytes: string; sha256: string }>()
  while (await lines.next()) {
    const file = fileLines.read(lines.text)
    if (file === undefined) lines.add('is not written as a file is listed')
    else if (files.has(file.name)) lines.add(`lists ${file.name} twice`)
    else files.set(file.name, file)
  }
  for (const name of LISTED_FILES) {
    if (!files.has(name)) findings.add(MANIFEST_FILE, undefined, `does not list ${name}`)
  }
  const known = new Set<string>([...LISTED_FILES, MANIFEST_FILE, SIGNATURE_FILE])
  for (const name of [...files.keys(), ...source.names]) {
    if (!known.has(name)) findings.add(name, undefined, 'does not belong to a bundle')
  }
  return {
    log: about?.log ?? '',
    takenAt: about?.takenAt ?? '9999-12-31T23:59:59.999999Z',
    transfers: about?.transfers ?? '0',
    sha256: toHex(hash.digest()),
    files,
  }
}

async function checkManifestSignature(
  source: BundleSource,
  findings: Findings,
  sha256: string,
): Promise<void> {
  const say = (message: string) => findings.add(SIGNATURE_FILE, undefined, message)
  const pieces = source.open(SIGNATURE_FILE)
  if (pieces === undefined) return say('is missing')
  const lines = new LineReader(SIGNATURE_FILE, pieces, findings)
  const jws = (await lines.next()) ? readJws(lines.text) : undefined
  if (await lines.next()) say('has more than one line')
  if (jws === undefined || jws.typ !== BUNDLE_TYPE) return say('holds no signature of a manifest')
  const keys = new LineReader(
    BOOK_FILES.keys,
    source.open(BOOK_FILES.keys) ?? NOTHING,
    new Findings(),
  )
  while (await keys.next()) {
    const key = readTreeKey(source.sha256, keys.text)
    if (key?.kid !== jws.kid) continue
    if (!(await source.checkSignature(key.publicKey, jws.signed, jws.signature))) {
      say(`the signature is not by the key ${jws.kid} over this statement`)
    }
    if (jws.payload.sha256 !== sha256) {
      const signed = String(jws.payload.sha256)
      findings.add(MANIFEST_FILE, undefined, `has the SHA-256 ${sha256}; signed is ${signed}`)
    }
    return
  }
  say(`was signed with the key ${jws.kid}, which is not among the keys`)
}

const CSV_PIECE = 32_768

/** The hashes of all files, and of the tables as they would have to be. */
class FileDigests {
  readonly #source: BundleSource
  readonly #manifest: Manifest
  readonly #files = new Map<string, { readonly hash: HashStream; bytes: number }>()
  readonly #tables = new Map<string, { readonly hash: HashStream; text: string }>()
  readonly #formats = new Map(
    Object.values(CSV_FILES).map(({ of, format }): [string, (record: object) => string] => [
      of,
      (record) => format.writeCsv(record as never),
    ]),
  )
  readonly #encoder = new TextEncoder()

  constructor(source: BundleSource, manifest: Manifest) {
    this.#source = source
    this.#manifest = manifest
    for (const name of Object.values(BOOK_FILES)) {
      this.#files.set(name, { hash: source.newHash(), bytes: 0 })
    }
    for (const { of, format } of Object.values(CSV_FILES)) {
      this.#tables.set(of, { hash: source.newHash(), text: `${format.csvHeader}\r\n` })
    }
  }

  readonly piece = (name: BookFile, piece: Uint8Array): void => {
    const file = this.#files.get(name)
    if (file === undefined) return
    file.hash.update(piece)
    file.bytes += piece.length
  }

  readonly record = (file: BookFile, record: object): void => {
    const table = this.#tables.get(file)
    const write = this.#formats.get(file)
    if (table === undefined || write === undefined) return
    table.text += `${write(record)}\r\n`
    if (table.text.length < CSV_PIECE) return
    table.hash.update(this.#encoder.encode(table.text))
    table.text = ''
  }

  async finish(findings: Findings): Promise<void> {
    for (const [name, { hash, bytes }] of this.#files) {
      if (!this.#source.names.includes(name)) findings.add(name, undefined, 'is missing')
      else this.#compare(findings, name, bytes, toHex(hash.digest()))
    }
    for (const [name, { of }] of Object.entries(CSV_FILES)) {
      const pieces = this.#source.open(name)
      const table = this.#tables.get(of)
      if (pieces === undefined || table === undefined) {
        findings.add(name, undefined, 'is missing')
        continue
      }
      const [hash, counted] = [this.#source.newHash(), { bytes: 0 }]
      for await (const piece of pieces) {
        hash.update(piece)
        counted.bytes += piece.length
      }
      const sha256 = toHex(hash.digest())
      this.#compare(findings, name, counted.bytes, sha256)
      table.hash.update(this.#encoder.encode(table.text))
      if (toHex(table.hash.digest()) !== sha256) {
        findings.add(name, undefined, `does not say what ${of} says`)
      }
    }
  }

  #compare(findings: Findings, name: string, bytes: number, sha256: string): void {
    const listed = this.#manifest.files.get(name)
    if (listed === undefined) return
    if (listed.bytes !== String(bytes)) {
      findings.add(name, undefined, `has ${bytes} bytes; the manifest says ${listed.bytes}`)
    }
    if (listed.sha256 !== sha256) {
      const says = `the manifest says ${listed.sha256}`
      findings.add(name, undefined, `has the SHA-256 ${sha256}; ${says}`)
    }
  }
}
