import { callApi, itemsOf, type Reply, textOf } from '../../client/api.ts'
import { newRandomId, now } from '../../client/runtime.ts'
import type { Owner, OwnVoucher, Place, Said, Snapshot, Spent, Token } from './model.ts'
import type { Money } from './money.ts'
import * as storage from './storage.ts'

/** `online`: just read. `offline`: what was kept. `unbound`: this phone has no wallet. `unread`: nothing is known. */
export type WalletState =
  | { readonly kind: 'starting' | 'unbound' | 'unread' }
  | { readonly kind: 'online' | 'offline'; readonly snapshot: Snapshot }

/** A code to be shown. `kept`: one of those for no network. */
export type ShownCode =
  | { readonly kind: 'fresh'; readonly token: string }
  | { readonly kind: 'kept'; readonly token: string; readonly left: number }
  | { readonly kind: 'none' | 'unbound' }

/** As many as the service gives at once. */
const SPARE = 10
/** Spare codes are renewed where one ends sooner. */
const RENEW_MS = 12 * 3_600_000

/** Reads the wallet; without network, what was kept of it. */
export async function readWallet(): Promise<WalletState> {
  const [owner, vouchers, places, spent, monies] = await Promise.all(
    ['me', 'vouchers', 'places', 'spending?limit=50', 'currencies'].map((what) =>
      callApi({ path: `/wallet/${what}` }),
    ),
  )
  const replies = [owner, vouchers, places, spent, monies]
  if (replies.some(isUnbound)) {
    storage.forget()
    return { kind: 'unbound' }
  }
  if (!replies.every((reply) => reply?.kind === 'answered')) {
    const snapshot = storage.readSnapshot()
    return snapshot === undefined ? { kind: 'unread' } : { kind: 'offline', snapshot }
  }
  const snapshot: Snapshot = {
    owner: bodyOf(owner) as Owner,
    vouchers: itemsOf(bodyOf(vouchers)) as readonly OwnVoucher[],
    places: itemsOf(bodyOf(places)) as readonly Place[],
    spent: itemsOf(bodyOf(spent)) as readonly Spent[],
    monies: itemsOf(bodyOf(monies)) as readonly Money[],
    readAt: now(),
  }
  const before = storage.readSnapshot()?.owner.beneficiaryId
  if (before !== undefined && before !== snapshot.owner.beneficiaryId) storage.forget()
  storage.keepSnapshot(snapshot)
  return { kind: 'online', snapshot }
}

/**
 * Fetches spare codes for the vouchers that have too few, and drops those of vouchers that are over. What is kept is read
 * anew whenever something was waited for: a code that was taken meanwhile stays taken.
 */
export async function fillUp({ vouchers }: Snapshot): Promise<void> {
  const active = new Set(vouchers.filter(({ status }) => status === 'active').map(({ id }) => id))
  const kept = Object.entries(storage.readTokens()).filter(([id]) => active.has(id))
  storage.keepTokens(Object.fromEntries(kept))
  for (const id of active) {
    const good = (storage.readTokens()[id] ?? []).filter(
      ({ expiresAt }) => Date.parse(expiresAt) > now() + RENEW_MS,
    )
    if (good.length >= SPARE) continue
    const fresh = await fetchSpare(id)
    // A wallet that was taken back in the meantime keeps nothing.
    if (fresh === undefined || storage.readSnapshot() === undefined) continue
    storage.keepTokens({ ...storage.readTokens(), [id]: fresh })
  }
}

async function fetchSpare(id: string): Promise<readonly Token[] | undefined> {
  const reply = await callApi({ path: `/wallet/vouchers/${id}/kept-codes`, method: 'POST' })
  return reply.kind === 'answered' ? (itemsOf(reply.body) as readonly Token[]) : undefined
}

/** A code for a voucher: a fresh one where there is network, else one that was kept. */
export async function nextCode(id: string): Promise<ShownCode> {
  const path = `/wallet/vouchers/${id}/code`
  const reply = await callApi({ path, method: 'POST', timeoutMs: 5_000 })
  if (reply.kind === 'answered') return { kind: 'fresh', token: textOf(reply.body, 'token') ?? '' }
  if (isUnbound(reply)) {
    storage.forget()
    return { kind: 'unbound' }
  }
  const spare = reply.kind === 'unknown' ? storage.takeToken(id, now()) : undefined
  if (spare === undefined) return { kind: 'none' }
  return { kind: 'kept', token: spare.token, left: storage.readTokens()[id]?.length ?? 0 }
}

export interface Saying {
  readonly kind: string
  readonly about: string
  readonly partnerId: string | null
  readonly anonymous: boolean
  readonly text: string
}

/** A thing to be said gets its id before it is sent, so that sending it again says it once. */
export function newSaying(): string {
  return newRandomId()
}

export async function say(id: string, saying: Saying): Promise<Reply> {
  if (saying.anonymous) storage.keepUnnamed(id)
  return callApi({ path: '/wallet/feedback', body: { id, ...saying } })
}

/** Says that something about a purchase is not right; its whole amount is frozen until it is decided. */
export function sayNotRight(
  id: string,
  { id: purchase, disputable }: Spent,
  reason: string,
): Promise<Reply> {
  const body = { id, amount: disputable, reason }
  return callApi({ path: `/wallet/spending/${purchase}/disputes`, body })
}

/** What was said from this wallet, and from this phone without a name. */
export async function readSaid(): Promise<readonly Said[]> {
  const ids = storage.readUnnamed()
  const query = ids.length === 0 ? '' : `?ids=${[...new Set(ids)].join(',')}`
  const reply = await callApi({ path: `/wallet/feedback${query}` })
  return reply.kind === 'answered' ? (itemsOf(reply.body) as readonly Said[]) : []
}

function bodyOf(reply: Reply | undefined): unknown {
  return reply?.kind === 'answered' ? reply.body : undefined
}

function isUnbound(reply: Reply | undefined): boolean {
  return reply?.kind === 'refused' && reply.status === 401
}
