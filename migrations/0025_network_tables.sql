CREATE TABLE "agreement" (
	"id" uuid PRIMARY KEY NOT NULL,
	"partner_id" text NOT NULL,
	"signed_on" date NOT NULL,
	"valid_until" date,
	"products" text[],
	"categories" text[],
	"settlement_period" text NOT NULL,
	"settlement_days" smallint NOT NULL,
	"documents" jsonb NOT NULL,
	"recorded_by" uuid,
	"recorded_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "agreement_days" CHECK ("agreement"."valid_until" >= "agreement"."signed_on"),
	CONSTRAINT "agreement_settlement" CHECK ("agreement"."settlement_period" in ('weekly', 'fortnightly', 'monthly') and "agreement"."settlement_days" between 0 and 365)
);
--> statement-breakpoint
CREATE TABLE "envelope" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" text NOT NULL,
	"contact_point_id" text NOT NULL,
	"area" text NOT NULL,
	"unit" text NOT NULL,
	"colour" text,
	"account_id" uuid NOT NULL,
	CONSTRAINT "envelope_account" UNIQUE("account_id"),
	CONSTRAINT "envelope_one_each" UNIQUE NULLS NOT DISTINCT("contact_point_id","area","programme_id","colour"),
	CONSTRAINT "envelope_area" CHECK ("envelope"."area" in ('general', 'housing', 'work', 'education', 'socio_cultural', 'social_assistance', 'health'))
);
--> statement-breakpoint
CREATE TABLE "envelope_move" (
	"id" uuid PRIMARY KEY NOT NULL,
	"from_envelope_id" uuid,
	"to_envelope_id" uuid,
	"amount" bigint NOT NULL,
	"reason" text NOT NULL,
	"prepared_by" uuid NOT NULL,
	"prepared_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "envelope_move_amount" CHECK ("envelope_move"."amount" > 0),
	CONSTRAINT "envelope_move_sides" CHECK ("envelope_move"."from_envelope_id" is distinct from "envelope_move"."to_envelope_id")
);
--> statement-breakpoint
CREATE TABLE "grant_tranche" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" text NOT NULL,
	"kind" text NOT NULL,
	"funder" text NOT NULL,
	"amount" bigint NOT NULL,
	"unit" text NOT NULL,
	"colour" text,
	"received_on" date NOT NULL,
	"reference" text NOT NULL,
	"prepared_by" uuid NOT NULL,
	"prepared_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "grant_tranche_kind" CHECK ("grant_tranche"."kind" in ('grant', 'co_funding')),
	CONSTRAINT "grant_tranche_amount" CHECK ("grant_tranche"."amount" > 0)
);
--> statement-breakpoint
CREATE TABLE "outlet" (
	"id" text PRIMARY KEY NOT NULL,
	"partner_id" text NOT NULL,
	"name" text NOT NULL,
	"town" text NOT NULL,
	"opening_hours" text,
	"closed_at" timestamp (6) with time zone
);
--> statement-breakpoint
CREATE TABLE "partner_event" (
	"id" uuid PRIMARY KEY NOT NULL,
	"partner_id" text NOT NULL,
	"kind" text NOT NULL,
	"reason" text NOT NULL,
	"actor_id" uuid NOT NULL,
	"recorded_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "partner_event_kind" CHECK ("partner_event"."kind" in ('suspend', 'resume', 'end'))
);
--> statement-breakpoint
CREATE TABLE "programme" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"unit" text NOT NULL,
	"colour" text,
	"starts_on" date,
	"ends_on" date,
	"rules" jsonb NOT NULL,
	CONSTRAINT "programme_colour" UNIQUE("colour"),
	CONSTRAINT "programme_days" CHECK ("programme"."ends_on" >= "programme"."starts_on")
);
--> statement-breakpoint
ALTER TABLE "partner" DROP CONSTRAINT "partner_status";--> statement-breakpoint
ALTER TABLE "contact_point" ADD COLUMN "programme_id" text;--> statement-breakpoint
ALTER TABLE "contact_point" ADD COLUMN "area" text;--> statement-breakpoint
ALTER TABLE "contact_point" ADD COLUMN "phone" text;--> statement-breakpoint
ALTER TABLE "contact_point" ADD COLUMN "opening_hours" text;--> statement-breakpoint
ALTER TABLE "contact_point" ADD COLUMN "approver_contact_point_id" text;--> statement-breakpoint
ALTER TABLE "contact_point" ADD COLUMN "emergency_monthly_cap" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "partner" ADD COLUMN "area" text;--> statement-breakpoint
ALTER TABLE "agreement" ADD CONSTRAINT "agreement_partner_id_partner_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partner"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "envelope" ADD CONSTRAINT "envelope_programme_id_programme_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programme"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "envelope" ADD CONSTRAINT "envelope_contact_point_id_contact_point_id_fk" FOREIGN KEY ("contact_point_id") REFERENCES "public"."contact_point"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "envelope" ADD CONSTRAINT "envelope_account_id_ledger_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."ledger_account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "envelope_move" ADD CONSTRAINT "envelope_move_from_envelope_id_envelope_id_fk" FOREIGN KEY ("from_envelope_id") REFERENCES "public"."envelope"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "envelope_move" ADD CONSTRAINT "envelope_move_to_envelope_id_envelope_id_fk" FOREIGN KEY ("to_envelope_id") REFERENCES "public"."envelope"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grant_tranche" ADD CONSTRAINT "grant_tranche_programme_id_programme_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programme"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outlet" ADD CONSTRAINT "outlet_partner_id_partner_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partner"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partner_event" ADD CONSTRAINT "partner_event_partner_id_partner_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partner"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "agreement_partner" ON "agreement" USING btree ("partner_id","signed_on","recorded_at");--> statement-breakpoint
CREATE INDEX "envelope_move_prepared" ON "envelope_move" USING btree ("prepared_at","id");--> statement-breakpoint
CREATE INDEX "grant_tranche_prepared" ON "grant_tranche" USING btree ("prepared_at","id");--> statement-breakpoint
CREATE INDEX "outlet_partner" ON "outlet" USING btree ("partner_id","id");--> statement-breakpoint
CREATE INDEX "partner_event_partner" ON "partner_event" USING btree ("partner_id","recorded_at","id");--> statement-breakpoint
ALTER TABLE "contact_point" ADD CONSTRAINT "contact_point_programme_id_programme_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programme"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_point" ADD CONSTRAINT "contact_point_approver_contact_point_id_contact_point_id_fk" FOREIGN KEY ("approver_contact_point_id") REFERENCES "public"."contact_point"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_point" ADD CONSTRAINT "contact_point_approver" CHECK ("contact_point"."approver_contact_point_id" <> "contact_point"."id");--> statement-breakpoint
ALTER TABLE "contact_point" ADD CONSTRAINT "contact_point_cap" CHECK ("contact_point"."emergency_monthly_cap" >= 0);--> statement-breakpoint
ALTER TABLE "partner" ADD CONSTRAINT "partner_status" CHECK ("partner"."status" in ('active', 'suspended', 'ended'));--> statement-breakpoint
-- What was there before there were programmes belongs to one without a colour, so its money goes on being used.
INSERT INTO programme (id, name, unit, rules)
SELECT 'BEFORE-' || unit, 'Before there were programmes, ' || unit, unit,
  '{"monthsSinceExit": 18, "emergencyMonthlyCap": "0"}'
FROM (SELECT DISTINCT unit FROM contact_point) AS used;
--> statement-breakpoint
UPDATE contact_point SET programme_id = 'BEFORE-' || unit;
--> statement-breakpoint
ALTER TABLE "contact_point" ALTER COLUMN "programme_id" SET NOT NULL;
--> statement-breakpoint
INSERT INTO envelope (id, programme_id, contact_point_id, area, unit, account_id)
SELECT envelope_account_id, programme_id, id, 'general', unit, envelope_account_id FROM contact_point;
--> statement-breakpoint
INSERT INTO agreement (id, partner_id, signed_on, settlement_period, settlement_days, documents, recorded_at)
SELECT gen_random_uuid(), id, (created_at AT TIME ZONE 'Europe/Rome')::date, 'monthly', 30, '[]', created_at
FROM partner;
