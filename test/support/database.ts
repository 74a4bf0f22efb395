import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import { connect, type Database } from '../../src/db/client.ts'
import { databaseUrl, TEMPLATE_DATABASE } from './global-setup.ts'

export interface TestDatabase {
  /** A pool under the role `franoi_app`, as the service has it. */
  readonly db: Database
  /** For a pool or a process of the test's own. Logs in as the owner; `connect(url)` works under `franoi_app`. */
  readonly url: string
  /** For migrations and for what only the owner may do: `connect(ownerUrl, { role: null })`. */
  readonly ownerUrl: string
  /** Closes the pool and removes the database, whoever else is connected. */
  drop(): Promise<void>
}

/**
 * A fresh, migrated, empty database for one test file.
 *
 * @example
 * const test = await createTestDatabase()
 * afterAll(() => test.drop())
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const serverUrl = inject('ownerUrl')
  await onServer(serverUrl, (owner) =>
    // Copying the files costs a fraction of writing the copy to the log first.
    owner.sql.unsafe(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE_DATABASE} STRATEGY FILE_COPY`),
  )
  const url = databaseUrl(serverUrl, name)
  const db = connect(url)
  return {
    db,
    url,
    ownerUrl: url,
    async drop() {
      await db.close()
      await onServer(serverUrl, (owner) => owner.sql.unsafe(`DROP DATABASE ${name} WITH (FORCE)`))
    },
  }
}

async function onServer(url: string, act: (owner: Database) => PromiseLike<unknown>) {
  const owner = connect(url, { role: null, poolSize: 1 })
  try {
    await act(owner)
  } finally {
    await owner.close()
  }
}
