import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { Command } from 'commander'
import { packageRoot } from '../../src/package-root.ts'
import { median } from './measure.ts'
import { machine, say } from './table.ts'

const PATHS = 12

const program = new Command()
  .option('--turns <number>', 'how often it takes turns with the other program', '5')
  .option(
    '--python <file>',
    'a program that prints "ms/path M entries N" of the same town in objects',
  )
  .parse()
const options = program.opts<{ turns: string; python?: string }>()

const STILL = { people: '0 %', shops: '0 %', suppliers: '0 %', associations: '0 %', change: '0 %' }

/** 2,000 people with vouchers that expire, 60 shops, 10 suppliers, a year: about 300,000 entries. */
const TOWN = {
  months: '12 months',
  instrument: { rules: 'eusko', expiry: 120 },
  people: {
    ...{ beneficiaries: 2_000, grant: '150 EUR', payday: 'month' },
    habit: { kind: 'alike', trips: (0.35 * 365.25) / 12 },
  },
  needs: [
    {
      ...{ kind: 'food', share: '100 %', basket: '14.6 EUR', spread: 0.6 },
      ...{ shops: 60, joined: '100 %' },
    },
  ],
  network: { favourites: 3, popularity: 0.8, suppliers: 10 },
  partners: {
    ...{ decides: 'day', part: '40 %' },
    shops: { ...STILL, suppliers: '30 %', change: '20 %', keep: '50 %' },
    suppliers: { ...STILL, people: '5 %', change: '20 %', keep: '75 %' },
    associations: { ...STILL, keep: '100 %' },
  },
}

// What is built is what runs in the end: the loader of TypeScript makes private fields slow.
const built = join(packageRoot(), 'dist/simulations')
const { circulation } = (await import(
  join(built, 'model/circulation/circulation.js')
)) as typeof import('../../simulations/model/circulation/circulation.ts')
const { PathRunner } = (await import(
  join(built, 'path-runner.js')
)) as typeof import('../../simulations/path-runner.ts')

const parameters = circulation.parameters.parse(TOWN)
const runner = new PathRunner({
  ...{ model: circulation as never, parameters, seed: 7, sampling: {}, mode: 'aggregate' as const },
})

/** Entries a second, by the clock and by the computing time that it took. */
function entriesASecond(): { readonly clock: number; readonly computing: number } {
  const before = process.cpuUsage()
  const begin = performance.now()
  let entries = 0
  for (let path = 0; path < PATHS; path++) {
    runner.run(path)
    entries += runner.books.entries
  }
  const { user, system } = process.cpuUsage(before)
  const clock = (entries / (performance.now() - begin)) * 1000
  return { clock, computing: (entries / (user + system)) * 1e6 }
}

/** The same of the other program, by the clock. */
function theirs(file: string): number {
  const { stdout, stderr, status } = spawnSync('python3', file.split(' '), { encoding: 'utf8' })
  const [, milliseconds, entries] = /ms\/path ([\d.]+) entries (\d+)/.exec(stdout) ?? []
  if (status !== 0 || milliseconds === undefined) throw new Error(stderr || stdout)
  return (Number(entries) / Number(milliseconds)) * 1000
}

say(`circulation: ${machine()}`)
entriesASecond()
const ours: number[] = []
const ratios: number[] = []
for (let turn = 0; turn < Number(options.turns); turn++) {
  const own = entriesASecond()
  ours.push(own.computing)
  if (options.python !== undefined) ratios.push(own.clock / theirs(options.python))
}
say(
  `posted entries: ${(median(ours) / 1e6).toFixed(1)} million a second of computing time (goal 15)`,
)
if (ratios.length > 0) say(`beside ${options.python}: ${median(ratios).toFixed(1)} times (goal 12)`)
