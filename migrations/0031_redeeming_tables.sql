CREATE TABLE "dispute" (
	"id" uuid PRIMARY KEY NOT NULL,
	"redemption_id" uuid NOT NULL,
	"voucher_id" uuid NOT NULL,
	"partner_id" text NOT NULL,
	"contact_point_id" text NOT NULL,
	"amount" bigint NOT NULL,
	"unit" text NOT NULL,
	"side" text NOT NULL,
	"state" text NOT NULL,
	"frozen_account_id" uuid NOT NULL,
	"opened_by" uuid NOT NULL,
	"opened_at" timestamp (6) with time zone NOT NULL,
	"due_on" date NOT NULL,
	"decided_at" timestamp (6) with time zone,
	CONSTRAINT "dispute_amount" CHECK ("dispute"."amount" > 0),
	CONSTRAINT "dispute_side" CHECK ("dispute"."side" in ('beneficiary', 'partner')),
	CONSTRAINT "dispute_state" CHECK ("dispute"."state" in ('open', 'to_partner', 'to_voucher')),
	CONSTRAINT "dispute_decided" CHECK (("dispute"."state" = 'open') = ("dispute"."decided_at" is null))
);
--> statement-breakpoint
CREATE TABLE "dispute_event" (
	"id" uuid PRIMARY KEY NOT NULL,
	"dispute_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"reason" text NOT NULL,
	"actor_id" uuid NOT NULL,
	"recorded_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "dispute_event_kind" CHECK ("dispute_event"."kind" in ('opened', 'noted', 'decided'))
);
--> statement-breakpoint
CREATE TABLE "refund" (
	"id" uuid PRIMARY KEY NOT NULL,
	"redemption_id" uuid NOT NULL,
	"voucher_id" uuid NOT NULL,
	"partner_id" text NOT NULL,
	"contact_point_id" text NOT NULL,
	"amount" bigint NOT NULL,
	"unit" text NOT NULL,
	"reason" text NOT NULL,
	"state" text NOT NULL,
	"requested_by" uuid NOT NULL,
	"requested_at" timestamp (6) with time zone NOT NULL,
	"credited_account_id" uuid,
	"done_at" timestamp (6) with time zone,
	CONSTRAINT "refund_amount" CHECK ("refund"."amount" > 0),
	CONSTRAINT "refund_reason" CHECK ("refund"."reason" in ('entered_twice', 'wrong_amount', 'wrong_account', 'goods_returned', 'service_not_given', 'fraud', 'cancelled', 'other')),
	CONSTRAINT "refund_state" CHECK ("refund"."state" in ('waiting', 'netting', 'done', 'refused')),
	CONSTRAINT "refund_done_whole" CHECK (("refund"."state" = 'done') = ("refund"."done_at" is not null) and ("refund"."state" = 'done') = ("refund"."credited_account_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "product_partner" (
	"product_id" text NOT NULL,
	"partner_id" text NOT NULL,
	CONSTRAINT "product_partner_product_id_partner_id_pk" PRIMARY KEY("product_id","partner_id")
);
--> statement-breakpoint
CREATE TABLE "redemption_claim" (
	"redemption_id" uuid PRIMARY KEY NOT NULL,
	"amount" bigint NOT NULL,
	"refunded" bigint NOT NULL,
	"disputed" bigint NOT NULL,
	CONSTRAINT "redemption_claim_whole" CHECK ("redemption_claim"."refunded" >= 0 and "redemption_claim"."disputed" >= 0 and "redemption_claim"."refunded" + "redemption_claim"."disputed" <= "redemption_claim"."amount")
);
--> statement-breakpoint
CREATE TABLE "redemption_line" (
	"redemption_id" uuid NOT NULL,
	"category" text NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "redemption_line_redemption_id_category_pk" PRIMARY KEY("redemption_id","category"),
	CONSTRAINT "redemption_line_amount" CHECK ("redemption_line"."amount" > 0)
);
--> statement-breakpoint
CREATE TABLE "statement_conflict" (
	"digest" text PRIMARY KEY NOT NULL,
	"terminal_id" uuid NOT NULL,
	"redemption_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"prev" text NOT NULL,
	"chain_seq" integer NOT NULL,
	"chain_head" text NOT NULL,
	"statement" text NOT NULL,
	"recorded_at" timestamp (6) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "terminal_statement" (
	"terminal_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"digest" text NOT NULL,
	"prev_seq" integer,
	"prev" text NOT NULL,
	"redemption_id" uuid NOT NULL,
	"statement" text NOT NULL,
	"signed_at" timestamp (6) with time zone NOT NULL,
	"received_at" timestamp (6) with time zone NOT NULL,
	"received_late" boolean NOT NULL,
	"cash" bigint NOT NULL,
	"head_size" bigint,
	"head_root" text,
	CONSTRAINT "terminal_statement_terminal_id_seq_pk" PRIMARY KEY("terminal_id","seq"),
	CONSTRAINT "terminal_statement_redemption" UNIQUE("redemption_id"),
	CONSTRAINT "terminal_statement_link" UNIQUE("terminal_id","seq","digest"),
	CONSTRAINT "terminal_statement_first" CHECK (case when "terminal_statement"."seq" = 1 then "terminal_statement"."prev_seq" is null and "terminal_statement"."prev" = '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU' else coalesce("terminal_statement"."prev_seq" = "terminal_statement"."seq" - 1, false) end),
	CONSTRAINT "terminal_statement_cash" CHECK ("terminal_statement"."cash" >= 0)
);
--> statement-breakpoint
CREATE TABLE "voucher_day" (
	"voucher_id" uuid NOT NULL,
	"day" date NOT NULL,
	"spent" bigint NOT NULL,
	"cap" bigint NOT NULL,
	CONSTRAINT "voucher_day_voucher_id_day_pk" PRIMARY KEY("voucher_id","day"),
	CONSTRAINT "voucher_day_cap" CHECK ("voucher_day"."spent" between 0 and "voucher_day"."cap")
);
--> statement-breakpoint
ALTER TABLE "redemption" DROP CONSTRAINT "redemption_status";--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "forbidden_categories" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "one_use" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "cap_per_purchase" bigint;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "cap_per_day" bigint;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "pin_from" bigint;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "bearer" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "partners_named" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "redemption" ADD COLUMN "tries_left" smallint;--> statement-breakpoint
ALTER TABLE "redemption" ADD COLUMN "cap_left" bigint;--> statement-breakpoint
ALTER TABLE "dispute" ADD CONSTRAINT "dispute_redemption_id_redemption_id_fk" FOREIGN KEY ("redemption_id") REFERENCES "public"."redemption"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispute" ADD CONSTRAINT "dispute_voucher_id_voucher_id_fk" FOREIGN KEY ("voucher_id") REFERENCES "public"."voucher"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispute" ADD CONSTRAINT "dispute_partner_id_partner_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partner"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispute" ADD CONSTRAINT "dispute_frozen_account_id_ledger_account_id_fk" FOREIGN KEY ("frozen_account_id") REFERENCES "public"."ledger_account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispute_event" ADD CONSTRAINT "dispute_event_dispute_id_dispute_id_fk" FOREIGN KEY ("dispute_id") REFERENCES "public"."dispute"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund" ADD CONSTRAINT "refund_redemption_id_redemption_id_fk" FOREIGN KEY ("redemption_id") REFERENCES "public"."redemption"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund" ADD CONSTRAINT "refund_voucher_id_voucher_id_fk" FOREIGN KEY ("voucher_id") REFERENCES "public"."voucher"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund" ADD CONSTRAINT "refund_partner_id_partner_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partner"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund" ADD CONSTRAINT "refund_credited_account_id_ledger_account_id_fk" FOREIGN KEY ("credited_account_id") REFERENCES "public"."ledger_account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "product_partner" ADD CONSTRAINT "product_partner_product_id_product_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."product"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "product_partner" ADD CONSTRAINT "product_partner_partner_id_partner_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partner"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "redemption_claim" ADD CONSTRAINT "redemption_claim_redemption_id_redemption_id_fk" FOREIGN KEY ("redemption_id") REFERENCES "public"."redemption"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "redemption_line" ADD CONSTRAINT "redemption_line_redemption_id_redemption_id_fk" FOREIGN KEY ("redemption_id") REFERENCES "public"."redemption"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "terminal_statement" ADD CONSTRAINT "terminal_statement_redemption_id_redemption_id_fk" FOREIGN KEY ("redemption_id") REFERENCES "public"."redemption"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "terminal_statement" ADD CONSTRAINT "terminal_statement_chain" FOREIGN KEY ("terminal_id","prev_seq","prev") REFERENCES "public"."terminal_statement"("terminal_id","seq","digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voucher_day" ADD CONSTRAINT "voucher_day_voucher_id_voucher_id_fk" FOREIGN KEY ("voucher_id") REFERENCES "public"."voucher"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "dispute_opened" ON "dispute" USING btree ("opened_at","id");--> statement-breakpoint
CREATE INDEX "dispute_partner" ON "dispute" USING btree ("partner_id","opened_at","id");--> statement-breakpoint
CREATE INDEX "dispute_redemption" ON "dispute" USING btree ("redemption_id");--> statement-breakpoint
CREATE INDEX "dispute_event_dispute" ON "dispute_event" USING btree ("dispute_id","recorded_at","id");--> statement-breakpoint
CREATE INDEX "refund_requested" ON "refund" USING btree ("requested_at","id");--> statement-breakpoint
CREATE INDEX "refund_partner" ON "refund" USING btree ("partner_id","requested_at","id");--> statement-breakpoint
CREATE INDEX "refund_redemption" ON "refund" USING btree ("redemption_id");--> statement-breakpoint
CREATE INDEX "refund_netting" ON "refund" USING btree ("requested_at","id") WHERE "refund"."state" = 'netting';--> statement-breakpoint
CREATE INDEX "statement_conflict_terminal" ON "statement_conflict" USING btree ("terminal_id","recorded_at");--> statement-breakpoint
ALTER TABLE "product" ADD CONSTRAINT "product_caps" CHECK ("product"."cap_per_purchase" > 0 and "product"."cap_per_day" > 0 and "product"."pin_from" >= 0);--> statement-breakpoint
ALTER TABLE "product" ADD CONSTRAINT "product_bearer" CHECK (not ("product"."bearer" and "product"."pin_from" is not null));--> statement-breakpoint
ALTER TABLE "redemption" ADD CONSTRAINT "redemption_tries_left" CHECK (("redemption"."status" = 'pin_wrong') = ("redemption"."tries_left" is not null));--> statement-breakpoint
ALTER TABLE "redemption" ADD CONSTRAINT "redemption_cap_left" CHECK (("redemption"."status" = 'cap_reached') = ("redemption"."cap_left" is not null));--> statement-breakpoint
ALTER TABLE "redemption" ADD CONSTRAINT "redemption_status" CHECK ("redemption"."status" in ('redeemed', 'token_invalid', 'token_expired', 'unknown_voucher', 'cancelled', 'replaced', 'used_up', 'expired', 'blocked', 'not_active', 'partner_not_accepted', 'category_not_allowed', 'pin_locked', 'pin_wrong', 'cap_reached', 'exceeds_remaining'));