import {
  type CirculationParameters,
  circulationParameters,
} from '../../../simulations/model/circulation/parameters.ts'

/** A row of chances, what is not said being nothing; what is left over is kept. */
export function turn(
  parts: Readonly<Record<string, number>> = {},
): Readonly<Record<string, string>> {
  const ways = { people: 0, shops: 0, suppliers: 0, associations: 0, change: 0, ...parts }
  const keep = 100 - Object.values(ways).reduce((sum, one) => sum + one, 0)
  return Object.fromEntries(
    Object.entries({ ...ways, keep }).map(([way, share]) => [way, `${share} %`]),
  )
}

/** A small town in which everything happens. */
export const TOWN = {
  months: '4 months',
  instrument: { rules: 'merits-cash', expiry: 40 },
  people: {
    ...{ beneficiaries: 18, residents: 6, grant: '120 EUR', bought: '35.55 EUR' },
    ...{ payday: 'month', habit: { kind: 'alike', trips: 6 }, delivery: 9 },
    ...{ knowing: '60 %', learning: '30 % / month', leaving: '3 % / month' },
  },
  needs: [
    { kind: 'food', share: '70 %', basket: '18 EUR', spread: 0.6, shops: 9, joined: '70 %' },
    { kind: 'health', share: '30 %', basket: '27 EUR', spread: 0.9, shops: 4, joined: '50 %' },
  ],
  network: {
    ...{ favourites: 2, popularity: 0.8, seeking: '40 %', suppliers: 4, associations: 2 },
    ...{ joining: '5 % / month', leaving: '4 % / month' },
  },
  partners: {
    ...{ decides: 'week', part: '73 %', start: '12.34 EUR' },
    shops: turn({ change: 60 }),
    suppliers: turn({ change: 60 }),
    associations: turn(),
  },
  costs: { month: '400 EUR', person: '6 EUR', payment: '0.03 EUR' },
}

type Town = Readonly<Record<string, object | string>>

/** The town with some fields of its parts changed. */
export function townOf(changes: Town = {}): CirculationParameters {
  const town: Record<string, unknown> = { ...TOWN }
  for (const [name, change] of Object.entries(changes)) {
    const base = town[name]
    const isPart = typeof change === 'object' && !Array.isArray(change) && base !== undefined
    town[name] = isPart ? { ...(base as object), ...change } : change
  }
  return circulationParameters.parse(town)
}

const EVERYWHERE = {
  shops: turn({ people: 10, shops: 10, suppliers: 20, associations: 5, change: 30 }),
  suppliers: turn({ people: 20, shops: 10, suppliers: 10, change: 30 }),
  associations: turn({ people: 30, shops: 40 }),
}

const FIRMS = { beneficiaries: 0, residents: 0, grant: '0 EUR', bought: '0 EUR' }

/** Towns that between them have every rule that instruments have. */
export const TOWNS: Readonly<Record<string, Town>> = {
  'vouchers that expire': {},
  'vouchers beside discount tokens': {
    tokens: { rules: 'merits-sconto', gift: '15 EUR', accepted: '80 %' },
    instrument: { rules: 'merits-cash', expiry: 200 },
    people: { topsUp: false, payday: 'week' },
  },
  'money with stamps': {
    instrument: { rules: 'chiemgauer-2003', expiry: null },
    partners: EVERYWHERE,
    economy: { correlation: 0.2, persistence: 0.8 },
    shocks: [{ start: 3, duration: 1, grants: 2, change: '30 %', largest: 2 }],
  },
  'stamps and expiry': {
    instrument: { rules: 'chiemgauer-2003', expiry: 100, stamp: '5 %' },
    partners: EVERYWHERE,
  },
  'money that costs something each day, after some': {
    months: '7 months',
    instrument: { rules: 'chiemgauer-digital', expiry: null },
    partners: EVERYWHERE,
  },
  'money that everybody makes': {
    instrument: { rules: 'circles', expiry: null },
    people: { payday: 'week', grant: '0 EUR', bought: '0 EUR' },
    partners: { shops: turn({ people: 50 }), suppliers: turn({ people: 50 }) },
  },
  'money with fees and donations': {
    instrument: { rules: 'bristol-pound', expiry: null, fee: '7 %' },
    people: { habit: { kind: 'beta', alpha: 2, beta: 9 } },
    partners: EVERYWHERE,
  },
  'a funder who pays late': {
    instrument: { rules: 'eusko', expiry: null },
    people: { spends: 'all' },
    partners: EVERYWHERE,
    shocks: [{ start: 2, duration: 3, deposits: 0 }],
  },
  'mutual credit': {
    instrument: { rules: 'wir', expiry: null, line: '300 EUR' },
    people: FIRMS,
    partners: { start: '0 EUR', shops: turn(), suppliers: turn() },
    network: { leaving: '0 % / month', joining: '0 % / month' },
    invoices: { each: 12, amount: '90 EUR', spread: 0.8 },
  },
  'cash, some of it spent elsewhere': {
    instrument: { rules: 'cash', expiry: null },
    cash: {
      ...{ accounts: '60 %', waiting: 20, elsewhere: '20 %' },
      ...{ transfer: '0.35 EUR', card: '1.3 %' },
    },
    people: { bought: '0 EUR' },
    partners: { start: '0 EUR' },
    shocks: [{ start: 3, duration: 1, grants: 2, deposits: 0.3 }],
  },
  'receipts that are repaid, and a funder who pays late': {
    instrument: { rules: 'receipts', expiry: null },
    receipts: {
      ...{ liquidity: '45 EUR', spread: 0.8, none: '30 %', delay: 11, refused: '15 %' },
      work: '5 EUR',
    },
    people: { bought: '0 EUR', topsUp: false, knowing: '100 %' },
    partners: { start: '0 EUR' },
    shocks: [{ start: 1, duration: 2, deposits: 0 }],
  },
}
