import { defineConfig } from 'vitest/config'

/**
 * One configuration for every kind of test; a file's suffix tells its cost. The PostgreSQL of the run is started
 * by the global setup; three files run at a time, each in a process of its own: many wait
 * for browsers, databases and timers, so that two processors have something to do.
 */
export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 60_000,
  },
})
