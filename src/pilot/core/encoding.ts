/** A file's text and the encoding it was found in, or why it is no text. */
export type Decoded =
  | { readonly text: string; readonly encoding: 'utf-8' | 'utf-16' | 'windows-1252' }
  | { readonly problem: string }

/**
 * What the bytes 0x80 to 0x9F are in Windows-1252; a space where they are nothing.
 * Source: https://encoding.spec.whatwg.org/index-windows-1252.txt (its five C1 controls left out).
 * Written out here because some Node.js releases decode these as ISO 8859-1.
 */
const WINDOWS_1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ'

/**
 * Decodes a text file as spreadsheets save it: UTF-8 with or without byte order mark, UTF-16 with one
 * (what Excel calls Unicode text), and what is no valid UTF-8 as Windows-1252 (what Excel calls CSV).
 * Accents come back composed, line ends as `\n`.
 *
 * @example decodeText(Uint8Array.of(0x63, 0x69, 0x74, 0x74, 0xe0)) // { text: 'città', encoding: 'windows-1252' }
 */
export function decodeText(bytes: Uint8Array): Decoded {
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) || startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) {
    return { problem: 'this is a spreadsheet and not its text: save it as CSV' }
  }
  for (const label of ['utf-16le', 'utf-16be'] as const) {
    if (!startsWith(bytes, label === 'utf-16le' ? [0xff, 0xfe] : [0xfe, 0xff])) continue
    const text = strict(label, bytes)
    return text === undefined
      ? { problem: 'it begins as UTF-16 but is none: save it as CSV UTF-8' }
      : finish(text, 'utf-16')
  }
  const utf8 = strict('utf-8', bytes)
  if (utf8 !== undefined) return finish(utf8, 'utf-8')
  const single = fromWindows1252(bytes)
  return single === undefined
    ? { problem: 'its bytes are neither UTF-8 nor Windows-1252 text: save it as CSV UTF-8' }
    : finish(single, 'windows-1252')
}

function finish(text: string, encoding: 'utf-8' | 'utf-16' | 'windows-1252'): Decoded {
  if (text.includes('\0')) return { problem: 'it holds bytes of value zero, so it is no text' }
  return { text: text.replace(/\r\n?/g, '\n').normalize('NFC'), encoding }
}

function strict(label: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

function fromWindows1252(bytes: Uint8Array): string | undefined {
  let isWhole = true
  const text = Buffer.from(bytes).toString('latin1')
  const read = text.replace(/[\x80-\x9f]/g, (special) => {
    const character = WINDOWS_1252[special.charCodeAt(0) - 0x80] ?? ' '
    if (character === ' ') isWhole = false
    return character
  })
  return isWhole ? read : undefined
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte)
}
