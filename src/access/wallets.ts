import { createHmac, hash, hkdfSync } from 'node:crypto'
import type { Database, Fragment, Tx } from '../db/client.ts'
import { gather } from '../db/gather.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Runtime } from '../runtime.ts'
import type { AccessLog } from './access-log.ts'
import { type ContactPointOf, claimBeneficiary } from './beneficiary-scope.ts'
import type { Incoming } from './core/incoming.ts'
import type { Principal } from './core/principal.ts'
import { createKnownKeys } from './known-keys.ts'
import { createSeenProofs, type SeenProofs } from './seen-proofs.ts'
import * as store from './wallet-store.ts'

/** The cookie that a bound phone shows. */
export const WALLET_COOKIE = 'franoi_wallet'
/** So long a link can be opened at most, and where nothing else is said, hours. */
export const LINK_HOURS = { least: 1, usual: 72, most: 168 } as const
/** So long the phone that opened a link may ask again, should the answer have been lost, milliseconds. */
const AGAIN_MS = 10 * 60_000

/** Links that nobody made are written down this often, milliseconds: whoever sends them should not fill the log. */
const GUESS_MS = 1_000

const SECRET_BYTES = 32
const SECRET = /^[A-Za-z0-9_-]{43}$/
const COOKIE = new RegExp(`(?:^|; *)${WALLET_COOKIE}=([A-Za-z0-9_-]{43})(?:;|$)`)

export interface WalletLink {
  readonly id: Uuid
  /** 43 characters, told once: the database holds their digest alone. */
  readonly token: string
  readonly expiresAt: Date
}

export interface OpenedWallet {
  readonly beneficiaryId: string
  /** What the phone's cookie holds. */
  readonly cookie: string
}

/** What an operator sees of a person's wallet: whether there is one, and whether a link waits. */
export interface WalletState {
  readonly wallet: { readonly id: Uuid; readonly boundAt: Date } | null
  readonly link: { readonly id: Uuid; readonly expiresAt: Date } | null
}

/** The phones on which beneficiaries see their vouchers: one for each person. */
export interface Wallets {
  /**
   * Makes a one-time link; those before it open nothing any more. The wallet that is open stays so until it is used.
   *
   * @param link `tell` writes what is to go with it, on the transaction that makes the link
   * @throws DomainError `beneficiary_not_found`
   */
  createLink(link: {
    readonly beneficiaryId: string
    readonly hours: number
    readonly by: Principal
    readonly tell?: (
      tx: Tx,
      made: WalletLink & { readonly contactPointId: string },
    ) => Promise<void>
  }): Promise<WalletLink>
  /**
   * Binds a phone with a link. The same phone may ask again for ten minutes and is answered the same.
   *
   * @param token what stands in the link
   * @param phone a secret of 43 characters that the phone made for this
   * @throws DomainError `wallet_link_not_found`, `wallet_link_expired`, `wallet_link_used`
   */
  open(token: string, phone: string): Promise<OpenedWallet>
  /**
   * Takes back the wallet and every link of a person.
   *
   * @throws DomainError `beneficiary_not_found`
   */
  revoke(beneficiaryId: string, by: Principal): Promise<void>
  /**
   * The same on an open transaction, for whoever reaches the person: nothing is asked. Call {@link forget} after the
   * commit.
   */
  revokeIn(tx: Tx, beneficiaryId: string, by: Principal): Promise<void>
  /** Asks the database anew about every wallet: in this process those that were taken back end at once. */
  forget(): void
  /** An SQL condition on the id of a wallet: whether it was not taken back in the moment it is asked. */
  whileBound(tx: Tx, walletId: Fragment): Fragment
  /** @throws DomainError `beneficiary_not_found` */
  stateOf(beneficiaryId: string, who: Principal): Promise<WalletState>
  /** Whose wallet a request's cookie is; `undefined` where there is none that is good. */
  authenticateWallet(incoming: Incoming): Promise<Principal | undefined>
}

export interface WalletsDeps {
  readonly db: Database
  readonly runtime: Runtime
  readonly accessLog: AccessLog
  readonly contactPointOf: ContactPointOf
  /** The service's secret: without it nobody makes a cookie, whatever they read in the database. */
  readonly secret: string
}

export function createWallets(deps: WalletsDeps): Wallets {
  const { db, runtime } = deps
  const known = createKnownKeys<Principal>({
    now: runtime.now,
    look: gather((digests) => store.findWalletHolders(db.sql, digests)),
  })
  const guesses = createSeenProofs({ now: runtime.now, most: 1 })
  const cookieKey = Buffer.from(
    hkdfSync('sha256', deps.secret, '', 'fra-noi wallet cookies', SECRET_BYTES),
  )
  return {
    createLink: (link) => createLink(deps, link),
    open: async (token, phone) => {
      const cookie = createHmac('sha256', cookieKey).update(`${token} ${phone}`).digest('base64url')
      const beneficiaryId = await bind({ ...deps, guesses }, token, digestOf(cookie))
      // In this process the wallet before it ends at once.
      known.forget()
      return { beneficiaryId, cookie }
    },
    revoke: async (beneficiaryId, by) => {
      await claimBeneficiary(deps, by, beneficiaryId, 'wallet.revoked')
      await db.sql.begin((tx) => revokeIn(deps, tx, beneficiaryId, by))
      known.forget()
    },
    revokeIn: (tx, beneficiaryId, by) => revokeIn(deps, tx, beneficiaryId, by),
    forget: () => known.forget(),
    whileBound: store.whileBound,
    stateOf: async (beneficiaryId, who) => {
      await claimBeneficiary(deps, who, beneficiaryId, 'wallet.viewed')
      const wallet = await store.selectStandingWallet(db.sql, beneficiaryId)
      const link = await store.selectStandingLink(db.sql, beneficiaryId)
      const isOpen = link !== undefined && link.expiresAt.getTime() > runtime.now()
      const isUsed = isOpen && (await store.selectWalletOf(db.sql, link.id)) !== undefined
      return {
        wallet: wallet === undefined ? null : { id: wallet.id, boundAt: wallet.boundAt },
        link: isOpen && !isUsed ? { id: link.id, expiresAt: link.expiresAt } : null,
      }
    },
    authenticateWallet: async (incoming) => {
      const cookie = COOKIE.exec(incoming.header('cookie') ?? '')?.[1]
      if (cookie === undefined || isFromElsewhere(incoming)) return undefined
      return known.find(digestOf(cookie).toString('hex'))
    },
  }
}

async function revokeIn(
  { runtime, accessLog }: WalletsDeps,
  tx: Tx,
  beneficiaryId: string,
  by: Principal,
): Promise<void> {
  const at = new Date(runtime.now())
  await store.holdBeneficiary(tx, beneficiaryId)
  await store.revokeLinks(tx, beneficiaryId, at)
  const walletId = await store.revokeWallet(tx, beneficiaryId, by.id, at)
  const detail = walletId === undefined ? {} : { walletId }
  const subject = { kind: 'beneficiary', id: beneficiaryId }
  const entry = { actor: by, action: 'wallet.revoked', outcome: 'done' } as const
  await accessLog.recordIn(tx, { ...entry, subject, detail })
}

async function createLink(
  deps: WalletsDeps,
  { beneficiaryId, hours, by, tell }: Parameters<Wallets['createLink']>[0],
): Promise<WalletLink> {
  const { db, runtime, accessLog } = deps
  const contactPointId = await claimBeneficiary(deps, by, beneficiaryId, 'wallet_link.created')
  const token = Buffer.from(runtime.randomBytes(SECRET_BYTES)).toString('base64url')
  const id = runtime.newId()
  const createdAt = new Date(runtime.now())
  const expiresAt = new Date(createdAt.getTime() + hours * 3_600_000)
  const row = { id, beneficiaryId, contactPointId, createdBy: by.id, createdAt, expiresAt }
  await db.sql.begin(async (tx) => {
    await store.holdBeneficiary(tx, beneficiaryId)
    await store.revokeLinks(tx, beneficiaryId, createdAt)
    await store.insertLink(tx, { ...row, digest: digestOf(token) })
    await accessLog.recordIn(tx, {
      ...{ actor: by, action: 'wallet_link.created', outcome: 'done', contactPointId },
      ...{ subject: { kind: 'beneficiary', id: beneficiaryId }, detail: { linkId: id } },
    })
    await tell?.(tx, { id, token, expiresAt, contactPointId })
  })
  return { id, token, expiresAt }
}

/** Uses a link up, once; gives whose it was. */
async function bind(
  { db, runtime, accessLog, guesses }: WalletsDeps & { readonly guesses: SeenProofs },
  token: string,
  digest: Buffer,
): Promise<string> {
  const linkDigest = digestOf(token)
  const asked = SECRET.test(token) ? await store.selectLink(db.sql, linkDigest) : undefined
  if (asked === undefined) {
    if (guesses.useOnce('guess', runtime.now() + GUESS_MS)) {
      await refuseLink(accessLog, { kind: 'wallet_link', id: 'unknown' }, 'wallet_link_not_found')
    }
    throw new DomainError('wallet_link_not_found', 'This link is not known.')
  }
  const { beneficiaryId, contactPointId } = asked
  const now = runtime.now()
  const at = new Date(now)
  const outcome = await db.sql.begin(async (tx): Promise<'bound' | 'used' | 'expired'> => {
    await store.holdBeneficiary(tx, beneficiaryId)
    const link = await store.selectLink(tx, linkDigest)
    const before = await store.selectWalletOf(tx, asked.id)
    if (before !== undefined) return isSamePhone(before, digest, now) ? 'bound' : 'used'
    if (link === undefined || link.revokedAt !== null) return 'used'
    if (link.expiresAt.getTime() <= now) return 'expired'
    const wallet = { id: runtime.newId(), linkId: link.id, digest, beneficiaryId, boundAt: at }
    const replaced = await store.revokeWallet(tx, beneficiaryId, wallet.id, at)
    await store.insertWallet(tx, wallet)
    await accessLog.recordIn(tx, {
      actor: { kind: 'wallet', id: wallet.id, role: 'beneficiary', beneficiaryId },
      ...{ action: 'wallet.opened', outcome: 'done', contactPointId },
      subject: { kind: 'beneficiary', id: beneficiaryId },
      detail: { linkId: link.id, ...(replaced === undefined ? {} : { replaced }) },
    })
    return 'bound'
  })
  if (outcome === 'bound') return beneficiaryId
  await refuseLink(accessLog, { kind: 'wallet_link', id: asked.id }, `wallet_link_${outcome}`)
  if (outcome === 'expired') {
    throw new DomainError('wallet_link_expired', 'This link is too old. Ask for a new one.')
  }
  throw new DomainError('wallet_link_used', 'This link was opened before, or a newer one was made.')
}

/** The phone that opened the wallet, asking again because no answer arrived. */
function isSamePhone(wallet: store.WalletRow, digest: Buffer, now: number): boolean {
  const isFresh = now - wallet.boundAt.getTime() < AGAIN_MS
  return isFresh && wallet.revokedAt === null && digest.equals(wallet.digest)
}

function refuseLink(
  accessLog: AccessLog,
  subject: { readonly kind: string; readonly id: string },
  reason: string,
): Promise<void> {
  const entry = { actor: null, action: 'wallet.opened', outcome: 'refused' } as const
  return accessLog.record({ ...entry, subject, detail: { reason } })
}

/**
 * Whether another site makes the browser send something that changes anything. Browsers that do not say so are held by
 * the cookie's SameSite=Strict.
 */
function isFromElsewhere(incoming: Incoming): boolean {
  if (incoming.method === 'GET' || incoming.method === 'HEAD') return false
  return (incoming.header('sec-fetch-site') ?? 'same-origin') !== 'same-origin'
}

function digestOf(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}
