const LENGTH_MAX = 500
const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * An address that may be told: https anywhere, http on this very machine. Nothing that carries a name and a password.
 * Where its host leads is another question (`reaching.ts`).
 *
 * @returns the address as it is kept, or `undefined`
 */
export function parseTarget(text: string): string | undefined {
  if (text.length > LENGTH_MAX) return undefined
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return undefined
  }
  const isSafe =
    url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname))
  const isPlain = url.username === '' && url.password === '' && url.hash === ''
  return isSafe && isPlain ? url.href : undefined
}
