-- What the service may do with programmes, envelopes and partners, and what of it is never rewritten.

GRANT SELECT, INSERT ON
  programme, envelope, grant_tranche, envelope_move, agreement, partner_event, outlet
TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (name, phone, opening_hours, approver_contact_point_id, emergency_monthly_cap) ON contact_point TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (name, territory_id, kind, categories, status) ON partner TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (name, town, opening_hours, closed_at) ON outlet TO franoi_app;
--> statement-breakpoint
CREATE TRIGGER grant_tranche_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON grant_tranche
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER envelope_move_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON envelope_move
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER envelope_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON envelope
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER programme_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON programme
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER agreement_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON agreement
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER partner_event_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON partner_event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- An ended partner stays ended.
CREATE FUNCTION partner_stays_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'ended' AND NEW.status <> 'ended' THEN
    RAISE EXCEPTION 'partner % has ended', OLD.id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'partner_stays_ended', TABLE = 'partner';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER partner_stays_ended BEFORE UPDATE OF status ON partner
  FOR EACH ROW EXECUTE FUNCTION partner_stays_ended();
--> statement-breakpoint
-- The agreement that counts on a day: of those signed until then, the one signed last.
CREATE FUNCTION agreement_on(of_partner text, on_day date) RETURNS SETOF agreement
LANGUAGE sql STABLE ROWS 1 AS $$
  SELECT * FROM agreement
  WHERE partner_id = of_partner AND signed_on <= on_day
  ORDER BY signed_on DESC, recorded_at DESC LIMIT 1
$$;
--> statement-breakpoint
-- Whether a partner accepts vouchers on a day: what `acceptanceOf` in src/network/core/agreement.ts says.
CREATE FUNCTION partner_accepts(of_partner text, on_day date) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM partner p, agreement_on(of_partner, on_day) a
    WHERE p.id = of_partner AND p.status = 'active'
      AND (a.valid_until IS NULL OR a.valid_until >= on_day))
$$;
