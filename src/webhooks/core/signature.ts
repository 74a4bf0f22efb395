/** What is signed, as Standard Webhooks 1.0 has it: `id.timestamp.body`. */
export function signedText(id: string, timestamp: number, body: string): string {
  return `${id}.${timestamp}.${body}`
}

/** How a secret is shown to whoever checks with it. */
export const SECRET_PREFIX = 'whsec_'
