import { setTimeout as sleep } from 'node:timers/promises'
import { createSigningKeys } from '../../src/access/keys.ts'
import type { Database } from '../../src/db/client.ts'
import { TREE_HEAD_TYPE } from '../../src/ledger/core/proof/head.ts'
import { type Going, keepSealing } from '../../src/ledger/proof/keep-sealing.ts'
import { createProofs } from '../../src/ledger/proof/service.ts'
import { systemRuntime } from '../../src/runtime.ts'
import { type Books, SECRET } from './stand.ts'

/** What was hashed behind the commits while a load ran. */
export interface SealingLag {
  /** How many committed transfers were in no tile yet, at most. */
  readonly mostBehind: number
  /** How long the tree took, from the end of the load on, until it had caught up. */
  readonly caughtUpMs: number
}

const LOOK_MS = 100
const CATCH_UP_MS_MAX = 600_000
/** As many leaves as are left over from whole tiles. */
const TILE = 256

/** Hashes what is committed, as the service does it. */
export async function startSealing({ db, recent }: Pick<Books, 'db' | 'recent'>): Promise<Going> {
  const keys = createSigningKeys({ db, runtime: systemRuntime, secret: SECRET })
  await keys.prepare()
  const proofs = createProofs({
    db,
    recent,
    sign: (claims) => keys.signToken('tree', TREE_HEAD_TYPE, { ...claims }),
    publicKeys: () => keys.treeKeys(),
  })
  return keepSealing(proofs, (error) => {
    throw error
  })
}

/** How many committed transfers are in no tile of the tree. */
export async function countUnsealed(db: Database): Promise<number> {
  const [row] = await db.sql<{ behind: number }[]>`
    SELECT (last_position - ${TILE} * (SELECT coalesce(max(index), -1) + 1 FROM ledger_tree_tile))::float8 AS behind
    FROM ledger_head`
  return row?.behind ?? Number.NaN
}

/**
 * Looks on while a load runs, then waits until the tree has caught up.
 *
 * @throws Error where it does not
 */
export async function watchSealing<Result>(
  db: Database,
  load: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly lag: SealingLag }> {
  let isLoading = true
  let mostBehind = 0
  const looking = (async () => {
    while (isLoading) {
      mostBehind = Math.max(mostBehind, await countUnsealed(db))
      await sleep(LOOK_MS)
    }
  })()
  const result = await load().finally(() => {
    isLoading = false
  })
  await looking
  const ended = performance.now()
  for (;;) {
    const caughtUpMs = performance.now() - ended
    if ((await countUnsealed(db)) < TILE) return { result, lag: { mostBehind, caughtUpMs } }
    if (caughtUpMs > CATCH_UP_MS_MAX) throw new Error('the tree of the log does not catch up')
    await sleep(LOOK_MS)
  }
}
