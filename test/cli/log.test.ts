import { describe, expect, test } from 'vitest'
import { AssertionFailed } from '../../src/kernel/assert.ts'
import { createLog } from '../../src/log.ts'

function logTo(level = 'info') {
  const lines: string[] = []
  const log = createLog(level, { write: (line) => lines.push(line) })
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') }
}

describe('the log', () => {
  test('is one JSON object a line, with a time in RFC 3339, the level in words and the known fields', () => {
    const { log, lines, last } = logTo()
    log.child({ requestId: 'r1' }).info({ status: 201, route: '/api/v1/vouchers' }, 'request')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/^\{.*\}\n$/)
    expect(last()).toMatchObject({
      level: 'info',
      requestId: 'r1',
      status: 201,
      route: '/api/v1/vouchers',
      msg: 'request',
    })
    expect(last().time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  })

  test('withholds what it does not know, and tells the name of it', () => {
    const { log, lines, last } = logTo()
    log.info({ qr: 'HTTPS://V/C/SECRET', name: 'Anna', status: { deep: 'SECRET' } }, 'request')
    expect(lines[0]).not.toMatch(/SECRET|Anna/)
    expect(last().withheld).toEqual(['qr', 'name', 'status'])
  })

  test('puts no values into the words: only the first text is written', () => {
    const { log, lines } = logTo()
    log.info('a token %s', 'SECRET')
    log.info({ code: 'x' }, 'a token %s', 'SECRET')
    expect(lines.join('')).not.toContain('SECRET')
  })

  test('tells of a foreign error its kind, its codes and where it happened, never its message', () => {
    const { log, lines, last } = logTo()
    const cause = Object.assign(new Error('Key (id)=(SECRET) already exists'), {
      code: '23505',
      constraint_name: 'api_key_digest',
      detail: 'SECRET',
      query: 'SECRET',
      parameters: ['SECRET'],
    })
    log.error({ err: new TypeError('SECRET is not JSON', { cause }) }, 'a request failed')
    log.error(new Error('SECRET'))
    log.error({ err: new Error('SECRET') })
    expect(lines.join('')).not.toContain('SECRET')
    expect(JSON.parse(lines[0] ?? '').err).toMatchObject({
      name: 'TypeError',
      cause: { name: 'Error', code: '23505', constraint_name: 'api_key_digest' },
    })
    expect(last().err.at[0]).toMatch(/^at .*log\.test\.ts/)
  })

  test('tells the sentence of a promise that the program itself broke', () => {
    const { log, last } = logTo()
    log.fatal({ err: new AssertionFailed('debits equal credits') }, 'a promise is broken')
    expect(last().err.message).toBe('debits equal credits')
  })

  test('writes nothing below its level', () => {
    const { log, lines } = logTo('warn')
    log.info('not this')
    log.warn('this')
    expect(lines).toHaveLength(1)
  })
})
