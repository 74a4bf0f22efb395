import { isAbsolute } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseConfig } from '../../src/config.ts'
import { parseAddressBlock } from '../../src/kernel/addresses.ts'
import { StartError } from '../../src/kernel/start-error.ts'

const SECRET = 'a-secret-of-more-than-32-characters!'
const URL = 'postgres://franoi:pass-word@db:5432/franoi'

function complaint(env: Record<string, string>): string {
  try {
    parseConfig(env)
  } catch (error) {
    if (error instanceof StartError) return error.message
    throw error
  }
  return 'none'
}

describe('the configuration', () => {
  test('needs no variable: the service is reached on this machine alone, with its own database', () => {
    const config = parseConfig({})
    expect(config).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:3000',
      database: { kind: 'embedded' },
      logLevel: 'info',
    })
    expect(config.secret).toBeUndefined()
    expect(isAbsolute(config.dataDir)).toBe(true)
  })

  test('takes an empty variable as one that is not set', () => {
    expect(parseConfig({ PORT: '', DATABASE_URL: '', FRANOI_SECRET: '' })).toEqual(parseConfig({}))
  })

  test('takes mail and the provider of an organisation whole or not at all', () => {
    const mail = { SMTP_URL: 'smtp://u:p@mail.example:587', MAIL_FROM: 'FRA NOI <x@example.org>' }
    expect(parseConfig(mail).mail).toEqual({ url: mail.SMTP_URL, from: mail.MAIL_FROM })
    expect(complaint({ SMTP_URL: mail.SMTP_URL })).toBe(
      'SMTP_URL, MAIL_FROM belong together: MAIL_FROM is not set.',
    )
    expect(complaint({ ...mail, SMTP_URL: 'mail.example/secret' })).not.toContain('secret')
    const oidc = { OIDC_ISSUER: 'https://id.example.org', OIDC_CLIENT_ID: 'fra-noi' }
    const provider = parseConfig({ ...oidc, OIDC_CLIENT_SECRET: 'word' }).provider
    expect(provider).toEqual({
      issuer: 'https://id.example.org',
      clientId: 'fra-noi',
      clientSecret: 'word',
    })
    expect(complaint(oidc)).toContain('OIDC_CLIENT_SECRET is not set')
    expect(complaint({ ...oidc, OIDC_ISSUER: 'http://id.example.org' })).toContain('https address')
  })

  test('takes networks by commas, and none where nothing is said', () => {
    expect(parseConfig({})).toMatchObject({ trustedProxies: [], webhookNetworks: [] })
    const lists = { TRUSTED_PROXIES: '127.0.0.1, ::1', WEBHOOK_NETWORKS: '10.1.0.0/16' }
    const { trustedProxies, webhookNetworks } = parseConfig(lists)
    expect(trustedProxies).toEqual([parseAddressBlock('127.0.0.1'), parseAddressBlock('::1')])
    expect(webhookNetworks).toEqual([parseAddressBlock('10.1.0.0/16')])
  })

  test('takes the owner of the database from DATABASE_URL where no other is named', () => {
    const env = { DATABASE_URL: URL, FRANOI_SECRET: SECRET }
    expect(parseConfig(env).database).toEqual({ kind: 'url', url: URL, ownerUrl: URL })
    const owner = 'postgresql://owner@db/franoi'
    expect(parseConfig({ ...env, DATABASE_OWNER_URL: owner }).database).toMatchObject({
      ownerUrl: owner,
    })
  })

  test('forgets the slash at the end of the public address', () => {
    expect(parseConfig({ FRANOI_PUBLIC_URL: 'https://v.example/' }).publicUrl).toBe(
      'https://v.example',
    )
  })
})

describe('a bad variable stops the start with a sentence that names it, what it got and what it wants:', () => {
  test.each([
    ['PORT', 'abc', 'from 1 to 65535'],
    ['TRUSTED_PROXIES', 'proxy.example', 'addresses and networks'],
    ['TRUSTED_PROXIES', '10.0.0.1/8', 'addresses and networks'],
    ['WEBHOOK_NETWORKS', '10.0.0.0/8,', 'addresses and networks'],
    ['PORT', '0', 'from 1 to 65535'],
    ['PORT', '65536', 'from 1 to 65535'],
    ['PORT', '3e3', 'from 1 to 65535'],
    ['HOST', 'a b', 'host name or an address'],
    ['FRANOI_PUBLIC_URL', 'voucher.example', 'an origin such as'],
    ['FRANOI_PUBLIC_URL', 'ftp://voucher.example', 'an origin such as'],
    ['FRANOI_PUBLIC_URL', 'https://voucher.example/path', 'an origin such as'],
    ['FRANOI_PUBLIC_URL', 'https://voucher_x.example', 'an origin such as'],
    ['FRANOI_PUBLIC_URL', `https://${'a'.repeat(50)}.example`, 'at most 57 characters'],
    ['LOG_LEVEL', 'loud', 'one of fatal, error, warn'],
  ])('%s=%s', (name, value, wanted) => {
    const sentence = complaint({ [name]: value })
    expect(sentence).toContain(`${name} is "${value}": it must be`)
    expect(sentence).toContain(wanted)
    expect(sentence.split('\n')).toHaveLength(1)
  })

  test('one sentence for each variable that is wrong', () => {
    expect(complaint({ PORT: 'x', LOG_LEVEL: 'y' }).split('\n')).toHaveLength(2)
  })

  test('the values of secrets are not told', () => {
    const sentences = complaint({ DATABASE_URL: 'mysql://u:hidden@h/d', FRANOI_SECRET: 'hidden' })
    expect(sentences).toContain('FRANOI_SECRET has 6 characters that are not shown here')
    expect(sentences).toContain('DATABASE_URL has 20 characters that are not shown here')
    expect(sentences).not.toContain('"hidden"')
    expect(sentences).not.toContain('u:hidden')
  })

  test('a database without a secret, a secret without a database', () => {
    expect(complaint({ DATABASE_URL: URL })).toMatch(/^FRANOI_SECRET is not set/)
    expect(complaint({ FRANOI_SECRET: SECRET })).toMatch(
      /^FRANOI_SECRET is set without DATABASE_URL/,
    )
    expect(complaint({ DATABASE_OWNER_URL: URL })).toMatch(/^DATABASE_OWNER_URL is set without/)
  })
})
