import { type CodeMutant, edit } from './mutant.ts'

const CORE = 'src/ledger/core'

/** What carries the rules out, broken: the lane, the database's functions, proofs, reports, clocks. */
export const LANE_MUTANTS: readonly CodeMutant[] = [
  {
    name: 'the answer comes before the commit',
    edits: [
      edit(
        'src/ledger/batch.ts',
        '    await write(connection, decision, writes, result)\n',
        '    write(connection, decision, writes, result).catch(() => {})\n',
      ),
    ],
    caughtBy: [17],
    stage: 'load',
  },
  {
    name: 'an answer to a COMMIT that was lost is not looked for',
    edits: [
      edit(
        'src/ledger/lane.ts',
        '        if (error instanceof CommitUnknown) earlier = error\n',
        '',
      ),
    ],
    caughtBy: [35],
    stage: 'boundaries',
  },
  {
    name: 'a connection that was lost is no known failure',
    edits: [
      edit('src/ledger/failure.ts', '  if (error instanceof ConnectionLost) return true\n', ''),
    ],
    caughtBy: [21],
    stage: 'load',
  },
  {
    name: 'the lane has no lock',
    edits: [],
    functions: [
      { name: 'ledger_enter', find: 'PERFORM pg_advisory_xact_lock(77010, 1);', replace: '' },
    ],
    caughtBy: [26],
    stage: 'load',
  },
  {
    name: 'the lane has neither lock nor fences',
    edits: [],
    sql: ['ALTER TABLE ledger_transfer DROP CONSTRAINT ledger_transfer_position'],
    functions: [
      { name: 'ledger_enter', find: 'PERFORM pg_advisory_xact_lock(77010, 1);', replace: '' },
      {
        name: 'ledger_advance',
        find: 'WHERE last_position = p_position_before AND last_recorded_at < ledger_instant(p_at_micros)',
        replace: '',
      },
      { name: 'ledger_advance', find: ' AND a.version = u.version - 1', replace: '' },
    ],
    caughtBy: [10, 15],
    stage: 'load',
  },
  {
    name: 'the time of a batch may fall behind the one before',
    edits: [],
    functions: [
      {
        name: 'ledger_batch_time',
        find: "GREATEST(COALESCE(ledger_instant(ledger_batch_time.p_now_micros), now()), (ledger_head.last_recorded_at + '00:00:00.000001'::interval))",
        replace:
          "(COALESCE(ledger_instant(ledger_batch_time.p_now_micros), now()) - ((extract(microseconds FROM now())::bigint % 3) * '00:00:01'::interval))",
      },
      {
        name: 'ledger_advance',
        find: ' AND last_recorded_at < ledger_instant(p_at_micros)',
        replace: '',
      },
    ],
    caughtBy: [15],
    stage: 'load',
  },
  {
    name: 'the state of a reservation is not written',
    edits: [
      edit('src/ledger/batch.ts', 'pendingsOpened.length > 0 ?', 'pendingsOpened.length > 1 ?'),
    ],
    caughtBy: [22],
    stage: 'load',
  },
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
