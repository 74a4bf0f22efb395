-- What the database itself refuses of colours, reversals and closed accounts.

GRANT UPDATE (closed_by) ON ledger_account TO franoi_app;
--> statement-breakpoint
-- Its colour and its area belong to what an account is, and are said once.
DROP TRIGGER ledger_account_is_itself ON ledger_account;
--> statement-breakpoint
CREATE TRIGGER ledger_account_is_itself
  BEFORE UPDATE OF id, unit, code, flags, origin, reference_128, reference_64, colour, area, created_at
  ON ledger_account FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- All rows of a statement at once: both accounts are there, have the unit of the transfer and one colour. What a
-- transfer takes back is looked at only where one does: it went the other way, was no reversal and moved something,
-- and all that was ever taken back of it is no more than it moved.
CREATE OR REPLACE FUNCTION ledger_transfer_accounts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM added t
    LEFT JOIN ledger_account debit ON debit.id = t.debit_account_id
    LEFT JOIN ledger_account credit ON credit.id = t.credit_account_id
    WHERE debit.unit IS DISTINCT FROM t.unit OR credit.unit IS DISTINCT FROM t.unit
      OR debit.colour IS DISTINCT FROM credit.colour
  ) THEN
    RAISE EXCEPTION 'a transfer is between two accounts of its unit and of one colour'
      USING ERRCODE = 'foreign_key_violation';
  END IF;
  IF EXISTS (SELECT FROM added WHERE reverses IS NOT NULL) THEN
    IF EXISTS (
      SELECT FROM added t
      LEFT JOIN ledger_transfer reversed ON reversed.id = t.reverses
      WHERE t.reverses IS NOT NULL AND (
        reversed.position IS NULL OR reversed.position >= t.position
        OR reversed.debit_account_id <> t.credit_account_id OR reversed.credit_account_id <> t.debit_account_id
        OR reversed.reverses IS NOT NULL OR reversed.flags & 10 <> 0)
    ) THEN
      RAISE EXCEPTION 'a reversal takes back what an earlier transfer moved between its accounts'
        USING ERRCODE = 'foreign_key_violation';
    END IF;
    IF EXISTS (
      SELECT FROM ledger_transfer reversed
      WHERE reversed.id IN (SELECT reverses FROM added WHERE reverses IS NOT NULL)
        AND reversed.amount < (SELECT sum(t.amount) FROM ledger_transfer t WHERE t.reverses = reversed.id)
    ) THEN
      RAISE EXCEPTION 'no more is taken back of a transfer than it moved' USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NULL;
END $$;
