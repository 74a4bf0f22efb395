-- Everything that is in the log, under the numbers of its accounts; then what named the old table names the new one.
INSERT INTO ledger_log (
  position, amount, debit_balance, credit_balance, recorded_at, id, debit_account, credit_account, code, flags, unit,
  pending_id, timeout_seconds, reference_128, reference_64, occurred_at, reverses, reverse_reason, converts,
  rate_numerator, rate_denominator, rounding
)
SELECT t.position, t.amount, t.debit_balance, t.credit_balance, t.recorded_at, t.id, debit.number, credit.number,
  t.code, t.flags, t.unit, t.pending_id, nullif(t.timeout_seconds, 0), t.reference_128, t.reference_64, t.occurred_at,
  t.reverses, t.reverse_reason, t.converts, t.rate_numerator, t.rate_denominator, t.rounding
FROM ledger_transfer t
JOIN ledger_account debit ON debit.id = t.debit_account_id
JOIN ledger_account credit ON credit.id = t.credit_account_id
ORDER BY t.position;
--> statement-breakpoint
DROP FUNCTION ledger_due(uuid[], timestamptz);
--> statement-breakpoint
ALTER TABLE "ledger_pending" DROP CONSTRAINT "ledger_pending_transfer_id_ledger_transfer_id_fk";
--> statement-breakpoint
ALTER TABLE "ledger_pending" DROP CONSTRAINT "ledger_pending_resolved_by_ledger_transfer_id_fk";
--> statement-breakpoint
DROP TABLE "ledger_transfer";
--> statement-breakpoint
ALTER TABLE "ledger_pending" ADD CONSTRAINT "ledger_pending_transfer_id_ledger_log_id_fk" FOREIGN KEY ("transfer_id") REFERENCES "public"."ledger_log"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_pending" ADD CONSTRAINT "ledger_pending_resolved_by_ledger_log_id_fk" FOREIGN KEY ("resolved_by") REFERENCES "public"."ledger_log"("id") ON DELETE no action ON UPDATE no action;
