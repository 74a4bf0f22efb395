import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '../../src/db/client.ts'
import { ACCOUNTS } from './stand.ts'

/**
 * The ledger that one would write first: a function in the database, called for each transfer. It locks both accounts
 * in the order of their numbers, so that no two callers wait for each other, and keeps the running balances of both in
 * the transfer. The same id again changes nothing; that both accounts exist is seen when they are updated. No pending
 * transfers, no chains, no statuses, no log to prove.
 */
const POST_ONE = `
  CREATE TABLE account (
    id integer PRIMARY KEY,
    balance bigint NOT NULL DEFAULT 0,
    version bigint NOT NULL DEFAULT 0,
    may_overdraw boolean NOT NULL DEFAULT true,
    CHECK (may_overdraw OR balance >= 0)
  ) WITH (fillfactor = 60);
  CREATE TABLE transfer (
    id uuid PRIMARY KEY,
    debit_account integer NOT NULL,
    credit_account integer NOT NULL,
    amount bigint NOT NULL CHECK (amount > 0),
    debit_balance bigint NOT NULL,
    credit_balance bigint NOT NULL,
    debit_version bigint NOT NULL,
    credit_version bigint NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    CHECK (debit_account <> credit_account)
  );
  INSERT INTO account (id) SELECT generate_series(1, ${ACCOUNTS});
  CREATE FUNCTION post_one(p_id uuid, p_debit integer, p_credit integer, p_amount bigint) RETURNS boolean
  LANGUAGE plpgsql AS $$
  DECLARE
    v_debit account;
    v_credit account;
  BEGIN
    IF EXISTS (SELECT FROM transfer WHERE id = p_id) THEN RETURN false; END IF;
    IF p_debit < p_credit THEN
      UPDATE account SET balance = balance - p_amount, version = version + 1 WHERE id = p_debit RETURNING * INTO STRICT v_debit;
      UPDATE account SET balance = balance + p_amount, version = version + 1 WHERE id = p_credit RETURNING * INTO STRICT v_credit;
    ELSE
      UPDATE account SET balance = balance + p_amount, version = version + 1 WHERE id = p_credit RETURNING * INTO STRICT v_credit;
      UPDATE account SET balance = balance - p_amount, version = version + 1 WHERE id = p_debit RETURNING * INTO STRICT v_debit;
    END IF;
    INSERT INTO transfer (id, debit_account, credit_account, amount, debit_balance, credit_balance, debit_version, credit_version)
    VALUES (p_id, p_debit, p_credit, p_amount, v_debit.balance, v_credit.balance, v_debit.version, v_credit.version);
    RETURN true;
  END $$`

/** What each client of pgbench sends: the whole of `\set` is computed by pgbench itself. */
const SPREAD = `\\set debit random(1, ${ACCOUNTS})
\\set credit 1 + (:debit + random(0, ${ACCOUNTS - 2})) % ${ACCOUNTS}
SELECT post_one(uuidv7(), :debit, :credit, 1);
`
const HOT = `\\set debit random(2, ${ACCOUNTS})
SELECT post_one(uuidv7(), :debit, 1, 1);
`

/** The scripts, in files as pgbench wants them. */
export interface PostOne {
  readonly spread: string
  readonly hot: string
  dispose(): void
}

/** Fills a database with the tables and the function. */
export async function preparePostOne(url: string): Promise<PostOne> {
  const owner = connect(url, { role: null, poolSize: 1 })
  await owner.sql.unsafe(POST_ONE)
  await owner.sql.unsafe('VACUUM ANALYZE')
  await owner.close()
  const folder = mkdtempSync(join(tmpdir(), 'fra-noi-bench-'))
  const [spread, hot] = [join(folder, 'spread.sql'), join(folder, 'hot.sql')]
  writeFileSync(spread, SPREAD)
  writeFileSync(hot, HOT)
  return { spread, hot, dispose: () => rmSync(folder, { recursive: true }) }
}
