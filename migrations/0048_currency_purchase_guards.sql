-- What the service may do with purchases. They stay as they were written.

GRANT SELECT, INSERT ON currency_purchase, currency_purchase_part TO franoi_app;
--> statement-breakpoint
CREATE TRIGGER currency_purchase_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON currency_purchase
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER currency_purchase_part_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON currency_purchase_part
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
