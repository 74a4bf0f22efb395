-- What an account is, is said once. Without its flags it could go below zero; with another code or another
-- reference it would be another account in every report.
DROP TRIGGER ledger_account_is_itself ON ledger_account;
--> statement-breakpoint
CREATE TRIGGER ledger_account_is_itself
  BEFORE UPDATE OF id, unit, code, flags, origin, reference_128, reference_64, created_at ON ledger_account
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
