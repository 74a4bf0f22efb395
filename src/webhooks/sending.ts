import { createHmac } from 'node:crypto'
import type { AttemptOutcome } from './core/kinds.ts'
import { signedText } from './core/signature.ts'

/** So long a receiver may take to answer. */
export const ANSWER_MS = 10_000

export interface Sent {
  readonly outcome: AttemptOutcome
  readonly status: number | null
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

/** Sends a message once. Follows no redirect, and reads nothing of the answer but its status. */
export async function send(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  answerMs = ANSWER_MS,
): Promise<Sent> {
  const signal = AbortSignal.timeout(answerMs)
  try {
    const answer = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' })
    await answer.body?.cancel()
    return { outcome: answer.ok ? 'taken' : 'refused', status: answer.status }
  } catch {
    return { outcome: signal.aborted ? 'slow' : 'unreachable', status: null }
  }
}
