-- People who sign in. Nobody is deleted, links and sessions only come to their end, and a code on paper is used once.

GRANT SELECT, INSERT ON staff, staff_credential, staff_backup_code, staff_identity, staff_link, staff_session,
  sign_in_tries, outbox_message TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (name, role, contact_point_ids, partner_id, activated_at, suspended_at) ON staff TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (password_hash, totp_sealed, totp_confirmed_at, totp_step) ON staff_credential TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (used_at) ON staff_backup_code, staff_link TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (ended_at) ON staff_session TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (remaining, counted_at), DELETE ON sign_in_tries TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (recipient_sealed, content_sealed, next_try_at, tries, closed_at, outcome) ON outbox_message TO franoi_app;
--> statement-breakpoint
CREATE TRIGGER staff_stays BEFORE DELETE OR TRUNCATE ON staff
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE FUNCTION staff_use_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.used_at IS NOT NULL THEN
    RAISE EXCEPTION '% was used before', TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER staff_link_used_once BEFORE UPDATE ON staff_link
  FOR EACH ROW EXECUTE FUNCTION staff_use_once();
--> statement-breakpoint
CREATE TRIGGER staff_backup_code_used_once BEFORE UPDATE ON staff_backup_code
  FOR EACH ROW EXECUTE FUNCTION staff_use_once();
--> statement-breakpoint
CREATE FUNCTION staff_session_end_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL THEN
    RAISE EXCEPTION 'session % has ended', OLD.id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'staff_session_ended', TABLE = 'staff_session';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER staff_session_ended BEFORE UPDATE ON staff_session
  FOR EACH ROW EXECUTE FUNCTION staff_session_end_once();
