-- The lane is kept between batches, and a batch is written in one statement; what 0005 had for this goes. And what holds of the log
-- holds of the table that it is in now.
DROP FUNCTION ledger_enter(bigint);
--> statement-breakpoint
DROP FUNCTION ledger_advance(bigint, bigint, bigint, uuid[], bigint[], bigint[], bigint[], bigint[], bigint[]);
--> statement-breakpoint
GRANT SELECT, INSERT ON ledger_log TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (last_account) ON ledger_head TO franoi_app;
--> statement-breakpoint
CREATE TRIGGER ledger_log_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_log
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
DROP TRIGGER ledger_account_is_itself ON ledger_account;
--> statement-breakpoint
CREATE TRIGGER ledger_account_is_itself
  BEFORE UPDATE OF id, number, unit, code, flags, origin, reference_128, reference_64, colour, area, created_at
  ON ledger_account FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- The log with the ids of its accounts. The legs are what its indexes are of: for the transfers of an account within some
-- positions ask for legs between those of `ledger_leg`.
CREATE VIEW ledger_transfer AS
SELECT t.id, t.position, debit.id AS debit_account_id, credit.id AS credit_account_id, t.amount, t.unit, t.code, t.flags,
  t.pending_id, coalesce(t.timeout_seconds, 0) AS timeout_seconds, t.reference_128, t.reference_64,
  t.debit_balance, t.credit_balance, t.recorded_at, t.occurred_at, t.reverses, t.reverse_reason,
  t.converts, t.rate_numerator, t.rate_denominator, t.rounding, t.debit_account, t.credit_account,
  ((t.debit_account::bigint << 35) | t.position) AS debit_leg, ((t.credit_account::bigint << 35) | t.position) AS credit_leg
FROM ledger_log t
JOIN ledger_account debit ON debit.number = t.debit_account
JOIN ledger_account credit ON credit.number = t.credit_account;
--> statement-breakpoint
GRANT SELECT ON ledger_transfer TO franoi_app;
--> statement-breakpoint
-- Where a position would stand among the legs of an account; NULL where there is no such account.
CREATE FUNCTION ledger_leg(p_account_id uuid, p_position bigint) RETURNS bigint LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT (number::bigint << 35) | p_position FROM ledger_account WHERE id = p_account_id;
END;
--> statement-breakpoint
-- Pending transfers that have lapsed, on these accounts or (NULL) on any.
CREATE FUNCTION ledger_due(p_account_ids uuid[], p_at timestamptz)
RETURNS TABLE (transfer_id uuid, debit_account_id uuid, credit_account_id uuid, amount bigint)
LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT t.id, debit.id, credit.id, t.amount
  FROM ledger_pending p
  JOIN ledger_log t ON t.id = p.transfer_id
  JOIN ledger_account debit ON debit.number = t.debit_account
  JOIN ledger_account credit ON credit.number = t.credit_account
  WHERE p.state = 'pending' AND p.expires_at <= p_at
    AND (p_account_ids IS NULL OR debit.id = ANY (p_account_ids) OR credit.id = ANY (p_account_ids));
END;
--> statement-breakpoint
-- The last position that was recorded before an instant, 0 where there is none. Time never falls along the log and
-- positions have no gaps, so some twenty probes of the unique index find it and no index on the time is needed.
CREATE OR REPLACE FUNCTION ledger_position_before(p_before_micros bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
DECLARE
  v_before timestamptz := ledger_instant(p_before_micros);
  v_low bigint := 0;
  v_high bigint;
  v_middle bigint;
  v_recorded timestamptz;
BEGIN
  SELECT last_position INTO STRICT v_high FROM ledger_head;
  WHILE v_low < v_high LOOP
    v_middle := v_high - (v_high - v_low) / 2;
    SELECT recorded_at INTO STRICT v_recorded FROM ledger_log WHERE position = v_middle;
    IF v_recorded < v_before THEN v_low := v_middle; ELSE v_high := v_middle - 1; END IF;
  END LOOP;
  RETURN v_low;
END $$;
--> statement-breakpoint
-- All rows of a statement at once: both accounts are there, have the unit of the transfer and one colour. Nearly always they
-- all have the same: then one look at every account is enough, and none at each transfer. What a transfer takes back
-- is looked at only where one does: it went the other way, was no reversal and moved something, and all that was ever
-- taken back of it is no more than it moved.
CREATE OR REPLACE FUNCTION ledger_transfer_accounts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_accounts integer[];
  v_unit text;
  v_is_alike boolean;
BEGIN
  SELECT array_agg(DISTINCT sides.account) INTO v_accounts
  FROM (SELECT debit_account AS account FROM added UNION ALL SELECT credit_account FROM added) sides;
  SELECT min(unit COLLATE "C"),
    count(*) = cardinality(v_accounts) AND min(unit COLLATE "C") = max(unit COLLATE "C")
      AND count(colour) IN (0, count(*)) AND min(colour COLLATE "C") IS NOT DISTINCT FROM max(colour COLLATE "C")
  INTO v_unit, v_is_alike
  FROM ledger_account WHERE number = ANY (v_accounts);
  IF (NOT v_is_alike OR EXISTS (SELECT FROM added WHERE unit <> v_unit)) AND EXISTS (
    SELECT FROM added t
    LEFT JOIN ledger_account debit ON debit.number = t.debit_account
    LEFT JOIN ledger_account credit ON credit.number = t.credit_account
    WHERE debit.unit IS DISTINCT FROM t.unit OR credit.unit IS DISTINCT FROM t.unit
      OR debit.colour IS DISTINCT FROM credit.colour
  ) THEN
    RAISE EXCEPTION 'a transfer is between two accounts of its unit and of one colour'
      USING ERRCODE = 'foreign_key_violation';
  END IF;
  IF EXISTS (SELECT FROM added WHERE reverses IS NOT NULL) THEN
    IF EXISTS (
      SELECT FROM added t
      LEFT JOIN ledger_log reversed ON reversed.id = t.reverses
      WHERE t.reverses IS NOT NULL AND (
        reversed.position IS NULL OR reversed.position >= t.position
        OR reversed.debit_account <> t.credit_account OR reversed.credit_account <> t.debit_account
        OR reversed.reverses IS NOT NULL OR reversed.flags & 10 <> 0)
    ) THEN
      RAISE EXCEPTION 'a reversal takes back what an earlier transfer moved between its accounts'
        USING ERRCODE = 'foreign_key_violation';
    END IF;
    IF EXISTS (
      SELECT FROM ledger_log reversed
      WHERE reversed.id IN (SELECT reverses FROM added WHERE reverses IS NOT NULL)
        AND reversed.amount < (SELECT sum(t.amount) FROM ledger_log t WHERE t.reverses = reversed.id)
    ) THEN
      RAISE EXCEPTION 'no more is taken back of a transfer than it moved' USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER ledger_log_accounts AFTER INSERT ON ledger_log
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_transfer_accounts();
--> statement-breakpoint
-- Takes the lane for this session: one process at a time posts on this database. The lock goes with the session, so
-- also with a process that dies; one that hangs loses its session after two seconds, between batches or within one.
-- Whoever waits shows it by sharing a second lock, until the end of this statement: ledger_post looks at it.
CREATE FUNCTION ledger_take(
  p_now_micros bigint, OUT last_position bigint, OUT last_at_micros bigint, OUT last_account integer,
  OUT now_micros bigint, OUT next_due_micros bigint
) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(77010, 3);
  PERFORM pg_advisory_lock(77010, 1);
  PERFORM set_config('idle_session_timeout', '2s', false);
  SELECT h.last_position, ledger_micros(h.last_recorded_at), h.last_account,
    coalesce(p_now_micros, ledger_micros(clock_timestamp())),
    (SELECT ledger_micros(min(expires_at)) FROM ledger_pending WHERE state = 'pending')
  INTO STRICT last_position, last_at_micros, last_account, now_micros, next_due_micros
  FROM ledger_head h;
END $$;
--> statement-breakpoint
-- Gives the lane back.
CREATE FUNCTION ledger_leave() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_unlock(77010, 1);
  PERFORM set_config('idle_session_timeout', '0', false);
END $$;
--> statement-breakpoint
-- Writes what a batch changes: the end of the log, the accounts that were there, and the transfers, whose positions follow
-- one another from the end of the log in the order given. All from what was read, or nothing: if anybody wrote in
-- between, lane or not, it raises serialization_failure, and where an id failed before unique_violation, as if it were in the
-- log: the batch is read again. Accounts go by their numbers. NULL stands for a column in which no transfer has a value, and
-- for most columns one element stands for the same in every row.
CREATE FUNCTION ledger_post(
  p_position_before bigint, p_at_before_micros bigint, p_position_after bigint, p_at_micros bigint, p_last_account integer,
  p_accounts integer[], p_versions bigint[],
  p_debits_pending bigint[], p_debits_posted bigint[], p_credits_pending bigint[], p_credits_posted bigint[],
  p_ids uuid[], p_debits integer[], p_credits integer[], p_amounts bigint[], p_units text[], p_codes integer[],
  p_flags smallint[], p_debit_balances bigint[], p_credit_balances bigint[],
  p_pending_ids uuid[], p_timeouts integer[], p_references_128 uuid[], p_references_64 bigint[],
  p_occurred_micros bigint[], p_reverses uuid[], p_reasons smallint[],
  p_converts uuid[], p_numerators bigint[], p_denominators bigint[], p_roundings smallint[],
  OUT now_micros bigint, OUT is_awaited boolean
) LANGUAGE plpgsql AS $$
DECLARE
  v_at timestamptz := ledger_instant(p_at_micros);
  v_changed bigint;
BEGIN
  UPDATE ledger_head
  SET last_position = p_position_after, last_recorded_at = v_at, last_account = p_last_account
  WHERE last_position = p_position_before AND last_recorded_at = ledger_instant(p_at_before_micros)
    AND last_recorded_at < v_at;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the log moved on while a batch was decided' USING ERRCODE = 'serialization_failure';
  END IF;
  UPDATE ledger_account a
  SET debits_pending = coalesce(u.debits_pending, p_debits_pending[1]), debits_posted = u.debits_posted,
      credits_pending = coalesce(u.credits_pending, p_credits_pending[1]), credits_posted = u.credits_posted,
      version = u.version
  FROM unnest(p_accounts, p_versions, p_debits_pending, p_debits_posted, p_credits_pending, p_credits_posted)
    AS u (number, version, debits_pending, debits_posted, credits_pending, credits_posted)
  WHERE a.number = u.number AND a.version = u.version - 1;
  GET DIAGNOSTICS v_changed = ROW_COUNT;
  IF v_changed <> cardinality(p_accounts) THEN
    RAISE EXCEPTION 'an account moved on while a batch was decided' USING ERRCODE = 'serialization_failure';
  END IF;
  IF cardinality(p_ids) > 0 THEN
    IF EXISTS (SELECT FROM ledger_failed_transfer WHERE id = ANY (p_ids)) THEN
      RAISE EXCEPTION 'an id failed before' USING ERRCODE = 'unique_violation', TABLE = 'ledger_failed_transfer';
    END IF;
    INSERT INTO ledger_log (
      position, amount, debit_balance, credit_balance, recorded_at, id, debit_account, credit_account, code, flags, unit,
      pending_id, timeout_seconds, reference_128, reference_64, occurred_at, reverses, reverse_reason, converts,
      rate_numerator, rate_denominator, rounding
    )
    SELECT p_position_before + u.ordinality, u.amount, u.debit_balance, u.credit_balance, v_at, u.id, u.debit, u.credit,
      coalesce(u.code, p_codes[1]), coalesce(u.flags, p_flags[1]), coalesce(u.unit, p_units[1]), u.pending, u.timeout, u.reference_128, u.reference_64, ledger_instant(u.occurred),
      u.reverses, u.reason, u.converts, u.numerator, u.denominator, u.rounding
    FROM unnest(
      p_ids, p_debits, p_credits, p_amounts, p_units, p_codes, p_flags, p_debit_balances, p_credit_balances,
      p_pending_ids, p_timeouts, p_references_128, p_references_64,
      p_occurred_micros, p_reverses, p_reasons, p_converts, p_numerators, p_denominators, p_roundings
    ) WITH ORDINALITY AS u (
      id, debit, credit, amount, unit, code, flags, debit_balance, credit_balance,
      pending, timeout, reference_128, reference_64,
      occurred, reverses, reason, converts, numerator, denominator, rounding, ordinality
    );
  END IF;
  now_micros := ledger_micros(clock_timestamp());
  is_awaited := NOT pg_try_advisory_xact_lock(77010, 3);
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION ledger_take(bigint), ledger_leave(), ledger_leg(uuid, bigint),
  ledger_due(uuid[], timestamptz), ledger_post(
  bigint, bigint, bigint, bigint, integer, integer[], bigint[], bigint[], bigint[], bigint[], bigint[],
  uuid[], integer[], integer[], bigint[], text[], integer[], smallint[], bigint[], bigint[],
  uuid[], integer[], uuid[], bigint[], bigint[], uuid[], smallint[], uuid[], bigint[], bigint[], smallint[]
) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION ledger_take(bigint), ledger_leave(), ledger_leg(uuid, bigint),
  ledger_due(uuid[], timestamptz), ledger_post(
  bigint, bigint, bigint, bigint, integer, integer[], bigint[], bigint[], bigint[], bigint[], bigint[],
  uuid[], integer[], integer[], bigint[], text[], integer[], smallint[], bigint[], bigint[],
  uuid[], integer[], uuid[], bigint[], bigint[], uuid[], smallint[], uuid[], bigint[], bigint[], smallint[]
) TO franoi_app;
