/** A SHA-256: the operating system's on a server, {@link sha256} wherever there is no other. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array

const ROUND_CONSTANTS = roundConstants()
const START = Int32Array.of(
  0x6a09e667,
  0xbb67ae85,
  0x3c6ef372,
  0xa54ff53a,
  0x510e527f,
  0x9b05688c,
  0x1f83d9ab,
  0x5be0cd19,
)
const BLOCK_BYTES = 64

/**
 * SHA-256 in one piece, for where nothing else may be called: a page opened from a disk has no synchronous one.
 * Source: NIST FIPS 180-4, section 6.2.
 */
export function sha256(bytes: Uint8Array): Uint8Array {
  const state = START.slice()
  const whole = bytes.length - (bytes.length % BLOCK_BYTES)
  compressBlocks(state, bytes, whole)
  compressBlocks(state, paddedEnd(bytes, whole), Number.POSITIVE_INFINITY)
  return digestOf(state)
}

/** SHA-256 of a text or file that comes in pieces. */
export class Sha256Stream {
  readonly #state = START.slice()
  #rest: Uint8Array = new Uint8Array(0)
  #length = 0

  update(bytes: Uint8Array): void {
    this.#length += bytes.length
    const all = joined(this.#rest, bytes)
    const whole = all.length - (all.length % BLOCK_BYTES)
    compressBlocks(this.#state, all, whole)
    this.#rest = all.slice(whole)
  }

  /** Ends the stream: call it once. */
  digest(): Uint8Array {
    const end = paddedEnd(this.#rest, 0, this.#length)
    compressBlocks(this.#state, end, Number.POSITIVE_INFINITY)
    return digestOf(this.#state)
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second
  const all = new Uint8Array(first.length + second.length)
  all.set(first)
  all.set(second, first.length)
  return all
}

/** What is left of a message behind its whole blocks, a bit 1, zeros, and the length in bits. */
function paddedEnd(bytes: Uint8Array, from: number, length = bytes.length): Uint8Array {
  const rest = bytes.length - from
  const end = new Uint8Array(rest + 9 > BLOCK_BYTES ? 2 * BLOCK_BYTES : BLOCK_BYTES)
  end.set(bytes.subarray(from))
  end[rest] = 0x80
  const view = new DataView(end.buffer)
  view.setUint32(end.length - 8, Math.floor(length / 0x2000_0000))
  view.setUint32(end.length - 4, (length << 3) >>> 0)
  return end
}

const words = new Int32Array(BLOCK_BYTES)

function compressBlocks(state: Int32Array, bytes: Uint8Array, until: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = Math.min(until, bytes.length)
  for (let at = 0; at < end; at += BLOCK_BYTES) compress(state, view, at)
}

function compress(state: Int32Array, view: DataView, at: number): void {
  for (let i = 0; i < 16; i++) words[i] = view.getInt32(at + 4 * i)
  for (let i = 16; i < 64; i++) {
    const w15 = words[i - 15] ?? 0
    const w2 = words[i - 2] ?? 0
    const s0 = ((w15 >>> 7) | (w15 << 25)) ^ ((w15 >>> 18) | (w15 << 14)) ^ (w15 >>> 3)
    const s1 = ((w2 >>> 17) | (w2 << 15)) ^ ((w2 >>> 19) | (w2 << 13)) ^ (w2 >>> 10)
    words[i] = ((words[i - 16] ?? 0) + s0 + (words[i - 7] ?? 0) + s1) | 0
  }
  // One by one: taking a typed array apart as a list is ten times slower.
  let a = state[0] ?? 0
  let b = state[1] ?? 0
  let c = state[2] ?? 0
  let d = state[3] ?? 0
  let e = state[4] ?? 0
  let f = state[5] ?? 0
  let g = state[6] ?? 0
  let h = state[7] ?? 0
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (ROUND_CONSTANTS[i] ?? 0) + (words[i] ?? 0)) | 0
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  state[0] = (state[0] ?? 0) + a
  state[1] = (state[1] ?? 0) + b
  state[2] = (state[2] ?? 0) + c
  state[3] = (state[3] ?? 0) + d
  state[4] = (state[4] ?? 0) + e
  state[5] = (state[5] ?? 0) + f
  state[6] = (state[6] ?? 0) + g
  state[7] = (state[7] ?? 0) + h
}

function digestOf(state: Int32Array): Uint8Array {
  const digest = new Uint8Array(32)
  const view = new DataView(digest.buffer)
  for (let i = 0; i < 8; i++) view.setInt32(4 * i, state[i] ?? 0)
  return digest
}

/** The first 32 bits behind the point of the cube roots of the first 64 primes, in whole numbers. */
function roundConstants(): Int32Array {
  const constants = new Int32Array(64)
  let count = 0
  for (let prime = 2n; count < 64; prime++) {
    if (!isPrime(prime)) continue
    // cbrt(p) * 2^32 = cbrt(p * 2^96), rounded down.
    constants[count++] = Number(BigInt.asIntN(32, cubeRoot(prime << 96n)))
  }
  return constants
}

function isPrime(value: bigint): boolean {
  for (let divisor = 2n; divisor * divisor <= value; divisor++) {
    if (value % divisor === 0n) return false
  }
  return true
}

function cubeRoot(value: bigint): bigint {
  let low = 0n
  let high = 1n << 40n
  while (low < high) {
    const middle = (low + high + 1n) >> 1n
    if (middle ** 3n <= value) low = middle
    else high = middle - 1n
  }
  return low
}
