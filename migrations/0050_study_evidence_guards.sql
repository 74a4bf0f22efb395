-- Evidence that a study rests on is never rewritten, and never lost.

GRANT SELECT, INSERT ON study_dataset TO franoi_app;
--> statement-breakpoint
CREATE TRIGGER study_dataset_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON study_dataset
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
