import type { Findings } from './findings.ts'
import { readJws, TREE_HEAD_TYPE, type TreeKey } from './head.ts'
import type { LineReader } from './line-reader.ts'
import { type HeadLine, headLines } from './records.ts'
import type { Sha256 } from './sha256.ts'
import { toHex } from './text-codes.ts'
import { GrowingTree } from './tree.ts'

/** Checks an Ed25519 signature (RFC 8032). */
export type CheckSignature = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => Promise<boolean>

export interface LogCheckOptions {
  readonly sha256: Sha256
  readonly checkSignature: CheckSignature
  readonly findings: Findings
  readonly heads: LineReader
  readonly keys: ReadonlyMap<string, TreeKey>
}

/** The first head whose root is another than that of the transfers, and the last one before it that is right. */
export interface Divergence {
  readonly rightUntil: number
  readonly wrongAt: number
}

const LEAF_START = 4096

/** Builds the tree over the lines of the transfers and holds every signed head against it. */
export class LogCheck {
  readonly tree: GrowingTree
  headCount = 0
  /** The UUID of the log that the heads speak of. */
  logId: string | undefined
  divergence: Divergence | undefined
  lastHead: HeadLine | undefined
  readonly kids = new Set<string>()
  readonly #options: LogCheckOptions
  #leaf = new Uint8Array(LEAF_START)
  #next: HeadLine | undefined
  #nextSize = Number.POSITIVE_INFINITY
  #rightUntil = 0

  constructor(options: LogCheckOptions) {
    this.#options = options
    this.tree = new GrowingTree(options.sha256)
  }

  /** Reads the first head, and checks those that cover nothing. */
  async start(): Promise<void> {
    await this.#readHead()
    await this.checkHeads()
  }

  /** Adds the line of a transfer. */
  append(line: Uint8Array): void {
    const length = line.length + 1
    if (length > this.#leaf.length) this.#leaf = new Uint8Array(2 * length)
    // The byte 0 in front, as the hash of a leaf wants it, stays from line to line.
    this.#leaf.set(line, 1)
    this.tree.append(this.#options.sha256(this.#leaf.subarray(0, length)))
  }

  /** Whether there is a head to be checked at the size that the tree has now. */
  get isAtHead(): boolean {
    return this.tree.size >= this.#nextSize
  }

  async checkHeads(): Promise<void> {
    while (this.#next !== undefined && this.isAtHead) {
      this.#checkRoot(this.#next)
      await this.#readHead()
    }
  }

  /** Says which heads speak of more than there is, or whether there is more than they speak of. */
  async finish(transfersFile: string): Promise<void> {
    const { size } = this.tree
    const { heads, findings } = this.#options
    while (this.#next !== undefined) {
      heads.add(`was signed over ${this.#next.size} transfers; there are ${size}`)
      this.divergence ??= { rightUntil: this.#rightUntil, wrongAt: Number(this.#next.size) }
      await this.#readHead()
    }
    if (this.headCount === 0) {
      findings.add(heads.file, undefined, 'holds no signed head: nothing is proved')
    } else if (Number(this.lastHead?.size) < size) {
      const covered = Number(this.lastHead?.size)
      findings.add(transfersFile, covered + 1, 'and what follows is under no signed head')
    }
  }

  #checkRoot(head: HeadLine): void {
    const { heads } = this.#options
    const { size } = this.tree
    if (Number(head.size) !== size) {
      heads.add(`covers ${head.size} transfers, less than the head above it`)
      return
    }
    const root = toHex(this.tree.root())
    if (head.root === root) {
      if (this.divergence === undefined) this.#rightUntil = size
      return
    }
    heads.add(`signs the root ${head.root}; the first ${size} transfers give ${root}`)
    this.divergence ??= { rightUntil: this.#rightUntil, wrongAt: size }
  }

  async #readHead(): Promise<void> {
    const { heads } = this.#options
    this.#next = undefined
    this.#nextSize = Number.POSITIVE_INFINITY
    while (this.#next === undefined && (await heads.next())) {
      const head = headLines.read(heads.text)
      if (head === undefined) {
        heads.add('is not written as a head is')
        continue
      }
      this.headCount += 1
      this.#checkOrder(head)
      await this.#checkJws(head)
      this.lastHead = head
      this.#next = head
      this.#nextSize = Number(head.size)
    }
  }

  #checkOrder(head: HeadLine): void {
    const { heads } = this.#options
    const before = this.lastHead
    const expected = before === undefined ? 1n : BigInt(before.number) + 1n
    if (BigInt(head.number) !== expected) {
      heads.add(`has the number ${head.number}; ${expected} was expected`)
    }
    if (before !== undefined && head.time < before.time) {
      heads.add(`was signed at ${head.time}, before the head above it`)
    }
  }

  async #checkJws(head: HeadLine): Promise<void> {
    const { heads, keys, checkSignature } = this.#options
    const jws = readJws(head.jws)
    if (jws === undefined || jws.typ !== TREE_HEAD_TYPE) {
      heads.add('holds no signed statement about a tree')
      return
    }
    const key = keys.get(jws.kid)
    if (key === undefined) {
      heads.add(`was signed with the key ${jws.kid}, which is not among the keys`)
      return
    }
    this.kids.add(jws.kid)
    if (!(await checkSignature(key.publicKey, jws.signed, jws.signature))) {
      heads.add(`the signature is not by the key ${jws.kid} over this statement`)
    }
    const { log, ...claims } = jws.payload
    if (typeof log === 'string') this.logId ??= log
    if (log !== this.logId) heads.add(`speaks of the log ${log}; ${this.logId} was expected`)
    const { size, root, time } = head
    for (const [name, said] of Object.entries({ size, root, time })) {
      if (claims[name] !== said) {
        heads.add(`says ${name} ${said}; its signed statement says ${String(claims[name])}`)
      }
    }
  }
}
