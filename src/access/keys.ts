import { calculateJwkThumbprint, errors, importJWK, jwtVerify } from 'jose'
import type { Database } from '../db/client.ts'
import { assert } from '../kernel/assert.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Runtime } from '../runtime.ts'
import { SIGNING_PURPOSES, type SigningPurpose } from './core/signing.ts'
import {
  newPrivateJwk,
  type PrivateJwk,
  type PublicJwk,
  publicPartOf,
  type SigningAlgorithm,
} from './key-pair.ts'
import { compactJws, signerOf } from './key-signing.ts'
import type { SigningKeyRow } from './key-store.ts'
import * as store from './key-store.ts'
import { createSealing, type Sealing } from './sealing.ts'

/** How the keys of each use sign. */
const ALGORITHMS = {
  card: 'ES256',
  phone: 'ES256',
  receipt: 'ES256',
  tree: 'EdDSA',
} as const satisfies Readonly<Record<SigningPurpose, SigningAlgorithm>>

/** A public key as everybody may see it. Source: RFC 7517. */
export type PublishedJwk = PublicJwk & {
  /** The RFC 7638 thumbprint. */
  readonly kid: string
  readonly use: 'sig'
  readonly alg: SigningAlgorithm
}

/** What became of a token: only `valid` says that its claims are ours. */
export type VerifiedToken =
  | { readonly status: 'valid'; readonly claims: Readonly<Record<string, unknown>> }
  | { readonly status: 'expired' }
  | { readonly status: 'invalid' }

/** The key that signs for a purpose now. */
export interface Signer {
  readonly kid: string
  /** The first four bytes of the thumbprint, as a printed card carries them. */
  readonly shortId: Uint8Array
  /** 64 bytes: r and s of ES256, or the signature of Ed25519. */
  sign(message: Uint8Array): Promise<Uint8Array>
}

/** The service's own keys: one that signs for each purpose, and those that did before. */
export interface SigningKeys {
  /**
   * Makes the keys that are missing and opens those that sign.
   *
   * @throws DomainError `signing_secret_wrong` where they were sealed under another secret
   */
  prepare(): Promise<void>
  signer(purpose: SigningPurpose): Promise<Signer>
  /** Signs claims as a compact JWS of a type of its own, such as `fra-noi-receipt+jwt`. */
  signToken(
    purpose: SigningPurpose,
    type: string,
    claims: Readonly<Record<string, unknown>>,
  ): Promise<string>
  /** Checks algorithm, type, key, signature and time of a compact JWS. Whatever the text is, it does not throw. */
  verifyToken(purpose: SigningPurpose, type: string, token: string): Promise<VerifiedToken>
  /** Checks a signature by the key with this short id. */
  verify(
    purpose: SigningPurpose,
    shortId: Uint8Array,
    message: Uint8Array,
    signature: Uint8Array,
  ): Promise<boolean>
  /** The public keys that sign tree heads, retired ones too. */
  treeKeys(): Promise<readonly { readonly kid: string; readonly x: string }[]>
  /** The public keys, retired ones too: what they signed stays valid. */
  jwks(): Promise<{ readonly keys: readonly PublishedJwk[] }>
  /** Retires the key that signs and makes a new one. Other processes sign with it within {@link SIGNER_KEPT_MS}. */
  rotate(purpose: SigningPurpose): Promise<{ readonly kid: string }>
}

export interface SigningKeysDeps {
  readonly db: Database
  readonly runtime: Runtime
  /** Encrypts the private halves in the database. Losing it is losing them. */
  readonly secret: string
}

/** So long a process goes on signing with the key it knows, milliseconds. */
export const SIGNER_KEPT_MS = 30_000

const WEB_CRYPTO = {
  ES256: { name: 'ECDSA', hash: 'SHA-256' },
  EdDSA: { name: 'Ed25519' },
} as const

interface VerifyingKey {
  readonly purpose: SigningPurpose
  readonly key: CryptoKey
}

/**
 * Opens the service's signing keys. A key is made when it is first needed; several processes that start at
 * once agree on one.
 *
 * @example await createSigningKeys({ db, runtime, secret }).signToken('receipt', 'fra-noi-receipt+jwt', claims)
 */
export function createSigningKeys(deps: SigningKeysDeps): SigningKeys {
  const { db, runtime } = deps
  const sealing = createSealing(deps.secret, 'signing keys')
  const signers = new Map<SigningPurpose, { signer: Promise<Signer>; loadedAt: number }>()
  const findVerifyingKey = createKeyLookup(db)

  const keptSigner = (purpose: SigningPurpose): Promise<Signer> => {
    const kept = signers.get(purpose)
    if (kept !== undefined && runtime.now() - kept.loadedAt < SIGNER_KEPT_MS) return kept.signer
    const signer = loadSigner(deps, sealing, purpose)
    signers.set(purpose, { signer, loadedAt: runtime.now() })
    signer.catch(() => signers.delete(purpose))
    return signer
  }

  return {
    prepare: async () => {
      await Promise.all(SIGNING_PURPOSES.map(keptSigner))
    },
    signer: keptSigner,
    signToken: async (purpose, type, claims) => {
      const { kid, sign } = await keptSigner(purpose)
      return compactJws({ alg: ALGORITHMS[purpose], typ: type, kid }, claims, sign)
    },
    verifyToken: (purpose, type, token) =>
      verifyToken(
        token,
        { type, algorithm: ALGORITHMS[purpose], now: new Date(runtime.now()) },
        (kid) => findVerifyingKey(purpose, kid),
      ),
    verify: async (purpose, shortId, message, signature) => {
      const key = await findVerifyingKey(purpose, shortId)
      if (key === undefined) return false
      const algorithm = WEB_CRYPTO[ALGORITHMS[purpose]]
      return crypto.subtle.verify(
        algorithm,
        key,
        Uint8Array.from(signature),
        Uint8Array.from(message),
      )
    },
    treeKeys: async () =>
      (await store.listKeys(db.sql))
        .filter(({ purpose }) => purpose === 'tree')
        .map(({ kid, publicJwk }) => ({ kid, x: (JSON.parse(publicJwk) as PublicJwk).x })),
    jwks: async () => ({
      keys: (await store.listKeys(db.sql)).map((row) => ({
        ...(JSON.parse(row.publicJwk) as PublicJwk),
        kid: row.kid,
        use: 'sig',
        alg: ALGORITHMS[row.purpose],
      })),
    }),
    rotate: async (purpose) => {
      await store.replaceKey(db, await newKeyRow(runtime, sealing, purpose))
      signers.delete(purpose)
      return { kid: (await keptSigner(purpose)).kid }
    },
  }
}

async function loadSigner(
  { db, runtime }: SigningKeysDeps,
  sealing: Sealing,
  purpose: SigningPurpose,
): Promise<Signer> {
  let row = await store.findActiveKey(db.sql, purpose)
  if (row === undefined) {
    await store.insertKey(db.sql, await newKeyRow(runtime, sealing, purpose))
    row = await store.findActiveKey(db.sql, purpose)
  }
  assert(row, 'a purpose has a key once one was made for it')
  const opened = sealing.open(row.privateJwkSealed, contextOf(row))
  if (opened === undefined) {
    throw new DomainError(
      'signing_secret_wrong',
      `The signing key for the purpose ${purpose} was sealed under another secret. Start with the secret that this database was made with; where that is lost, "fra-noi keys rotate --purpose ${purpose}" makes a new key.`,
      { purpose },
    )
  }
  return {
    kid: row.kid,
    shortId: Uint8Array.from(row.shortId),
    sign: signerOf(JSON.parse(opened) as PrivateJwk),
  }
}

async function newKeyRow(
  runtime: Runtime,
  sealing: Sealing,
  purpose: SigningPurpose,
): Promise<SigningKeyRow> {
  const privateJwk = newPrivateJwk(runtime.randomBytes, ALGORITHMS[purpose])
  const publicJwk = publicPartOf(privateJwk)
  const kid = await calculateJwkThumbprint(publicJwk)
  const context = contextOf({ purpose, kid })
  return {
    kid,
    purpose,
    shortId: Buffer.from(kid, 'base64url').subarray(0, 4),
    publicJwk: JSON.stringify(publicJwk),
    privateJwkSealed: sealing.seal(JSON.stringify(privateJwk), context, runtime.randomBytes(12)),
    createdAt: new Date(runtime.now()),
    retiredAt: null,
  }
}

function contextOf({ purpose, kid }: { purpose: SigningPurpose; kid: string }): string {
  return `${purpose} ${kid}`
}

/** Finds a public key by its thumbprint or by the first bytes of it. A key never changes, so it is kept. */
function createKeyLookup(db: Database) {
  const known = new Map<string, VerifyingKey>()
  return async (
    purpose: SigningPurpose,
    id: string | Uint8Array,
  ): Promise<CryptoKey | undefined> => {
    const name = typeof id === 'string' ? `kid ${id}` : `short ${Buffer.from(id).toString('hex')}`
    let found = known.get(name)
    if (found === undefined) {
      const row =
        typeof id === 'string'
          ? await store.findKeyByKid(db.sql, id)
          : await store.findKeyByShortId(db.sql, id)
      if (row === undefined) return undefined
      const publicJwk = JSON.parse(row.publicJwk) as PublicJwk
      const key = await asCryptoKey(publicJwk, ALGORITHMS[row.purpose])
      found = { purpose: row.purpose, key }
      known.set(name, found)
    }
    return found.purpose === purpose ? found.key : undefined
  }
}

async function verifyToken(
  token: string,
  wanted: { readonly type: string; readonly algorithm: SigningAlgorithm; readonly now: Date },
  findKey: (kid: string) => Promise<CryptoKey | undefined>,
): Promise<VerifiedToken> {
  try {
    const { payload } = await jwtVerify(
      token,
      async ({ kid }) => {
        const key = isThumbprint(kid) ? await findKey(kid) : undefined
        if (key === undefined) throw new errors.JWKSNoMatchingKey()
        return key
      },
      { algorithms: [wanted.algorithm], typ: wanted.type, currentDate: wanted.now },
    )
    return { status: 'valid', claims: payload }
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { status: 'expired' }
    // What jose does not understand is not a token of ours; a database out of reach is not its matter.
    if (error instanceof errors.JOSEError) return { status: 'invalid' }
    throw error
  }
}

/** 32 bytes in base64url: only such a text is worth a look into the database. */
function isThumbprint(kid: string | undefined): kid is string {
  return typeof kid === 'string' && /^[A-Za-z0-9_-]{43}$/.test(kid)
}

async function asCryptoKey(jwk: PublicJwk, algorithm: SigningAlgorithm): Promise<CryptoKey> {
  const key = await importJWK({ ...jwk }, algorithm)
  assert('type' in key, 'a key of two halves is imported as a CryptoKey')
  return key
}
