import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import { type AddressBlock, isWithin, parseAddress } from '../kernel/addresses.ts'
import type { AppEnv } from './env.ts'

/** Where a request without a socket comes from, as those that tests make. */
const UNKNOWN = 'unknown'
const V6_HALF = 64n

/**
 * What the tries of whoever asks are counted under: their address; of version 6 its first half, which is one
 * household or one machine. Behind proxies that are trusted it is what these say.
 */
export function addressOf(c: Context<AppEnv>): string {
  const hasSocket = typeof c.env === 'object' && c.env !== null && 'incoming' in c.env
  const peer = hasSocket ? getConnInfo(c).remote.address : undefined
  if (peer === undefined) return UNKNOWN
  const header = (name: string) => c.req.header(name)
  return countedUnder(clientAddress(peer, header, c.get('trustedProxies')))
}

/**
 * The address that a request comes from. Each proxy adds whom it was asked by at the end, so the headers are read from
 * there, as long as a trusted proxy said it. What stands before that anybody can have written.
 *
 * Of `Forwarded` (RFC 7239) and `X-Forwarded-For` a proxy sets one and lets the other pass: where they disagree, one of
 * them is the client's invention, and the proxy's own address is taken.
 *
 * @param peer the other end of the connection
 */
export function clientAddress(
  peer: string,
  header: (name: string) => string | undefined,
  trusted: readonly AddressBlock[],
): string {
  if (!isTrusted(peer, trusted)) return peer
  const forwarded = header('forwarded')
  const told = [
    forwarded === undefined ? undefined : forwarded.split(',').map(forOf),
    header('x-forwarded-for')?.split(',').map(bareAddress),
  ].filter((hops) => hops !== undefined)
  const answers = told.map((hops) => lastUntrusted(peer, hops, trusted))
  const [first = peer] = answers
  return answers.every((answer) => parseAddress(answer) === parseAddress(first)) ? first : peer
}

function lastUntrusted(
  peer: string,
  hops: readonly (string | undefined)[],
  trusted: readonly AddressBlock[],
): string {
  let said = peer
  for (const hop of hops.toReversed()) {
    if (hop === undefined || !isTrusted(said, trusted)) return said
    said = hop
  }
  return said
}

function isTrusted(address: string, trusted: readonly AddressBlock[]): boolean {
  const parsed = parseAddress(address)
  return parsed !== undefined && isWithin(parsed, trusted)
}

/** Whom one element of `Forwarded` names; `undefined` where it hides them. */
function forOf(element: string): string | undefined {
  const [, value] = /(?:^|;)\s*for\s*=\s*"?([^";]*)"?\s*(?:;|$)/i.exec(element.trim()) ?? []
  return value === undefined ? undefined : bareAddress(value)
}

/** An address without its port and brackets. */
function bareAddress(text: string): string | undefined {
  const trimmed = text.trim()
  const [, inBrackets] = /^\[([^\]]*)\](?::\d+)?$/.exec(trimmed) ?? []
  const bare = inBrackets ?? trimmed.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
  return parseAddress(bare) === undefined ? undefined : bare
}

function countedUnder(address: string): string {
  const parsed = parseAddress(address)
  if (parsed === undefined) return address
  const isV4 = parsed >> 32n === 0xffffn
  return isV4 ? `4:${parsed & 0xffff_ffffn}` : `6:${(parsed >> V6_HALF).toString(16)}`
}
