import { type CodeMutant, edit } from './mutant.ts'

const CORE = 'src/ledger/core'
const NO_LIMITS = [
  'ALTER TABLE ledger_account DROP CONSTRAINT ledger_account_debits_limit',
  'ALTER TABLE ledger_account DROP CONSTRAINT ledger_account_credits_limit',
]

/** Rules of the books that are broken: limits, reservations, ids, journals, positions. */
export const RULE_MUTANTS: readonly CodeMutant[] = [
  {
    name: 'a limit lets five cents too many through',
    edits: [
      edit(
        `${CORE}/plain.ts`,
        '&& debits > debit.creditsPosted)',
        '&& debits > debit.creditsPosted + 5n)',
      ),
    ],
    sql: NO_LIMITS,
    caughtBy: [5],
    stage: 'load',
  },
  {
    name: 'the same, and the database still has its own limit',
    edits: [
      edit(
        `${CORE}/plain.ts`,
        '&& debits > debit.creditsPosted)',
        '&& debits > debit.creditsPosted + 5n)',
      ),
    ],
    caughtBy: [21],
    stage: 'load',
  },
  {
    name: 'a limit forgets what is reserved',
    edits: [
      edit(
        `${CORE}/plain.ts`,
        'const debits = debit.debitsPending + debit.debitsPosted + amount',
        'const debits = debit.debitsPosted + amount',
      ),
    ],
    sql: NO_LIMITS,
    caughtBy: [5],
    stage: 'load',
  },
  {
    name: 'a refusal is decided too late, when the debit is booked',
    edits: [
      edit(
        `${CORE}/plain.ts`,
        'sides)\n  if (refusal !== undefined) return refusal\n',
        'sides)\n  if (refusal !== undefined) {\n    if (amount < 1000n) scope.changeAccount(sides.debit, { debitsPosted: sides.debit.debitsPosted + amount })\n    return refusal\n  }\n',
      ),
    ],
    sql: NO_LIMITS,
    caughtBy: [1, 10],
    stage: 'load',
  },
  {
    name: 'the credit is a cent short',
    edits: [
      edit(
        `${CORE}/plain.ts`,
        '{ creditsPosted: sides.credit.creditsPosted + amount }',
        '{ creditsPosted: sides.credit.creditsPosted + amount - 1n }',
      ),
    ],
    caughtBy: [1, 10],
    stage: 'load',
  },
  {
    name: 'a reservation weighs a cent less on the credit side',
    edits: [
      edit(
        `${CORE}/plain.ts`,
        '{ creditsPending: sides.credit.creditsPending + amount }',
        '{ creditsPending: sides.credit.creditsPending + amount - 1n }',
      ),
    ],
    sql: ['ALTER TABLE ledger_account DROP CONSTRAINT ledger_account_not_negative'],
    caughtBy: [2, 7],
    stage: 'load',
  },
  {
    name: 'a void takes the amount off the posted debits',
    edits: [
      edit(
        `${CORE}/resolution.ts`,
        'debitsPosted: sides.debit.debitsPosted + posted,',
        'debitsPosted: sides.debit.debitsPosted + (isPost ? posted : -amount),',
      ),
      edit(
        `${CORE}/scope.ts`,
        "    assert(next.debitsPosted >= account.debitsPosted, 'posted debits never fall')\n",
        '',
      ),
    ],
    sql: ['ALTER TABLE ledger_account DROP CONSTRAINT ledger_account_not_negative'],
    caughtBy: [1, 10],
    stage: 'load',
  },
  {
    name: 'a transfer may be from an account to itself',
    edits: [
      edit(
        `${CORE}/shape.ts`,
        "  if (debitAccountId === creditAccountId) return 'accounts_must_be_different'\n",
        '',
      ),
    ],
    sql: ['ALTER TABLE ledger_log DROP CONSTRAINT ledger_log_accounts'],
    caughtBy: [9],
    stage: 'load',
  },
  {
    name: 'a partial post releases only what it posts',
    edits: [
      edit(
        `${CORE}/resolution.ts`,
        'debitsPending: sides.debit.debitsPending - reserved.amount,',
        'debitsPending: sides.debit.debitsPending - (isPost ? amount : reserved.amount),',
      ),
    ],
    caughtBy: [2, 7],
    stage: 'load',
  },
  {
    name: 'a post may take more than was reserved',
    edits: [
      edit(
        `${CORE}/resolution.ts`,
        "  if (transfer.amount > reserved.amount) return 'exceeds_pending_transfer_amount'\n",
        '',
      ),
    ],
    sql: NO_LIMITS,
    caughtBy: [7],
    stage: 'load',
  },
  {
    name: 'a reservation can be resolved twice',
    edits: [
      edit(
        `${CORE}/resolution.ts`,
        "  if (pending.state === 'posted') return 'pending_transfer_already_posted'\n  if (pending.state === 'voided') return 'pending_transfer_already_voided'\n",
        '',
      ),
      edit(
        `${CORE}/resolution.ts`,
        "assert(pending?.state === 'pending', 'a pending transfer is resolved once')",
        "assert(pending !== undefined, 'a pending transfer is resolved once')",
      ),
      edit(
        `${CORE}/scope.ts`,
        "    assert(next.debitsPending >= 0n && next.creditsPending >= 0n, 'no counter falls below zero')\n",
        '',
      ),
    ],
    sql: [
      ...NO_LIMITS,
      'DROP INDEX ledger_log_resolves',
      'ALTER TABLE ledger_account DROP CONSTRAINT ledger_account_not_negative',
    ],
    functions: [{ name: 'ledger_resolve', find: " AND p.state = 'pending'", replace: '' }],
    caughtBy: [7],
    stage: 'load',
  },
  {
    name: 'a reservation lapses half a second early',
    edits: [
      edit(`${CORE}/expiry.ts`, 'pending.expiresAt <= at', 'pending.expiresAt <= at + 500000n'),
      edit('src/ledger/known-books.ts', 'this.#nextDue <= at', 'this.#nextDue <= at + 500000n'),
      edit(
        'src/ledger/lane-store.ts',
        'expires_at <= ledger_instant($',
        "expires_at - interval '0.5 seconds' <= ledger_instant($",
      ),
    ],
    functions: [
      {
        name: 'ledger_due',
        find: '(p.expires_at <= ledger_due.p_at)',
        replace: "(p.expires_at <= (ledger_due.p_at + '00:00:00.5'::interval))",
      },
    ],
    caughtBy: [8],
    stage: 'load',
  },
  {
    name: 'a reservation never lapses',
    edits: [
      edit(`${CORE}/expiry.ts`, 'pending.expiresAt <= at', 'pending.expiresAt <= at - 999999999n'),
      edit('src/ledger/known-books.ts', 'this.#nextDue <= at', 'this.#nextDue <= at - 999999999n'),
    ],
    caughtBy: [8],
    stage: 'load',
  },
  {
    name: 'known ids are not looked for',
    edits: [
      edit(
        `${CORE}/known.ts`,
        '  if (known !== undefined) return existsStatus(view, known, transfer)\n',
        '',
      ),
    ],
    caughtBy: [21],
    stage: 'load',
  },
  {
    name: 'known ids are not looked for, and the database has no key either',
    edits: [
      edit(
        `${CORE}/known.ts`,
        '  if (known !== undefined) return existsStatus(view, known, transfer)\n',
        '',
      ),
    ],
    sql: [
      'ALTER TABLE ledger_log DROP CONSTRAINT ledger_log_pkey CASCADE',
      'ALTER TABLE ledger_pending DROP CONSTRAINT ledger_pending_pkey CASCADE',
    ],
    caughtBy: [11, 13],
    stage: 'load',
  },
  {
    name: 'another amount under a known id is told exists',
    edits: [
      edit(
        `${CORE}/known.ts`,
        "  if (!isAmountMeant(view, known, request, bits)) return 'exists_with_different_amount'\n",
        '',
      ),
    ],
    caughtBy: [11],
    stage: 'load',
  },
  {
    name: 'a failure is not recorded',
    edits: [
      edit(
        `${CORE}/posting.ts`,
        '  if (isPassing(status)) scope.recordFailure({ id: transfer.id, status, recordedAt: scope.at })\n',
        '',
      ),
    ],
    caughtBy: [12],
    stage: 'load',
  },
  {
    name: 'a broken journal keeps the members before the break',
    edits: [
      edit(
        `${CORE}/journal.ts`,
        '      return refused(scope, journal, opened, broken)\n    }\n  }',
        '      scope.absorb(inner)\n      return refused(scope, journal, opened, broken)\n    }\n  }',
      ),
    ],
    caughtBy: [6, 16, 24],
    stage: 'load',
  },
  {
    name: 'items of a batch do not see what those before them did to an account',
    edits: [
      edit(
        `${CORE}/scope.ts`,
        'return this.accounts.get(id) ?? this.#base.account(id)',
        'return this.#base.account(id) ?? this.accounts.get(id)',
      ),
    ],
    caughtBy: [10],
    stage: 'load',
  },
  {
    name: 'the log skips a position',
    edits: [
      edit(
        `${CORE}/scope.ts`,
        'this.#lastPosition += 1n',
        'this.#lastPosition += transfer.code === 3 ? 2n : 1n',
      ),
    ],
    caughtBy: [15],
    stage: 'load',
  },
  {
    name: 'a running balance is off by a cent',
    edits: [
      edit(
        `${CORE}/scope.ts`,
        'creditBalance: balanceOf(moved.credit),',
        'creditBalance: balanceOf(moved.credit) + (moved.amount === 7n ? 1n : 0n),',
      ),
    ],
    caughtBy: [10],
    stage: 'load',
  },
  {
    name: 'money may change its colour',
    edits: [
      edit(
        `${CORE}/plain.ts`,
        "  if (debit.colour !== credit.colour) return 'accounts_must_have_the_same_colour'\n",
        '',
      ),
    ],
    functions: [
      {
        name: 'ledger_transfer_accounts',
        find: '\n      OR debit.colour IS DISTINCT FROM credit.colour',
        replace: '',
      },
    ],
    caughtBy: [23],
    stage: 'load',
  },
  {
    name: 'a transfer can be taken back twice',
    edits: [
      edit(
        `${CORE}/reversal.ts`,
        'reversed.amount - scope.reversedAmount(reversed.id)',
        'reversed.amount',
      ),
    ],
    functions: [
      {
        name: 'ledger_transfer_accounts',
        find: 'AND reversed.amount < (SELECT',
        replace: 'AND reversed.amount + 1000000 < (SELECT',
      },
    ],
    caughtBy: [14],
    stage: 'load',
  },
  {
    name: 'a conversion that is to be rounded down is rounded up',
    edits: [
      edit(
        `${CORE}/conversion.ts`,
        "case 'down':\n      return false",
        "case 'down':\n      return true",
      ),
    ],
    caughtBy: [33],
    stage: 'load',
  },
  {
    name: 'an account that a transfer closed still takes debits',
    edits: [edit(`${CORE}/plain.ts`, 'if (debit.closedBy !== undefined || debit', 'if (debit')],
    caughtBy: [5],
    stage: 'load',
  },
  {
    name: 'a void does not open what its transfer had closed',
    edits: [edit(`${CORE}/resolution.ts`, '  scope.reopenAccount(debit, reserved.id)\n', '')],
    caughtBy: [18],
    stage: 'load',
  },
  {
    name: 'a balancing transfer moves a cent more than is there',
    edits: [
      edit(
        `${CORE}/plain.ts`,
        'least(amount, availableOf(debit))',
        'least(amount, availableOf(debit) + 1n)',
      ),
    ],
    sql: NO_LIMITS,
    caughtBy: [5],
    stage: 'load',
  },
  {
    name: 'something is told of before it happens',
    edits: [edit(`${CORE}/plain.ts`, 'occurredAt > scope.at', 'occurredAt > 4n * scope.at')],
    sql: ['ALTER TABLE ledger_log DROP CONSTRAINT ledger_log_occurred'],
    caughtBy: [15],
    stage: 'load',
  },
]
