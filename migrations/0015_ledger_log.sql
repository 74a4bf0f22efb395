CREATE TABLE "ledger_log" (
	"position" bigint NOT NULL,
	"amount" bigint NOT NULL,
	"debit_balance" bigint NOT NULL,
	"credit_balance" bigint NOT NULL,
	"recorded_at" timestamp (6) with time zone NOT NULL,
	"id" uuid PRIMARY KEY NOT NULL,
	"debit_account" integer NOT NULL,
	"credit_account" integer NOT NULL,
	"code" integer NOT NULL,
	"flags" smallint NOT NULL,
	"unit" text NOT NULL,
	"pending_id" uuid,
	"timeout_seconds" integer,
	"reference_128" uuid,
	"reference_64" bigint,
	"occurred_at" timestamp (6) with time zone,
	"reverses" uuid,
	"reverse_reason" smallint,
	"converts" uuid,
	"rate_numerator" bigint,
	"rate_denominator" bigint,
	"rounding" smallint,
	CONSTRAINT "ledger_log_position" UNIQUE("position"),
	CONSTRAINT "ledger_log_amount" CHECK ("ledger_log"."amount" > 0 or ("ledger_log"."amount" = 0 and "ledger_log"."flags" & 252 <> 0)),
	CONSTRAINT "ledger_log_occurred" CHECK ("ledger_log"."occurred_at" <= "ledger_log"."recorded_at"),
	CONSTRAINT "ledger_log_reversal" CHECK (case when "ledger_log"."reverses" is null then "ledger_log"."reverse_reason" is null else "ledger_log"."reverse_reason" is not null and "ledger_log"."reverse_reason" between 1 and 8 and "ledger_log"."converts" is null and "ledger_log"."flags" & ~1 = 0 end),
	CONSTRAINT "ledger_log_conversion" CHECK (case when "ledger_log"."converts" is null then num_nonnulls("ledger_log"."rate_numerator", "ledger_log"."rate_denominator", "ledger_log"."rounding") = 0 else num_nulls("ledger_log"."rate_numerator", "ledger_log"."rate_denominator", "ledger_log"."rounding") = 0 and "ledger_log"."rate_numerator" > 0 and "ledger_log"."rate_denominator" > 0 and "ledger_log"."rounding" between 1 and 4 and "ledger_log"."flags" & ~1 = 0 end),
	CONSTRAINT "ledger_log_accounts" CHECK ("ledger_log"."debit_account" <> "ledger_log"."credit_account"),
	CONSTRAINT "ledger_log_place" CHECK ("ledger_log"."position" between 1 and 34359738367),
	CONSTRAINT "ledger_log_code" CHECK ("ledger_log"."code" between 1 and 65535)
);
--> statement-breakpoint
ALTER TABLE "ledger_account" ADD COLUMN "number" integer;--> statement-breakpoint
-- The accounts that are there are numbered in the order of their openings.
UPDATE ledger_account a SET number = n.number
FROM (SELECT id, row_number() OVER (ORDER BY created_at, id) AS number FROM ledger_account) n WHERE n.id = a.id;
--> statement-breakpoint
ALTER TABLE "ledger_account" ALTER COLUMN "number" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "ledger_head" ADD COLUMN "last_account" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE ledger_head SET last_account = (SELECT count(*) FROM ledger_account);
--> statement-breakpoint
ALTER TABLE "ledger_log" ADD CONSTRAINT "ledger_log_pending_id_ledger_log_id_fk" FOREIGN KEY ("pending_id") REFERENCES "public"."ledger_log"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_log_resolves" ON "ledger_log" USING btree ("pending_id") WHERE "ledger_log"."pending_id" is not null;--> statement-breakpoint
CREATE INDEX "ledger_log_debit" ON "ledger_log" USING btree (((("debit_account")::bigint << 35) | "position"));--> statement-breakpoint
CREATE INDEX "ledger_log_credit" ON "ledger_log" USING btree (((("credit_account")::bigint << 35) | "position"));--> statement-breakpoint
CREATE INDEX "ledger_log_debit_pending" ON "ledger_log" USING btree (((("debit_account")::bigint << 35) | "position")) WHERE "ledger_log"."flags" & 2 <> 0;--> statement-breakpoint
CREATE INDEX "ledger_log_credit_pending" ON "ledger_log" USING btree (((("credit_account")::bigint << 35) | "position")) WHERE "ledger_log"."flags" & 2 <> 0;--> statement-breakpoint
CREATE INDEX "ledger_log_reference_128" ON "ledger_log" USING btree ("reference_128","position") WHERE "ledger_log"."reference_128" is not null;--> statement-breakpoint
CREATE INDEX "ledger_log_reference_64" ON "ledger_log" USING btree ("reference_64","position") WHERE "ledger_log"."reference_64" is not null;--> statement-breakpoint
CREATE INDEX "ledger_log_kinds" ON "ledger_log" USING brin ("code" int4_bloom_ops,"unit" text_bloom_ops) WITH (pages_per_range=24,autosummarize=true);--> statement-breakpoint
CREATE INDEX "ledger_log_reverses" ON "ledger_log" USING btree ("reverses") WHERE "ledger_log"."reverses" is not null;--> statement-breakpoint
CREATE INDEX "ledger_log_debit_occurred" ON "ledger_log" USING btree ("debit_account","occurred_at","position") WHERE "ledger_log"."occurred_at" is not null;--> statement-breakpoint
CREATE INDEX "ledger_log_credit_occurred" ON "ledger_log" USING btree ("credit_account","occurred_at","position") WHERE "ledger_log"."occurred_at" is not null;--> statement-breakpoint
ALTER TABLE "ledger_account" ADD CONSTRAINT "ledger_account_number" UNIQUE("number");--> statement-breakpoint
ALTER TABLE "ledger_account" ADD CONSTRAINT "ledger_account_number_range" CHECK ("ledger_account"."number" between 1 and 268435455);