import { inflateSync } from 'node:zlib'

/** The tables of an OpenType font, by their four-letter tags. */
export type FontTables = ReadonlyMap<string, Uint8Array>

const WOFF = 0x774f4646
const TRUETYPE = 0x00010000
const HEADER_BYTES = 44
const ENTRY_BYTES = 20

/**
 * Reads the tables of a WOFF file. Source: WOFF File Format 1.0, W3C, sections 3 to 5.
 *
 * @throws RangeError where it is none with TrueType outlines
 */
export function readWoff(file: Uint8Array): FontTables {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  if (view.getUint32(0) !== WOFF || view.getUint32(4) !== TRUETYPE) {
    throw new RangeError('not a WOFF file with TrueType outlines')
  }
  const tables = new Map<string, Uint8Array>()
  for (let index = 0; index < view.getUint16(12); index += 1) {
    const at = HEADER_BYTES + index * ENTRY_BYTES
    const tag = String.fromCharCode(...file.subarray(at, at + 4))
    const [offset, packed, length] = [4, 8, 12].map((field) => view.getUint32(at + field)) as [
      number,
      number,
      number,
    ]
    const bytes = file.subarray(offset, offset + packed)
    tables.set(tag, packed < length ? inflateSync(bytes) : bytes)
  }
  return tables
}

/**
 * Writes a TrueType file with these tables, checksums left zero: neither the shaper nor a PDF reader asks for them.
 * Source: OpenType 1.9, "Organization of an OpenType font".
 */
export function writeTrueType(tables: FontTables): Uint8Array {
  const sorted = [...tables].sort(([one], [other]) => (one < other ? -1 : 1))
  const power = Math.floor(Math.log2(sorted.length))
  const places: number[] = []
  let end = 12 + 16 * sorted.length
  for (const [, bytes] of sorted) {
    places.push(end)
    end += Math.ceil(bytes.length / 4) * 4
  }
  const file = new Uint8Array(end)
  const view = new DataView(file.buffer)
  view.setUint32(0, TRUETYPE)
  view.setUint16(4, sorted.length)
  view.setUint16(6, 16 * 2 ** power)
  view.setUint16(8, power)
  view.setUint16(10, 16 * (sorted.length - 2 ** power))
  for (const [index, [tag, bytes]] of sorted.entries()) {
    const at = 12 + 16 * index
    const place = places[index] ?? 0
    file.set(Buffer.from(tag, 'latin1'), at)
    view.setUint32(at + 8, place)
    view.setUint32(at + 12, bytes.length)
    file.set(bytes, place)
  }
  return file
}
