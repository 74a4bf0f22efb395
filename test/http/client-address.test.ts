import { describe, expect, test } from 'vitest'
import { clientAddress } from '../../src/http/client-address.ts'
import { parseAddressBlock } from '../../src/kernel/addresses.ts'
import { createSample } from './sample-app.ts'

const TRUSTED = ['127.0.0.1', '10.0.0.0/8', 'fd00::/8'].flatMap(
  (text) => parseAddressBlock(text) ?? [],
)
type Headers = Readonly<Record<string, string>>

function seen(peer: string, headers: Headers, trusted = TRUSTED): string {
  return clientAddress(peer, (name) => headers[name], trusted)
}

describe('who asks', () => {
  test.each<[string, string, Headers, string]>([
    ['the peer, where nothing is said', '127.0.0.1', {}, '127.0.0.1'],
    ['whom a proxy names', '127.0.0.1', { 'x-forwarded-for': '203.0.113.9' }, '203.0.113.9'],
    [
      'the last that no proxy of ours is',
      '::ffff:127.0.0.1',
      { 'x-forwarded-for': '198.51.100.1, 203.0.113.9, 10.0.0.4' },
      '203.0.113.9',
    ],
    [
      'the farthest proxy, where there are only those',
      '127.0.0.1',
      { 'x-forwarded-for': '10.0.0.9,10.0.0.4' },
      '10.0.0.9',
    ],
    ['without a port', '10.0.0.1', { 'x-forwarded-for': '203.0.113.9:4711' }, '203.0.113.9'],
    ['of version 6', 'fd00::1', { 'x-forwarded-for': '2001:db8::9' }, '2001:db8::9'],
    [
      'in the words of RFC 7239',
      '127.0.0.1',
      { forwarded: 'for=198.51.100.1, for="[2001:db8::9]:4711";proto=https;by=10.0.0.1' },
      '2001:db8::9',
    ],
    ['the proxy, for one who hides', '10.0.0.1', { forwarded: 'for=_hidden' }, '10.0.0.1'],
    ['the proxy, for what is no address', '10.0.0.1', { 'x-forwarded-for': 'x, y' }, '10.0.0.1'],
    [
      'the proxy, where a client added a header of its own',
      '127.0.0.1',
      { forwarded: 'for=198.51.100.1', 'x-forwarded-for': '203.0.113.9' },
      '127.0.0.1',
    ],
    [
      'what both say',
      '127.0.0.1',
      { forwarded: 'for=203.0.113.9', 'x-forwarded-for': '203.0.113.9' },
      '203.0.113.9',
    ],
  ])('is %s', (_, peer, headers, client) => {
    expect(seen(peer, headers)).toBe(client)
  })

  test('is never whom a client names that is no proxy of ours', () => {
    const headers = { 'x-forwarded-for': '203.0.113.9', forwarded: 'for=203.0.113.9' }
    expect(seen('198.51.100.7', headers)).toBe('198.51.100.7')
    expect(seen('127.0.0.1', headers, [])).toBe('127.0.0.1')
  })
})

describe('wrong keys', () => {
  const asking = (trusted = TRUSTED) => {
    const { app } = createSample('https://voucher.example', trusted)
    return async (remoteAddress: string, from?: string) => {
      const told: Headers = from === undefined ? {} : { 'x-forwarded-for': from }
      const headers = { authorization: 'Bearer wrong', ...told }
      const env = { incoming: { socket: { remoteAddress } } }
      return (await app.request('/api/v1/guarded', { headers }, env)).status
    }
  }

  test('behind a proxy slow down their own sender alone', async () => {
    const ask = asking()
    for (let i = 0; i < 20; i++) await ask('127.0.0.1', '203.0.113.9')
    expect(await ask('127.0.0.1', '203.0.113.9')).toBe(429)
    expect(await ask('127.0.0.1', '203.0.113.10')).toBe(401)
  })

  test('cannot be sent in the name of others', async () => {
    const ask = asking([])
    for (let i = 0; i < 20; i++) await ask('198.51.100.7', `203.0.113.${i}`)
    expect(await ask('198.51.100.7', '203.0.113.99')).toBe(429)
    expect(await ask('198.51.100.8')).toBe(401)
  })

  test('from anywhere in one half of an address of version 6 are of one sender', async () => {
    const ask = asking()
    for (let i = 0; i < 20; i++) await ask(`2001:db8:1:2::${i + 1}`)
    expect(await ask('2001:db8:1:2:ffff::1')).toBe(429)
    expect(await ask('2001:db8:1:3::1')).toBe(401)
  })
})
