-- What the service may do with instruments and what is held of them. Rules, payments and lots stay as they were written.

GRANT SELECT, INSERT ON instrument, instrument_version, currency_wallet, currency_payment, currency_lot, currency_spent
  TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (approved_at) ON instrument_version TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (credit_line, credit_room, fetched_up_to, stopped_at) ON currency_wallet TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (refunded) ON currency_payment TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (closed_on) ON currency_lot TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (amount, most, payments) ON currency_spent TO franoi_app;
--> statement-breakpoint
CREATE TRIGGER instrument_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON instrument
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER currency_wallet_stays BEFORE DELETE OR TRUNCATE ON currency_wallet
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER currency_payment_stays BEFORE DELETE OR TRUNCATE ON currency_payment
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER currency_lot_stays BEFORE DELETE OR TRUNCATE ON currency_lot
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER instrument_version_stays BEFORE DELETE OR TRUNCATE ON instrument_version
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE FUNCTION refuse_other_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.approved_at IS NOT NULL THEN
    RAISE EXCEPTION 'rules that were approved stay' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER instrument_version_approved_once BEFORE UPDATE ON instrument_version
  FOR EACH ROW EXECUTE FUNCTION refuse_other_rules();
--> statement-breakpoint
-- A lot is closed once.
CREATE FUNCTION refuse_reopening() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.closed_on IS NOT NULL THEN
    RAISE EXCEPTION 'a lot is closed once' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER currency_lot_closed_once BEFORE UPDATE ON currency_lot
  FOR EACH ROW EXECUTE FUNCTION refuse_reopening();
