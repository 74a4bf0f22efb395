CREATE TABLE "activity" (
	"id" uuid PRIMARY KEY NOT NULL,
	"association_id" text NOT NULL,
	"instrument_id" text NOT NULL,
	"party" text NOT NULL,
	"holder_id" text NOT NULL,
	"kind" text NOT NULL,
	"day" date NOT NULL,
	"minutes" integer,
	"given" bigint,
	"reward" bigint NOT NULL,
	"state" text NOT NULL,
	"told_by" uuid NOT NULL,
	"told_at" timestamp (6) with time zone NOT NULL,
	"confirmed_by" uuid,
	"confirmed_at" timestamp (6) with time zone,
	"decided_by" uuid,
	"decided_at" timestamp (6) with time zone,
	"reason" text,
	CONSTRAINT "activity_kind" CHECK ("activity"."kind" in ('care', 'teaching', 'food', 'environment', 'culture', 'transport', 'repair', 'administration', 'other', 'donation')),
	CONSTRAINT "activity_state" CHECK ("activity"."state" in ('told', 'confirmed', 'rewarded', 'refused', 'withdrawn')),
	CONSTRAINT "activity_party" CHECK ("activity"."party" in ('person', 'partner')),
	CONSTRAINT "activity_minutes" CHECK ("activity"."minutes" between 1 and 1440),
	CONSTRAINT "activity_given" CHECK ("activity"."given" > 0),
	CONSTRAINT "activity_measure" CHECK (("activity"."kind" = 'donation') = ("activity"."given" is not null) and ("activity"."kind" = 'donation') = ("activity"."minutes" is null)),
	CONSTRAINT "activity_reward" CHECK ("activity"."reward" >= 0),
	CONSTRAINT "activity_confirmed" CHECK ("activity"."state" not in ('confirmed', 'rewarded') or "activity"."confirmed_by" is not null)
);
--> statement-breakpoint
CREATE TABLE "association" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"territory_id" text NOT NULL,
	"programme_id" text NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	"ended_at" timestamp (6) with time zone
);
--> statement-breakpoint
CREATE TABLE "association_member" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "association_member_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"association_id" text NOT NULL,
	"party" text NOT NULL,
	"holder_id" text NOT NULL,
	"from_day" date NOT NULL,
	"until_day" date,
	"added_at" timestamp (6) with time zone NOT NULL,
	"added_by" uuid NOT NULL,
	CONSTRAINT "association_member_party" CHECK ("association_member"."party" in ('person', 'partner')),
	CONSTRAINT "association_member_days" CHECK ("association_member"."until_day" >= "association_member"."from_day" - 1)
);
--> statement-breakpoint
CREATE TABLE "clearing_invoice" (
	"run_id" uuid NOT NULL,
	"part" smallint NOT NULL,
	"line" integer NOT NULL,
	"number" text NOT NULL,
	"debtor_id" text NOT NULL,
	"creditor_id" text NOT NULL,
	"amount" bigint NOT NULL,
	"due" date NOT NULL,
	"cleared" bigint DEFAULT 0 NOT NULL,
	"settled" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "clearing_invoice_run_id_part_line_pk" PRIMARY KEY("run_id","part","line"),
	CONSTRAINT "clearing_invoice_amounts" CHECK ("clearing_invoice"."amount" > 0 and "clearing_invoice"."cleared" >= 0 and "clearing_invoice"."settled" >= 0 and "clearing_invoice"."cleared" + "clearing_invoice"."settled" <= "clearing_invoice"."amount"),
	CONSTRAINT "clearing_invoice_sides" CHECK ("clearing_invoice"."debtor_id" <> "clearing_invoice"."creditor_id")
);
--> statement-breakpoint
CREATE TABLE "clearing_left_out" (
	"run_id" uuid NOT NULL,
	"part" smallint NOT NULL,
	"line" integer NOT NULL,
	"fault" text NOT NULL,
	"cells" text[] NOT NULL,
	CONSTRAINT "clearing_left_out_run_id_part_line_pk" PRIMARY KEY("run_id","part","line")
);
--> statement-breakpoint
CREATE TABLE "clearing_part" (
	"run_id" uuid NOT NULL,
	"number" smallint NOT NULL,
	"is_last" boolean NOT NULL,
	"digest" text NOT NULL,
	CONSTRAINT "clearing_part_run_id_number_pk" PRIMARY KEY("run_id","number"),
	CONSTRAINT "clearing_part_number" CHECK ("clearing_part"."number" > 0)
);
--> statement-breakpoint
CREATE TABLE "clearing_run" (
	"id" uuid PRIMARY KEY NOT NULL,
	"instrument_id" text NOT NULL,
	"prepared_by" uuid NOT NULL,
	"prepared_at" timestamp (6) with time zone NOT NULL,
	"filed_at" timestamp (6) with time zone,
	"reckoned_at" timestamp (6) with time zone,
	"foreseen" bigint,
	"settled_at" timestamp (6) with time zone,
	CONSTRAINT "clearing_run_order" CHECK (("clearing_run"."reckoned_at" is null) = ("clearing_run"."foreseen" is null) and ("clearing_run"."reckoned_at" is null or "clearing_run"."filed_at" is not null) and ("clearing_run"."settled_at" is null or "clearing_run"."reckoned_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "currency_code" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"digest" "bytea" NOT NULL,
	"beneficiary_id" text NOT NULL,
	"made_by" uuid NOT NULL,
	"made_at" timestamp (6) with time zone NOT NULL,
	"expires_at" timestamp (6) with time zone,
	"revoked_at" timestamp (6) with time zone,
	"revoked_by" uuid,
	CONSTRAINT "currency_code_digest" UNIQUE("digest"),
	CONSTRAINT "currency_code_kind" CHECK (("currency_code"."kind" = 'card') = ("currency_code"."expires_at" is null)),
	CONSTRAINT "currency_code_revoked_whole" CHECK (("currency_code"."revoked_at" is null) = ("currency_code"."revoked_by" is null))
);
--> statement-breakpoint
CREATE TABLE "currency_code_use" (
	"code_id" uuid NOT NULL,
	"used_for" uuid NOT NULL,
	"is_once" boolean NOT NULL,
	"used_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "currency_code_use_code_id_used_for_pk" PRIMARY KEY("code_id","used_for")
);
--> statement-breakpoint
CREATE TABLE "currency_request" (
	"id" uuid PRIMARY KEY NOT NULL,
	"serial" bigint NOT NULL,
	"wallet_id" uuid NOT NULL,
	"amount" bigint,
	"note" text,
	"made_at" timestamp (6) with time zone NOT NULL,
	"expires_at" timestamp (6) with time zone,
	CONSTRAINT "currency_request_serial" UNIQUE("serial"),
	CONSTRAINT "currency_request_amount" CHECK ("currency_request"."amount" > 0),
	CONSTRAINT "currency_request_whole" CHECK (("currency_request"."amount" is null) = ("currency_request"."expires_at" is null))
);
--> statement-breakpoint
CREATE TABLE "currency_request_paid" (
	"request_id" uuid PRIMARY KEY NOT NULL,
	"payment_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "currency_schedule" (
	"id" uuid PRIMARY KEY NOT NULL,
	"payer_id" uuid NOT NULL,
	"payee_id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"cadence" text NOT NULL,
	"due_day" smallint NOT NULL,
	"from_day" date NOT NULL,
	"until_day" date NOT NULL,
	"next_on" date,
	"last_on" date,
	"made_by" uuid NOT NULL,
	"made_at" timestamp (6) with time zone NOT NULL,
	"ended_at" timestamp (6) with time zone,
	CONSTRAINT "currency_schedule_amount" CHECK ("currency_schedule"."amount" > 0),
	CONSTRAINT "currency_schedule_days" CHECK ("currency_schedule"."until_day" >= "currency_schedule"."from_day")
);
--> statement-breakpoint
CREATE TABLE "meter_notice" (
	"programme_id" text NOT NULL,
	"key" text NOT NULL,
	"level" text NOT NULL,
	"value" bigint NOT NULL,
	"day" date NOT NULL,
	"recorded_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "meter_notice_programme_id_key_level_pk" PRIMARY KEY("programme_id","key","level"),
	CONSTRAINT "meter_notice_level" CHECK (level in ('from_70', 'from_90', 'reached'))
);
--> statement-breakpoint
CREATE TABLE "currency_bought" (
	"payment_id" uuid PRIMARY KEY NOT NULL,
	"instrument_id" text NOT NULL,
	"amount" bigint NOT NULL,
	"association_id" text,
	"donation_id" uuid
);
--> statement-breakpoint
CREATE TABLE "currency_donation" (
	"instrument_id" text NOT NULL,
	"number" smallint NOT NULL,
	"id" uuid NOT NULL,
	"bought" bigint NOT NULL,
	"donated" bigint NOT NULL,
	"share" text NOT NULL,
	"request_digest" text NOT NULL,
	"day" date NOT NULL,
	CONSTRAINT "currency_donation_instrument_id_number_pk" PRIMARY KEY("instrument_id","number"),
	CONSTRAINT "currency_donation_id_unique" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "currency_grant" (
	"id" uuid PRIMARY KEY NOT NULL,
	"instrument_id" text NOT NULL,
	"lines" jsonb NOT NULL,
	"total" bigint NOT NULL,
	"reason" text NOT NULL,
	"prepared_by" uuid NOT NULL,
	"prepared_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "currency_grant_total" CHECK ("currency_grant"."total" > 0)
);
--> statement-breakpoint
CREATE TABLE "reserve_release" (
	"id" uuid PRIMARY KEY NOT NULL,
	"instrument_id" text NOT NULL,
	"amount" bigint NOT NULL,
	"reason" text NOT NULL,
	"prepared_by" uuid NOT NULL,
	"prepared_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "reserve_release_amount" CHECK ("reserve_release"."amount" > 0)
);
--> statement-breakpoint
CREATE TABLE "currency_purchase" (
	"id" uuid PRIMARY KEY NOT NULL,
	"partner_id" text NOT NULL,
	"status" text NOT NULL,
	"price" bigint NOT NULL,
	"euro" bigint NOT NULL,
	"voucher_amount" bigint NOT NULL,
	"redemption_id" uuid,
	"voucher_status" text,
	"receipt" text,
	"actor_id" uuid NOT NULL,
	"request_digest" text NOT NULL,
	"day" date NOT NULL,
	"recorded_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "currency_purchase_status" CHECK ("currency_purchase"."status" in ('paid', 'declined')),
	CONSTRAINT "currency_purchase_amounts" CHECK ("currency_purchase"."price" > 0 and "currency_purchase"."euro" >= 0 and "currency_purchase"."voucher_amount" >= 0),
	CONSTRAINT "currency_purchase_receipt" CHECK (("currency_purchase"."status" = 'paid') = ("currency_purchase"."receipt" is not null))
);
--> statement-breakpoint
CREATE TABLE "currency_purchase_part" (
	"purchase_id" uuid NOT NULL,
	"instrument_id" text NOT NULL,
	"amount" bigint NOT NULL,
	"status" text NOT NULL,
	"payment_id" uuid,
	CONSTRAINT "currency_purchase_part_purchase_id_instrument_id_pk" PRIMARY KEY("purchase_id","instrument_id"),
	CONSTRAINT "currency_purchase_part_amount" CHECK ("currency_purchase_part"."amount" > 0),
	CONSTRAINT "currency_purchase_part_paid" CHECK (("currency_purchase_part"."status" = 'paid') = ("currency_purchase_part"."payment_id" is not null))
);
--> statement-breakpoint
ALTER TABLE "approval" DROP CONSTRAINT "approval_kind";--> statement-breakpoint
ALTER TABLE "currency_payment" DROP CONSTRAINT "currency_payment_kind";--> statement-breakpoint
ALTER TABLE "staff" DROP CONSTRAINT "staff_role";--> statement-breakpoint
ALTER TABLE "staff" ADD COLUMN "association_id" text;--> statement-breakpoint
ALTER TABLE "activity" ADD CONSTRAINT "activity_association_id_association_id_fk" FOREIGN KEY ("association_id") REFERENCES "public"."association"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity" ADD CONSTRAINT "activity_instrument_id_instrument_id_fk" FOREIGN KEY ("instrument_id") REFERENCES "public"."instrument"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "association" ADD CONSTRAINT "association_territory_id_territory_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territory"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "association" ADD CONSTRAINT "association_programme_id_programme_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programme"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "association_member" ADD CONSTRAINT "association_member_association_id_association_id_fk" FOREIGN KEY ("association_id") REFERENCES "public"."association"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clearing_invoice" ADD CONSTRAINT "clearing_invoice_debtor_id_partner_id_fk" FOREIGN KEY ("debtor_id") REFERENCES "public"."partner"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clearing_invoice" ADD CONSTRAINT "clearing_invoice_creditor_id_partner_id_fk" FOREIGN KEY ("creditor_id") REFERENCES "public"."partner"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clearing_invoice" ADD CONSTRAINT "clearing_invoice_run_id_part_clearing_part_run_id_number_fk" FOREIGN KEY ("run_id","part") REFERENCES "public"."clearing_part"("run_id","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clearing_left_out" ADD CONSTRAINT "clearing_left_out_run_id_part_clearing_part_run_id_number_fk" FOREIGN KEY ("run_id","part") REFERENCES "public"."clearing_part"("run_id","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clearing_part" ADD CONSTRAINT "clearing_part_run_id_clearing_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."clearing_run"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clearing_run" ADD CONSTRAINT "clearing_run_instrument_id_instrument_id_fk" FOREIGN KEY ("instrument_id") REFERENCES "public"."instrument"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_code_use" ADD CONSTRAINT "currency_code_use_code_id_currency_code_id_fk" FOREIGN KEY ("code_id") REFERENCES "public"."currency_code"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_request" ADD CONSTRAINT "currency_request_wallet_id_currency_wallet_id_fk" FOREIGN KEY ("wallet_id") REFERENCES "public"."currency_wallet"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_request_paid" ADD CONSTRAINT "currency_request_paid_request_id_currency_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."currency_request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_request_paid" ADD CONSTRAINT "currency_request_paid_payment_id_currency_payment_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."currency_payment"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_schedule" ADD CONSTRAINT "currency_schedule_payer_id_currency_wallet_id_fk" FOREIGN KEY ("payer_id") REFERENCES "public"."currency_wallet"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_schedule" ADD CONSTRAINT "currency_schedule_payee_id_currency_wallet_id_fk" FOREIGN KEY ("payee_id") REFERENCES "public"."currency_wallet"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meter_notice" ADD CONSTRAINT "meter_notice_programme_id_programme_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programme"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_bought" ADD CONSTRAINT "currency_bought_payment_id_currency_payment_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."currency_payment"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_bought" ADD CONSTRAINT "currency_bought_donation_id_currency_donation_id_fk" FOREIGN KEY ("donation_id") REFERENCES "public"."currency_donation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_donation" ADD CONSTRAINT "currency_donation_instrument_id_instrument_id_fk" FOREIGN KEY ("instrument_id") REFERENCES "public"."instrument"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_grant" ADD CONSTRAINT "currency_grant_instrument_id_instrument_id_fk" FOREIGN KEY ("instrument_id") REFERENCES "public"."instrument"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reserve_release" ADD CONSTRAINT "reserve_release_instrument_id_instrument_id_fk" FOREIGN KEY ("instrument_id") REFERENCES "public"."instrument"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_purchase" ADD CONSTRAINT "currency_purchase_partner_id_partner_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partner"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_purchase_part" ADD CONSTRAINT "currency_purchase_part_purchase_id_currency_purchase_id_fk" FOREIGN KEY ("purchase_id") REFERENCES "public"."currency_purchase"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_purchase_part" ADD CONSTRAINT "currency_purchase_part_instrument_id_instrument_id_fk" FOREIGN KEY ("instrument_id") REFERENCES "public"."instrument"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "activity_association" ON "activity" USING btree ("association_id","id");--> statement-breakpoint
CREATE INDEX "activity_holder" ON "activity" USING btree ("party","holder_id");--> statement-breakpoint
CREATE UNIQUE INDEX "association_member_open" ON "association_member" USING btree ("association_id","party","holder_id") WHERE "association_member"."until_day" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "association_member_chosen" ON "association_member" USING btree ("holder_id") WHERE "association_member"."party" = 'partner' and "association_member"."until_day" is null;--> statement-breakpoint
CREATE INDEX "association_member_of" ON "association_member" USING btree ("party","holder_id");--> statement-breakpoint
CREATE UNIQUE INDEX "clearing_invoice_once" ON "clearing_invoice" USING btree ("run_id","creditor_id","number");--> statement-breakpoint
CREATE INDEX "clearing_invoice_of" ON "clearing_invoice" USING btree ("creditor_id","number");--> statement-breakpoint
CREATE INDEX "clearing_run_prepared" ON "clearing_run" USING btree ("prepared_at","id");--> statement-breakpoint
CREATE INDEX "clearing_run_open" ON "clearing_run" USING btree ("prepared_at") WHERE "clearing_run"."settled_at" is null;--> statement-breakpoint
CREATE INDEX "currency_code_cards" ON "currency_code" USING btree ("beneficiary_id") WHERE "currency_code"."kind" = 'card';--> statement-breakpoint
CREATE INDEX "currency_code_over" ON "currency_code" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "currency_code_used_once" ON "currency_code_use" USING btree ("code_id") WHERE "currency_code_use"."is_once";--> statement-breakpoint
CREATE UNIQUE INDEX "currency_request_standing" ON "currency_request" USING btree ("wallet_id") WHERE "currency_request"."expires_at" is null;--> statement-breakpoint
CREATE INDEX "currency_schedule_payer" ON "currency_schedule" USING btree ("payer_id");--> statement-breakpoint
CREATE INDEX "currency_schedule_due" ON "currency_schedule" USING btree ("next_on") WHERE "currency_schedule"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "currency_bought_waiting" ON "currency_bought" USING btree ("instrument_id") WHERE "currency_bought"."donation_id" is null;--> statement-breakpoint
CREATE INDEX "currency_grant_instrument" ON "currency_grant" USING btree ("instrument_id","prepared_at");--> statement-breakpoint
CREATE INDEX "reserve_release_instrument" ON "reserve_release" USING btree ("instrument_id","prepared_at");--> statement-breakpoint
CREATE INDEX "currency_purchase_partner" ON "currency_purchase" USING btree ("partner_id","recorded_at");--> statement-breakpoint
CREATE INDEX "currency_payment_listed" ON "currency_payment" USING btree ("recorded_at","id");--> statement-breakpoint
ALTER TABLE "approval" ADD CONSTRAINT "approval_kind" CHECK ("approval"."kind" in ('voucher_batch', 'voucher_change', 'envelope_move', 'funding', 'eligibility_override', 'emergency_cap', 'refund', 'dispute', 'currency_grant', 'reserve_release', 'clearing', 'instrument', 'reward'));--> statement-breakpoint
ALTER TABLE "currency_payment" ADD CONSTRAINT "currency_payment_kind" CHECK ("currency_payment"."kind" in ('payment', 'refund', 'grant', 'purchase', 'gift', 'mint', 'reward', 'donation', 'conversion', 'clearing', 'expiry'));--> statement-breakpoint
ALTER TABLE "staff" ADD CONSTRAINT "staff_association" CHECK (("staff"."role" = 'association') = ("staff"."association_id" is not null));--> statement-breakpoint
ALTER TABLE "staff" ADD CONSTRAINT "staff_role" CHECK ("staff"."role" in ('administrator', 'treasurer', 'operator', 'analyst', 'auditor', 'partner_owner', 'association'));