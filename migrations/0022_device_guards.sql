-- What ended stays ended: a terminal that was unpaired, a link and a wallet that were taken back. Codes and keys never
-- change hands.

GRANT SELECT, INSERT ON terminal_pairing, terminal, wallet_link, wallet, pin TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (unpaired_at, unpaired_by) ON terminal TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (revoked_at) ON wallet_link TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (revoked_at, revoked_by) ON wallet TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (version, hash, tries_taken, tries_forgiven, set_at, set_by) ON pin TO franoi_app;
--> statement-breakpoint
CREATE TRIGGER terminal_pairing_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON terminal_pairing
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER terminal_stays BEFORE DELETE OR TRUNCATE ON terminal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER wallet_link_stays BEFORE DELETE OR TRUNCATE ON wallet_link
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER wallet_stays BEFORE DELETE OR TRUNCATE ON wallet
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE FUNCTION refuse_revival() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what ended in % stays ended', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
END $$;
--> statement-breakpoint
CREATE TRIGGER terminal_stays_unpaired BEFORE UPDATE ON terminal
  FOR EACH ROW WHEN (OLD.unpaired_at IS NOT NULL) EXECUTE FUNCTION refuse_revival();
--> statement-breakpoint
CREATE TRIGGER wallet_link_stays_revoked BEFORE UPDATE ON wallet_link
  FOR EACH ROW WHEN (OLD.revoked_at IS NOT NULL) EXECUTE FUNCTION refuse_revival();
--> statement-breakpoint
CREATE TRIGGER wallet_stays_revoked BEFORE UPDATE ON wallet
  FOR EACH ROW WHEN (OLD.revoked_at IS NOT NULL) EXECUTE FUNCTION refuse_revival();
