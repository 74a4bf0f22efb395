import fc from 'fast-check'
import { importJWK, SignJWT } from 'jose'
import jsQR from 'jsqr'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newPrivateJwk } from '../../src/access/key-pair.ts'
import type { Minor } from '../../src/kernel/money.ts'
import { decodeBase32, encodeBase32 } from '../../src/vouchers/core/base32.ts'
import { renderQrPng, renderQrSvg } from '../../src/vouchers/qr.ts'
import type { Voucher } from '../../src/vouchers/service.ts'
import { checkClaim, PHONE_TOKEN_TYPE, readShown, signCard } from '../../src/vouchers/tokens.ts'
import { faultsIn, openProgramme, type Programme, readBooks } from './programme.ts'

let programme: Programme
let voucher: Voucher
beforeAll(async () => {
  programme = await openProgramme('tokens')
  voucher = await programme.issue({ amount: 100_000n })
})
afterAll(() => programme.close())

const show = async (qr: string, amount: Minor = 1n) =>
  (await programme.redeem(voucher, amount, { qr })).status
/** What a QR code turns out to be, for a service that has this on the card of the voucher. */
const judge = async (text: string, issued?: Uint8Array) =>
  checkClaim(programme.keys, await readShown(programme.keys, { kind: 'qr', text }), issued)
const ORIGIN = 'HTTPS://VOUCHERS.EXAMPLE.ORG/C/'

describe('a printed card', () => {
  it('is good from any host, with http or https, in any case, and as a bare code', async () => {
    const text = await programme.vouchers.cardText(voucher.id)
    const code = text.slice(ORIGIN.length)
    for (const shown of [
      text,
      text.toLowerCase(),
      `http://somewhere.else.test:8080/c/${code.toLowerCase()}`,
      code,
      ` ${code.toLowerCase()}\r\n`,
    ]) {
      expect(await show(shown)).toBe('redeemed')
    }
  })

  it('with any one of its 624 bits altered is refused', async () => {
    const code = (await programme.vouchers.cardText(voucher.id)).slice(ORIGIN.length)
    const card = decodeBase32(code) ?? new Uint8Array()
    expect(await judge(code)).toMatchObject({ kind: 'serial' })
    expect(await judge(code, card)).toMatchObject({ kind: 'serial' })
    for (let bit = 0; bit < card.length * 8; bit++) {
      const altered = Uint8Array.from(card)
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const text = ORIGIN + encodeBase32(altered)
      expect(await judge(text)).toEqual({ kind: 'invalid' })
      expect(await judge(text, card)).toEqual({ kind: 'invalid' })
      if (bit % 50 === 0) expect(await show(text)).toBe('token_invalid')
    }
  })

  it('signed by another service, or by our key for something else, is refused', async () => {
    const { vouchers, keys } = programme
    const stranger = await openProgramme('another service')
    try {
      const foreign = await stranger.issue()
      expect(await show(await stranger.vouchers.cardText(foreign.id))).toBe('token_invalid')
    } finally {
      await stranger.close()
    }
    const card = decodeBase32((await vouchers.cardText(voucher.id)).slice(ORIGIN.length))
    const phone = await keys.signer('phone')
    const forged = Uint8Array.from(card ?? [])
    forged.set(phone.shortId, 1)
    forged.set(await phone.sign(forged.subarray(0, 14)), 14)
    expect(await show(ORIGIN + encodeBase32(forged))).toBe('token_invalid')
  })

  it('well signed but for a serial that was never issued is an unknown voucher', async () => {
    const card = await signCard(programme.keys, { serial: 1n, expiresOn: voucher.expiresOn })
    expect(await show(ORIGIN + encodeBase32(card))).toBe('unknown_voucher')
  })

  it('stays good when the key is rotated, and so do those printed after', async () => {
    const text = await programme.vouchers.cardText(voucher.id)
    await programme.keys.rotate('card')
    expect(await show(text)).toBe('redeemed')
    const next = await programme.issue()
    const qr = await programme.vouchers.cardText(next.id)
    expect((await programme.redeem(next, 1n, { qr })).status).toBe('redeemed')
    const keyIdOf = (one: string) => decodeBase32(one.slice(ORIGIN.length))?.subarray(1, 5)
    expect(keyIdOf(qr)).not.toEqual(keyIdOf(text))
  })

  it('is read from its picture by an independent reader', async () => {
    const text = await programme.vouchers.cardText(voucher.id)
    const picture = PNG.sync.read(Buffer.from(await renderQrPng(text)))
    const read = jsQR.default(new Uint8ClampedArray(picture.data), picture.width, picture.height)
    expect(read?.data).toBe(text)
    expect(read?.version).toBeLessThanOrEqual(8)
    // Four empty modules on each side: 17 + 4 x version + 8 modules, 8 pixels each.
    expect(picture.width).toBe((17 + 4 * (read?.version ?? 0) + 8) * 8)
    expect(await show(read?.data ?? '')).toBe('redeemed')
    const svg = await renderQrSvg(text)
    expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 (\d+) \1"/)
    expect(svg).not.toContain('<script')
  })
})

describe('a phone token', () => {
  it('is good once', async () => {
    const { token, expiresAt } = await programme.vouchers.phoneToken(voucher.id)
    expect(expiresAt.getTime() - programme.runtime.now()).toBe(120_000)
    expect(await show(token, 999_999n)).toBe('exceeds_remaining')
    expect(await show(token)).toBe('redeemed')
    expect(await show(token)).toBe('token_expired')
  })

  it('shown at 32 tills at once is good at one of them', async () => {
    const { token } = await programme.vouchers.phoneToken(voucher.id)
    const other = await programme.anotherProcess()
    const before = await readBooks(programme)
    const answers = await Promise.all(
      Array.from({ length: 32 }, async (_, index) => {
        const asked = {
          id: programme.id(),
          shown: { kind: 'qr', text: token },
          amount: 5n,
        } as const
        const process = index % 2 ? other : programme.vouchers
        return (await process.redeem({ ...asked, partnerId: 'BI-FOOD' })).status
      }),
    )
    expect(answers.filter((status) => status === 'redeemed')).toHaveLength(1)
    expect(answers.filter((status) => status === 'token_expired')).toHaveLength(31)
    const after = await readBooks(programme)
    expect(after.redeemed - before.redeemed).toBe(5n)
    expect(faultsIn(after)).toEqual([])
  })

  it('in the same redemption 64 times at once is one redemption and 64 equal answers', async () => {
    const { token } = await programme.vouchers.phoneToken(voucher.id)
    const other = await programme.anotherProcess()
    const asked = {
      id: programme.id(),
      shown: { kind: 'qr', text: token },
      amount: 5n,
      partnerId: 'BI-FOOD',
    } as const
    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, index) =>
        (index % 2 ? other : programme.vouchers).redeem(asked),
      ),
    )
    expect(answers[0]?.status).toBe('redeemed')
    for (const answer of answers) expect(answer).toEqual(answers[0])
  })

  it('whose time ends between two tries of a redemption gets one answer all the same', async () => {
    const late = await programme.anotherProcess(120_000)
    const seen = new Set<string>()
    for (let round = 0; round < 30; round++) {
      const { token } = await programme.vouchers.phoneToken(voucher.id)
      const asked = {
        id: programme.id(),
        shown: { kind: 'qr', text: token },
        amount: 1n,
        partnerId: 'BI-FOOD',
      } as const
      const answers = await Promise.all([
        programme.vouchers.redeem(asked),
        new Promise((resolve) => setTimeout(resolve, round % 10)).then(() => late.redeem(asked)),
        programme.vouchers.redeem(asked),
      ])
      for (const answer of answers) expect(answer).toEqual(answers[0])
      seen.add(answers[0]?.status ?? '')
    }
    for (const status of seen) expect(['redeemed', 'token_expired']).toContain(status)
    expect(faultsIn(await readBooks(programme))).toEqual([])
  })

  it('is too old after two minutes; what was redeemed with it keeps its answer', async () => {
    const { vouchers, runtime } = programme
    const [used, unused] = [
      await vouchers.phoneToken(voucher.id),
      await vouchers.phoneToken(voucher.id),
    ]
    const id = programme.id()
    const answer = await programme.redeem(voucher, 1n, { id, qr: used.token })
    runtime.advance(120_000)
    expect(await show(unused.token)).toBe('token_expired')
    expect(await programme.redeem(voucher, 1n, { id, qr: used.token })).toEqual(answer)
  })

  it('stays good when the key is rotated', async () => {
    const { token } = await programme.vouchers.phoneToken(voucher.id)
    await programme.keys.rotate('phone')
    expect(await show(token)).toBe('redeemed')
  })

  it('holds no personal data: the voucher, its time, its number', async () => {
    const { token } = await programme.vouchers.phoneToken(voucher.id)
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
    expect(Object.keys(claims).sort()).toEqual(['exp', 'iat', 'jti', 'sub'])
    expect(claims.sub).toBe(voucher.id)
  })

  it('of a voucher that was never issued is an unknown voucher', async () => {
    const { keys, runtime } = programme
    const token = await keys.signToken('phone', PHONE_TOKEN_TYPE, {
      sub: programme.id(),
      jti: 'x',
      exp: runtime.now() / 1000 + 60,
    })
    expect(await show(token)).toBe('unknown_voucher')
  })

  it('forged, of another type, for another use or without its number is refused', async () => {
    const { keys, runtime } = programme
    const { kid } = await keys.signer('phone')
    const claims = { sub: voucher.id, jti: 'y', exp: runtime.now() / 1000 + 60 }
    const stranger = await importJWK({ ...newPrivateJwk(runtime.randomBytes) }, 'ES256')
    const header = { alg: 'ES256', typ: PHONE_TOKEN_TYPE, kid }
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const receipt = (await programme.redeem(voucher, 1n)).receipt ?? ''
    for (const token of [
      await new SignJWT(claims).setProtectedHeader(header).sign(stranger),
      `${part({ ...header, alg: 'none' })}.${part(claims)}.`,
      await keys.signToken('phone', 'JWT', claims),
      await keys.signToken('receipt', PHONE_TOKEN_TYPE, claims),
      await keys.signToken('card', PHONE_TOKEN_TYPE, claims),
      await keys.signToken('phone', PHONE_TOKEN_TYPE, { sub: voucher.id, exp: claims.exp }),
      await keys.signToken('phone', PHONE_TOKEN_TYPE, { ...claims, sub: 'BI-P-001' }),
      await keys.signToken('phone', PHONE_TOKEN_TYPE, { sub: voucher.id, jti: 'y' }),
      receipt,
    ]) {
      expect(await show(token), token).toBe('token_invalid')
    }
  })
})

describe('anything else', () => {
  it('is an answer, never an error', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
      fc.webUrl(),
      fc.constantFrom(
        '',
        '.',
        '..',
        'a.b.c',
        'e30.e30.e30',
        'eyJhbGciOiJub25lIn0.e30.',
        '\u0000',
        '{}',
      ),
      fc.array(fc.base64String(), { minLength: 3, maxLength: 3 }).map((parts) => parts.join('.')),
    )
    await fc.assert(
      fc.asyncProperty(text, async (shown) => {
        expect(await show(shown)).toBe('token_invalid')
        const typed = await programme.redeem({ ...voucher, typedCode: shown }, 1n)
        expect(['token_invalid', 'unknown_voucher']).toContain(typed.status)
      }),
      { numRuns: 80 },
    )
  })
})
