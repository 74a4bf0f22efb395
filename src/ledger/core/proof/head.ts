import { lineFormat, optional, text } from './line-format.ts'
import type { Sha256 } from './sha256.ts'
import { fromBase64url, toBase64url } from './text-codes.ts'

/** The `typ` of a signed tree head. */
export const TREE_HEAD_TYPE = 'fra-noi-tree-head+jwt'
/** The `typ` of the signature under the list of files of a bundle. */
export const BUNDLE_TYPE = 'fra-noi-bundle+jwt'

/** What a tree head says: the log had this size and this root at this time. */
export interface TreeHeadClaims {
  /** The UUID of the log. */
  readonly log: string
  readonly size: string
  /** Hexadecimal. */
  readonly root: string
  /** RFC 3339 in UTC to the microsecond. */
  readonly time: string
}

/** A compact JWS, taken apart and not yet checked. Source: RFC 7515, section 7.1. */
export interface CompactJws {
  readonly kid: string
  readonly typ: string
  readonly payload: Readonly<Record<string, unknown>>
  /** What was signed. */
  readonly signed: Uint8Array
  readonly signature: Uint8Array
}

/** Takes an EdDSA compact JWS apart; `undefined` for everything that is none. */
export function readJws(jws: string): CompactJws | undefined {
  const [header = '', payload = '', signature = '', ...rest] = jws.split('.')
  if (rest.length > 0) return undefined
  const bytes = fromBase64url(signature)
  const fields = jsonObject(header)
  const claims = jsonObject(payload)
  if (bytes?.length !== 64 || fields === undefined || claims === undefined) return undefined
  const { alg, typ, kid, ...others } = fields
  // A header that says more might mean more (`crit`, `b64`): none of ours does.
  if (alg !== 'EdDSA' || typeof typ !== 'string' || typeof kid !== 'string') return undefined
  if (Object.keys(others).length > 0) return undefined
  const signed = asciiBytes(`${header}.${payload}`)
  return { kid, typ, payload: claims, signed, signature: bytes }
}

/** A public Ed25519 key as the bundle and `/.well-known/jwks.json` show it. */
export interface TreeKey {
  readonly kid: string
  /** 32 bytes. */
  readonly publicKey: Uint8Array
}

/** The lines of the file of public keys. */
export const keyLines = lineFormat([
  text('kty', 'OKP'),
  text('crv', 'Ed25519'),
  text('x', '[A-Za-z0-9_-]{43}'),
  text('kid', '[A-Za-z0-9_-]{43}'),
  text('use', 'sig'),
  text('alg', 'EdDSA'),
  optional(text('retiredAt', '[0-9TZ:.-]+')),
])

/** Reads one key; `undefined` where it is none, or where its name is not its own thumbprint. */
export function readTreeKey(sha256: Sha256, line: string): TreeKey | undefined {
  const fields = keyLines.read(line)
  const publicKey = fields === undefined ? undefined : fromBase64url(fields.x)
  if (fields === undefined || publicKey?.length !== 32) return undefined
  return thumbprint(sha256, fields.x) === fields.kid ? { kid: fields.kid, publicKey } : undefined
}

/** The name of an Ed25519 key. Sources: RFC 7638, section 3; RFC 8037, appendix A.3. */
export function thumbprint(sha256: Sha256, x: string): string {
  return toBase64url(sha256(asciiBytes(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`)))
}

/** A text of ASCII as bytes. */
export function asciiBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at)
  return bytes
}

function jsonObject(part: string): Readonly<Record<string, unknown>> | undefined {
  const bytes = fromBase64url(part)
  if (bytes === undefined) return undefined
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
