import { decodeBase64url, encodeBase64url } from '../../kernel/base64url.ts'

/** What a terminal's proof calls itself: nothing else that a terminal signs has this type. */
export const PROOF_TYPE = 'fra-noi-proof+jwt'
/** So long a proof is good, seconds. */
export const PROOF_SECONDS = 120
/** So far a terminal's clock may go ahead of ours, seconds. */
export const PROOF_AHEAD_SECONDS = 10

const PROOF_LENGTH_MAX = 4_000
const TARGET_LENGTH_MAX = 2_000

/** The public half of a terminal's key: ES256. Source: RFC 7518, section 6.2.1. */
export interface TerminalJwk {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
}

/** What a terminal says about the one request that its proof is for. */
export interface ProofClaims {
  /** The method, in capitals. */
  readonly htm: string
  /** The path and the query. */
  readonly htu: string
  /** When it was made, seconds since 1970. */
  readonly iat: number
  /** Names the proof: 16 to 64 random characters. */
  readonly jti: string
  /** The SHA-256 of the body, base64url; that of nothing where there is no body. */
  readonly bod: string
}

/** A proof whose shape is right. Whether its key signed it is not known yet. */
export interface ParsedProof {
  /** The RFC 7638 thumbprint of the key. */
  readonly kid: string
  readonly claims: ProofClaims
  /** What the signature is over. */
  readonly signed: string
  /** r and s, 32 bytes each. */
  readonly signature: Uint8Array<ArrayBuffer>
}

/** What a proof is held against. */
export interface ProvedRequest {
  readonly method: string
  readonly target: string
  /** The SHA-256 of the body, base64url. */
  readonly bodyDigest: string
  /** Milliseconds since 1970. */
  readonly nowMs: number
}

/** Why a proof does not stand for a request. */
export type ProofFault = 'other_request' | 'other_body' | 'too_old' | 'from_the_future'

/** The first two parts of a compact JWS: what a terminal signs. Source: RFC 7515, section 5.1. */
export function proofToSign(kid: string, claims: ProofClaims): string {
  return `${encodeJson({ alg: 'ES256', typ: PROOF_TYPE, kid })}.${encodeJson(claims)}`
}

/** Reads a compact JWS that may be a proof. What its header says decides nothing: it has to say exactly what it must. */
export function parseProof(compact: string): ParsedProof | undefined {
  if (compact.length > PROOF_LENGTH_MAX) return undefined
  const [head = '', body = '', tail = '', ...rest] = compact.split('.')
  if (rest.length > 0) return undefined
  const header = decodeJson(head)
  const claims = decodeJson(body)
  const signature = decodeBase64url(tail)
  if (header === undefined || claims === undefined || signature?.length !== 64) return undefined
  const { alg, typ, kid } = header
  if (alg !== 'ES256' || typ !== PROOF_TYPE || !hasOnly(header, ['alg', 'typ', 'kid'])) {
    return undefined
  }
  if (!isDigest(kid) || !areClaims(claims)) return undefined
  return { kid, claims, signed: `${head}.${body}`, signature }
}

/** Whether a proof was made for this very request, and not long ago: `undefined` where it was. */
export function faultOfProof(
  { htm, htu, bod, iat }: ProofClaims,
  { method, target, bodyDigest, nowMs }: ProvedRequest,
): ProofFault | undefined {
  if (htm !== method || htu !== target) return 'other_request'
  if (bod !== bodyDigest) return 'other_body'
  const ageSeconds = nowMs / 1000 - iat
  if (ageSeconds >= PROOF_SECONDS) return 'too_old'
  return ageSeconds < -PROOF_AHEAD_SECONDS ? 'from_the_future' : undefined
}

/** Whether two coordinates have the shape of a point on P-256; whether they are one, the arithmetic tells. */
export function isCoordinate(text: unknown): text is string {
  return isDigest(text)
}

function areClaims(
  value: Readonly<Record<string, unknown>>,
): value is Readonly<Record<string, unknown>> & ProofClaims {
  const { htm, htu, iat, jti, bod } = value
  return (
    hasOnly(value, ['htm', 'htu', 'iat', 'jti', 'bod']) &&
    typeof htm === 'string' &&
    /^[A-Z]{3,7}$/.test(htm) &&
    typeof htu === 'string' &&
    htu.startsWith('/') &&
    htu.length <= TARGET_LENGTH_MAX &&
    Number.isSafeInteger(iat) &&
    typeof jti === 'string' &&
    /^[A-Za-z0-9_-]{16,64}$/.test(jti) &&
    isDigest(bod)
  )
}

/** 32 bytes in base64url. */
function isDigest(text: unknown): text is string {
  return typeof text === 'string' && decodeBase64url(text)?.length === 32
}

function hasOnly(value: Readonly<Record<string, unknown>>, names: readonly string[]): boolean {
  return Object.keys(value).every((name) => names.includes(name))
}

function encodeJson(value: unknown): string {
  return encodeBase64url(new TextEncoder().encode(JSON.stringify(value)))
}

function decodeJson(text: string): Readonly<Record<string, unknown>> | undefined {
  const bytes = decodeBase64url(text)
  if (bytes === undefined) return undefined
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Readonly<Record<string, unknown>>) : undefined
  } catch {
    return undefined
  }
}
