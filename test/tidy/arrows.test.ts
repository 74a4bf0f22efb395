import { describe, expect, test } from 'vitest'
import { checkArrows, placeOf } from './arrows.ts'
import { checkCycles } from './cycles.ts'
import { describeFinding } from './project.ts'

// from -> what it imports
const ALLOWED = [
  'src/kernel/days.ts -> ./ids.ts',
  'src/kernel/decimal.ts -> decimal.js',
  'src/ledger/core/post.ts -> ../../kernel/money.ts',
  'src/vouchers/core/status.ts -> ../../ledger/core/account.ts',
  'src/ledger/store.ts -> ../db/client.ts',
  'src/ledger/store.ts -> postgres',
  'src/vouchers/schema.ts -> ../plans/schema.ts',
  'src/vouchers/service.ts -> ../ledger/service.ts',
  'src/vouchers/service.ts -> ./store.ts',
  'src/vouchers/service.ts -> ../runtime.ts',
  'src/vouchers/routes.ts -> ./service.ts',
  'src/vouchers/routes.ts -> ../http/problem.ts',
  'src/http/authorize.ts -> ../access/service.ts',
  'src/web/till/page.tsx -> ../../vouchers/service.ts',
  'src/web/till/client/camera.ts -> ../../../kernel/money.ts',
  'src/pilot/import.ts -> ../vouchers/service.ts',
  'src/study/service.ts -> ../../simulations/run.ts',
  'src/cli/simulate.ts -> ../../simulations/run.ts',
  'src/main.ts -> ./config.ts',
  'src/app.ts -> ./vouchers/routes.ts',
  'simulations/books.ts -> ../src/ledger/core/post.ts',
  'simulations/books.ts -> zod',
  'simulations/pool.ts -> node:worker_threads',
  'simulations/pool.ts -> ./model/model.ts',
  'simulations/quantity-cli.ts -> ./quantity.ts',
  'src/web/lab/client/board.ts -> ../../../../simulations/path-runner.ts',
  'src/web/lab/form.tsx -> ../../../simulations/scenario/scenario.ts',
  'test/ledger/service.pg.test.ts -> ../../src/ledger/store.ts',
]

const REFUSED = [
  'src/kernel/days.ts -> ../runtime.ts',
  'src/kernel/days.ts -> node:fs',
  'src/ledger/core/post.ts -> node:crypto',
  'src/ledger/core/post.ts -> drizzle-orm',
  'src/ledger/core/post.ts -> ../store.ts',
  'src/ledger/core/post.ts -> ../../vouchers/core/status.ts',
  'src/ledger/core/post.ts -> ../../log.ts',
  'src/ledger/store.ts -> ./service.ts',
  'src/ledger/service.ts -> ../vouchers/service.ts',
  'src/vouchers/service.ts -> ../ledger/store.ts',
  'src/vouchers/service.ts -> ./routes.ts',
  'src/vouchers/service.ts -> ../http/problem.ts',
  'src/vouchers/routes.ts -> ./store.ts',
  'src/vouchers/routes.ts -> ../db/client.ts',
  'src/web/till/page.tsx -> ../../vouchers/store.ts',
  'src/web/till/client/camera.ts -> ../../../vouchers/service.ts',
  'src/http/problem.ts -> ../vouchers/service.ts',
  'src/http/problem.ts -> ../db/client.ts',
  'src/db/client.ts -> ../ledger/store.ts',
  'src/vouchers/service.ts -> ../app.ts',
  'src/vouchers/service.ts -> ../../simulations/run.ts',
  'src/web/lab/client/board.ts -> ../../../../simulations/pool.ts',
  'src/web/desk/home.tsx -> ../../../simulations/books.ts',
  'src/vouchers/service.ts -> ../../test/support/database.ts',
  'simulations/books.ts -> ../src/ledger/service.ts',
  'simulations/books.ts -> ../src/runtime.ts',
  'simulations/books.ts -> node:fs',
  'simulations/books.ts -> ./pool.ts',
  'simulations/stats/moments.ts -> node:worker_threads',
  'simulations/model/model.ts -> ../run.ts',
  'simulations/pool.ts -> ../src/runtime.ts',
]

describe('the arrows', () => {
  test.each(ALLOWED)('allow %s', (arrow) => {
    expect(checkArrows([fileOf(arrow)])).toEqual([])
  })

  test.each(REFUSED)('refuse %s', (arrow) => {
    expect(checkArrows([fileOf(arrow)])).toHaveLength(1)
  })

  test.each([
    "import type { A } from '../store.ts'",
    "export { a } from '../store.ts'",
    "const a = await import('../store.ts')",
    "type A = import('../store.ts').A",
  ])('see the import in: %s', (text) => {
    expect(checkArrows([{ path: 'src/ledger/core/post.ts', text }])).toHaveLength(1)
  })

  test.each(['src/stray.ts', 'src/payments/service.ts'])('have no room for %s', (path) => {
    expect(placeOf(path)).toBeUndefined()
    expect(checkArrows([{ path, text: '' }])).toHaveLength(1)
  })
})

describe('circles of imports', () => {
  test('are found through several files, and by types alone', () => {
    const files = [
      { path: 'src/kernel/a.ts', text: "import { b } from './b.ts'" },
      { path: 'src/kernel/b.ts', text: "import { c } from './c.ts'" },
      { path: 'src/kernel/c.ts', text: "\nimport type { A } from './a.ts'" },
    ]
    expect(checkCycles(files).map(describeFinding)).toEqual([
      'src/kernel/c.ts:2 closes a circle of imports: src/kernel/a.ts -> src/kernel/b.ts -> src/kernel/c.ts -> src/kernel/a.ts',
    ])
  })

  test('are not seen where two files share a third', () => {
    const files = [
      { path: 'src/kernel/a.ts', text: "import './b.ts'\nimport './c.ts'" },
      { path: 'src/kernel/b.ts', text: "import './c.ts'" },
      { path: 'src/kernel/c.ts', text: '' },
    ]
    expect(checkCycles(files)).toEqual([])
  })
})

function fileOf(arrow: string): { path: string; text: string } {
  const [path = '', specifier = ''] = arrow.split(' -> ')
  return { path, text: `import { x } from '${specifier}'` }
}
