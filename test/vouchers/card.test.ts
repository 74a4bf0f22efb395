import fc from 'fast-check'
import QRCode from 'qrcode'
import { describe, expect, it } from 'vitest'
import { addDays, type Day } from '../../src/kernel/days.ts'
import { decodeBase32, encodeBase32 } from '../../src/vouchers/core/base32.ts'
import {
  CARD_HOST_LENGTH_MAX,
  cardAddress,
  cardBody,
  cardMessage,
  cardOrigin,
  fitsCard,
  readCard,
} from '../../src/vouchers/core/card.ts'
import { SERIAL_MAX } from '../../src/vouchers/core/typed-code.ts'

const ORIGIN = 'HTTPS://VOUCHERS.EXAMPLE.ORG'
const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const facts = fc.record({
  keyId: bytesOf(4),
  serial: fc.bigInt({ min: 0n, max: SERIAL_MAX }),
  expiresOn: fc.integer({ min: 0, max: 65_535 }).map((days) => addDays('2020-01-01' as Day, days)),
})

function cardOf(body: Uint8Array, signature: Uint8Array): Uint8Array {
  return Uint8Array.from([...body, ...signature])
}

describe('base 32', () => {
  it('agrees with values worked out by hand', () => {
    expect(encodeBase32(Uint8Array.of(0xff))).toBe('ZW')
    expect(encodeBase32(Uint8Array.of(0, 0, 0, 0, 1))).toBe('00000001')
    expect(encodeBase32(new TextEncoder().encode('fra-noi'))).toBe('CSS62BBEDXMG')
    expect(decodeBase32('ZX')).toBeUndefined()
    expect(decodeBase32('Z')).toBeUndefined()
    expect(decodeBase32('ZU')).toBeUndefined()
  })

  it('reads back what it wrote, and nothing else is read as the same', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const text = encodeBase32(bytes)
        expect(decodeBase32(text)).toEqual(bytes)
        expect(decodeBase32(text.toLowerCase())).toEqual(bytes)
      }),
    )
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), (text) => {
        const bytes = decodeBase32(text)
        return bytes === undefined || encodeBase32(bytes) === text.toUpperCase()
      }),
    )
  })
})

describe('a card', () => {
  it('is laid out as the reference says', () => {
    const body = cardBody({
      keyId: Uint8Array.of(0xde, 0xad, 0xbe, 0xef),
      serial: 0x123456789abcdn,
      expiresOn: '2026-12-31' as Day,
    })
    // Version, key id, serial, and 2556 days after 2020-01-01.
    expect(Buffer.from(body).toString('hex')).toBe('01deadbeef0123456789abcd09fc')
  })

  it('says what was written on it, from any host, with http or https, in any case, and as a bare code', () => {
    fc.assert(
      fc.property(facts, bytesOf(64), (written, signature) => {
        const body = cardBody(written)
        const address = cardAddress(ORIGIN, cardOf(body, signature))
        const code = address.slice(`${ORIGIN}/C/`.length)
        for (const text of [
          address,
          address.toLowerCase(),
          `http://other.test:3000/c/${code}`,
          `Https://[::1]/C/${code.toLowerCase()}`,
          code,
          ` ${code.toLowerCase()}\n`,
        ]) {
          const read = readCard(text)
          expect(read).toMatchObject({ serial: written.serial, expiresOn: written.expiresOn })
          expect(read?.keyId).toEqual(written.keyId)
          expect(read?.signature).toEqual(signature)
          expect(read?.message).toEqual(cardMessage(body))
        }
      }),
    )
  })

  it('is not read from anything else, and nothing makes the reader throw', () => {
    const card = cardAddress(ORIGIN, new Uint8Array(78).fill(1))
    expect(readCard(card)).toBeDefined()
    for (const text of [
      '',
      ORIGIN,
      `${card}0`,
      card.slice(0, -1),
      card.replace('/C/', '/D/'),
      `${card}?x=1`,
      card.replace('HTTPS', 'FTP'),
      `x${card}`,
      cardAddress(ORIGIN, new Uint8Array(78).fill(2)),
      'A'.repeat(100_000),
    ]) {
      expect(readCard(text)).toBeUndefined()
    }
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => readCard(text) === undefined))
    fc.assert(fc.property(fc.webUrl(), (text) => readCard(text) === undefined))
  })

  it('fits a QR code of version 8 at level M with the longest host that is allowed', () => {
    const host = `${'a'.repeat(CARD_HOST_LENGTH_MAX - 9)}.org:3000`
    const versionAt = (origin: string) =>
      QRCode.create(cardAddress(origin, new Uint8Array(78).fill(1)), {
        errorCorrectionLevel: 'M',
      }).version
    expect(host).toHaveLength(CARD_HOST_LENGTH_MAX)
    expect(versionAt(cardOrigin(`https://${host}`))).toBe(8)
    expect(versionAt(cardOrigin('https://vouchers.example.org'))).toBe(7)
    expect(versionAt(`${cardOrigin(`https://${host}`)}A`)).toBe(9)
  })

  it('cannot carry what does not fit', () => {
    const good = { keyId: new Uint8Array(4), serial: 0n, expiresOn: '2020-01-01' as Day }
    expect(() => cardBody(good)).not.toThrow()
    expect(() => cardBody({ ...good, keyId: new Uint8Array(5) })).toThrow(RangeError)
    expect(() => cardBody({ ...good, serial: SERIAL_MAX + 1n })).toThrow(RangeError)
    expect(() => cardBody({ ...good, expiresOn: '2019-12-31' as Day })).toThrow(RangeError)
    expect(fitsCard('2199-06-06' as Day)).toBe(true)
    expect(fitsCard('2199-06-07' as Day)).toBe(false)
  })

  it('has an address that is all capitals, and only where the public address allows it', () => {
    expect(cardOrigin('http://localhost:3000')).toBe('HTTP://LOCALHOST:3000')
    expect(cardOrigin('https://vouchers.example.org/path?x')).toBe('HTTPS://VOUCHERS.EXAMPLE.ORG')
    for (const address of ['', 'vouchers.example.org', 'ftp://a.org', 'http://[::1]:3000']) {
      expect(() => cardOrigin(address)).toThrow(/public address/)
    }
    expect(() => cardOrigin(`https://${'a'.repeat(CARD_HOST_LENGTH_MAX + 1)}`)).toThrow(RangeError)
  })
})
