import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp, createServices } from '../../src/app.ts'
import { connect } from '../../src/db/client.ts'
import { createLog } from '../../src/log.ts'
import { systemRuntime } from '../../src/runtime.ts'
import { openProgramme, type Programme } from './programme.ts'

let programme: Programme
beforeAll(async () => {
  programme = await openProgramme()
})
afterAll(() => programme.close())

/** The same service on a database of its own choice. */
function appOn(url: string) {
  const db = connect(url, { poolSize: 1 })
  const log = createLog('silent')
  const { services } = programme
  const app = createApp({ services, db, runtime: systemRuntime, publicUrl: 'http://x', log })
  return { app, close: () => db.close() }
}

describe('the service', () => {
  test('is alive and ready on a migrated database', async () => {
    const alive = await programme.app.request('/healthz')
    expect([alive.status, await alive.json()]).toEqual([200, { status: 'alive' }])
    const ready = await programme.app.request('/readyz')
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready' }])
  })

  test('is alive and not ready while the database is away', async () => {
    const { app, close } = appOn('postgres://nobody:x@127.0.0.1:1/none')
    expect((await app.request('/healthz')).status).toBe(200)
    const ready = await app.request('/readyz')
    expect(ready.status).toBe(503)
    expect(ready.headers.get('content-type')).toBe('application/problem+json')
    expect(await ready.json()).toMatchObject({
      code: 'service_unavailable',
      detail: 'The database does not answer.',
    })
    await close()
  })

  test('is alive and not ready once its posting lane broke a promise', async () => {
    const { database } = programme
    const foundation = { db: database.db, runtime: systemRuntime, publicUrl: 'http://x' }
    const services = createServices({ ...foundation, secret: 'a secret of thirty-two characters.' })
    const app = createApp({ services, ...foundation, log: createLog('silent') })
    expect((await app.request('/readyz')).status).toBe(200)
    const faulty = services.ledger.post({
      transfers: [],
      companion: () => (tx) => [
        tx`SELECT 1`.then(() => {
          throw new Error('after its commit')
        }),
      ],
    })
    await expect(faulty).rejects.toMatchObject({ name: 'AssertionFailed' })
    expect((await app.request('/healthz')).status).toBe(200)
    const ready = await app.request('/readyz')
    expect(ready.status).toBe(503)
    const { code, detail } = await ready.json()
    expect(code).toBe('service_unavailable')
    expect(detail).toContain('posts nothing more')
    expect((await programme.app.request('/readyz')).status).toBe(200)
    await services.ledger.close()
  })

  test('is not ready where the database lacks a migration, or has one too many', async () => {
    const { database } = programme
    const owner = connect(database.ownerUrl, { role: null, poolSize: 1 })
    const { app, close } = appOn(database.url)
    const reasonAfter = async (change: PromiseLike<unknown>) => {
      await change
      const response = await app.request('/readyz')
      expect(response.status).toBe(503)
      return (await response.json()).detail
    }
    const removed = owner.sql`
      DELETE FROM drizzle.__drizzle_migrations
      WHERE created_at = (SELECT max(created_at) FROM drizzle.__drizzle_migrations)`
    expect(await reasonAfter(removed)).toBe('The database lacks migrations: run fra-noi migrate.')
    const added = owner.sql`
      INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('later', 9999999999999)`
    expect(await reasonAfter(added)).toContain('newer version of fra-noi')
    await Promise.all([owner.close(), close()])
  })

  test('has its pages, and the way to them', async () => {
    for (const path of ['/docs', '/problems', '/.well-known/jwks.json']) {
      expect((await programme.app.request(path)).status, path).toBe(200)
    }
  })
})
