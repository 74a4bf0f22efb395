CREATE TABLE "currency_lot" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "currency_lot_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"wallet_id" uuid NOT NULL,
	"instrument_id" text NOT NULL,
	"amount" bigint NOT NULL,
	"received_on" date NOT NULL,
	"valued_on" date NOT NULL,
	"last_day" date,
	"closed_on" date,
	CONSTRAINT "currency_lot_amount" CHECK ("currency_lot"."amount" > 0),
	CONSTRAINT "currency_lot_days" CHECK ("currency_lot"."received_on" <= "currency_lot"."valued_on" and "currency_lot"."closed_on" >= "currency_lot"."valued_on")
);
--> statement-breakpoint
CREATE TABLE "currency_payment" (
	"id" uuid PRIMARY KEY NOT NULL,
	"instrument_id" text NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"payer_id" uuid,
	"payee_id" uuid,
	"amount" bigint NOT NULL,
	"fee" bigint NOT NULL,
	"refunded" bigint DEFAULT 0 NOT NULL,
	"refund_of" uuid,
	"purchase_id" uuid,
	"channel" text NOT NULL,
	"actor_id" uuid,
	"reason" text,
	"request_digest" text NOT NULL,
	"day" date NOT NULL,
	"recorded_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "currency_payment_kind" CHECK ("currency_payment"."kind" in ('payment', 'refund', 'grant', 'purchase', 'gift', 'mint', 'reward', 'donation', 'conversion', 'clearing')),
	CONSTRAINT "currency_payment_channel" CHECK ("currency_payment"."channel" in ('code', 'request', 'wallet', 'scheduled', 'on_behalf', 'desk', 'system')),
	CONSTRAINT "currency_payment_refunded" CHECK ("currency_payment"."refunded" between 0 and "currency_payment"."amount" and "currency_payment"."fee" between 0 and "currency_payment"."amount")
);
--> statement-breakpoint
CREATE TABLE "currency_spent" (
	"wallet_id" uuid NOT NULL,
	"period" text NOT NULL,
	"amount" bigint NOT NULL,
	"most" bigint,
	"payments" integer NOT NULL,
	CONSTRAINT "currency_spent_wallet_id_period_pk" PRIMARY KEY("wallet_id","period"),
	CONSTRAINT "currency_spent_most" CHECK ("currency_spent"."amount" <= "currency_spent"."most")
);
--> statement-breakpoint
CREATE TABLE "currency_wallet" (
	"id" uuid PRIMARY KEY NOT NULL,
	"instrument_id" text NOT NULL,
	"party" text NOT NULL,
	"holder_id" text NOT NULL,
	"opened_at" timestamp (6) with time zone NOT NULL,
	"credit_line" bigint,
	"credit_room" bigint,
	"fetched_up_to" date,
	"stopped_at" timestamp (6) with time zone,
	CONSTRAINT "currency_wallet_holder" UNIQUE("instrument_id","party","holder_id"),
	CONSTRAINT "currency_wallet_party" CHECK ("currency_wallet"."party" in ('person', 'partner', 'association', 'programme')),
	CONSTRAINT "currency_wallet_credit" CHECK ("currency_wallet"."credit_line" >= 0 and "currency_wallet"."credit_room" >= 0)
);
--> statement-breakpoint
CREATE TABLE "instrument" (
	"id" text PRIMARY KEY NOT NULL,
	"programme_id" text NOT NULL,
	"unit" text NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "instrument_unit" UNIQUE("programme_id","unit")
);
--> statement-breakpoint
CREATE TABLE "instrument_version" (
	"instrument_id" text NOT NULL,
	"version" smallint NOT NULL,
	"rules" jsonb NOT NULL,
	"valid_from" date NOT NULL,
	"prepared_by" uuid NOT NULL,
	"prepared_at" timestamp (6) with time zone NOT NULL,
	"approved_at" timestamp (6) with time zone,
	CONSTRAINT "instrument_version_instrument_id_version_pk" PRIMARY KEY("instrument_id","version"),
	CONSTRAINT "instrument_version_number" CHECK ("instrument_version"."version" > 0)
);
--> statement-breakpoint
ALTER TABLE "currency_lot" ADD CONSTRAINT "currency_lot_wallet_id_currency_wallet_id_fk" FOREIGN KEY ("wallet_id") REFERENCES "public"."currency_wallet"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_payment" ADD CONSTRAINT "currency_payment_instrument_id_instrument_id_fk" FOREIGN KEY ("instrument_id") REFERENCES "public"."instrument"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_payment" ADD CONSTRAINT "currency_payment_payer_id_currency_wallet_id_fk" FOREIGN KEY ("payer_id") REFERENCES "public"."currency_wallet"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_payment" ADD CONSTRAINT "currency_payment_payee_id_currency_wallet_id_fk" FOREIGN KEY ("payee_id") REFERENCES "public"."currency_wallet"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_spent" ADD CONSTRAINT "currency_spent_wallet_id_currency_wallet_id_fk" FOREIGN KEY ("wallet_id") REFERENCES "public"."currency_wallet"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_wallet" ADD CONSTRAINT "currency_wallet_id_ledger_account_id_fk" FOREIGN KEY ("id") REFERENCES "public"."ledger_account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_wallet" ADD CONSTRAINT "currency_wallet_instrument_id_instrument_id_fk" FOREIGN KEY ("instrument_id") REFERENCES "public"."instrument"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instrument" ADD CONSTRAINT "instrument_programme_id_programme_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programme"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instrument_version" ADD CONSTRAINT "instrument_version_instrument_id_instrument_id_fk" FOREIGN KEY ("instrument_id") REFERENCES "public"."instrument"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "currency_lot_open" ON "currency_lot" USING btree ("wallet_id") WHERE "currency_lot"."closed_on" is null;--> statement-breakpoint
CREATE INDEX "currency_payment_payer" ON "currency_payment" USING btree ("payer_id","recorded_at");--> statement-breakpoint
CREATE INDEX "currency_payment_payee" ON "currency_payment" USING btree ("payee_id","recorded_at");--> statement-breakpoint
CREATE INDEX "currency_payment_day" ON "currency_payment" USING btree ("instrument_id","day");--> statement-breakpoint
CREATE INDEX "currency_wallet_of" ON "currency_wallet" USING btree ("party","holder_id");