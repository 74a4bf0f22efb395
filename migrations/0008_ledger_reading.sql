DROP INDEX "ledger_account_code";--> statement-breakpoint
CREATE INDEX "ledger_transfer_debit_pending" ON "ledger_transfer" USING btree ("debit_account_id","position") WHERE "ledger_transfer"."flags" & 2 <> 0;--> statement-breakpoint
CREATE INDEX "ledger_transfer_credit_pending" ON "ledger_transfer" USING btree ("credit_account_id","position") WHERE "ledger_transfer"."flags" & 2 <> 0;--> statement-breakpoint
CREATE INDEX "ledger_transfer_reference_128" ON "ledger_transfer" USING btree ("reference_128","position") WHERE "ledger_transfer"."reference_128" is not null;--> statement-breakpoint
CREATE INDEX "ledger_transfer_reference_64" ON "ledger_transfer" USING btree ("reference_64","position") WHERE "ledger_transfer"."reference_64" is not null;--> statement-breakpoint
CREATE INDEX "ledger_transfer_kinds" ON "ledger_transfer" USING brin ("code" int4_bloom_ops,"unit" text_bloom_ops) WITH (pages_per_range=32,autosummarize=true);--> statement-breakpoint
CREATE INDEX "ledger_account_code" ON "ledger_account" USING btree ("code","unit","id");
--> statement-breakpoint
-- The last position that was recorded before an instant, 0 where there is none. Time never falls along the log and
-- positions have no gaps, so some twenty probes of the unique index find it and no index on the time is needed.
-- A plan that was made while the table was small would read it whole for ever: here it may not.
CREATE FUNCTION ledger_position_before(p_before_micros bigint) RETURNS bigint
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
    SELECT recorded_at INTO STRICT v_recorded FROM ledger_transfer WHERE position = v_middle;
    IF v_recorded < v_before THEN v_low := v_middle; ELSE v_high := v_middle - 1; END IF;
  END LOOP;
  RETURN v_low;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION ledger_position_before(bigint) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION ledger_position_before(bigint) TO franoi_app;
