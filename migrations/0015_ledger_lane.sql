-- The lane is kept between batches, and a batch is written in one statement. What was in 0005 for this goes.
DROP FUNCTION ledger_enter(bigint);
--> statement-breakpoint
DROP FUNCTION ledger_advance(bigint, bigint, bigint, uuid[], bigint[], bigint[], bigint[], bigint[], bigint[]);
--> statement-breakpoint
-- Takes the lane for this session: one process at a time posts on this database. The lock goes with the session, so
-- also with a process that dies; one that hangs loses its session after two seconds, here or in the middle of a batch.
-- Whoever waits shows it by sharing a second lock, until the end of this statement: ledger_post looks at it.
CREATE FUNCTION ledger_take(
  p_now_micros bigint, OUT last_position bigint, OUT last_at_micros bigint, OUT now_micros bigint, OUT next_due_micros bigint
) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(77010, 3);
  PERFORM pg_advisory_lock(77010, 1);
  PERFORM set_config('idle_session_timeout', '2s', false);
  SELECT h.last_position, ledger_micros(h.last_recorded_at), coalesce(p_now_micros, ledger_micros(clock_timestamp())),
    (SELECT ledger_micros(min(expires_at)) FROM ledger_pending WHERE state = 'pending')
  INTO STRICT last_position, last_at_micros, now_micros, next_due_micros
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
-- log: the batch is read again.
-- Where no transfer of a batch has a value for a column, NULL stands for the whole column.
CREATE FUNCTION ledger_post(
  p_position_before bigint, p_at_before_micros bigint, p_position_after bigint, p_at_micros bigint,
  p_accounts uuid[], p_versions bigint[],
  p_debits_pending bigint[], p_debits_posted bigint[], p_credits_pending bigint[], p_credits_posted bigint[],
  p_ids uuid[], p_debits uuid[], p_credits uuid[], p_amounts bigint[], p_units text[], p_codes int[], p_flags smallint[],
  p_debit_balances bigint[], p_credit_balances bigint[],
  p_pending_ids uuid[], p_timeouts int[], p_references_128 uuid[], p_references_64 bigint[],
  p_occurred_micros bigint[], p_reverses uuid[], p_reasons smallint[],
  p_converts uuid[], p_numerators bigint[], p_denominators bigint[], p_roundings smallint[],
  OUT now_micros bigint, OUT is_awaited boolean
) LANGUAGE plpgsql AS $$
DECLARE
  v_at timestamptz := ledger_instant(p_at_micros);
  v_changed bigint;
BEGIN
  UPDATE ledger_head
  SET last_position = p_position_after, last_recorded_at = v_at
  WHERE last_position = p_position_before AND last_recorded_at = ledger_instant(p_at_before_micros)
    AND last_recorded_at < v_at;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the log moved on while a batch was decided' USING ERRCODE = 'serialization_failure';
  END IF;
  UPDATE ledger_account a
  SET debits_pending = u.debits_pending, debits_posted = u.debits_posted,
      credits_pending = u.credits_pending, credits_posted = u.credits_posted, version = u.version
  FROM unnest(p_accounts, p_versions, p_debits_pending, p_debits_posted, p_credits_pending, p_credits_posted)
    AS u (id, version, debits_pending, debits_posted, credits_pending, credits_posted)
  WHERE a.id = u.id AND a.version = u.version - 1;
  GET DIAGNOSTICS v_changed = ROW_COUNT;
  IF v_changed <> cardinality(p_accounts) THEN
    RAISE EXCEPTION 'an account moved on while a batch was decided' USING ERRCODE = 'serialization_failure';
  END IF;
  IF cardinality(p_ids) > 0 THEN
    IF EXISTS (SELECT FROM ledger_failed_transfer WHERE id = ANY (p_ids)) THEN
      RAISE EXCEPTION 'an id failed before' USING ERRCODE = 'unique_violation', TABLE = 'ledger_failed_transfer';
    END IF;
    INSERT INTO ledger_transfer (
      id, position, debit_account_id, credit_account_id, amount, unit, code, flags,
      pending_id, timeout_seconds, reference_128, reference_64, debit_balance, credit_balance, recorded_at,
      occurred_at, reverses, reverse_reason, converts, rate_numerator, rate_denominator, rounding
    )
    SELECT u.id, p_position_before + u.ordinality, u.debit, u.credit, u.amount, u.unit, u.code, u.flags,
      u.pending, coalesce(u.timeout, 0), u.reference_128, u.reference_64, u.debit_balance, u.credit_balance, v_at,
      ledger_instant(u.occurred), u.reverses, u.reason, u.converts, u.numerator, u.denominator, u.rounding
    FROM unnest(
      p_ids, p_debits, p_credits, p_amounts, p_units, p_codes, p_flags,
      p_debit_balances, p_credit_balances, p_pending_ids, p_timeouts, p_references_128, p_references_64,
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
REVOKE EXECUTE ON FUNCTION ledger_take(bigint), ledger_leave(), ledger_post(
  bigint, bigint, bigint, bigint, uuid[], bigint[], bigint[], bigint[], bigint[], bigint[],
  uuid[], uuid[], uuid[], bigint[], text[], int[], smallint[], bigint[], bigint[],
  uuid[], int[], uuid[], bigint[], bigint[], uuid[], smallint[], uuid[], bigint[], bigint[], smallint[]
) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION ledger_take(bigint), ledger_leave(), ledger_post(
  bigint, bigint, bigint, bigint, uuid[], bigint[], bigint[], bigint[], bigint[], bigint[],
  uuid[], uuid[], uuid[], bigint[], text[], int[], smallint[], bigint[], bigint[],
  uuid[], int[], uuid[], bigint[], bigint[], uuid[], smallint[], uuid[], bigint[], bigint[], smallint[]
) TO franoi_app;
