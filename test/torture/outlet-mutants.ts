import { type CodeMutant, edit } from './mutant.ts'

const CORE = 'src/ledger/core'

/** What leaves the house, broken: proofs, readings, reports; and services under a clock of the test. */
export const OUTLET_MUTANTS: readonly CodeMutant[] = [
  {
    name: 'two leaves of a tile are swapped',
    edits: [
      edit(
        'src/ledger/proof/sealing.ts',
        'nodes.push({ level: 1, index, hash: completeRoot(sha256, own) })',
        'nodes.push({ level: 1, index, hash: completeRoot(sha256, own.toReversed()) })',
      ),
    ],
    caughtBy: [18],
    stage: 'load',
  },
  {
    name: 'an export leaves out a reference',
    edits: [
      edit(
        'src/ledger/proof-store.ts',
        '      reference_64::text AS reference64, colour',
        '      NULL::text AS reference64, colour',
      ),
    ],
    caughtBy: [20],
    stage: 'load',
  },
  {
    name: 'a reader still counts what has lapsed',
    edits: [
      edit(
        'src/ledger/store.ts',
        'a.debits_pending - coalesce(lapsed.debits, 0)',
        'a.debits_pending',
      ),
    ],
    caughtBy: [26],
    stage: 'load',
  },
  {
    name: 'a report of the past takes the commit of its instant in',
    edits: [],
    functions: [
      {
        name: 'ledger_position_before',
        find: 'v_recorded < v_before',
        replace: 'v_recorded <= v_before',
      },
    ],
    caughtBy: [25],
    stage: 'load',
  },
  {
    name: 'a report turns the sign of a balance',
    edits: [
      edit(
        'src/ledger/balance-store.ts',
        '...nameOf(row), balance: row.balance',
        '...nameOf(row), balance: -row.balance',
      ),
    ],
    caughtBy: [4],
    stage: 'load',
  },
  {
    name: 'the plain-text book is a cent off on one side',
    edits: [edit(`${CORE}/hledger.ts`, '(-amount, unit)}', '(-amount - 1n, unit)}')],
    caughtBy: [36],
    stage: 'load',
  },
  {
    name: 'a service that has a clock of its own asks the database all the same',
    edits: [
      edit(
        'src/ledger/service.ts',
        'now === undefined ? null : micros(BigInt(Math.trunc(now())) * 1000n)',
        'now === undefined ? null : null',
      ),
    ],
    caughtBy: [38],
    stage: 'simulation',
  },
  {
    name: 'what two items of a batch do to one account counts once',
    edits: [
      edit(
        `${CORE}/scope.ts`,
        'return this.accounts.get(id) ?? this.#base.account(id)',
        'return this.#base.account(id) ?? this.accounts.get(id)',
      ),
    ],
    caughtBy: [31],
    stage: 'simulation',
  },
  {
    name: 'a void leaves a cent reserved',
    edits: [
      edit(
        `${CORE}/resolution.ts`,
        'creditsPending: sides.credit.creditsPending - reserved.amount,',
        'creditsPending: sides.credit.creditsPending - reserved.amount + (isPost ? 0n : 1n),',
      ),
    ],
    caughtBy: [32],
    stage: 'simulation',
  },
  {
    name: 'the cents left over go to nobody',
    edits: [
      edit(
        'src/kernel/money.ts',
        'parts[index] = (parts[index] ?? 0n) + 1n',
        'parts[index] = parts[index] ?? 0n',
      ),
    ],
    caughtBy: [33],
    stage: 'simulation',
  },
]
