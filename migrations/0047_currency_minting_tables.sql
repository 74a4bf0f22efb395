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
ALTER TABLE "currency_bought" ADD CONSTRAINT "currency_bought_payment_id_currency_payment_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."currency_payment"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_bought" ADD CONSTRAINT "currency_bought_donation_id_currency_donation_id_fk" FOREIGN KEY ("donation_id") REFERENCES "public"."currency_donation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_donation" ADD CONSTRAINT "currency_donation_instrument_id_instrument_id_fk" FOREIGN KEY ("instrument_id") REFERENCES "public"."instrument"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_grant" ADD CONSTRAINT "currency_grant_instrument_id_instrument_id_fk" FOREIGN KEY ("instrument_id") REFERENCES "public"."instrument"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reserve_release" ADD CONSTRAINT "reserve_release_instrument_id_instrument_id_fk" FOREIGN KEY ("instrument_id") REFERENCES "public"."instrument"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "currency_bought_waiting" ON "currency_bought" USING btree ("instrument_id") WHERE "currency_bought"."donation_id" is null;--> statement-breakpoint
CREATE INDEX "currency_grant_instrument" ON "currency_grant" USING btree ("instrument_id","prepared_at");--> statement-breakpoint
CREATE INDEX "reserve_release_instrument" ON "reserve_release" USING btree ("instrument_id","prepared_at");--> statement-breakpoint
ALTER TABLE "approval" ADD CONSTRAINT "approval_kind" CHECK ("approval"."kind" in ('voucher_batch', 'voucher_change', 'envelope_move', 'funding', 'eligibility_override', 'emergency_cap', 'refund', 'dispute', 'currency_grant', 'reserve_release'));--> statement-breakpoint
ALTER TABLE "currency_payment" ADD CONSTRAINT "currency_payment_kind" CHECK ("currency_payment"."kind" in ('payment', 'refund', 'grant', 'purchase', 'gift', 'mint', 'reward', 'donation', 'conversion', 'clearing', 'expiry'));