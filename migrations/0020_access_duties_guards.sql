-- Who did what is never rewritten, and what needs a second person is decided once.

GRANT SELECT, INSERT ON access_log, approval TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (state, decided_by, decided_at, reason) ON approval TO franoi_app;
--> statement-breakpoint
CREATE TRIGGER access_log_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON access_log
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER approval_stays BEFORE DELETE OR TRUNCATE ON approval
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE FUNCTION approval_decide_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'waiting' THEN
    RAISE EXCEPTION 'approval % was decided before', OLD.id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'approval_decided_once', TABLE = 'approval';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER approval_decided_once BEFORE UPDATE ON approval
  FOR EACH ROW EXECUTE FUNCTION approval_decide_once();
