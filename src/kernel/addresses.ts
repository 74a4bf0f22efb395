/** A block of addresses of the internet protocol, such as 10.0.0.0/8. One of version 4 stands in ::ffff:0:0/96. */
export interface AddressBlock {
  /** Its first address, as a number of 128 bits. */
  readonly first: bigint
  /** So many leading bits are the same in all of its addresses: 0 to 128. */
  readonly bits: number
}

const BITS = 128
const V4_MAPPED = 0xffff_0000_0000n
const V4_BITS_BEFORE = 96

/**
 * Reads an address of version 4 or 6, with or without the brackets of a URL; a zone (`%eth0`) is left out.
 *
 * @returns a number of 128 bits, or `undefined` where it is no address
 * @example parseAddress('127.0.0.1') === parseAddress('::ffff:127.0.0.1') // true
 */
export function parseAddress(text: string): bigint | undefined {
  const bare = text.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '')
  if (!bare.includes(':')) {
    const v4 = parseV4(bare)
    return v4 === undefined ? undefined : V4_MAPPED | v4
  }
  return parseV6(bare)
}

/**
 * Reads a block of addresses, or one address.
 *
 * @example parseAddressBlock('192.168.0.0/16')
 * @returns `undefined` where it is none, or where bits behind the prefix are set
 */
export function parseAddressBlock(text: string): AddressBlock | undefined {
  const [, base = '', length] = /^([^/]+)(?:\/([0-9]{1,3}))?$/.exec(text) ?? []
  const first = parseAddress(base)
  if (first === undefined) return undefined
  const before = base.includes(':') ? 0 : V4_BITS_BEFORE
  const bits = length === undefined ? BITS : before + Number(length)
  if (bits > BITS) return undefined
  const isWhole = first % (1n << BigInt(BITS - bits)) === 0n
  return isWhole ? { first, bits } : undefined
}

/** Whether an address is in one of some networks. */
export function isWithin(address: bigint, networks: readonly AddressBlock[]): boolean {
  return networks.some(({ first, bits }) => {
    const behind = BigInt(BITS - bits)
    return address >> behind === first >> behind
  })
}

/**
 * Whether an address is one of the public internet: no private, loopback, link-local, unique-local, shared, reserved,
 * documentation, multicast or tunnel address.
 * Source: IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and its updates).
 *
 * @example isPublic(parseAddress('169.254.169.254')) // false: where clouds keep the secrets of their machines
 */
export function isPublic(address: bigint): boolean {
  if (isWithin(address, NAT64)) return isPublic(V4_MAPPED | (address & 0xffff_ffffn))
  if (isWithin(address, V4)) return !isWithin(address, SPECIAL_V4)
  return isWithin(address, GLOBAL_V6) && !isWithin(address, SPECIAL_V6)
}

const V4 = networks('::ffff:0:0/96')
const SPECIAL_V4 = networks(
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
  ...['172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16'],
  ...['198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
)
/** Whatever else of version 6 may be public was never given to anybody. */
const GLOBAL_V6 = networks('2000::/3')
const SPECIAL_V6 = networks('2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20')
/** An address of version 4, as networks without that version write it. */
const NAT64 = networks('64:ff9b::/96')

function networks(...texts: readonly string[]): readonly AddressBlock[] {
  return texts.map((text) => {
    const network = parseAddressBlock(text)
    if (network === undefined) throw new RangeError(`${text} is no network`)
    return network
  })
}

/** Four numbers without leading zeros: some programs read those as octal. */
function parseV4(text: string): bigint | undefined {
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  if (!parts.every((part) => /^(0|[1-9][0-9]{0,2})$/.test(part) && Number(part) < 256)) {
    return undefined
  }
  return parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n)
}

function parseV6(text: string): bigint | undefined {
  const dotted = /^(.*:)([0-9.]+\.[0-9.]+)$/.exec(text)
  if (dotted !== null) {
    const v4 = parseV4(dotted[2] ?? '')
    if (v4 === undefined) return undefined
    return parseV6(`${dotted[1]}${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`)
  }
  const [before = '', after, ...more] = text.split('::')
  if (more.length > 0) return undefined
  const head = before === '' ? [] : before.split(':')
  const tail = after === undefined || after === '' ? [] : after.split(':')
  const missing = 8 - head.length - tail.length
  if (after === undefined ? missing !== 0 : missing < 1) return undefined
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail]
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined
  return groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n)
}
