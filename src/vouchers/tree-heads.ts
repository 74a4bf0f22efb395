import type { Proofs } from '../ledger/proof/service.ts'
import type { Runtime } from '../runtime.ts'
import type { SeenHead } from './core/statement.ts'

/** What tills are told of the tree of the books, and what they say they have seen of it. */
export interface TreeHeads {
  /** The newest head that was signed; the answer may be a moment old. `null` where none was signed yet. */
  newest(): Promise<SeenHead | null>
  /** Whether this service signed a head. */
  isSigned(head: SeenHead): Promise<boolean>
}

/** So long the newest head is remembered, milliseconds: it changes every few minutes. */
const FRESH_MS = 5_000
const KNOWN_MAX = 1_000

/** Remembers the heads that tills name, so that a purchase asks nothing of the database for them. */
export function createTreeHeads(
  proofs: Pick<Proofs, 'newestSigned' | 'wasSigned'>,
  { now }: Pick<Runtime, 'now'>,
): TreeHeads {
  const known = new Set<string>()
  const know = (head: SeenHead) => {
    if (known.size >= KNOWN_MAX) known.clear()
    known.add(nameOf(head))
  }
  let newest: { readonly head: SeenHead | null; readonly askedAt: number } | undefined
  return {
    newest: async () => {
      const age = newest === undefined ? Number.POSITIVE_INFINITY : now() - newest.askedAt
      if (newest !== undefined && age >= 0 && age < FRESH_MS) return newest.head
      const askedAt = now()
      const found = await proofs.newestSigned()
      const head =
        found === undefined
          ? null
          : { size: found.size, root: Buffer.from(found.root).toString('base64url') }
      if (head !== null) know(head)
      newest = { head, askedAt }
      return head
    },
    isSigned: async (head) => {
      // What was signed once stays so.
      if (known.has(nameOf(head))) return true
      const isSigned = await proofs.wasSigned(head.size, Buffer.from(head.root, 'base64url'))
      if (isSigned) know(head)
      return isSigned
    },
  }
}

function nameOf({ size, root }: SeenHead): string {
  return `${size} ${root}`
}

/** Where nobody signs the books no head is known. */
export const NO_HEADS: TreeHeads = { newest: async () => null, isSigned: async () => false }
