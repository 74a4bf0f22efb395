-- What the service may do with associations and with what is done for them. What was told stays as it was told.

GRANT SELECT, INSERT ON association, association_member, activity TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (name, ended_at) ON association TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (until_day) ON association_member TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (state, confirmed_by, confirmed_at, decided_by, decided_at, reason) ON activity TO franoi_app;
--> statement-breakpoint
CREATE TRIGGER association_stays BEFORE DELETE OR TRUNCATE ON association
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER association_member_stays BEFORE DELETE OR TRUNCATE ON association_member
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER activity_stays BEFORE DELETE OR TRUNCATE ON activity
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- A day that somebody left on is not taken back: what was shared until then was shared by it.
CREATE FUNCTION refuse_return() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.until_day IS NOT NULL THEN
    RAISE EXCEPTION 'who left an association joins it anew' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER association_member_left_once BEFORE UPDATE ON association_member
  FOR EACH ROW EXECUTE FUNCTION refuse_return();
--> statement-breakpoint
-- Told, then confirmed, then decided; and nothing after.
CREATE FUNCTION refuse_other_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.state, NEW.state) NOT IN (('told', 'confirmed'), ('told', 'withdrawn'), ('confirmed', 'withdrawn'),
      ('confirmed', 'rewarded'), ('confirmed', 'refused')) THEN
    RAISE EXCEPTION 'this activity is % already', OLD.state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'activity_decided_once';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER activity_decided_once BEFORE UPDATE ON activity
  FOR EACH ROW EXECUTE FUNCTION refuse_other_end();
--> statement-breakpoint
GRANT UPDATE (association_id) ON staff TO franoi_app;
--> statement-breakpoint
-- What the service may do with runs of clearing: what was filed stays as it was filed, and is decided on once.

GRANT SELECT, INSERT ON clearing_run, clearing_part, clearing_invoice, clearing_left_out TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (filed_at, reckoned_at, foreseen, settled_at) ON clearing_run TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (cleared, settled) ON clearing_invoice TO franoi_app;
--> statement-breakpoint
CREATE TRIGGER clearing_run_stays BEFORE DELETE OR TRUNCATE ON clearing_run
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER clearing_part_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON clearing_part
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER clearing_invoice_stays BEFORE DELETE OR TRUNCATE ON clearing_invoice
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER clearing_left_out_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON clearing_left_out
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- What was told about limits of the law stays told.

GRANT SELECT, INSERT ON meter_notice TO franoi_app;
--> statement-breakpoint
CREATE TRIGGER meter_notice_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON meter_notice
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- Rules count with two people only: the approval is there before.
CREATE FUNCTION instrument_version_by_two() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM approval a
    WHERE a.kind = 'instrument' AND a.state = 'approved'
      AND a.subject_id = NEW.instrument_id || '/' || NEW.version
  ) THEN
    RAISE EXCEPTION 'rules of % count with two people', NEW.instrument_id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'instrument_version_by_two',
        TABLE = 'instrument_version';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER instrument_version_by_two BEFORE UPDATE ON instrument_version
  FOR EACH ROW EXECUTE FUNCTION instrument_version_by_two();
--> statement-breakpoint
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
--> statement-breakpoint
-- What the service may do with purchases. They stay as they were written.

GRANT SELECT, INSERT ON currency_purchase, currency_purchase_part TO franoi_app;
--> statement-breakpoint
CREATE TRIGGER currency_purchase_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON currency_purchase
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER currency_purchase_part_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON currency_purchase_part
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
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
