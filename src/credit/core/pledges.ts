import { allocate, type Minor } from '../../kernel/money.ts'

/** Somebody who promised so much a month. */
export interface Pledge {
  readonly monthly: Minor
  /** The month after whose payment the sponsor stopped, from 1; left out while the sponsor pays. */
  readonly lapsedAfter?: number
}

/** How many instalments a sponsor pays in so many months: pay first, lapse then. */
export function instalmentsPaid({ lapsedAfter }: Pledge, months: number): number {
  return lapsedAfter === undefined ? months : Math.min(lapsedAfter, months)
}

/** What all sponsors together pay in so many months. */
export function collected(pledges: readonly Pledge[], months: number): Minor {
  return pledges.reduce(
    (all, pledge) => all + pledge.monthly * BigInt(instalmentsPaid(pledge, months)),
    0n,
  )
}

/** A funder who adds to each euro that others give, up to a cap. */
export interface Matching {
  /** Added for each `per` given. */
  readonly adds: bigint
  readonly per: bigint
  readonly cap: Minor
}

/** What is added to what was given, rounded down to the cent. */
export function matched({ adds, per, cap }: Matching, given: Minor): Minor {
  const added = (given * adds) / per
  return added < cap ? added : cap
}

/** What a family costs, less what is given in kind; nobody gives in kind more than a line costs. */
export function fundingGap(
  lines: readonly { readonly cost: Minor; readonly inKind: Minor }[],
  funds: Minor,
): Minor {
  const needed = lines.reduce(
    (all, { cost, inKind }) => all + (inKind < cost ? cost - inKind : 0n),
    0n,
  )
  return needed > funds ? needed - funds : 0n
}

/**
 * What a pool of promises pays for a need: each in proportion to the promise, together no more than was promised.
 *
 * @returns what each pays, and what is missing
 */
export function callPledges(
  promised: readonly Minor[],
  need: Minor,
): { readonly paid: readonly Minor[]; readonly missing: Minor } {
  const most = promised.reduce((all, promise) => all + promise, 0n)
  const called = need < most ? need : most
  return { paid: most === 0n ? promised : allocate(called, promised), missing: need - called }
}
