-- A database is marked as the demonstration while nothing is in it, or never; the mark stays.

GRANT SELECT, INSERT ON demonstration TO franoi_app;
--> statement-breakpoint
CREATE FUNCTION refuse_mark_on_a_programme() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM ledger_account) OR EXISTS (SELECT FROM staff)
    OR EXISTS (SELECT FROM territory) OR EXISTS (SELECT FROM beneficiary) THEN
    RAISE EXCEPTION 'only an empty database becomes the demonstration'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'demonstration_of_nothing';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER demonstration_of_nothing BEFORE INSERT ON demonstration
  FOR EACH ROW EXECUTE FUNCTION refuse_mark_on_a_programme();
