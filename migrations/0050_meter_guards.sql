-- What was told about limits of the law stays told.

GRANT SELECT, INSERT ON meter_notice TO franoi_app;
--> statement-breakpoint
CREATE TRIGGER meter_notice_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON meter_notice
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
