-- What the service may do with runs of clearing: what was filed stays as it was filed, and is decided on once.

GRANT SELECT, INSERT ON clearing_run, clearing_part, clearing_invoice, clearing_left_out TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (filed_at, reckoned_at, foreseen, settled_at) ON clearing_run TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (cleared, settled) ON clearing_invoice TO franoi_app;
--> statement-breakpoint
CREATE TRIGGER clearing_run_stays BEFORE DELETE OR TRUNCATE ON clearing_run
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER clearing_part_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON clearing_part
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER clearing_invoice_stays BEFORE DELETE OR TRUNCATE ON clearing_invoice
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER clearing_left_out_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON clearing_left_out
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
