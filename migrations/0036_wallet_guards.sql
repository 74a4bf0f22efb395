-- What people say from their wallets is kept, and what they were answered; the texts can be removed, and nothing else.

GRANT SELECT, INSERT ON feedback, feedback_answer TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (said) ON feedback, feedback_answer TO franoi_app;
--> statement-breakpoint
CREATE FUNCTION refuse_other_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.said IS NOT NULL THEN
    RAISE EXCEPTION 'what was said stays, or is removed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER feedback_keeps_its_words BEFORE UPDATE ON feedback
  FOR EACH ROW EXECUTE FUNCTION refuse_other_words();
--> statement-breakpoint
CREATE TRIGGER feedback_answer_keeps_its_words BEFORE UPDATE ON feedback_answer
  FOR EACH ROW EXECUTE FUNCTION refuse_other_words();
--> statement-breakpoint
CREATE TRIGGER feedback_of_erased BEFORE INSERT ON feedback
  FOR EACH ROW EXECUTE FUNCTION refuse_erased_person();
