import type { SigningKeys } from '../access/keys.ts'
import { assertNever } from '../kernel/assert.ts'
import { parseUuid, type Uuid, type VoucherId } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import type { Runtime } from '../runtime.ts'
import {
  CARD_BODY_BYTES,
  CARD_SIGNATURE_BYTES,
  type CardFacts,
  cardBody,
  cardMessage,
  type ReadCard,
  readCard,
} from './core/card.ts'
import type { Presented } from './core/redeem.ts'
import { parseTypedCode } from './core/typed-code.ts'

/** What a till was shown: the content of a QR code, or the code that is printed beside it. */
export type Shown =
  | { readonly kind: 'qr'; readonly text: string }
  | { readonly kind: 'typedCode'; readonly text: string }

/** The `typ` of a phone token. */
export const PHONE_TOKEN_TYPE = 'fra-noi-phone+jwt'
/** So long a phone token is good, seconds. */
export const PHONE_TOKEN_SECONDS = 120

/** The `typ` of a token that a phone keeps for when there is no network. */
export const KEPT_TOKEN_TYPE = 'fra-noi-kept+jwt'
/** So long a kept token is good, seconds. */
export const KEPT_TOKEN_SECONDS = 24 * 3600
/** What a kept token pays for at most, minor units: whoever photographs one gets no more, and only once. */
export const KEPT_TOKEN_MOST: Minor = 2500n

/** A token as a phone gets it. */
export interface PhoneToken {
  readonly token: string
  readonly expiresAt: Date
}

const TOKEN_ID_BYTES = 16

/** Signs a printed card: its body and its signature, 78 bytes. */
export async function signCard(
  keys: SigningKeys,
  facts: Omit<CardFacts, 'keyId'>,
): Promise<Uint8Array> {
  const signer = await keys.signer('card')
  const body = cardBody({ ...facts, keyId: signer.shortId })
  const card = new Uint8Array(CARD_BODY_BYTES + CARD_SIGNATURE_BYTES)
  card.set(body)
  card.set(await signer.sign(cardMessage(body)), CARD_BODY_BYTES)
  return card
}

/** What signs tokens. */
interface Signing {
  readonly keys: SigningKeys
  readonly runtime: Runtime
}

/**
 * Signs a token for a phone's screen: good once, for {@link PHONE_TOKEN_SECONDS}.
 *
 * @param walletId the wallet that it is for: it is good while that is bound
 */
export function signPhoneToken(
  signing: Signing,
  voucherId: VoucherId,
  walletId?: Uuid,
): Promise<PhoneToken> {
  return signToken(signing, { voucherId, walletId }, PHONE_TOKEN_TYPE, PHONE_TOKEN_SECONDS)
}

/**
 * Signs tokens for when there is no network: each good once, for {@link KEPT_TOKEN_SECONDS}, for at most
 * {@link KEPT_TOKEN_MOST}, and while the wallet is bound. They are of a type of their own, so that none passes for a token of the moment.
 */
export function signKeptTokens(
  signing: Signing,
  voucherId: VoucherId,
  walletId: Uuid,
  count: number,
): Promise<readonly PhoneToken[]> {
  const one = () => signToken(signing, { voucherId, walletId }, KEPT_TOKEN_TYPE, KEPT_TOKEN_SECONDS)
  return Promise.all(Array.from({ length: count }, one))
}

async function signToken(
  { keys, runtime }: Signing,
  { voucherId, walletId }: { readonly voucherId: VoucherId; readonly walletId: Uuid | undefined },
  type: string,
  seconds: number,
): Promise<PhoneToken> {
  const issuedAt = Math.floor(runtime.now() / 1000)
  const expiresAt = issuedAt + seconds
  const token = await keys.signToken('phone', type, {
    sub: voucherId,
    jti: Buffer.from(runtime.randomBytes(TOKEN_ID_BYTES)).toString('base64url'),
    iat: issuedAt,
    exp: expiresAt,
    ...(walletId === undefined ? {} : { wal: walletId }),
  })
  return { token, expiresAt: new Date(expiresAt * 1000) }
}

/** What a till was shown, read: of a printed card it is still open who signed it. */
export type Claim = Presented | { readonly kind: 'card'; readonly card: ReadCard }

/**
 * Reads what a till was shown. Whatever the text is, it does not throw.
 *
 * @param amount what is to be paid with it; a kept token for less is past its use, like one past its time
 */
export async function readShown(
  keys: SigningKeys,
  shown: Shown,
  amount: Minor = 0n,
): Promise<Claim> {
  switch (shown.kind) {
    case 'typedCode': {
      const serial = parseTypedCode(shown.text)
      return serial === undefined ? { kind: 'invalid' } : { kind: 'serial', serial }
    }
    case 'qr': {
      const card = readCard(shown.text)
      return card === undefined
        ? readPhoneToken(keys, shown.text.trim(), amount)
        : { kind: 'card', card }
    }
    default:
      return assertNever(shown)
  }
}

/**
 * Checks who signed a card. One that is to the byte what was signed when its voucher was issued needs no arithmetic;
 * any other is invalid unless the signature is good.
 *
 * @param issued what the voucher with this serial has on its card; `undefined` where there is none
 */
export async function checkClaim(
  keys: SigningKeys,
  claim: Claim,
  issued: Uint8Array | undefined,
): Promise<Presented> {
  if (claim.kind !== 'card') return claim
  const { card, keyId, message, signature, serial } = claim.card
  const isOurs =
    (issued !== undefined && Buffer.compare(issued, card) === 0) ||
    (await keys.verify('card', keyId, message, signature))
  return isOurs ? { kind: 'serial', serial } : { kind: 'invalid' }
}

async function readPhoneToken(keys: SigningKeys, text: string, amount: Minor): Promise<Presented> {
  const momentary = await keys.verifyToken('phone', PHONE_TOKEN_TYPE, text)
  const isKept = momentary.status === 'invalid'
  const verified = isKept ? await keys.verifyToken('phone', KEPT_TOKEN_TYPE, text) : momentary
  if (verified.status !== 'valid') return { kind: verified.status }
  const { sub, jti, exp, wal } = verified.claims
  const voucherId = typeof sub === 'string' ? parseUuid(sub) : undefined
  const walletId = typeof wal === 'string' ? parseUuid(wal) : undefined
  // A kept token without its wallet could not be taken back.
  const lacksWallet = walletId === undefined && (isKept || wal !== undefined)
  if (
    voucherId === undefined ||
    lacksWallet ||
    typeof jti !== 'string' ||
    typeof exp !== 'number'
  ) {
    return { kind: 'invalid' }
  }
  // The till's answer is that of a token whose time is over: a fresh one, or the card, pays for more.
  if (isKept && amount > KEPT_TOKEN_MOST) return { kind: 'expired' }
  const token = { kind: 'token', voucherId, tokenId: jti } as const
  return walletId === undefined ? token : { ...token, walletId }
}
