-- What the posting lane says to the database. The rules are not here: they are src/ledger/core, and
-- these functions only see to it that nobody posts on top of something that he did not read.

-- Every batch changes the counters of its accounts: room in each page keeps the new versions of the rows there.
ALTER TABLE ledger_account SET (fillfactor = 60);
--> statement-breakpoint
ALTER TABLE ledger_head SET (fillfactor = 10);
--> statement-breakpoint
-- Microseconds since 1970: what the rules count time in, and what JavaScript dates cannot hold.
CREATE FUNCTION ledger_micros(p_at timestamptz) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN (extract(epoch FROM p_at) * 1000000)::bigint;
--> statement-breakpoint
CREATE FUNCTION ledger_instant(p_micros bigint) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
RETURN TIMESTAMPTZ '1970-01-01 00:00:00+00' + p_micros * INTERVAL '1 microsecond';
--> statement-breakpoint
-- The time of a batch: when its transaction began, and later than any batch before it. The same in
-- every statement of a transaction. p_now_micros takes the place of the database's clock in tests.
CREATE FUNCTION ledger_batch_time(p_now_micros bigint) RETURNS timestamptz LANGUAGE sql STABLE
RETURN (
  SELECT greatest(coalesce(ledger_instant(p_now_micros), now()), last_recorded_at + INTERVAL '1 microsecond')
  FROM ledger_head
);
--> statement-breakpoint
-- Pending transfers that have lapsed, on these accounts or (NULL) on any.
CREATE FUNCTION ledger_due(p_account_ids uuid[], p_at timestamptz)
RETURNS TABLE (transfer_id uuid, debit_account_id uuid, credit_account_id uuid, amount bigint)
LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT t.id, t.debit_account_id, t.credit_account_id, t.amount
  FROM ledger_pending p
  JOIN ledger_transfer t ON t.id = p.transfer_id
  WHERE p.state = 'pending' AND p.expires_at <= p_at
    AND (p_account_ids IS NULL
      OR t.debit_account_id = ANY (p_account_ids) OR t.credit_account_id = ANY (p_account_ids));
END;
--> statement-breakpoint
-- Enters the lane: one batch at a time on this database, whoever posts it. The lock goes with the
-- transaction, so also with a connection that dies. What is read after it is what the batch before left.
CREATE FUNCTION ledger_enter(p_now_micros bigint, OUT last_position bigint, OUT at_micros bigint)
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(77010, 1);
  SELECT h.last_position, ledger_micros(ledger_batch_time(p_now_micros))
  INTO STRICT last_position, at_micros
  FROM ledger_head h;
END $$;
--> statement-breakpoint
-- Moves the end of the log and the counters of the accounts that were there, all from what was read or none:
-- if anybody wrote in between, lane or not, it raises serialization_failure and the batch is read again.
CREATE FUNCTION ledger_advance(
  p_position_before bigint, p_position_after bigint, p_at_micros bigint,
  p_ids uuid[], p_versions bigint[],
  p_debits_pending bigint[], p_debits_posted bigint[],
  p_credits_pending bigint[], p_credits_posted bigint[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  changed bigint;
BEGIN
  UPDATE ledger_head
  SET last_position = p_position_after, last_recorded_at = ledger_instant(p_at_micros)
  WHERE last_position = p_position_before AND last_recorded_at < ledger_instant(p_at_micros);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the log moved on while a batch was decided' USING ERRCODE = 'serialization_failure';
  END IF;
  UPDATE ledger_account a
  SET debits_pending = u.debits_pending, debits_posted = u.debits_posted,
      credits_pending = u.credits_pending, credits_posted = u.credits_posted, version = u.version
  FROM unnest(p_ids, p_versions, p_debits_pending, p_debits_posted, p_credits_pending, p_credits_posted)
    AS u (id, version, debits_pending, debits_posted, credits_pending, credits_posted)
  WHERE a.id = u.id AND a.version = u.version - 1;
  GET DIAGNOSTICS changed = ROW_COUNT;
  IF changed <> cardinality(p_ids) THEN
    RAISE EXCEPTION 'an account moved on while a batch was decided' USING ERRCODE = 'serialization_failure';
  END IF;
END $$;
--> statement-breakpoint
-- Says what became of pending transfers: each once.
CREATE FUNCTION ledger_resolve(
  p_ids uuid[], p_states text[], p_resolved_by uuid[], p_resolved_at_micros bigint[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  changed bigint;
BEGIN
  UPDATE ledger_pending p
  SET state = u.state, resolved_by = u.resolved_by, resolved_at = ledger_instant(u.resolved_at_micros)
  FROM unnest(p_ids, p_states, p_resolved_by, p_resolved_at_micros)
    AS u (id, state, resolved_by, resolved_at_micros)
  WHERE p.transfer_id = u.id AND p.state = 'pending';
  GET DIAGNOSTICS changed = ROW_COUNT;
  IF changed <> cardinality(p_ids) THEN
    RAISE EXCEPTION 'a pending transfer was resolved while a batch was decided'
      USING ERRCODE = 'serialization_failure';
  END IF;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION
  ledger_micros(timestamptz), ledger_instant(bigint), ledger_batch_time(bigint), ledger_due(uuid[], timestamptz),
  ledger_enter(bigint), ledger_resolve(uuid[], text[], uuid[], bigint[]),
  ledger_advance(bigint, bigint, bigint, uuid[], bigint[], bigint[], bigint[], bigint[], bigint[])
FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION
  ledger_micros(timestamptz), ledger_instant(bigint), ledger_batch_time(bigint), ledger_due(uuid[], timestamptz),
  ledger_enter(bigint), ledger_resolve(uuid[], text[], uuid[], bigint[]),
  ledger_advance(bigint, bigint, bigint, uuid[], bigint[], bigint[], bigint[], bigint[], bigint[])
TO franoi_app;
