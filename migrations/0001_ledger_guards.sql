-- What the books defend themselves with: one head row, a role that cannot cheat, and a log nobody can rewrite.

INSERT INTO ledger_head (id) VALUES (1);
--> statement-breakpoint
-- The service works under this role, whoever it logs in as. Roles belong to the whole cluster, so it may be there.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'franoi_app') THEN
    CREATE ROLE franoi_app NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL; -- another database of this cluster was migrated in the same moment
END $$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO franoi_app;
--> statement-breakpoint
GRANT SELECT, INSERT ON
  ledger_account, ledger_transfer, ledger_pending, ledger_failed_transfer,
  api_key, signing_key, territory, contact_point, partner, beneficiary,
  product, voucher, voucher_event, redemption
TO franoi_app;
--> statement-breakpoint
GRANT SELECT ON ledger_head TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (last_position, last_recorded_at) ON ledger_head TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (debits_pending, debits_posted, credits_pending, credits_posted, version) ON ledger_account TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (state, resolved_by, resolved_at) ON ledger_pending TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (revoked_at) ON api_key TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (retired_at) ON signing_key TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (first_used_at, blocked_at, cancelled_at, expired_at, replaced_by) ON voucher TO franoi_app;
--> statement-breakpoint
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % is refused: what is recorded stays as it is', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER ledger_transfer_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_transfer
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER ledger_failed_transfer_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_failed_transfer
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER ledger_account_stays BEFORE DELETE OR TRUNCATE ON ledger_account
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER redemption_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON redemption
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER voucher_event_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON voucher_event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
