-- What the service may do with webhooks, and what of it is never rewritten.

GRANT SELECT, INSERT ON webhook_endpoint, webhook_delivery, webhook_attempt TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (ended_at, read_position) ON webhook_endpoint TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (tries, next_try_at, delivered_at) ON webhook_delivery TO franoi_app;
--> statement-breakpoint
CREATE TRIGGER webhook_attempt_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON webhook_attempt
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
