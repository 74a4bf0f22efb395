import { describe, expect, test } from 'vitest'
import { createFailedAttempts } from '../../src/http/failed-attempts.ts'
import { createSample } from './sample-app.ts'

function ask(sample: ReturnType<typeof createSample>, authorization?: string) {
  const headers = authorization === undefined ? {} : { authorization }
  return sample.app.request('/api/v1/guarded', { headers })
}

describe('a guarded route', () => {
  test('lets a key of a named role pass, however Bearer is written', async () => {
    const sample = createSample()
    for (const authorization of ['Bearer good-operator', 'bearer  good-operator ']) {
      const response = await ask(sample, authorization)
      expect(response.status).toBe(200)
      expect(await response.json()).toEqual({ role: 'operator' })
    }
  })

  test.each([undefined, '', 'Bearer', 'Bearer ', 'Basic Zm9v', 'good-operator', 'Bearer a b'])(
    'asks for a key where there is none (%s)',
    async (authorization) => {
      const response = await ask(createSample(), authorization)
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toBe('Bearer realm="fra-noi"')
      expect(await response.json()).toMatchObject({ code: 'unauthenticated' })
    },
  )

  test('says that a wrong key is wrong, and does not repeat it', async () => {
    const response = await ask(createSample(), 'Bearer wrong-key')
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"')
    expect(await response.text()).not.toContain('wrong-key')
  })

  test('says which roles it needs to a key of another role', async () => {
    const response = await ask(createSample(), 'Bearer good-auditor')
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({
      code: 'forbidden',
      detail: 'This needs one of the roles operator, administrator; the key has the role auditor.',
      details: { rolesNeeded: ['operator', 'administrator'], role: 'auditor' },
    })
  })

  test('slows wrong keys down, and never a good one, even if nobody has seen it before', async () => {
    const sample = createSample()
    for (let i = 0; i < 20; i++) expect((await ask(sample, `Bearer wrong-${i}`)).status).toBe(401)
    const refused = await ask(sample, 'Bearer wrong-21')
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('1')
    expect(await refused.json()).toMatchObject({ code: 'too_many_failures' })
    expect((await ask(sample)).status).toBe(429)
    for (let i = 0; i < 100; i++) {
      expect((await ask(sample, 'Bearer good-operator')).status).toBe(200)
    }
    expect((await ask(sample, 'Bearer good-auditor')).status).toBe(403)
    sample.advance(1_000)
    expect((await ask(sample)).status).toBe(401)
    expect((await ask(sample, 'Bearer wrong-22')).status).toBe(401)
    expect((await ask(sample, 'Bearer wrong-23')).status).toBe(429)
  })
})

describe('the count of wrong keys', () => {
  test('keeps addresses apart and forgets the one that failed longest ago', () => {
    let now = 0
    const failures = createFailedAttempts({
      now: () => now,
      burst: 2,
      perSecond: 0.5,
      addressesMax: 3,
    })
    failures.record('a')
    failures.record('a')
    expect(failures.secondsToWait('a')).toBe(2)
    expect(failures.secondsToWait('b')).toBe(0)
    now = 1_000
    expect(failures.secondsToWait('a')).toBe(1)
    for (const address of ['b', 'c', 'd']) failures.record(address)
    expect(failures.secondsToWait('a')).toBe(0)
  })

  test('is not undone by a clock that goes back', () => {
    let now = 10_000
    const failures = createFailedAttempts({ now: () => now, burst: 1 })
    failures.record('a')
    now = 0
    expect(failures.secondsToWait('a')).toBe(1)
  })
})
