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
ALTER TABLE "currency_bought" ADD CONSTRAINT "currency_bought_payment_id_currency_payment_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."currency_payment"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_bought" ADD CONSTRAINT "currency_bought_donation_id_currency_donation_id_fk" FOREIGN KEY ("donation_id") REFERENCES "public"."currency_donation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_donation" ADD CONSTRAINT "currency_donation_instrument_id_instrument_id_fk" FOREIGN KEY ("instrument_id") REFERENCES "public"."instrument"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_grant" ADD CONSTRAINT "currency_grant_instrument_id_instrument_id_fk" FOREIGN KEY ("instrument_id") REFERENCES "public"."instrument"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reserve_release" ADD CONSTRAINT "reserve_release_instrument_id_instrument_id_fk" FOREIGN KEY ("instrument_id") REFERENCES "public"."instrument"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "activity_association" ON "activity" USING btree ("association_id","id");--> statement-breakpoint
CREATE INDEX "activity_holder" ON "activity" USING btree ("party","holder_id");--> statement-breakpoint
CREATE UNIQUE INDEX "association_member_open" ON "association_member" USING btree ("association_id","party","holder_id") WHERE "association_member"."until_day" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "association_member_chosen" ON "association_member" USING btree ("holder_id") WHERE "association_member"."party" = 'partner' and "association_member"."until_day" is null;--> statement-breakpoint
CREATE INDEX "association_member_of" ON "association_member" USING btree ("party","holder_id");--> statement-breakpoint
CREATE UNIQUE INDEX "clearing_invoice_once" ON "clearing_invoice" USING btree ("run_id","creditor_id","number");--> statement-breakpoint
CREATE INDEX "clearing_invoice_of" ON "clearing_invoice" USING btree ("creditor_id","number");--> statement-breakpoint
CREATE INDEX "clearing_run_prepared" ON "clearing_run" USING btree ("prepared_at","id");--> statement-breakpoint
CREATE INDEX "clearing_run_open" ON "clearing_run" USING btree ("prepared_at") WHERE "clearing_run"."settled_at" is null;--> statement-breakpoint
CREATE INDEX "currency_bought_waiting" ON "currency_bought" USING btree ("instrument_id") WHERE "currency_bought"."donation_id" is null;--> statement-breakpoint
CREATE INDEX "currency_grant_instrument" ON "currency_grant" USING btree ("instrument_id","prepared_at");--> statement-breakpoint
CREATE INDEX "reserve_release_instrument" ON "reserve_release" USING btree ("instrument_id","prepared_at");--> statement-breakpoint
ALTER TABLE "approval" ADD CONSTRAINT "approval_kind" CHECK ("approval"."kind" in ('voucher_batch', 'voucher_change', 'envelope_move', 'funding', 'eligibility_override', 'emergency_cap', 'refund', 'dispute', 'currency_grant', 'reserve_release', 'clearing', 'instrument', 'reward'));--> statement-breakpoint
ALTER TABLE "currency_payment" ADD CONSTRAINT "currency_payment_kind" CHECK ("currency_payment"."kind" in ('payment', 'refund', 'grant', 'purchase', 'gift', 'mint', 'reward', 'donation', 'conversion', 'clearing', 'expiry'));--> statement-breakpoint
ALTER TABLE "staff" ADD CONSTRAINT "staff_association" CHECK (("staff"."role" = 'association') = ("staff"."association_id" is not null));--> statement-breakpoint
ALTER TABLE "staff" ADD CONSTRAINT "staff_role" CHECK ("staff"."role" in ('administrator', 'treasurer', 'operator', 'analyst', 'auditor', 'partner_owner', 'association'));