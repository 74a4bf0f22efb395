CREATE TABLE "emergency_use" (
	"contact_point_id" text NOT NULL,
	"beneficiary_id" text NOT NULL,
	"month" date NOT NULL,
	"used" bigint NOT NULL,
	"cap" bigint NOT NULL,
	CONSTRAINT "emergency_use_contact_point_id_beneficiary_id_month_pk" PRIMARY KEY("contact_point_id","beneficiary_id","month"),
	CONSTRAINT "emergency_cap" CHECK ("emergency_use"."used" between 0 and "emergency_use"."cap")
);
--> statement-breakpoint
CREATE TABLE "voucher_batch" (
	"id" uuid PRIMARY KEY NOT NULL,
	"digest" text NOT NULL,
	"product_id" text NOT NULL,
	"contact_point_id" text NOT NULL,
	"unit" text NOT NULL,
	"expires_on" date,
	"reason" text NOT NULL,
	"prepared_by" uuid NOT NULL,
	"prepared_at" timestamp (6) with time zone NOT NULL,
	"is_at_once" boolean NOT NULL,
	"schedule_id" uuid,
	"period" date,
	"approved_at" timestamp (6) with time zone,
	"finished_at" timestamp (6) with time zone,
	CONSTRAINT "voucher_batch_schedule" CHECK (("voucher_batch"."schedule_id" is null) = ("voucher_batch"."period" is null)),
	CONSTRAINT "voucher_batch_finished" CHECK ("voucher_batch"."finished_at" is null or "voucher_batch"."approved_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "voucher_batch_row" (
	"batch_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"voucher_id" uuid NOT NULL,
	"beneficiary_id" text NOT NULL,
	"amount" bigint NOT NULL,
	"envelope_id" uuid,
	"plan_line_id" uuid,
	"outcome" text,
	"fault" text,
	CONSTRAINT "voucher_batch_row_batch_id_number_pk" PRIMARY KEY("batch_id","number"),
	CONSTRAINT "voucher_batch_row_voucher" UNIQUE("voucher_id"),
	CONSTRAINT "voucher_batch_row_outcome" CHECK ("voucher_batch_row"."outcome" in ('issued', 'failed')),
	CONSTRAINT "voucher_batch_row_fault" CHECK (("voucher_batch_row"."outcome" is not distinct from 'failed') = ("voucher_batch_row"."fault" is not null)),
	CONSTRAINT "voucher_batch_row_amount" CHECK ("voucher_batch_row"."amount" > 0)
);
--> statement-breakpoint
CREATE TABLE "voucher_change" (
	"id" uuid PRIMARY KEY NOT NULL,
	"voucher_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"amount" bigint,
	"expires_on" date,
	"reason" text NOT NULL,
	"prepared_by" uuid NOT NULL,
	"prepared_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "voucher_change_kind" CHECK ("voucher_change"."kind" in ('top_up', 'extend')),
	CONSTRAINT "voucher_change_content" CHECK (case "voucher_change"."kind" when 'top_up' then "voucher_change"."amount" > 0 and "voucher_change"."expires_on" is null
        else "voucher_change"."amount" is null and "voucher_change"."expires_on" is not null end)
);
--> statement-breakpoint
CREATE TABLE "voucher_schedule" (
	"id" uuid PRIMARY KEY NOT NULL,
	"digest" text NOT NULL,
	"product_id" text NOT NULL,
	"contact_point_id" text NOT NULL,
	"beneficiary_ids" text[] NOT NULL,
	"amount" bigint,
	"cadence" text NOT NULL,
	"due_day" smallint NOT NULL,
	"from_day" date NOT NULL,
	"until_day" date NOT NULL,
	"max_total" bigint NOT NULL,
	"reason" text NOT NULL,
	"prepared_by" uuid NOT NULL,
	"prepared_at" timestamp (6) with time zone NOT NULL,
	"approved_at" timestamp (6) with time zone,
	"stopped_at" timestamp (6) with time zone,
	CONSTRAINT "voucher_schedule_cadence" CHECK ("voucher_schedule"."cadence" in ('monthly', 'weekly')),
	CONSTRAINT "voucher_schedule_due" CHECK ("voucher_schedule"."due_day" between 1 and case "voucher_schedule"."cadence" when 'weekly' then 7 else 28 end),
	CONSTRAINT "voucher_schedule_days" CHECK ("voucher_schedule"."until_day" >= "voucher_schedule"."from_day"),
	CONSTRAINT "voucher_schedule_amounts" CHECK ("voucher_schedule"."max_total" > 0 and ("voucher_schedule"."amount" is null or "voucher_schedule"."amount" > 0))
);
--> statement-breakpoint
ALTER TABLE "redemption" DROP CONSTRAINT "redemption_status";--> statement-breakpoint
ALTER TABLE "voucher_event" DROP CONSTRAINT "voucher_event_kind";--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "valid_until" date;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "area" text DEFAULT 'general' NOT NULL;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "face_value" text DEFAULT 'free' NOT NULL;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "face_amounts" bigint[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "face_further" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "vat_nature" text DEFAULT 'multi_purpose' NOT NULL;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "expiry_policy" text DEFAULT 'envelope' NOT NULL;--> statement-breakpoint
ALTER TABLE "voucher" ADD COLUMN "activated_at" timestamp (6) with time zone;--> statement-breakpoint
ALTER TABLE "voucher" ADD COLUMN "envelope_account_id" uuid;--> statement-breakpoint
ALTER TABLE "voucher" ADD COLUMN "plan_line_id" uuid;--> statement-breakpoint
ALTER TABLE "voucher" ADD COLUMN "vat_nature" text;--> statement-breakpoint
-- What stands was handed over when it was issued, and was paid by the one envelope of its contact point.
UPDATE "voucher" SET "activated_at" = "issued_at", "vat_nature" = 'multi_purpose',
	"envelope_account_id" = (SELECT c."envelope_account_id" FROM "contact_point" c WHERE c."id" = "voucher"."contact_point_id");--> statement-breakpoint
ALTER TABLE "voucher" ALTER COLUMN "envelope_account_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "voucher" ALTER COLUMN "vat_nature" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "emergency_use" ADD CONSTRAINT "emergency_use_contact_point_id_contact_point_id_fk" FOREIGN KEY ("contact_point_id") REFERENCES "public"."contact_point"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "emergency_use" ADD CONSTRAINT "emergency_use_beneficiary_id_beneficiary_id_fk" FOREIGN KEY ("beneficiary_id") REFERENCES "public"."beneficiary"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voucher_batch" ADD CONSTRAINT "voucher_batch_product_id_product_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."product"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voucher_batch" ADD CONSTRAINT "voucher_batch_contact_point_id_contact_point_id_fk" FOREIGN KEY ("contact_point_id") REFERENCES "public"."contact_point"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voucher_batch" ADD CONSTRAINT "voucher_batch_schedule_id_voucher_schedule_id_fk" FOREIGN KEY ("schedule_id") REFERENCES "public"."voucher_schedule"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voucher_batch_row" ADD CONSTRAINT "voucher_batch_row_batch_id_voucher_batch_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."voucher_batch"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voucher_batch_row" ADD CONSTRAINT "voucher_batch_row_beneficiary_id_beneficiary_id_fk" FOREIGN KEY ("beneficiary_id") REFERENCES "public"."beneficiary"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voucher_change" ADD CONSTRAINT "voucher_change_voucher_id_voucher_id_fk" FOREIGN KEY ("voucher_id") REFERENCES "public"."voucher"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voucher_schedule" ADD CONSTRAINT "voucher_schedule_product_id_product_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."product"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voucher_schedule" ADD CONSTRAINT "voucher_schedule_contact_point_id_contact_point_id_fk" FOREIGN KEY ("contact_point_id") REFERENCES "public"."contact_point"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "voucher_batch_prepared" ON "voucher_batch" USING btree ("prepared_at","id");--> statement-breakpoint
CREATE INDEX "voucher_batch_due" ON "voucher_batch" USING btree ("approved_at") WHERE "voucher_batch"."approved_at" is not null and "voucher_batch"."finished_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "voucher_batch_period" ON "voucher_batch" USING btree ("schedule_id","period");--> statement-breakpoint
CREATE INDEX "voucher_batch_row_open" ON "voucher_batch_row" USING btree ("batch_id","number") WHERE "voucher_batch_row"."outcome" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "voucher_batch_row_person" ON "voucher_batch_row" USING btree ("batch_id","beneficiary_id");--> statement-breakpoint
CREATE INDEX "voucher_change_voucher" ON "voucher_change" USING btree ("voucher_id");--> statement-breakpoint
ALTER TABLE "voucher" ADD CONSTRAINT "voucher_envelope_account_id_ledger_account_id_fk" FOREIGN KEY ("envelope_account_id") REFERENCES "public"."ledger_account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "voucher_replaced_by" ON "voucher" USING btree ("replaced_by");--> statement-breakpoint
CREATE INDEX "voucher_not_active" ON "voucher" USING btree ("issued_at","id") WHERE "voucher"."activated_at" is null;--> statement-breakpoint
ALTER TABLE "product" ADD CONSTRAINT "product_area" CHECK ("product"."area" in ('general', 'housing', 'work', 'education', 'socio_cultural', 'social_assistance', 'health'));--> statement-breakpoint
ALTER TABLE "product" ADD CONSTRAINT "product_vat_nature" CHECK ("product"."vat_nature" in ('multi_purpose', 'single_purpose'));--> statement-breakpoint
ALTER TABLE "product" ADD CONSTRAINT "product_expiry_policy" CHECK ("product"."expiry_policy" in ('envelope', 'grant'));--> statement-breakpoint
ALTER TABLE "product" ADD CONSTRAINT "product_face_value" CHECK (case "product"."face_value" when 'free' then cardinality("product"."face_amounts") = 0
        when 'fixed' then cardinality("product"."face_amounts") = 1 and "product"."face_further" = 0
        when 'scale' then cardinality("product"."face_amounts") between 1 and 20 else false end
        and "product"."face_further" >= 0 and 0 < all ("product"."face_amounts"));--> statement-breakpoint
ALTER TABLE "redemption" ADD CONSTRAINT "redemption_status" CHECK ("redemption"."status" in ('redeemed', 'token_invalid', 'token_expired', 'unknown_voucher', 'cancelled', 'replaced', 'used_up', 'expired', 'blocked', 'not_active', 'partner_not_accepted', 'exceeds_remaining'));--> statement-breakpoint
ALTER TABLE "voucher" ADD CONSTRAINT "voucher_vat_nature" CHECK ("voucher"."vat_nature" in ('multi_purpose', 'single_purpose'));--> statement-breakpoint
ALTER TABLE "voucher_event" ADD CONSTRAINT "voucher_event_kind" CHECK ("voucher_event"."kind" in ('cancel', 'block', 'unblock', 'expire', 'activate', 'replace', 'top_up', 'extend'));