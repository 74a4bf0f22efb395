import { deflateSync } from 'node:zlib'

/** The number of an object in a file. */
export type ObjectId = number

/**
 * Writes the objects of a PDF one after the other, and at the end where each of them stands; nothing but those places is
 * remembered. Source: ISO 32000-1, section 7.5.
 */
export class PdfFile {
  /** Where each object begins; its number is the index and one. */
  private readonly places: number[] = []
  private written = 0

  /** The first line, and one that tells programs that the file is not a text. */
  begin(): Uint8Array {
    return this.out(Buffer.from('%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n', 'latin1'))
  }

  /** A number for an object that is written later. */
  reserve(): ObjectId {
    this.places.push(0)
    return this.places.length
  }

  /** An object: anything but a stream. */
  object(id: ObjectId, content: string): Uint8Array {
    this.places[id - 1] = this.written
    return this.out(Buffer.from(`${id} 0 obj\n${content}\nendobj\n`, 'latin1'))
  }

  /** A compressed stream; `entries` are those of its dictionary besides length and filter. */
  stream(id: ObjectId, data: Uint8Array | string, entries = ''): Uint8Array {
    this.places[id - 1] = this.written
    const packed = deflateSync(typeof data === 'string' ? Buffer.from(data, 'latin1') : data)
    const head = `${id} 0 obj\n<< ${entries} /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`
    return this.out(
      Buffer.concat([
        Buffer.from(head, 'latin1'),
        packed,
        Buffer.from('\nendstream\nendobj\n', 'latin1'),
      ]),
    )
  }

  /** The table of all objects. */
  end(catalogue: ObjectId, information: ObjectId): Uint8Array {
    const start = this.written
    const lines = this.places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`)
    const size = this.places.length + 1
    const table = `xref\n0 ${size}\n0000000000 65535 f \n${lines.join('')}`
    const trailer = `trailer\n<< /Size ${size} /Root ${catalogue} 0 R /Info ${information} 0 R >>`
    return this.out(Buffer.from(`${table}${trailer}\nstartxref\n${start}\n%%EOF\n`, 'latin1'))
  }

  private out(bytes: Uint8Array): Uint8Array {
    this.written += bytes.length
    return bytes
  }
}

/** A text of any script, as an entry of a dictionary holds it. */
export function pdfText(text: string): string {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le').swap16()
  return `<${bytes.toString('hex')}>`
}

/** A number with at most three decimals and no exponent. */
export function pdfNumber(value: number): string {
  return String(Math.round(value * 1000) / 1000 + 0)
}
