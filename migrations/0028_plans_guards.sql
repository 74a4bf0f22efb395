-- What is known of people: what is history stays, what is personal can be removed, and no plan is overdrawn.

GRANT SELECT, INSERT ON
  eligibility_rules, eligibility_assessment, eligibility_override, enrolment, plan, plan_line, plan_version,
  privacy_notice, consent, consent_withdrawal,
  personal_key, personal_record, personal_index, person_request, person_erasure
  TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (household_size, language) ON beneficiary TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (assessment_id, verdict, override_id, left_on) ON enrolment TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (ceiling, committed, status, version) ON plan TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (ceiling, committed) ON plan_line TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (retired_at) ON personal_key TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (sealed, key_id) ON personal_record TO franoi_app;
--> statement-breakpoint
-- Personal data is the one thing that the service may remove: that is the right of the person.
GRANT DELETE ON personal_key, personal_record, personal_index TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (digest) ON person_request TO franoi_app;
--> statement-breakpoint
CREATE TRIGGER eligibility_rules_are_final BEFORE UPDATE OR DELETE OR TRUNCATE ON eligibility_rules
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER eligibility_assessment_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON eligibility_assessment
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER eligibility_override_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON eligibility_override
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER plan_version_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_version
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER privacy_notice_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON privacy_notice
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER consent_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON consent
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER consent_withdrawal_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON consent_withdrawal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER person_erasure_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON person_erasure
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE FUNCTION refuse_erased_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM person_erasure WHERE beneficiary_id = NEW.beneficiary_id) THEN
    RAISE EXCEPTION 'what is personal about % was erased', NEW.beneficiary_id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'person_is_erased', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER personal_record_of_erased BEFORE INSERT ON personal_record
  FOR EACH ROW EXECUTE FUNCTION refuse_erased_person();
--> statement-breakpoint
CREATE TRIGGER personal_index_of_erased BEFORE INSERT ON personal_index
  FOR EACH ROW EXECUTE FUNCTION refuse_erased_person();
--> statement-breakpoint
CREATE TRIGGER person_request_of_erased BEFORE INSERT ON person_request
  FOR EACH ROW EXECUTE FUNCTION refuse_erased_person();
--> statement-breakpoint
CREATE FUNCTION plan_commits_while_active() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.committed > OLD.committed AND NEW.status <> 'active' THEN
    RAISE EXCEPTION 'plan % is %', NEW.id, NEW.status
      USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_active', TABLE = 'plan';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER plan_commits_while_active BEFORE UPDATE ON plan
  FOR EACH ROW EXECUTE FUNCTION plan_commits_while_active();
--> statement-breakpoint
-- Adds amounts to what is committed on lines and on their plans, or takes them off where they are negative; in the
-- order of the ids, so that two at once wait for each other and not in a circle.
CREATE FUNCTION plan_use(line_ids uuid[], amounts bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  used record;
  line_plan uuid;
BEGIN
  PERFORM 1 FROM plan
    WHERE id IN (SELECT plan_id FROM plan_line WHERE id = ANY (line_ids)) ORDER BY id FOR UPDATE;
  FOR used IN
    SELECT line_id, sum(amount)::bigint AS amount FROM unnest(line_ids, amounts) AS asked (line_id, amount)
    GROUP BY line_id ORDER BY line_id
  LOOP
    UPDATE plan_line SET committed = committed + used.amount WHERE id = used.line_id
      RETURNING plan_id INTO line_plan;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'there is no plan line %', used.line_id
        USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'plan_line_known', TABLE = 'plan_line';
    END IF;
    UPDATE plan SET committed = committed + used.amount WHERE id = line_plan;
  END LOOP;
END $$;
--> statement-breakpoint
-- The rules of FRA NOI 2: holders of international protection who left reception at most 18 months before. Sources:
-- arci.le.it/progetti/fra-noi-2; merits.it/fra-noi. Territories stay open: the sources name 13 or 14 regions.
INSERT INTO eligibility_rules (programme_id, version, rules, source, created_at) VALUES (
  'FRANOI-2', 1,
  '{"protections": ["refugee_status", "subsidiary_protection"],
    "receptions": ["sprar", "siproimi", "sai", "cas", "humanitarian_corridor", "other"],
    "maxMonthsSinceExit": 18, "territories": null}',
  'arci.le.it/progetti/fra-noi-2; merits.it/fra-noi', now());
--> statement-breakpoint
-- In our own plain words, along the articles 13 and 21 of the GDPR. A lawyer has to review them, and whoever runs the
-- programme publishes its own version with its name and addresses in place of the brackets.
INSERT INTO privacy_notice (language, version, text, digest, published_at)
SELECT language, 1, notice, sha256(convert_to(notice, 'UTF8')), now() FROM (VALUES
('en', 'How we use your data

Who is responsible. [Name and address of the organisation], telephone [number], e-mail [address]. Our data protection officer: [contact].

What we write down. Your name, date of birth, telephone, e-mail, nationality, residence permit, your household, where you were received and until when, your personal plan, and the vouchers you receive.

Why. To see whether this programme is for you, to make a plan with you, to give you vouchers and to prove to those who pay for the programme how the money was used.

On what ground. We carry out a task in the public interest that the funder gave to us (GDPR art. 6(1)(e)) and legal duties of accounting (art. 6(1)(c)). You do not consent to this, and you need not. For being contacted after the end and for the evaluation we ask for your consent (art. 6(1)(a)), which you can refuse or take back without losing anything.

Who sees it. The people of your contact point. Shops see a code and never your name. The auditors of the programme, if they have to, and each time it is written down. Those who keep our computers running, under contract. Never the authorities of your country of origin. Nothing leaves the European Union.

How long. Your name and your documents until [period] after you leave the programme. The books, which hold only your code, as long as the rules of the funder ask: at least [years] years.

Do you have to tell us. No. But without what the rules ask we cannot take you into the programme.

Decisions by a computer. None. The rules are explained to you, and people decide.

Your rights. You may see your data, have a copy, have it corrected, have it erased or limited, object to its use, and take it with you. Ask at your contact point. You may also complain to the Garante per la protezione dei dati personali, www.garanteprivacy.it.'),
('it', 'Come usiamo i tuoi dati

Chi è il titolare. [Nome e indirizzo dell''organizzazione], telefono [numero], e-mail [indirizzo]. Il nostro responsabile della protezione dei dati: [contatto].

Che cosa scriviamo. Nome e cognome, data di nascita, telefono, e-mail, nazionalità, permesso di soggiorno, le persone della tua famiglia, dove sei stato accolto e fino a quando, il tuo piano individuale e i buoni che ricevi.

Perché. Per vedere se il programma è adatto a te, per fare un piano insieme a te, per darti i buoni e per dimostrare a chi paga il programma come è stato usato il denaro.

Su quale base. Svolgiamo un compito di interesse pubblico che il finanziatore ci ha affidato (GDPR art. 6, par. 1, lett. e) e rispettiamo obblighi di rendiconto (lett. c). Per questo non ti chiediamo il consenso. Per contattarti dopo la fine del programma e per la valutazione ti chiediamo il consenso (lett. a): puoi rifiutarlo o ritirarlo senza perdere nulla.

Chi li vede. Le persone del tuo punto di contatto. I negozi vedono un codice e mai il tuo nome. I revisori del programma, se devono, e ogni volta resta scritto. Chi fa funzionare i nostri computer, con un contratto. Mai le autorità del tuo paese di origine. Niente esce dall''Unione europea.

Per quanto tempo. Nome e documenti fino a [periodo] dopo che lasci il programma. I conti, che contengono solo il tuo codice, per il tempo chiesto dalle regole del finanziatore: almeno [anni] anni.

Sei obbligato a darceli. No. Ma senza quello che chiedono le regole non possiamo accoglierti nel programma.

Decisioni di un computer. Nessuna. Le regole ti vengono spiegate, e decidono le persone.

I tuoi diritti. Puoi vedere i tuoi dati, averne una copia, farli correggere, cancellare o limitare, opporti al loro uso e portarli con te. Chiedi al tuo punto di contatto. Puoi anche fare reclamo al Garante per la protezione dei dati personali, www.garanteprivacy.it.')
) AS notices (language, notice);
