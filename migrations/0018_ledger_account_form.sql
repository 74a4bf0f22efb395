ALTER TABLE "ledger_account" DROP CONSTRAINT "ledger_account_unit";--> statement-breakpoint
ALTER TABLE "ledger_account" DROP CONSTRAINT "ledger_account_number_range";--> statement-breakpoint
ALTER TABLE "ledger_account" DROP CONSTRAINT "ledger_account_code_range";--> statement-breakpoint
ALTER TABLE "ledger_account" DROP CONSTRAINT "ledger_account_flags";--> statement-breakpoint
ALTER TABLE "ledger_account" DROP CONSTRAINT "ledger_account_colour_form";--> statement-breakpoint
ALTER TABLE "ledger_account" DROP CONSTRAINT "ledger_account_area_form";--> statement-breakpoint
ALTER TABLE "ledger_account" DROP CONSTRAINT "ledger_account_colour_area";--> statement-breakpoint
ALTER TABLE "ledger_account" DROP CONSTRAINT "ledger_account_origin";--> statement-breakpoint
-- What an account is never changes (ledger_account_is_itself), so it is enough to look at it when it is opened. As CHECKs of the
-- table the same conditions were evaluated whenever money moved on it: a twentieth of all that a batch costs.
CREATE FUNCTION ledger_account_form() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_broken text := CASE
    WHEN NEW.unit !~ '^[A-Z][A-Z0-9]{1,11}$' THEN 'ledger_account_unit'
    WHEN NEW.number NOT BETWEEN 1 AND 268435455 THEN 'ledger_account_number_range'
    WHEN NEW.code NOT BETWEEN 1 AND 65535 THEN 'ledger_account_code_range'
    WHEN NEW.flags NOT BETWEEN 0 AND 31 OR NEW.flags & 3 = 3 THEN 'ledger_account_flags'
    WHEN NEW.colour !~ '^[A-Z][A-Z0-9-]{0,23}(?:/[A-Z][A-Z0-9-]{0,23})?$' THEN 'ledger_account_colour_form'
    WHEN NEW.area !~ '^[A-Z][A-Z0-9-]{0,23}$' THEN 'ledger_account_area_form'
    WHEN split_part(NEW.colour, '/', 2) NOT IN ('', NEW.area) THEN 'ledger_account_colour_area'
    WHEN NEW.origin NOT IN ('raw', 'programme') THEN 'ledger_account_origin'
  END;
BEGIN
  IF v_broken IS NOT NULL THEN
    RAISE EXCEPTION 'no account is formed like this: see %', v_broken
      USING ERRCODE = 'check_violation', TABLE = 'ledger_account', CONSTRAINT = v_broken;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER ledger_account_form BEFORE INSERT ON ledger_account
  FOR EACH ROW EXECUTE FUNCTION ledger_account_form();
