import type { Database, Tx } from '../../db/client.ts'
import { assert } from '../../kernel/assert.ts'
import { DomainError } from '../../kernel/errors.ts'
import type { TransferId } from '../../kernel/ids.ts'
import { micros } from '../core/instant.ts'
import { sameHash } from '../core/proof/check.ts'
import { asciiBytes, type TreeHeadClaims } from '../core/proof/head.ts'
import { consistencyRanges, inclusionRanges } from '../core/proof/paths.ts'
import { transferLines } from '../core/proof/records.ts'
import { toHex } from '../core/proof/text-codes.ts'
import { leafHash } from '../core/proof/tree.ts'
import * as store from '../proof-store.ts'
import type { RecentLeaves } from './recent-leaves.ts'
import { sealBatch } from './sealing.ts'
import { sha256 } from './sha256.ts'
import { type BookSnapshot, bookSnapshot, inSnapshot, type PublicTreeKey } from './snapshot.ts'
import { rememberTail, rootsOf, type TailHashes } from './subtrees.ts'

export type { BookSnapshot } from './snapshot.ts'
export type TreeHead = store.TreeHead

/** That a transfer is in the log, and where. */
export interface InclusionProof {
  /** The line of the transfer: its ASCII bytes are the leaf. */
  readonly leaf: string
  /** Counted from 0: the position less one. */
  readonly leafIndex: bigint
  readonly leafHash: Uint8Array
  /** From the leaf's sibling up. */
  readonly path: readonly Uint8Array[]
  /** The head that the path leads to. */
  readonly head: TreeHead
}

/** That the log of one size is the beginning of that of another. */
export interface ConsistencyProof {
  readonly first: { readonly size: bigint; readonly root: Uint8Array }
  readonly second: { readonly size: bigint; readonly root: Uint8Array }
  readonly path: readonly Uint8Array[]
}

/** The log of all transfers as a Merkle tree, and what is signed about it. */
export interface Proofs {
  /** Hashes what fills whole tiles, in bounded batches. Where another process is at it, nothing. Returns how many transfers. */
  seal(): Promise<number>
  /** The newest head that covers all that is committed: signed now, if there is more than the last one covers. */
  head(): Promise<TreeHead>
  /** Signs a head where the log has grown, or where the last one is a day old. Returns 1, or 0 where none was due. */
  signIfDue(): Promise<number>
  /** The newest head as it stands: nothing is signed for this. `undefined` where none was ever signed. */
  newestSigned(): Promise<TreeHead | undefined>
  /** Whether a head of this size and root (32 bytes) was signed. */
  wasSigned(size: bigint, root: Uint8Array): Promise<boolean>
  listHeads(page: { readonly limit: number; readonly afterNumber?: bigint }): Promise<TreeHead[]>
  /** Proves a transfer against the newest head that there is, or, where that is older than it, against one signed now. */
  prove(id: TransferId): Promise<InclusionProof | undefined>
  /** @throws DomainError `tree_size_out_of_range` where it is not 1 <= first <= second <= the size of the log */
  proveConsistency(first: bigint, second: bigint): Promise<ConsistencyProof>
  /** Signs the log as it is, and lets its whole book be read as of that moment. */
  snapshot<Result>(work: (book: BookSnapshot) => Promise<Result>): Promise<Result>
}

export interface ProofDeps {
  readonly db: Database
  /** Signs claims as a compact JWS of the type {@link TREE_HEAD_TYPE}. */
  readonly sign: (claims: TreeHeadClaims) => Promise<string>
  /** The keys that sign heads, or did. */
  readonly publicKeys: () => Promise<readonly PublicTreeKey[]>
  /** Milliseconds since 1970, for tests; the database's clock otherwise. */
  readonly now?: () => number
  /** The hashes of what this process has posted last: sealing then reads nothing back. */
  readonly recent?: RecentLeaves
}

/** How old the newest head may become, milliseconds: also a log that stands still says so every day. */
const HEAD_AGE_MAX_MS = 86_400_000 - 600_000

/** Opens the proofs of the books on a database. */
export function createProofs(deps: ProofDeps): Proofs {
  const { db } = deps
  const clock = (): bigint | null =>
    deps.now === undefined ? null : BigInt(Math.trunc(deps.now())) * 1000n
  const tail = rememberTail()
  const sealSome = (): Promise<number> =>
    db.sql.begin(async (tx) => {
      if (!(await store.tryEnterTree(tx))) return 0
      const { size } = await endOf(tx, clock())
      return sealBatch(tx, size, deps.recent)
    })
  const seal = async () => {
    let count = 0
    for (;;) {
      const tiles = await sealSome()
      if (tiles === 0) return count * 256
      count += tiles
    }
  }
  const signWhere = async (isDue: (latest: TreeHead, end: End) => boolean) => {
    await seal()
    return db.sql.begin(async (tx) => {
      await store.enterTree(tx)
      const end = await endOf(tx, clock())
      const latest = await store.selectLatestHead(tx)
      if (latest !== undefined && !isDue(latest, end)) return { head: latest, isNew: false }
      return { head: await signHead(tx, deps, end, latest), isNew: true }
    })
  }
  const head = async () => (await signWhere(hasGrown)).head
  return {
    seal,
    head,
    signIfDue: async () => {
      const { isNew } = await signWhere(
        (latest, end) => hasGrown(latest, end) || isOld(latest, end),
      )
      return isNew ? 1 : 0
    },
    newestSigned: () => store.selectLatestHead(db.sql),
    wasSigned: (size, root) => store.hasHead(db.sql, size, root),
    listHeads: ({ limit, afterNumber = 0n }) => store.selectHeads(db.sql, { limit, afterNumber }),
    prove: (id) => proveTransfer(db, id, head, tail),
    proveConsistency: async (first, second) => {
      await seal()
      return proveBeginning(db, await sealAll(db, clock()), first, second)
    },
    snapshot: async (work) => {
      await seal()
      return takeSnapshot(deps, clock(), work)
    },
  }
}

/**
 * Nobody else signs while the snapshot begins: so its last head covers it exactly, however busy the books are.
 */
async function takeSnapshot<Result>(
  deps: ProofDeps,
  now: bigint | null,
  work: (book: BookSnapshot) => Promise<Result>,
): Promise<Result> {
  const { db } = deps
  const locked = await db.sql.reserve()
  let isLocked = false
  const release = async (end: 'COMMIT' | 'ROLLBACK') => {
    if (isLocked) await locked.unsafe(end)
    isLocked = false
  }
  try {
    await locked.unsafe('BEGIN')
    isLocked = true
    await store.enterTree(locked)
    return await inSnapshot(db, async (tx) => {
      const end = await endOf(tx, now)
      const latest = await store.selectLatestHead(tx)
      const isCovered = latest !== undefined && !hasGrown(latest, end)
      const newest = isCovered ? undefined : await signHead(locked, deps, end, latest)
      const about = { log: await store.selectLogId(tx), takenAt: end.time, size: end.size }
      await release('COMMIT')
      return work(bookSnapshot(tx, about, newest, await deps.publicKeys()))
    })
  } finally {
    await release('ROLLBACK')
    locked.release()
  }
}

/** Hashes every whole tile of the log, whoever else is at it, and returns the size of the log. */
function sealAll(db: Database, now: bigint | null): Promise<bigint> {
  return db.sql.begin(async (tx) => {
    await store.enterTree(tx)
    const { size } = await endOf(tx, now)
    while ((await sealBatch(tx, size)) > 0);
    return size
  })
}

async function proveTransfer(
  db: Database,
  id: TransferId,
  signNow: () => Promise<TreeHead>,
  tail: TailHashes,
): Promise<InclusionProof | undefined> {
  const [line, latest] = await Promise.all([
    store.selectLine(db.sql, id),
    store.selectLatestHead(db.sql),
  ])
  if (line === undefined) return undefined
  const position = BigInt(line.position)
  const head = latest !== undefined && latest.size >= position ? latest : await signNow()
  const leaf = transferLines.write(line)
  const [size, index] = [Number(head.size), Number(position - 1n)]
  return {
    leaf,
    leafIndex: position - 1n,
    leafHash: leafHash(sha256, asciiBytes(leaf)),
    path: await rootsOf(db.sql, inclusionRanges(index, size), size, tail),
    head,
  }
}

async function proveBeginning(
  db: Database,
  size: bigint,
  first: bigint,
  second: bigint,
): Promise<ConsistencyProof> {
  if (first < 1n || first > second || second > size) throw outOfRange(size)
  const ranges = consistencyRanges(Number(first), Number(second))
  const both = [first, second].map((end) => ({ start: 0, end: Number(end) }))
  const roots = await rootsOf(db.sql, [...both, ...ranges], Number(second))
  const [firstRoot, secondRoot, ...path] = roots
  assert(firstRoot !== undefined && secondRoot !== undefined, 'two roots were asked for')
  return {
    first: { size: first, root: firstRoot },
    second: { size: second, root: secondRoot },
    path,
  }
}

interface End {
  readonly size: bigint
  readonly time: string
}

function endOf(tx: Tx, now: bigint | null): Promise<End> {
  return store.selectEnd(tx, now === null ? null : micros(now))
}

function hasGrown(latest: TreeHead, end: End): boolean {
  return end.size > latest.size
}

function isOld(latest: TreeHead, end: End): boolean {
  return Date.parse(end.time) - Date.parse(latest.time) >= HEAD_AGE_MAX_MS
}

/**
 * Signs the end of the log, within the lock of the tree. What was signed before is computed once more: nobody signs
 * a log that does not continue the one that was signed.
 */
async function signHead(
  tx: Tx,
  deps: ProofDeps,
  end: End,
  latest: TreeHead | undefined,
): Promise<TreeHead> {
  while ((await sealBatch(tx, end.size)) > 0);
  const sizes = [end.size, latest?.size ?? 0n].map(Number)
  const ranges = sizes.map((size) => ({ start: 0, end: size }))
  const [root, before] = await rootsOf(tx, ranges, Number(end.size))
  assert(root !== undefined && before !== undefined, 'two roots were asked for')
  assert(
    latest === undefined || sameHash(before, latest.root),
    'the log continues the one that was signed',
  )
  const log = await store.selectLogId(tx)
  const claims = { log, size: end.size.toString(), root: toHex(root), time: end.time }
  const jws = await deps.sign(claims)
  const head = { number: (latest?.number ?? 0n) + 1n, ...end, root, jws }
  await store.insertHead(tx, head)
  return head
}

function outOfRange(size: bigint): DomainError {
  return new DomainError(
    'tree_size_out_of_range',
    'The sizes must be above zero, in ascending order, and at most the size of the log.',
    { size: size.toString() },
  )
}
