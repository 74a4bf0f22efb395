-- What the service may do with the register and the talks. What was told stays as it was told.

GRANT SELECT, INSERT ON register_entry, register_version, monitoring_interview, monitoring_target, monitoring_export,
  result_feed TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (withdrawn_at, withdrawn_by) ON result_feed TO franoi_app;
--> statement-breakpoint
CREATE TRIGGER register_entry_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON register_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER register_version_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON register_version
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER monitoring_interview_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON monitoring_interview
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER monitoring_target_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON monitoring_target
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER monitoring_export_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON monitoring_export
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER result_feed_stays BEFORE DELETE OR TRUNCATE ON result_feed
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
