const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a
const COMMA = 0x2c
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d

/**
 * Finds a name that appears twice in one object of a JSON text. Two amounts in one transfer mean two things to
 * two readers (RFC 8259, section 4: the behaviour is unpredictable), so such a text is refused.
 *
 * @param text what `JSON.parse` has accepted
 * @returns the first such name, or `undefined`
 * @example findDuplicateName('{"amount":"1","amount":"2"}') // 'amount'
 */
export function findDuplicateName(text: string): string | undefined {
  // One entry for each open bracket: the names so far of an object, nothing for an array.
  const open: (Set<string> | undefined)[] = []
  let names: Set<string> | undefined
  let isNameNext = false
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case QUOTE: {
        const end = endOfString(text, i)
        if (isNameNext && names !== undefined) {
          const name = nameAt(text, i, end)
          if (names.has(name)) return name
          names.add(name)
          isNameNext = false
        }
        i = end
        break
      }
      case OPEN_BRACE:
        open.push(names)
        names = new Set()
        isNameNext = true
        break
      case OPEN_BRACKET:
        open.push(names)
        names = undefined
        isNameNext = false
        break
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        names = open.pop()
        isNameNext = false
        break
      case COMMA:
        isNameNext = names !== undefined
        break
      case COLON:
        isNameNext = false
        break
    }
  }
  return undefined
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end === -1 ? text.length : end
}

function isEscaped(text: string, index: number): boolean {
  let backslashes = 0
  while (text.charCodeAt(index - 1 - backslashes) === BACKSLASH) backslashes++
  return backslashes % 2 === 1
}

/** The name between two quotes; `a` and its escaped spelling are the same name. */
function nameAt(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end)
  return raw.includes('\\') ? String(JSON.parse(text.slice(start, end + 1))) : raw
}
