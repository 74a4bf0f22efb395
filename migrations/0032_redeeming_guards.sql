-- What tills said, what was refused and what was said in a dispute is never rewritten.
GRANT SELECT, INSERT ON
  product_partner, redemption_line, voucher_day, terminal_statement, statement_conflict, redemption_claim,
  refund, dispute, dispute_event
TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (spent) ON voucher_day TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (refunded, disputed) ON redemption_claim TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (state, credited_account_id, done_at) ON refund TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (state, decided_at) ON dispute TO franoi_app;
--> statement-breakpoint
CREATE TRIGGER redemption_line_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON redemption_line
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER terminal_statement_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON terminal_statement
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER statement_conflict_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON statement_conflict
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER dispute_event_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON dispute_event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER refund_stays BEFORE DELETE OR TRUNCATE ON refund
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER dispute_stays BEFORE DELETE OR TRUNCATE ON dispute
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- What is at its end stays so: a refund is done once, a dispute is decided once.
CREATE FUNCTION refund_end_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state IN ('done', 'refused') OR (OLD.state = 'netting' AND NEW.state <> 'done') THEN
    RAISE EXCEPTION 'refund % is % and does not become %', OLD.id, OLD.state, NEW.state
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'refund_ended_once', TABLE = 'refund';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER refund_ended_once BEFORE UPDATE ON refund FOR EACH ROW EXECUTE FUNCTION refund_end_once();
--> statement-breakpoint
CREATE FUNCTION dispute_decide_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'open' THEN
    RAISE EXCEPTION 'dispute % was decided before', OLD.id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'dispute_decided_once', TABLE = 'dispute';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER dispute_decided_once BEFORE UPDATE ON dispute FOR EACH ROW EXECUTE FUNCTION dispute_decide_once();
