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
ALTER TABLE "currency_code_use" ADD CONSTRAINT "currency_code_use_code_id_currency_code_id_fk" FOREIGN KEY ("code_id") REFERENCES "public"."currency_code"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_request" ADD CONSTRAINT "currency_request_wallet_id_currency_wallet_id_fk" FOREIGN KEY ("wallet_id") REFERENCES "public"."currency_wallet"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_request_paid" ADD CONSTRAINT "currency_request_paid_request_id_currency_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."currency_request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_request_paid" ADD CONSTRAINT "currency_request_paid_payment_id_currency_payment_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."currency_payment"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_schedule" ADD CONSTRAINT "currency_schedule_payer_id_currency_wallet_id_fk" FOREIGN KEY ("payer_id") REFERENCES "public"."currency_wallet"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "currency_schedule" ADD CONSTRAINT "currency_schedule_payee_id_currency_wallet_id_fk" FOREIGN KEY ("payee_id") REFERENCES "public"."currency_wallet"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "currency_code_cards" ON "currency_code" USING btree ("beneficiary_id") WHERE "currency_code"."kind" = 'card';--> statement-breakpoint
CREATE INDEX "currency_code_over" ON "currency_code" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "currency_code_used_once" ON "currency_code_use" USING btree ("code_id") WHERE "currency_code_use"."is_once";--> statement-breakpoint
CREATE UNIQUE INDEX "currency_request_standing" ON "currency_request" USING btree ("wallet_id") WHERE "currency_request"."expires_at" is null;--> statement-breakpoint
CREATE INDEX "currency_schedule_payer" ON "currency_schedule" USING btree ("payer_id");--> statement-breakpoint
CREATE INDEX "currency_schedule_due" ON "currency_schedule" USING btree ("next_on") WHERE "currency_schedule"."ended_at" is null;