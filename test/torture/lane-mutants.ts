import { type CodeMutant, edit } from './mutant.ts'

const NO_LOCK = {
  name: 'ledger_take',
  find: 'PERFORM pg_advisory_lock(77010, 1);',
  replace: '',
} as const
const NO_HEAD_FENCE = {
  name: 'ledger_post',
  find: 'WHERE last_position = p_position_before AND last_recorded_at = ledger_instant(p_at_before_micros)\n    AND last_recorded_at < v_at',
  replace: '',
} as const
const NO_ACCOUNT_FENCE = {
  name: 'ledger_post',
  find: ' AND a.version = u.version - 1',
  replace: '',
} as const
const NO_POSITION_KEY = 'ALTER TABLE ledger_log DROP CONSTRAINT ledger_log_position'

/** The lane and what it remembers, broken. */
export const LANE_MUTANTS: readonly CodeMutant[] = [
  {
    name: 'the answer comes before the commit',
    edits: [
      edit(
        'src/ledger/poster.ts',
        '    this.#books.apply(changes)\n',
        '    this.#books.apply(changes)\n    posted.catch(() => {})\n    if (1 < 2) return { answer: Promise.resolve(result) }\n',
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
    functions: [NO_LOCK],
    caughtBy: [26],
    stage: 'load',
  },
  {
    name: 'the lane has neither lock nor fences',
    edits: [],
    sql: [NO_POSITION_KEY],
    functions: [NO_LOCK, NO_HEAD_FENCE, NO_ACCOUNT_FENCE],
    caughtBy: [10, 15],
    stage: 'load',
  },
  {
    name: 'the lane has no lock, and only accounts are fenced',
    edits: [],
    sql: [NO_POSITION_KEY],
    functions: [NO_LOCK, NO_HEAD_FENCE],
    caughtBy: [15],
    stage: 'load',
  },
  {
    name: 'what accounts hold is not read again when the lane was away, and only the head is fenced',
    edits: [edit('src/ledger/known-books.ts', '    this.#age += 1\n', '')],
    functions: [NO_ACCOUNT_FENCE],
    caughtBy: [10],
    stage: 'load',
  },
  {
    name: 'what a batch would have done is remembered when it failed, and nothing is fenced',
    edits: [
      edit('src/ledger/lane.ts', '    await this.#poster.doubt({ wasKnown })\n', ''),
      edit('src/ledger/lane.ts', '        await this.#poster.doubt({ wasKnown: false })\n', ''),
    ],
    functions: [NO_HEAD_FENCE, NO_ACCOUNT_FENCE],
    caughtBy: [10, 15],
    stage: 'load',
  },
  {
    name: 'accounts of a batch that failed are remembered',
    edits: [
      edit(
        'src/ledger/known-books.ts',
        '    for (const id of this.#opened) this.#accounts.delete(id)\n',
        '',
      ),
    ],
    caughtBy: [35],
    stage: 'boundaries',
  },
  {
    name: 'a batch is answered although the one that it was decided on failed, and nothing is fenced',
    edits: [
      edit('src/ledger/lane.ts', 'if (failure !== undefined) throw await reasonBehind(answer)', ''),
    ],
    functions: [NO_HEAD_FENCE, NO_ACCOUNT_FENCE],
    caughtBy: [15],
    stage: 'load',
  },
  {
    name: 'ids that were taken to be new are not looked up when something was refused',
    edits: [
      edit(
        'src/ledger/batch-reading.ts',
        '    if (added.length === countTransfers(requests)) return []\n',
        '    if (added.length >= 0) return []\n',
      ),
    ],
    caughtBy: [11],
    stage: 'load',
  },
  {
    name: 'the database does not look whether an id had failed',
    edits: [],
    functions: [
      {
        name: 'ledger_post',
        find: 'IF EXISTS (SELECT FROM ledger_failed_transfer WHERE id = ANY (p_ids)) THEN',
        replace: 'IF false THEN',
      },
    ],
    caughtBy: [12],
    stage: 'load',
  },
  {
    name: 'the lane forgets when the next reservation lapses',
    edits: [
      edit(
        'src/ledger/known-books.ts',
        '      if (expiresAt !== undefined && isNext) this.#nextDue = expiresAt\n',
        '',
      ),
    ],
    caughtBy: [38],
    stage: 'simulation',
  },
  {
    name: 'the time of a batch may fall behind the one before',
    edits: [
      edit(
        'src/ledger/known-books.ts',
        'return now > end.lastAt ? now : micros(end.lastAt + 1n)',
        'return micros(now - (now % 3n) * 1_000_000n)',
      ),
    ],
    functions: [{ name: 'ledger_post', find: '\n    AND last_recorded_at < v_at', replace: '' }],
    caughtBy: [15],
    stage: 'load',
  },
  {
    name: 'the leaves of a batch are remembered in another order',
    edits: [
      edit(
        'src/ledger/proof/recent-leaves.ts',
        'for (const transfer of transfers) {',
        'for (const transfer of transfers.toReversed()) {',
      ),
    ],
    caughtBy: [18],
    stage: 'simulation',
  },
  {
    name: 'leaves are taken to be remembered when others have their place',
    edits: [
      edit(
        'src/ledger/proof/recent-leaves.ts',
        'const LEAVES_MAX = 65_536',
        'const LEAVES_MAX = 100',
      ),
      edit(
        'src/ledger/proof/recent-leaves.ts',
        '    this.#start = Math.max(this.#start, this.#end - this.#leavesMax)\n',
        '',
      ),
    ],
    caughtBy: [18],
    stage: 'simulation',
  },
  {
    name: 'leaves that others have posted in between are taken to be remembered',
    edits: [
      edit(
        'src/ledger/proof/recent-leaves.ts',
        '    if (first !== this.#end) this.#start = first\n',
        '',
      ),
    ],
    caughtBy: [18],
    stage: 'load',
  },
  {
    name: 'the state of a reservation is not written',
    edits: [
      edit('src/ledger/writing.ts', '(pendingsOpened.length > 0 ?', '(pendingsOpened.length > 1 ?'),
    ],
    caughtBy: [22],
    stage: 'load',
  },
  {
    name: 'the COMMIT goes in front of what companions write',
    edits: [
      edit(
        'src/ledger/writing.ts',
        '  const theirs = companions.length === 0 ? [] : await sendTheirs(connection, companions)\n',
        '',
      ),
      edit(
        'src/ledger/writing.ts',
        '  const commit = tx`COMMIT`.execute()\n',
        '  const commit = tx`COMMIT`.execute()\n  const theirs = companions.length === 0 ? [] : await sendTheirs(connection, companions)\n',
      ),
    ],
    caughtBy: [21],
    stage: 'load',
  },
]
