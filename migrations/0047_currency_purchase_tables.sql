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
ALTER TABLE "currency_purchase" ADD CONSTRAINT "currency_purchase_partner_id_partner_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partner"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_purchase_part" ADD CONSTRAINT "currency_purchase_part_purchase_id_currency_purchase_id_fk" FOREIGN KEY ("purchase_id") REFERENCES "public"."currency_purchase"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_purchase_part" ADD CONSTRAINT "currency_purchase_part_instrument_id_instrument_id_fk" FOREIGN KEY ("instrument_id") REFERENCES "public"."instrument"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "currency_purchase_partner" ON "currency_purchase" USING btree ("partner_id","recorded_at");--> statement-breakpoint
CREATE INDEX "currency_payment_listed" ON "currency_payment" USING btree ("recorded_at","id");