import { createHash } from 'node:crypto'
import { createTestTerminal, type TestTerminal } from '../support/terminal.ts'

/** Somebody with a key of their own, and what they can write. */
export function forger() {
  const { signed } = createTestTerminal()
  return {
    compact: (header: object, claims: object): string => signed(`${part(header)}.${part(claims)}`),
  }
}

/** One part of a compact JWS. */
export function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

/** The parts of a compact JWS, read. */
export function opened(compact: string): { readonly header: object; readonly claims: object } {
  const [header = '', claims = ''] = compact.split('.')
  const read = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString()) as object
  return { header: read(header), claims: read(claims) }
}

/** What a terminal signs about a purchase, the first of its chain. */
export function statementOf(
  { id, key }: { readonly id: string; readonly key: TestTerminal },
  claims: Readonly<Record<string, unknown>>,
  header: object = {},
): string {
  const whole = {
    ...{ terminal: id, seq: 1, prev: createHash('sha256').update('').digest('base64url') },
    ...{ at: '2026-05-04T09:30:00.000Z', unit: 'EUR', cash: '0', head: null, ...claims },
  }
  const head = { alg: 'ES256', typ: 'fra-noi-statement+jwt', kid: key.kid, ...header }
  return key.signed(`${part(head)}.${part(whole)}`)
}
