import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readdirSync } from 'node:fs'
import { mkdir, open, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StartError } from '../../kernel/start-error.ts'
import type { Pieces } from '../core/proof/line-reader.ts'
import { toHex } from '../core/proof/text-codes.ts'
import { BOOK_FILES } from '../core/proof/verify-book.ts'
import {
  type BundleSource,
  bundleLines,
  CSV_FILES,
  fileLines,
  type HashStream,
  MANIFEST_FILE,
  SIGNATURE_FILE,
  type Verdict,
  verifyBundle,
} from '../core/proof/verify-bundle.ts'
import type { BookSnapshot } from './service.ts'
import { sha256 } from './sha256.ts'
import { checkSignature } from './signatures.ts'

interface Written {
  readonly name: string
  readonly bytes: string
  readonly sha256: string
}

/**
 * Writes the whole book into a folder, in bounded memory.
 *
 * @param folder must not exist, or be empty
 * @param sign signs the SHA-256 of the manifest as a compact JWS
 * @throws StartError where the folder holds something
 */
export async function writeBundle(
  folder: string,
  book: BookSnapshot,
  sign: (claims: { readonly sha256: string; readonly time: string }) => Promise<string>,
): Promise<void> {
  await mkdir(folder, { recursive: true })
  if ((await readdir(folder)).length > 0) {
    throw new StartError(`${folder} is not empty: a bundle gets a folder of its own.`)
  }
  const written: Written[] = []
  for (const file of Object.values(BOOK_FILES)) {
    written.push(await writePieces(folder, file, book.open(file)))
  }
  for (const [name, { of, format }] of Object.entries(CSV_FILES)) {
    const pieces = asCsv(book.open(of), format.csvHeader, (line) => {
      const record = format.read(line)
      return record === undefined ? '' : format.writeCsv(record as never)
    })
    written.push(await writePieces(folder, name, pieces))
  }
  const about = { format: 'fra-noi-bundle/1', log: book.log, takenAt: book.takenAt }
  const first = bundleLines.write({ ...about, transfers: book.size.toString() })
  const manifest = `${[first, ...written.map(fileLines.write)].join('\n')}\n`
  const digest = toHex(sha256(Buffer.from(manifest, 'latin1')))
  await writeFile(join(folder, MANIFEST_FILE), manifest)
  const jws = await sign({ sha256: digest, time: book.takenAt })
  await writeFile(join(folder, SIGNATURE_FILE), `${jws}\n`)
}

/**
 * Verifies a bundle in a folder.
 *
 * @param trustedKid the key that must have signed, where it is known from elsewhere
 * @throws StartError where there is no such folder
 */
export function verifyFolder(folder: string, trustedKid?: string): Promise<Verdict> {
  if (!existsSync(folder)) throw new StartError(`There is no folder ${folder}.`)
  const names = readdirSync(folder)
  return verifyBundle({ ...folderSource(folder, names), trustedKid })
}

function folderSource(folder: string, names: readonly string[]): BundleSource {
  return {
    names,
    open: (name) =>
      names.includes(name)
        ? createReadStream(join(folder, name), { highWaterMark: 1 << 18 })
        : undefined,
    sha256,
    newHash,
    checkSignature,
  }
}

function newHash(): HashStream {
  const hash = createHash('sha256')
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() }
}

async function writePieces(folder: string, name: string, pieces: Pieces): Promise<Written> {
  const hash = newHash()
  let bytes = 0
  const file = await open(join(folder, name), 'wx')
  try {
    for await (const piece of pieces) {
      hash.update(piece)
      bytes += piece.length
      await file.writeFile(piece)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { name, bytes: String(bytes), sha256: toHex(hash.digest()) }
}

/** Turns the lines of a table into those of a spreadsheet. The pieces of a snapshot end with a line. */
async function* asCsv(
  pieces: Pieces,
  header: string,
  write: (line: string) => string,
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${header}\r\n`)
  for await (const piece of pieces) {
    const lines = Buffer.from(piece).toString('latin1').split('\n').slice(0, -1)
    yield Buffer.from(lines.map((line) => `${write(line)}\r\n`).join(''))
  }
}
