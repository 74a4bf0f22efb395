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
