-- What the service may do with codes, requests and schedules. What was used, asked for and paid stays as it was written.

GRANT SELECT, INSERT ON currency_code, currency_code_use, currency_request, currency_request_paid, currency_schedule
  TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (revoked_at, revoked_by), DELETE ON currency_code TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (next_on, last_on, ended_at) ON currency_schedule TO franoi_app;
--> statement-breakpoint
CREATE TRIGGER currency_code_use_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON currency_code_use
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER currency_request_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON currency_request
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER currency_request_paid_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON currency_request_paid
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER currency_schedule_stays BEFORE DELETE OR TRUNCATE ON currency_schedule
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- A code is withdrawn once; a card is never forgotten, and what was used neither, since its use is kept.
CREATE FUNCTION refuse_unrevoking() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.kind = 'card' THEN
      RAISE EXCEPTION 'a card stays' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
  END IF;
  IF OLD.revoked_at IS NOT NULL THEN
    RAISE EXCEPTION 'a code is withdrawn once' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER currency_code_revoked_once BEFORE UPDATE OR DELETE ON currency_code
  FOR EACH ROW EXECUTE FUNCTION refuse_unrevoking();
