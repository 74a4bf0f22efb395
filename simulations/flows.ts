import type { Model } from './model/model.ts'
import { PathRunner, type PathSetup } from './path-runner.ts'

/** What the entries of one kind moved from one account to another, on average over paths. */
export interface Flow {
  /** What the entries are, as the model says. */
  readonly entry: string
  readonly debit: string
  readonly credit: string
  readonly unit: string
  /** Whether they were made before the first month. */
  readonly isOpening: boolean
  readonly cents: number
}

export interface Flows {
  readonly paths: number
  readonly moved: readonly Flow[]
  /** The account that the model is about: the first that may not fall below zero. */
  readonly account: string | null
}

/** So many paths show where the money goes. */
const FLOW_PATHS = 2048

/** Runs the first paths again for where their money went. Nothing of paths that carry weights. */
export function flowsOf(setup: PathSetup, paths: number): Flows {
  const { model } = setup
  const accounts = model.accounts(setup.parameters)
  const held = accounts.find(({ limit }) => limit === 'debits_must_not_exceed_credits')
  const count = setup.sampling.shift === undefined ? Math.min(paths, FLOW_PATHS) : 0
  const runner = new PathRunner({ ...setup, mode: 'aggregate', journal: true })
  const sums = new Map<string, { readonly place: Place; cents: number }>()
  for (let path = 0; path < count; path++) {
    runner.run(path)
    for (const { month, code, debit, credit, cents } of runner.books.entriesMade()) {
      const place: Place = [code, debit, credit, month === 0 ? 0 : 1]
      const key = place.join()
      const sum = sums.get(key) ?? { place, cents: 0 }
      sum.cents += cents
      sums.set(key, sum)
    }
  }
  const ordered = [...sums.values()].sort((a, b) => byPlace(a.place, b.place))
  return {
    paths: count,
    account: held?.name ?? null,
    moved: ordered.map(({ place: [code, debit, credit, isLater], cents }) => ({
      entry: entryOf(model, code),
      debit: accounts[debit]?.name ?? '',
      credit: accounts[credit]?.name ?? '',
      unit: accounts[debit]?.unit ?? 'EUR',
      isOpening: isLater === 0,
      cents: cents / count,
    })),
  }
}

type Place = readonly [code: number, debit: number, credit: number, isLater: number]

function byPlace(a: Place, b: Place): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3]
}

function entryOf(model: Model, code: number): string {
  return model.entryCodes[code - 1] ?? `code ${code}`
}
