import type { Principal } from '../../access/core/principal.ts'

/** How money moves between the grant and envelopes. */
export const MOVE_KINDS = ['fund', 'move', 'return'] as const
export type MoveKind = (typeof MOVE_KINDS)[number]

/** Where money is taken from or put: a contact point's envelope, or the grant that no contact point has yet. */
export type MoveSide = { readonly contactPointId: string } | 'grant'

/** What kind of move leads from one side to another; `undefined` for one from the grant to itself. */
export function moveKindOf(from: MoveSide, to: MoveSide): MoveKind | undefined {
  if (from === 'grant') return to === 'grant' ? undefined : 'fund'
  return to === 'grant' ? 'return' : 'move'
}

/** Whose consent a move needs besides the preparer's. */
export type Consent =
  /** The preparer speaks for neither side: nothing of it is their business. */
  | { readonly status: 'out_of_scope' }
  /** People of one of these contact points; of the treasury alone where there are none. */
  | { readonly status: 'needed'; readonly contactPointIds: readonly string[] }

/**
 * Whose consent a move needs, so that of the two people each side is spoken for by one. Who is bound to contact points
 * speaks for those; a treasurer or an administrator, bound to none, for all and for the grant.
 *
 * @param approverOf the contact point that decides in the place of another one, or `null`
 */
export function consentFor(
  sides: readonly [MoveSide, MoveSide],
  preparer: Principal,
  approverOf: (contactPointId: string) => string | null,
): Consent {
  const missing = sides.filter((side) => !speaksFor(preparer, side))
  const theirs = sides.filter((side) => side !== 'grant' && speaksFor(preparer, side))
  if (missing.length > 0 && theirs.length === 0) return { status: 'out_of_scope' }
  if (missing.includes('grant')) return { status: 'needed', contactPointIds: [] }
  const points = (missing.length > 0 ? missing : sides).flatMap((side) =>
    side === 'grant' ? [] : [side.contactPointId, approverOf(side.contactPointId)],
  )
  return { status: 'needed', contactPointIds: [...new Set(points)].filter((id) => id !== null) }
}

function speaksFor({ role, contactPointIds }: Principal, side: MoveSide): boolean {
  if (side === 'grant') return role === 'treasurer' || role === 'administrator'
  return contactPointIds?.includes(side.contactPointId) ?? true
}
