ALTER TABLE "ledger_account" DROP CONSTRAINT "ledger_account_flags";--> statement-breakpoint
ALTER TABLE "ledger_transfer" DROP CONSTRAINT "ledger_transfer_amount";--> statement-breakpoint
DROP INDEX "ledger_account_code";--> statement-breakpoint
ALTER TABLE "ledger_account" ADD COLUMN "colour" text;--> statement-breakpoint
ALTER TABLE "ledger_account" ADD COLUMN "area" text;--> statement-breakpoint
ALTER TABLE "ledger_account" ADD COLUMN "closed_by" uuid;--> statement-breakpoint
ALTER TABLE "ledger_transfer" ADD COLUMN "occurred_at" timestamp (6) with time zone;--> statement-breakpoint
ALTER TABLE "ledger_transfer" ADD COLUMN "reverses" uuid;--> statement-breakpoint
ALTER TABLE "ledger_transfer" ADD COLUMN "reverse_reason" smallint;--> statement-breakpoint
ALTER TABLE "ledger_transfer" ADD COLUMN "converts" uuid;--> statement-breakpoint
ALTER TABLE "ledger_transfer" ADD COLUMN "rate_numerator" bigint;--> statement-breakpoint
ALTER TABLE "ledger_transfer" ADD COLUMN "rate_denominator" bigint;--> statement-breakpoint
ALTER TABLE "ledger_transfer" ADD COLUMN "rounding" smallint;--> statement-breakpoint
CREATE INDEX "ledger_account_colour" ON "ledger_account" USING btree ("colour","id") WHERE "ledger_account"."colour" is not null;--> statement-breakpoint
CREATE INDEX "ledger_transfer_reverses" ON "ledger_transfer" USING btree ("reverses") WHERE "ledger_transfer"."reverses" is not null;--> statement-breakpoint
CREATE INDEX "ledger_transfer_debit_occurred" ON "ledger_transfer" USING btree ("debit_account_id","occurred_at","position") WHERE "ledger_transfer"."occurred_at" is not null;--> statement-breakpoint
CREATE INDEX "ledger_transfer_credit_occurred" ON "ledger_transfer" USING btree ("credit_account_id","occurred_at","position") WHERE "ledger_transfer"."occurred_at" is not null;--> statement-breakpoint
CREATE INDEX "ledger_account_code" ON "ledger_account" USING btree ("code","unit","colour","id");--> statement-breakpoint
ALTER TABLE "ledger_account" ADD CONSTRAINT "ledger_account_colour_form" CHECK ("ledger_account"."colour" ~ '^[A-Z][A-Z0-9-]{0,23}(?:/[A-Z][A-Z0-9-]{0,23})?$');--> statement-breakpoint
ALTER TABLE "ledger_account" ADD CONSTRAINT "ledger_account_area_form" CHECK ("ledger_account"."area" ~ '^[A-Z][A-Z0-9-]{0,23}$');--> statement-breakpoint
ALTER TABLE "ledger_account" ADD CONSTRAINT "ledger_account_colour_area" CHECK (split_part("ledger_account"."colour", '/', 2) in ('', "ledger_account"."area"));--> statement-breakpoint
ALTER TABLE "ledger_account" ADD CONSTRAINT "ledger_account_flags" CHECK ("ledger_account"."flags" between 0 and 31 and "ledger_account"."flags" & 3 <> 3);--> statement-breakpoint
ALTER TABLE "ledger_transfer" ADD CONSTRAINT "ledger_transfer_occurred" CHECK ("ledger_transfer"."occurred_at" <= "ledger_transfer"."recorded_at");--> statement-breakpoint
ALTER TABLE "ledger_transfer" ADD CONSTRAINT "ledger_transfer_reversal" CHECK (case when "ledger_transfer"."reverses" is null then "ledger_transfer"."reverse_reason" is null else "ledger_transfer"."reverse_reason" is not null and "ledger_transfer"."reverse_reason" between 1 and 8 and "ledger_transfer"."converts" is null and "ledger_transfer"."flags" & ~1 = 0 end);--> statement-breakpoint
ALTER TABLE "ledger_transfer" ADD CONSTRAINT "ledger_transfer_conversion" CHECK (case when "ledger_transfer"."converts" is null then num_nonnulls("ledger_transfer"."rate_numerator", "ledger_transfer"."rate_denominator", "ledger_transfer"."rounding") = 0 else num_nulls("ledger_transfer"."rate_numerator", "ledger_transfer"."rate_denominator", "ledger_transfer"."rounding") = 0 and "ledger_transfer"."rate_numerator" > 0 and "ledger_transfer"."rate_denominator" > 0 and "ledger_transfer"."rounding" between 1 and 4 and "ledger_transfer"."flags" & ~1 = 0 end);--> statement-breakpoint
ALTER TABLE "ledger_transfer" ADD CONSTRAINT "ledger_transfer_amount" CHECK ("ledger_transfer"."amount" > 0 or ("ledger_transfer"."amount" = 0 and "ledger_transfer"."flags" & 252 <> 0));