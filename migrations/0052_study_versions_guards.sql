-- Versions of studies are written once: who changed what stays to be seen.

GRANT SELECT, INSERT ON feasibility_study, feasibility_study_version TO franoi_app;
--> statement-breakpoint
CREATE TRIGGER feasibility_study_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON feasibility_study
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER feasibility_study_version_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON feasibility_study_version
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
