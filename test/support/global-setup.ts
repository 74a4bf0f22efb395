import type { TestProject } from 'vitest/node'
import { connect } from '../../src/db/client.ts'
import { migrate } from '../../src/db/migrate.ts'
import { systemRuntime as runtime } from '../../src/runtime.ts'
import { startTestCluster } from './cluster.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The owner's login on the run's own PostgreSQL. */
    ownerUrl: string
    /** A folder of the run that every user can pass; it goes with the run. */
    runFolder: string
  }
}

/** The migrated database that every test file gets a clone of. */
export const TEMPLATE_DATABASE = 'fra_noi_template'

/** One PostgreSQL for the run: started before the first test file, stopped after the last. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startTestCluster()
  try {
    const owner = connect(cluster.ownerUrl, { role: null, poolSize: 1 })
    await owner.sql`CREATE DATABASE ${owner.sql(TEMPLATE_DATABASE)}`
    await migrate({ ownerUrl: databaseUrl(cluster.ownerUrl, TEMPLATE_DATABASE), runtime })
    await owner.sql`ALTER DATABASE ${owner.sql(TEMPLATE_DATABASE)} ALLOW_CONNECTIONS false`
    await owner.close()
  } catch (error) {
    await cluster.stop()
    throw error
  }
  project.provide('ownerUrl', cluster.ownerUrl)
  project.provide('runFolder', cluster.home)
  return () => cluster.stop()
}

/** The same login on another database of the server. */
export function databaseUrl(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}
