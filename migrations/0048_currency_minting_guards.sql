-- What the service may do with grants of instruments, releases of reserves and donations. What was written stays; what was
-- bought is counted by one run.

GRANT SELECT, INSERT ON currency_grant, reserve_release, currency_donation, currency_bought TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (donation_id) ON currency_bought TO franoi_app;
--> statement-breakpoint
CREATE TRIGGER currency_grant_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON currency_grant
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER reserve_release_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON reserve_release
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER currency_donation_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON currency_donation
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER currency_bought_stays BEFORE DELETE OR TRUNCATE ON currency_bought
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE FUNCTION refuse_counting_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.donation_id IS NOT NULL THEN
    RAISE EXCEPTION 'what was bought is counted once' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER currency_bought_counted_once BEFORE UPDATE ON currency_bought
  FOR EACH ROW EXECUTE FUNCTION refuse_counting_again();
