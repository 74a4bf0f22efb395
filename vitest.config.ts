import { defineConfig } from 'vitest/config'
import { SlowKindsFirst } from './test/support/order.ts'

/**
 * One configuration for every kind of test; a file's suffix tells its cost. The PostgreSQL of the run is started
 * by the global setup. Three processes run one file after the other: many files wait for browsers, databases and
 * timers, so that two processors have something to do. The files of a process share the modules that it has loaded.
 */
export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    globalSetup: ['test/support/global-setup.ts'],
    setupFiles: ['test/support/leave-as-found.ts'],
    pool: 'forks',
    maxWorkers: 3,
    isolate: false,
    sequence: { sequencer: SlowKindsFirst },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 60_000,
  },
})
