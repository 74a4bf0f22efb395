import { createSigningKeys } from '../../src/access/keys.ts'
import type { Tx } from '../../src/db/client.ts'
import { describeFinding, Findings as ProofFindings } from '../../src/ledger/core/proof/findings.ts'
import { verifyBook } from '../../src/ledger/core/proof/verify-book.ts'
import { sha256 } from '../../src/ledger/proof/sha256.ts'
import { checkSignature } from '../../src/ledger/proof/signatures.ts'
import { bookSnapshot } from '../../src/ledger/proof/snapshot.ts'
import { selectEnd, selectLogId } from '../../src/ledger/proof-store.ts'
import { systemRuntime as runtime } from '../../src/runtime.ts'
import { audit } from './audit.ts'
import { readBooks } from './books.ts'
import { CAST } from './cast.ts'
import { Findings } from './findings.ts'
import type { InvariantNumber } from './invariants.ts'
import { openOwner } from './owner.ts'
import type { FinishedRun } from './run.ts'

/** Rows that somebody with the owner's rights changed, past every trigger and every check. */
export interface DataMutant {
  readonly name: string
  readonly sql: readonly string[]
  /** The invariants that complain: these, and no others but {@link FOLLOWERS}. */
  readonly caughtBy: readonly InvariantNumber[]
  /** What the replay may stumble over, since it takes what is left for other commits or other journals. */
  readonly besides?: readonly InvariantNumber[]
}

/**
 * Who complains of whatever is wrong in the log: those that do it once more, in the order in which they stumble, hold
 * it against answers and signatures, or add up what passed through an account.
 */
export const FOLLOWERS: ReadonlySet<number> = new Set([4, 10, 17, 18, 19, 24, 26])

/** Whether those complain that must, and nobody who has no part in it. */
export function isCaught(mutant: DataMutant, found: readonly number[]): boolean {
  const may: ReadonlySet<number> = new Set([...mutant.caughtBy, ...(mutant.besides ?? [])])
  const isComplete = mutant.caughtBy.every((number) => found.includes(number))
  return isComplete && found.every((number) => may.has(number) || FOLLOWERS.has(number))
}

const NO_CHECKS = `
  DO $$ DECLARE c record; BEGIN
    FOR c IN SELECT conrelid::regclass AS t, conname FROM pg_constraint
      WHERE contype = 'c' AND conrelid IN ('ledger_account'::regclass, 'ledger_log'::regclass)
    LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.t, c.conname); END LOOP;
  END $$`

/** A plain transfer of the funds to the shop, alone in its journal, in the middle of the log. */
const PLAIN = `
  SELECT t.id FROM ledger_log t
  WHERE t.flags = 0 AND t.debit_account = (SELECT number FROM ledger_account WHERE id = '$funds') AND t.credit_account = (SELECT number FROM ledger_account WHERE id = '$shop')
    AND t.reverses IS NULL AND t.converts IS NULL
    AND NOT EXISTS (SELECT FROM ledger_log o WHERE o.position = t.position - 1 AND o.flags & 1 = 1)
    AND NOT EXISTS (SELECT FROM ledger_log o WHERE t.id IN (o.reverses, o.converts))
  ORDER BY t.position OFFSET 10 LIMIT 1`

export const DATA_MUTANTS: readonly DataMutant[] = [
  {
    name: 'an account was given ten cents',
    sql: ["UPDATE ledger_account SET credits_posted = credits_posted + 10 WHERE id = '$shop'"],
    caughtBy: [1, 10, 18, 19],
  },
  {
    name: 'ten cents went from one account to another, with both sides booked',
    sql: [
      "UPDATE ledger_account SET credits_posted = credits_posted + 10 WHERE id = '$funds'",
      "UPDATE ledger_account SET debits_posted = debits_posted + 10 WHERE id = '$shop'",
    ],
    caughtBy: [10, 18, 19],
  },
  {
    name: 'an account holds back a cent more',
    sql: ["UPDATE ledger_account SET debits_pending = debits_pending + 1 WHERE id = '$funds'"],
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
    sql: ["UPDATE ledger_account SET version = version - 1 WHERE id = '$funds'"],
    caughtBy: [3],
  },
  {
    name: 'an account got a limit that it had been past',
    sql: [NO_CHECKS, "UPDATE ledger_account SET flags = flags | 1 WHERE id = '$funds'"],
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
    name: 'a transfer was recorded before the one in front of it',
    sql: [
      `UPDATE ledger_log SET recorded_at = (
         SELECT p.recorded_at FROM ledger_log p WHERE p.position = ledger_log.position - 1
       ) - interval '1 microsecond' WHERE id = (${PLAIN})`,
    ],
    caughtBy: [15, 18],
    besides: [5, 7, 8, 12, 16],
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
           JOIN ledger_log c ON c.position = b.position + 1
           WHERE a.flags = 1 AND b.flags = 0 AND c.recorded_at > b.recorded_at
             AND NOT EXISTS (SELECT FROM ledger_log o WHERE o.reverses = b.id) ORDER BY a.position LIMIT 1;
         DELETE FROM ledger_log WHERE position = p;
         ALTER TABLE ledger_log DROP CONSTRAINT ledger_log_position;
         UPDATE ledger_log SET position = position - 1 WHERE position > p;
         UPDATE ledger_head SET last_position = last_position - 1;
       END $$`,
    ],
    caughtBy: [10, 16, 17, 18],
    besides: [5],
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
    name: 'a cent more came into clearing than went out',
    sql: [
      `UPDATE ledger_log SET amount = amount + 1 WHERE position = (
         SELECT min(position) FROM ledger_log WHERE credit_account = (SELECT number FROM ledger_account WHERE id = '$clearing'))`,
    ],
    caughtBy: [10, 18, 24, 26],
  },
]

/** Makes the change, looks, and takes it back. */
export async function tamper(run: FinishedRun, mutant: DataMutant): Promise<Findings> {
  const owner = await openOwner(run.url, 2)
  const findings = new Findings()
  const taken = Symbol('taken back')
  try {
    await owner.sql.begin('ISOLATION LEVEL REPEATABLE READ', async (tx) => {
      // Triggers do not fire for this session, and nobody is in the way.
      await tx`SET LOCAL session_replication_role = replica`
      for (const statement of mutant.sql) await tx.unsafe(withIds(statement, run))
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

/** A statement with the ids of those that have a part to play in the workload. */
function withIds(statement: string, { workload }: FinishedRun): string {
  return statement.replace(/\$(funds|shop|clearing)/g, (_, part: 'funds' | 'shop' | 'clearing') =>
    workload.account(CAST[part]),
  )
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
