import { lookup as askResolver } from 'node:dns/promises'
import { type AddressBlock, isPublic, isWithin, parseAddress } from '../kernel/addresses.ts'

/** An address that a name leads to. */
export interface HostAddress {
  readonly address: string
  readonly family: number
}

/** Which addresses a name leads to. Fails where there is none. */
export type Lookup = (host: string) => Promise<readonly HostAddress[]>

/** Where messages may go: the public internet, and these networks besides. */
export interface Reach {
  readonly networks: readonly AddressBlock[]
  readonly lookup: Lookup
}

/** As every program of this machine looks names up: `/etc/hosts`, then the resolver. */
export const systemLookup: Lookup = (host) => askResolver(host, { all: true })

/**
 * The addresses that the host of a URL stands for; an address stands for itself.
 *
 * @param signal ends the wait: a resolver may take longer than anybody wants to
 */
export async function addressesOf(
  { hostname }: URL,
  { lookup }: Reach,
  signal: AbortSignal,
): Promise<readonly HostAddress[]> {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1')
  if (parseAddress(bare) !== undefined) {
    return [{ address: bare, family: bare.includes(':') ? 6 : 4 }]
  }
  signal.throwIfAborted()
  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  return Promise.race([lookup(bare), ended])
}

/**
 * Whether a message may go to these addresses: to all of them, or it goes to none. A name that leads inside as well
 * as outside leads inside when it is asked again.
 */
export function mayReach(addresses: readonly HostAddress[], { networks }: Reach): boolean {
  const isAllowed = ({ address }: HostAddress) => {
    const parsed = parseAddress(address)
    return parsed !== undefined && (isPublic(parsed) || isWithin(parsed, networks))
  }
  return addresses.length > 0 && addresses.every(isAllowed)
}
