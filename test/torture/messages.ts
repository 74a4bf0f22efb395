const LENGTH_BYTES = 4

/**
 * Finds where the messages of PostgreSQL's protocol begin in a stream that arrives in pieces. Each is a letter, a length
 * that counts itself, and a body; the very first of a client has no letter.
 * Source: https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export class MessageCounter {
  /** Bytes of the message under way that are still to come. */
  #left = 0
  /** What has come of a message whose length is not yet known. */
  #header: number[] = []
  #hasLetter: boolean

  constructor(isClient: boolean) {
    this.#hasLetter = !isClient
  }

  /** The places in a piece at which messages begin. */
  count(piece: Uint8Array): readonly number[] {
    const starts: number[] = []
    let at = 0
    while (at < piece.length) {
      if (this.#left > 0) {
        const taken = Math.min(this.#left, piece.length - at)
        this.#left -= taken
        at += taken
        continue
      }
      if (this.#header.length === 0) starts.push(at)
      this.#header.push(piece[at] ?? 0)
      at += 1
      const letter = this.#hasLetter ? 1 : 0
      if (this.#header.length < letter + LENGTH_BYTES) continue
      const length = this.#header.slice(letter).reduce((sum, byte) => sum * 256 + byte, 0)
      this.#left = length - LENGTH_BYTES
      this.#header = []
      this.#hasLetter = true
    }
    return starts
  }
}
