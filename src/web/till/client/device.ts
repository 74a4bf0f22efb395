import { type ProofClaims, proofToSign, type TerminalJwk } from '../../../access/core/proof.ts'
import { encodeBase64url } from '../../../kernel/base64url.ts'
import { callApi, type Reply } from '../../client/api.ts'
import { newSecret, now } from '../../client/runtime.ts'

/** The key of this browser. Its private half never leaves it: it cannot be read, not even by this page. */
export interface DeviceKey {
  readonly pair: CryptoKeyPair
  /** The RFC 7638 thumbprint. */
  readonly kid: string
}

/** A call that carries a proof of this browser's key. */
export interface TerminalCall {
  /** Path under `/api/v1`, with its query. */
  readonly path: string
  /** Sent as JSON. */
  readonly body?: unknown
}

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const
const ES256 = { name: 'ECDSA', hash: 'SHA-256' } as const
/** A clock that is off by less is good enough for a proof. */
const CLOCK_OFF_MS = 5_000

/** How far the service's clock is ahead of this device's, where that matters. */
let aheadMs = 0

/** Makes a key that cannot be taken out of this browser. */
export async function makeDeviceKey(): Promise<DeviceKey> {
  const pair = await crypto.subtle.generateKey(CURVE, false, ['sign', 'verify'])
  const { crv, kty, x, y } = await publicJwk(pair)
  return { pair, kid: await digestOf(JSON.stringify({ crv, kty, x, y })) }
}

export async function publicJwk(pair: CryptoKeyPair): Promise<TerminalJwk> {
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey)
  return { kty: 'EC', crv: 'P-256', x, y }
}

/** SHA-256 of a text, base64url. */
export async function digestOf(text: string): Promise<string> {
  return encodeBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytesOf(text))))
}

/** Signs the first two parts of a compact JWS, and gives the whole. */
export async function signParts({ pair }: DeviceKey, parts: string): Promise<string> {
  const signature = await crypto.subtle.sign(ES256, pair.privateKey, bytesOf(parts))
  return `${parts}.${encodeBase64url(new Uint8Array(signature))}`
}

/** JSON in base64url: a part of a compact JWS. */
export function jsonPart(value: unknown): string {
  return encodeBase64url(bytesOf(JSON.stringify(value)))
}

/**
 * Calls the API with a proof made for this very request. Where the device's clock is wrong, the service's time is taken
 * from its answer, and the request made once more.
 */
export async function callAsTerminal(key: DeviceKey, call: TerminalCall): Promise<Reply> {
  const before = aheadMs
  const reply = await prove(key, call)
  const wasClockWrong = Math.abs(aheadMs - before) > CLOCK_OFF_MS
  const isRefused = reply.kind === 'refused' && reply.status === 401
  return isRefused && wasClockWrong ? prove(key, call) : reply
}

async function prove(key: DeviceKey, { path, body }: TerminalCall): Promise<Reply> {
  const authorization = await proofFor(key, { path, body })
  return callApi({ path, authorization, onTime, ...(body === undefined ? {} : { body }) })
}

/** What stands in `Authorization` of this very request. */
export async function proofFor(key: DeviceKey, { path, body }: TerminalCall): Promise<string> {
  const claims: ProofClaims = {
    htm: body === undefined ? 'GET' : 'POST',
    htu: `/api/v1${path}`,
    iat: Math.floor((now() + aheadMs) / 1000),
    jti: newSecret(),
    bod: await digestOf(body === undefined ? '' : JSON.stringify(body)),
  }
  return `Terminal ${await signParts(key, proofToSign(key.kid, claims))}`
}

function onTime(milliseconds: number): void {
  const ahead = milliseconds - now()
  aheadMs = Math.abs(ahead) > CLOCK_OFF_MS ? ahead : 0
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}
