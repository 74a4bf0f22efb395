-- What was prepared stays as it was prepared, a row of a batch is decided once, and a voucher is handed over once.

GRANT SELECT, INSERT ON voucher_batch, voucher_batch_row, voucher_change, voucher_schedule, emergency_use TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (approved_at, finished_at) ON voucher_batch TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (outcome, fault) ON voucher_batch_row TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (approved_at, stopped_at) ON voucher_schedule TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (used, cap) ON emergency_use TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (activated_at, expires_on) ON voucher TO franoi_app;
--> statement-breakpoint
CREATE TRIGGER voucher_change_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON voucher_change
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER voucher_batch_stays BEFORE DELETE OR TRUNCATE ON voucher_batch
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER voucher_batch_row_stays BEFORE DELETE OR TRUNCATE ON voucher_batch_row
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER voucher_schedule_stays BEFORE DELETE OR TRUNCATE ON voucher_schedule
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE FUNCTION voucher_batch_row_decide_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.outcome IS NOT NULL THEN
    RAISE EXCEPTION 'row % of batch % was decided before', OLD.number, OLD.batch_id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'voucher_batch_row_decided_once', TABLE = 'voucher_batch_row';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER voucher_batch_row_decided_once BEFORE UPDATE ON voucher_batch_row
  FOR EACH ROW EXECUTE FUNCTION voucher_batch_row_decide_once();
--> statement-breakpoint
CREATE FUNCTION voucher_hand_over_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.activated_at IS NOT NULL AND NEW.activated_at IS DISTINCT FROM OLD.activated_at THEN
    RAISE EXCEPTION 'voucher % was handed over before', OLD.id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'voucher_activated_once', TABLE = 'voucher';
  END IF;
  IF NEW.expires_on < OLD.expires_on THEN
    RAISE EXCEPTION 'voucher % was promised to be good longer', OLD.id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'voucher_never_shortened', TABLE = 'voucher';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER voucher_hand_over_once BEFORE UPDATE OF activated_at, expires_on ON voucher
  FOR EACH ROW EXECUTE FUNCTION voucher_hand_over_once();
