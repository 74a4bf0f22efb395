-- What is written of a household and of what was closed stays; why somebody left goes with the day.

GRANT SELECT, INSERT ON household_change, feedback_closing TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (leaving_reason) ON enrolment TO franoi_app;
--> statement-breakpoint
CREATE TRIGGER household_change_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON household_change
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER feedback_closing_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON feedback_closing
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
