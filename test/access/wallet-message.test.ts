import { describe, expect, test } from 'vitest'
import {
  messageLinks,
  WALLET_LANGUAGES,
  walletMessage,
} from '../../src/access/core/wallet-message.ts'
import { CARD_LANGUAGES } from '../../src/web/messages/card.ts'

const URL_SENT = 'https://voucher.example/w/v3Wmcz0rS0o3rC1jmG4oT2J8d1m6nq0b5u1m3f8Hk9Y'

describe('the message with a wallet link', () => {
  test('is there in every language of the cards, with the link on a line of its own', () => {
    expect(WALLET_LANGUAGES).toEqual(CARD_LANGUAGES)
    const texts = WALLET_LANGUAGES.map((language) => walletMessage(language, URL_SENT, 72))
    expect(new Set(texts).size).toBe(9)
    for (const text of texts) {
      const [before, link, after, ...more] = text.split('\n')
      expect(before?.length).toBeGreaterThan(10)
      expect(link).toBe(URL_SENT)
      expect(after).toContain('72')
      expect(text).not.toContain('{')
      expect(more).toEqual([])
    }
  })
})

describe('the links that send it', () => {
  test('carry the number and the whole text', () => {
    const text = walletMessage('ar', URL_SENT, 24)
    for (const phone of ['+39 333 123 4567', '0039-333/1234567', '+39(333)1234567']) {
      const links = messageLinks(phone, text)
      expect(links?.sms).toMatch(/^sms:\+393331234567\?body=/)
      const whatsApp = new URL(links?.whatsApp ?? '')
      expect(whatsApp.origin + whatsApp.pathname).toBe('https://wa.me/393331234567')
      expect(whatsApp.searchParams.get('text')).toBe(text)
      expect(decodeURIComponent(links?.sms.split('=')[1] ?? '')).toBe(text)
    }
  })

  test('are not made for what is no number with its country', () => {
    for (const phone of [
      '',
      '333 1234567',
      '+39',
      '+0393331234567',
      '+39333123456789012',
      '+39x',
    ]) {
      expect(messageLinks(phone, 'Ciao'), phone).toBeUndefined()
    }
    expect(messageLinks('+393331234567?body=x&', 'Ciao')).toBeUndefined()
  })
})
