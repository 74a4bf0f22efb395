import { BlockList, isIP } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isPublic, isWithin, parseAddress, parseAddressBlock } from '../../src/kernel/addresses.ts'

describe('an address', () => {
  test.each([
    ['127.0.0.1', 0xffff_7f00_0001n],
    ['::ffff:127.0.0.1', 0xffff_7f00_0001n],
    ['::ffff:7f00:1', 0xffff_7f00_0001n],
    ['::', 0n],
    ['[::1]', 1n],
    ['fe80::1%eth0', 0xfe80_0000_0000_0000_0000_0000_0000_0001n],
    ['2001:DB8::8:800:200c:417a', 0x2001_0db8_0000_0000_0008_0800_200c_417an],
  ])('%s is read', (text, address) => {
    expect(parseAddress(text)).toBe(address)
  })

  test.each([
    '',
    'localhost',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '010.0.0.1',
    '0x7f.1',
    '2130706433',
  ])('%j is none', (text) => {
    expect(parseAddress(text)).toBeUndefined()
  })

  test.each([':', '1:2', '1::2::3', '::12345', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7::8', '::1.2.3'])(
    '%j is none',
    (text) => {
      expect(parseAddress(text)).toBeUndefined()
    },
  )

  test('of any eight groups is what Node takes for the same', () => {
    const group = fc.integer({ min: 0, max: 0xffff })
    fc.assert(
      fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), fc.nat(128), (groups, bits) => {
        const text = new URL(`http://[${groups.map((one) => one.toString(16)).join(':')}]`).hostname
        expect(isIP(text.slice(1, -1))).toBe(6)
        const address = groups.reduce((sum, one) => (sum << 16n) | BigInt(one), 0n)
        expect(parseAddress(text)).toBe(address)
        const first = (address >> BigInt(128 - bits)) << BigInt(128 - bits)
        expect(isWithin(address, [{ first, bits }])).toBe(true)
      }),
    )
  })
})

describe('a network', () => {
  test.each(['10.0.0.0/8', '10.0.0.0/33', '10.0.0.1/8', '::1/129', '::1', '10.1.2.3', 'fd00::/8'])(
    '%s is read as Node reads it',
    (text) => {
      const list = new BlockList()
      const [base = '', length = '128'] = text.split('/')
      const family = base.includes(':') ? 'ipv6' : 'ipv4'
      const network = parseAddressBlock(text)
      if (network === undefined) {
        expect(['10.0.0.0/33', '10.0.0.1/8', '::1/129']).toContain(text)
        return
      }
      list.addSubnet(base, Math.min(Number(length), family === 'ipv4' ? 32 : 128), family)
      for (const one of ['10.1.2.3', '11.0.0.0', '9.255.255.255']) {
        expect(isWithin(parseAddress(one) ?? 0n, [network]), one).toBe(list.check(one, 'ipv4'))
      }
      for (const one of ['::1', '::2', 'fd12::1', 'fe00::']) {
        expect(isWithin(parseAddress(one) ?? 0n, [network]), one).toBe(list.check(one, 'ipv6'))
      }
    },
  )
})

describe('the public internet', () => {
  test.each([
    '1.1.1.1',
    '93.184.216.34',
    '172.15.0.1',
    '172.32.0.1',
    '100.128.0.1',
    '223.255.255.1',
  ])('has %s', (text) => expect(isPublic(parseAddress(text) ?? 0n)).toBe(true))
  test.each(['2606:4700::1111', '2a00:1450:4002::200e', '::ffff:1.1.1.1', '64:ff9b::101:101'])(
    'has %s',
    (text) => expect(isPublic(parseAddress(text) ?? 0n)).toBe(true),
  )
  test.each([
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254'],
    ...[
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
      '198.19.0.1',
      '224.0.0.1',
      '255.255.255.255',
    ],
    ...['::', '::1', 'fe80::1', 'fc00::1', 'fd00:ec2::254', 'ff02::1', '::ffff:10.0.0.1'],
    ...['::127.0.0.1', '64:ff9b::a9fe:a9fe', '2002:7f00:1::', '2001::1', '2001:db8::1', '4000::1'],
  ])('has no %s', (text) => {
    const address = parseAddress(text)
    expect(address).toBeDefined()
    expect(isPublic(address ?? 0n)).toBe(false)
  })
})
