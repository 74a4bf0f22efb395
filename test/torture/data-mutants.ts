import { createSigningKeys } from '../../src/access/keys.ts'
import type { Tx } from '../../src/db/client.ts'
import { connect } from '../../src/db/client.ts'
import { describeFinding, Findings as ProofFindings } from '../../src/ledger/core/proof/findings.ts'
import { verifyBook } from '../../src/ledger/core/proof/verify-book.ts'
import { sha256 } from '../../src/ledger/proof/sha256.ts'
import { checkSignature } from '../../src/ledger/proof/signatures.ts'
import { bookSnapshot } from '../../src/ledger/proof/snapshot.ts'
import { selectEnd, selectLogId } from '../../src/ledger/proof-store.ts'
import { systemRuntime as runtime } from '../../src/runtime.ts'
import { audit } from './audit.ts'
import { readBooks } from './books.ts'
import { Findings } from './findings.ts'
import type { InvariantNumber } from './invariants.ts'
import type { FinishedRun } from './run.ts'

/** Rows that somebody with the owner's rights changed, past every trigger and every check. */
export interface DataMutant {
  readonly name: string
  readonly sql: readonly string[]
  /** The invariants that complain: these, and no others but {@link FOLLOWERS}. */
  readonly caughtBy: readonly InvariantNumber[]
}

/**
 * Who complains of whatever is wrong in the log: those that do it once more, in the order in which they stumble, hold
 * it against answers and signatures, or add up what passed through an account.
 */
export const FOLLOWERS: ReadonlySet<number> = new Set([4, 10, 17, 18, 19, 24, 26])

/** Whether those complain that must, and nobody who has no part in it. */
export function isCaught(mutant: DataMutant, found: readonly number[]): boolean {
  const must: ReadonlySet<number> = new Set(mutant.caughtBy)
  const isComplete = mutant.caughtBy.every((number) => found.includes(number))
  return isComplete && found.every((number) => must.has(number) || FOLLOWERS.has(number))
}

const NO_CHECKS = `
  DO $$ DECLARE c record; BEGIN
    FOR c IN SELECT conrelid::regclass AS t, conname FROM pg_constraint
      WHERE contype = 'c' AND conrelid IN ('ledger_account'::regclass, 'ledger_log'::regclass)
    LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.t, c.conname); END LOOP;
  END $$`

/** A plain transfer in the middle of the log, alone in its journal, between two accounts without limits. */
const PLAIN = `
  SELECT t.id FROM ledger_log t
  JOIN ledger_account d ON d.number = t.debit_account JOIN ledger_account c ON c.number = t.credit_account
  WHERE t.flags = 0 AND d.flags = 0 AND c.flags = 0 AND t.reverses IS NULL AND t.converts IS NULL
    AND NOT EXISTS (SELECT FROM ledger_log o WHERE o.position = t.position - 1 AND o.flags & 1 = 1)
    AND NOT EXISTS (SELECT FROM ledger_log o WHERE t.id IN (o.reverses, o.converts))
  ORDER BY t.position OFFSET 20 LIMIT 1`

export const DATA_MUTANTS: readonly DataMutant[] = [
  {
    name: 'an account was given ten cents',
    sql: [
      'UPDATE ledger_account SET credits_posted = credits_posted + 10 WHERE id = (SELECT id FROM ledger_account WHERE flags = 0 AND credits_posted > 0 ORDER BY id LIMIT 1)',
    ],
    caughtBy: [1, 10, 18, 19],
  },
  {
    name: 'ten cents went from one account to another, with both sides booked',
    sql: [
      "UPDATE ledger_account SET credits_posted = credits_posted + 10 WHERE id = (SELECT id FROM ledger_account WHERE flags = 0 AND unit = 'EUR' ORDER BY id LIMIT 1)",
      "UPDATE ledger_account SET debits_posted = debits_posted + 10 WHERE id = (SELECT id FROM ledger_account WHERE flags = 0 AND unit = 'EUR' ORDER BY id DESC LIMIT 1)",
    ],
    caughtBy: [10, 18, 19],
  },
  {
    name: 'an account holds back a cent more',
    sql: [
      'UPDATE ledger_account SET debits_pending = debits_pending + 1 WHERE id = (SELECT id FROM ledger_account WHERE flags = 0 AND debits_posted > 0 ORDER BY id LIMIT 1)',
    ],
    caughtBy: [2, 7, 18, 19],
  },
  {
    name: 'posted counters were turned back on both sides of a transfer',
    sql: [
      `WITH t AS (SELECT * FROM ledger_log WHERE id = (${PLAIN})) UPDATE ledger_account a SET debits_posted = debits_posted - t.amount FROM t WHERE a.number = t.debit_account`,
      `WITH t AS (SELECT * FROM ledger_log WHERE id = (${PLAIN})) UPDATE ledger_account a SET credits_posted = credits_posted - t.amount FROM t WHERE a.number = t.credit_account`,
    ],
    caughtBy: [3, 10, 18, 19],
  },
  {
    name: 'a version was set back',
    sql: [
      'UPDATE ledger_account SET version = version - 1 WHERE id = (SELECT id FROM ledger_account WHERE version > 3 ORDER BY version DESC LIMIT 1)',
    ],
    caughtBy: [3],
  },
  {
    name: 'an account got a limit that it had been past',
    sql: [
      NO_CHECKS,
      'UPDATE ledger_account SET flags = flags | 1 WHERE id = (SELECT id FROM ledger_account WHERE flags = 0 AND debits_posted > credits_posted ORDER BY id LIMIT 1)',
    ],
    caughtBy: [5, 18, 19],
  },
  {
    name: 'a transfer that nobody asked for was added',
    sql: [
      `INSERT INTO ledger_log (id, position, debit_account, credit_account, amount, unit, code, flags, timeout_seconds, debit_balance, credit_balance, recorded_at)
       SELECT gen_random_uuid(), h.last_position + 1, t.debit_account, t.credit_account, 5, t.unit, t.code, 0, 0,
         d.credits_posted - d.debits_posted - 5, c.credits_posted - c.debits_posted + 5, h.last_recorded_at + interval '1 microsecond'
       FROM ledger_head h, ledger_log t JOIN ledger_account d ON d.number = t.debit_account JOIN ledger_account c ON c.number = t.credit_account
       WHERE t.id = (${PLAIN})`,
      `WITH t AS (SELECT * FROM ledger_log WHERE id = (${PLAIN})) UPDATE ledger_account a SET debits_posted = debits_posted + 5, version = version + 1 FROM t WHERE a.number = t.debit_account`,
      `WITH t AS (SELECT * FROM ledger_log WHERE id = (${PLAIN})) UPDATE ledger_account a SET credits_posted = credits_posted + 5, version = version + 1 FROM t WHERE a.number = t.credit_account`,
      "UPDATE ledger_head SET last_position = last_position + 1, last_recorded_at = last_recorded_at + interval '1 microsecond'",
    ],
    caughtBy: [6, 18, 26],
  },
  {
    name: 'the state of a reservation says posted',
    sql: [
      "UPDATE ledger_pending SET state = 'posted', resolved_at = now() WHERE transfer_id = (SELECT transfer_id FROM ledger_pending WHERE state = 'pending' AND expires_at IS NULL ORDER BY 1 LIMIT 1)",
    ],
    caughtBy: [7, 18, 19],
  },
  {
    name: 'a reservation lapses a second later',
    sql: [
      "UPDATE ledger_pending SET expires_at = expires_at + interval '1 second' WHERE transfer_id = (SELECT transfer_id FROM ledger_pending WHERE state = 'pending' AND expires_at > now() + interval '10 minutes' ORDER BY 1 LIMIT 1)",
    ],
    caughtBy: [8, 18, 19],
  },
  {
    name: 'a transfer goes to the account that it comes from',
    sql: [NO_CHECKS, `UPDATE ledger_log SET credit_account = debit_account WHERE id = (${PLAIN})`],
    caughtBy: [9, 10, 18, 26],
  },
  {
    name: 'the amount of an old transfer is another',
    sql: [`UPDATE ledger_log SET amount = amount + 1 WHERE id = (${PLAIN})`],
    caughtBy: [10, 18, 26],
  },
  {
    name: 'a running balance is another',
    sql: [`UPDATE ledger_log SET debit_balance = debit_balance + 1 WHERE id = (${PLAIN})`],
    caughtBy: [10, 18, 26],
  },
  {
    name: 'a reference of an old transfer is another',
    sql: [`UPDATE ledger_log SET reference_64 = 123456789 WHERE id = (${PLAIN})`],
    caughtBy: [18, 26],
  },
  {
    name: 'a transfer has a row twice, under another position',
    sql: [
      'ALTER TABLE ledger_log DROP CONSTRAINT ledger_log_pkey CASCADE',
      'ALTER TABLE ledger_log DROP CONSTRAINT ledger_log_position',
      `INSERT INTO ledger_log SELECT * FROM ledger_log WHERE id = (${PLAIN})`,
    ],
    caughtBy: [10, 11, 15, 18, 26],
  },
  {
    name: 'a failed id was forgotten',
    sql: [
      'DELETE FROM ledger_failed_transfer WHERE id = (SELECT id FROM ledger_failed_transfer WHERE content IS NULL ORDER BY id LIMIT 1)',
    ],
    caughtBy: [12],
  },
  {
    name: 'an id that is in the log is said to have failed',
    sql: [
      `INSERT INTO ledger_failed_transfer (id, status, recorded_at) SELECT id, 'exceeds_credits', recorded_at FROM ledger_log WHERE id = (${PLAIN})`,
    ],
    caughtBy: [12, 26],
  },
  {
    name: 'a transfer was deleted',
    sql: [`DELETE FROM ledger_log WHERE id = (${PLAIN})`],
    caughtBy: [10, 15, 17, 18],
  },
  {
    name: 'the time of a transfer is a day earlier',
    sql: [
      `UPDATE ledger_log SET recorded_at = recorded_at - interval '1 day' WHERE id = (${PLAIN})`,
    ],
    caughtBy: [15, 18],
  },
  {
    name: 'the head says that there is more',
    sql: ['UPDATE ledger_head SET last_position = last_position + 1'],
    caughtBy: [15],
  },
  {
    name: 'the last leg of a journal is gone, and the log is closed up behind it',
    sql: [
      `DO $$ DECLARE p bigint; BEGIN
         SELECT b.position INTO p FROM ledger_log a JOIN ledger_log b ON b.position = a.position + 1
           WHERE a.flags = 1 AND b.flags = 0 ORDER BY a.position LIMIT 1;
         DELETE FROM ledger_log WHERE position = p;
         ALTER TABLE ledger_log DROP CONSTRAINT ledger_log_position;
         UPDATE ledger_log SET position = position - 1 WHERE position > p;
         UPDATE ledger_head SET last_position = last_position - 1;
       END $$`,
    ],
    caughtBy: [10, 16, 17, 18],
  },
  {
    name: 'the row of a companion is gone',
    sql: [
      "DELETE FROM territory WHERE id = (SELECT id FROM territory WHERE name = 'torture' ORDER BY id LIMIT 1)",
    ],
    caughtBy: [16],
  },
  {
    name: 'a signed head has another root',
    sql: ['UPDATE ledger_tree_head SET root = sha256(root) WHERE number = 1'],
    caughtBy: [18],
  },
  {
    name: 'the state of a reservation is gone',
    sql: [
      "DELETE FROM ledger_pending WHERE transfer_id = (SELECT transfer_id FROM ledger_pending WHERE state = 'pending' AND expires_at IS NULL ORDER BY 1 LIMIT 1)",
    ],
    caughtBy: [18, 19, 22],
  },
  {
    name: 'an account that was opened is gone',
    sql: [
      'DELETE FROM ledger_account WHERE id = (SELECT a.id FROM ledger_account a WHERE NOT EXISTS (SELECT FROM ledger_log t WHERE a.number IN (t.debit_account, t.credit_account)) ORDER BY a.id LIMIT 1)',
    ],
    caughtBy: [3, 15, 17, 19],
  },
  {
    name: 'clearing kept a cent of what passed through it',
    sql: [
      `WITH t AS (SELECT b.id FROM ledger_log a JOIN ledger_log b ON b.position = a.position + 1
         WHERE a.flags = 1 AND b.debit_account = a.credit_account AND b.amount = a.amount AND a.amount > 1
           AND a.credit_account = (SELECT credit_account FROM ledger_log c JOIN ledger_account k ON k.number = c.credit_account AND k.flags = 1
             WHERE k.credits_posted = k.debits_posted AND k.credits_posted > 0 ORDER BY c.position LIMIT 1)
         ORDER BY a.position LIMIT 1)
       UPDATE ledger_log SET amount = amount - 1 WHERE id = (SELECT id FROM t)`,
    ],
    caughtBy: [10, 18, 24, 26],
  },
]

/** Makes the change, looks, and takes it back. */
export async function tamper(run: FinishedRun, mutant: DataMutant): Promise<Findings> {
  const owner = connect(run.url, { role: null, poolSize: 2 })
  const findings = new Findings()
  const taken = Symbol('taken back')
  try {
    await owner.sql.begin('ISOLATION LEVEL REPEATABLE READ', async (tx) => {
      // Triggers do not fire for this session, and nobody is in the way.
      await tx`SET LOCAL session_replication_role = replica`
      for (const statement of mutant.sql) await tx.unsafe(statement)
      const books = await readBooks(tx)
      audit({ ...run, books, before: run.books }, findings)
      await verify(tx, owner, findings)
      throw taken
    })
  } catch (error) {
    if (error !== taken) throw error
  } finally {
    await owner.close()
  }
  return findings
}

/** 18: reads the book as an export would, within the transaction that changed it. */
async function verify(
  tx: Tx,
  db: Parameters<typeof createSigningKeys>[0]['db'],
  findings: Findings,
) {
  const keys = createSigningKeys({ db, runtime, secret: 'not needed for public keys' })
  const end = await selectEnd(tx, null)
  const about = { log: await selectLogId(tx), takenAt: end.time, size: end.size }
  const { open, takenAt } = bookSnapshot(tx, about, undefined, await keys.treeKeys())
  const found = new ProofFindings()
  await verifyBook({ open, sha256, checkSignature, takenAt }, found)
  for (const finding of found.kept) findings.add(18, describeFinding(finding))
}
