import { createHmac } from 'node:crypto'
import http from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import type { AttemptOutcome } from './core/kinds.ts'
import { signedText } from './core/signature.ts'
import { addressesOf, type HostAddress, mayReach, type Reach } from './reaching.ts'

/** So long a receiver may take to answer. */
export const ANSWER_MS = 10_000

export interface Sent {
  readonly outcome: AttemptOutcome
  readonly status: number | null
}

export interface Message {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The headers of Standard Webhooks 1.0 for a message that is sent at an instant. */
export function signedHeaders(
  secret: Uint8Array,
  { id, body, nowMs }: { readonly id: string; readonly body: string; readonly nowMs: number },
): Readonly<Record<string, string>> {
  const timestamp = Math.floor(nowMs / 1000)
  const mac = createHmac('sha256', secret).update(signedText(id, timestamp, body))
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': `v1,${mac.digest('base64')}`,
  }
}

/**
 * Sends a message once, to an address that was looked up and checked just before. Follows no redirect, and reads
 * nothing of the answer but its status.
 */
export async function send(
  url: string,
  message: Message,
  reach: Reach,
  answerMs = ANSWER_MS,
): Promise<Sent> {
  const signal = AbortSignal.timeout(answerMs)
  const target = new URL(url)
  try {
    const addresses = await addressesOf(target, reach, signal)
    if (!mayReach(addresses, reach)) return { outcome: 'not_allowed', status: null }
    const status = await post(target, addresses, message, signal)
    return { outcome: status >= 200 && status <= 299 ? 'taken' : 'refused', status }
  } catch {
    return { outcome: signal.aborted ? 'slow' : 'unreachable', status: null }
  }
}

/** Posts to the addresses that are given, whatever the name leads to by now. */
function post(
  target: URL,
  addresses: readonly HostAddress[],
  { headers, body }: Message,
  signal: AbortSignal,
): Promise<number> {
  const request = target.protocol === 'https:' ? https.request : http.request
  const lookup: LookupFunction = (_, { all }, done) => {
    const [first] = addresses
    if (all) done(null, [...addresses])
    else done(null, first?.address ?? '', first?.family)
  }
  return new Promise((resolve, reject) => {
    const length = { 'content-length': String(Buffer.byteLength(body)) }
    // No agent: a connection that is kept would lead where the name led then.
    const options = { method: 'POST', agent: false, lookup, signal }
    const asked = request(target, { ...options, headers: { ...headers, ...length } }, (answer) => {
      resolve(answer.statusCode ?? 0)
      answer.destroy()
    })
    asked.on('error', reject)
    asked.end(body)
  })
}
