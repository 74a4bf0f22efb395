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
