-- What the service may do with raises of caps, with PINs of the erased and with texts that are sealed anew.

GRANT SELECT, INSERT ON cap_raise TO franoi_app;
--> statement-breakpoint
CREATE TRIGGER cap_raise_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON cap_raise
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- What may be given without a second person rises with two people only: the raise and its approval are there before.
CREATE FUNCTION contact_point_cap_raised_by_two() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.emergency_monthly_cap > OLD.emergency_monthly_cap AND NOT EXISTS (
    SELECT FROM cap_raise r
    JOIN approval a ON a.kind = 'emergency_cap' AND a.subject_id = r.id::text
    WHERE r.contact_point_id = NEW.id AND r.cap = NEW.emergency_monthly_cap AND a.state = 'approved'
  ) THEN
    RAISE EXCEPTION 'the cap of contact point % rises with two people', NEW.id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'contact_point_cap_raised_by_two',
        TABLE = 'contact_point';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER contact_point_cap_raised_by_two BEFORE UPDATE ON contact_point
  FOR EACH ROW EXECUTE FUNCTION contact_point_cap_raised_by_two();
--> statement-breakpoint
-- A PIN goes with everything else that is personal.
GRANT DELETE ON pin TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (key_id) ON feedback, feedback_answer TO franoi_app;
--> statement-breakpoint
-- Words are removed, or sealed anew under another key; under the same key they stay.
CREATE OR REPLACE FUNCTION refuse_other_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.said IS NULL AND NEW.said IS NOT NULL
    OR NEW.said IS NOT NULL AND NEW.key_id IS NOT DISTINCT FROM OLD.key_id
    OR NEW.said IS NOT NULL AND NEW.key_id IS NULL
  THEN
    RAISE EXCEPTION 'what was said stays, or is removed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
