CREATE TABLE "api_key" (
	"id" uuid PRIMARY KEY NOT NULL,
	"digest" "bytea" NOT NULL,
	"role" text NOT NULL,
	"partner_id" text,
	"created_at" timestamp (6) with time zone NOT NULL,
	"revoked_at" timestamp (6) with time zone,
	CONSTRAINT "api_key_digest" UNIQUE("digest"),
	CONSTRAINT "api_key_role" CHECK ("api_key"."role" in ('administrator', 'operator', 'partner', 'analyst', 'auditor')),
	CONSTRAINT "api_key_partner" CHECK (("api_key"."role" = 'partner') = ("api_key"."partner_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "signing_key" (
	"kid" text PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"short_id" "bytea" NOT NULL,
	"public_jwk" text NOT NULL,
	"private_jwk_sealed" "bytea" NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	"retired_at" timestamp (6) with time zone,
	CONSTRAINT "signing_key_short_id" UNIQUE("short_id"),
	CONSTRAINT "signing_key_purpose" CHECK ("signing_key"."purpose" in ('card', 'phone', 'receipt'))
);
--> statement-breakpoint
CREATE TABLE "ledger_account" (
	"id" uuid PRIMARY KEY NOT NULL,
	"unit" text NOT NULL,
	"code" integer NOT NULL,
	"flags" smallint DEFAULT 0 NOT NULL,
	"origin" text NOT NULL,
	"reference_128" uuid,
	"reference_64" bigint,
	"debits_pending" bigint DEFAULT 0 NOT NULL,
	"debits_posted" bigint DEFAULT 0 NOT NULL,
	"credits_pending" bigint DEFAULT 0 NOT NULL,
	"credits_posted" bigint DEFAULT 0 NOT NULL,
	"version" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "ledger_account_id_unit" UNIQUE("id","unit"),
	CONSTRAINT "ledger_account_unit" CHECK ("ledger_account"."unit" ~ '^[A-Z][A-Z0-9]{1,11}$'),
	CONSTRAINT "ledger_account_code_range" CHECK ("ledger_account"."code" between 1 and 65535),
	CONSTRAINT "ledger_account_flags" CHECK ("ledger_account"."flags" between 0 and 15 and "ledger_account"."flags" & 3 <> 3),
	CONSTRAINT "ledger_account_origin" CHECK ("ledger_account"."origin" in ('raw', 'programme')),
	CONSTRAINT "ledger_account_not_negative" CHECK ("ledger_account"."debits_pending" >= 0 and "ledger_account"."debits_posted" >= 0 and "ledger_account"."credits_pending" >= 0 and "ledger_account"."credits_posted" >= 0),
	CONSTRAINT "ledger_account_debits_limit" CHECK ("ledger_account"."flags" & 1 = 0 or "ledger_account"."debits_posted" + "ledger_account"."debits_pending" <= "ledger_account"."credits_posted"),
	CONSTRAINT "ledger_account_credits_limit" CHECK ("ledger_account"."flags" & 2 = 0 or "ledger_account"."credits_posted" + "ledger_account"."credits_pending" <= "ledger_account"."debits_posted")
);
--> statement-breakpoint
CREATE TABLE "ledger_failed_transfer" (
	"id" uuid PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"recorded_at" timestamp (6) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_head" (
	"id" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"last_position" bigint DEFAULT 0 NOT NULL,
	"last_recorded_at" timestamp (6) with time zone DEFAULT 'epoch' NOT NULL,
	CONSTRAINT "ledger_head_one_row" CHECK ("ledger_head"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "ledger_pending" (
	"transfer_id" uuid PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"expires_at" timestamp (6) with time zone,
	"resolved_by" uuid,
	"resolved_at" timestamp (6) with time zone,
	CONSTRAINT "ledger_pending_state" CHECK ("ledger_pending"."state" in ('pending', 'posted', 'voided', 'expired'))
);
--> statement-breakpoint
CREATE TABLE "ledger_transfer" (
	"id" uuid PRIMARY KEY NOT NULL,
	"position" bigint NOT NULL,
	"debit_account_id" uuid NOT NULL,
	"credit_account_id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"unit" text NOT NULL,
	"code" integer NOT NULL,
	"flags" smallint DEFAULT 0 NOT NULL,
	"pending_id" uuid,
	"timeout_seconds" integer DEFAULT 0 NOT NULL,
	"reference_128" uuid,
	"reference_64" bigint,
	"debit_balance" bigint NOT NULL,
	"credit_balance" bigint NOT NULL,
	"recorded_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "ledger_transfer_position" UNIQUE("position"),
	CONSTRAINT "ledger_transfer_amount" CHECK ("ledger_transfer"."amount" > 0),
	CONSTRAINT "ledger_transfer_accounts" CHECK ("ledger_transfer"."debit_account_id" <> "ledger_transfer"."credit_account_id"),
	CONSTRAINT "ledger_transfer_code" CHECK ("ledger_transfer"."code" between 1 and 65535)
);
--> statement-breakpoint
CREATE TABLE "contact_point" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"territory_id" text NOT NULL,
	"unit" text NOT NULL,
	"envelope_account_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "partner" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"territory_id" text NOT NULL,
	"kind" text NOT NULL,
	"categories" text[] NOT NULL,
	"status" text NOT NULL,
	"unit" text NOT NULL,
	"payable_account_id" uuid NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "partner_status" CHECK ("partner"."status" in ('active', 'suspended'))
);
--> statement-breakpoint
CREATE TABLE "territory" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"parent_id" text
);
--> statement-breakpoint
CREATE TABLE "beneficiary" (
	"id" text PRIMARY KEY NOT NULL,
	"contact_point_id" text NOT NULL,
	"household_size" smallint NOT NULL,
	"language" text NOT NULL,
	CONSTRAINT "beneficiary_household" CHECK ("beneficiary"."household_size" between 1 and 20)
);
--> statement-breakpoint
CREATE TABLE "product" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"unit" text NOT NULL,
	"categories" text[] NOT NULL,
	"min_amount" bigint NOT NULL,
	"max_amount" bigint NOT NULL,
	"validity_days" integer NOT NULL,
	CONSTRAINT "product_amounts" CHECK ("product"."min_amount" > 0 and "product"."max_amount" >= "product"."min_amount"),
	CONSTRAINT "product_validity" CHECK ("product"."validity_days" between 1 and 3650)
);
--> statement-breakpoint
CREATE TABLE "redemption" (
	"id" uuid PRIMARY KEY NOT NULL,
	"partner_id" text NOT NULL,
	"request_digest" text NOT NULL,
	"status" text NOT NULL,
	"voucher_id" uuid,
	"amount" bigint NOT NULL,
	"unit" text,
	"remaining" bigint,
	"token_id" text,
	"receipt" text,
	"recorded_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "redemption_receipt" CHECK (("redemption"."status" = 'redeemed') = ("redemption"."receipt" is not null)),
	CONSTRAINT "redemption_amount" CHECK ("redemption"."amount" > 0)
);
--> statement-breakpoint
CREATE TABLE "voucher" (
	"id" uuid PRIMARY KEY NOT NULL,
	"serial" bigint NOT NULL,
	"product_id" text NOT NULL,
	"beneficiary_id" text NOT NULL,
	"contact_point_id" text NOT NULL,
	"amount" bigint NOT NULL,
	"unit" text NOT NULL,
	"issued_at" timestamp (6) with time zone NOT NULL,
	"expires_on" date NOT NULL,
	"first_used_at" timestamp (6) with time zone,
	"blocked_at" timestamp (6) with time zone,
	"cancelled_at" timestamp (6) with time zone,
	"expired_at" timestamp (6) with time zone,
	"replaced_by" uuid,
	CONSTRAINT "voucher_serial" UNIQUE("serial"),
	CONSTRAINT "voucher_amount" CHECK ("voucher"."amount" > 0),
	CONSTRAINT "voucher_serial_range" CHECK ("voucher"."serial" between 0 and 1125899906842623)
);
--> statement-breakpoint
CREATE TABLE "voucher_event" (
	"id" uuid PRIMARY KEY NOT NULL,
	"voucher_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"reason" text NOT NULL,
	"actor_key_id" uuid,
	"recorded_at" timestamp (6) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "ledger_pending" ADD CONSTRAINT "ledger_pending_transfer_id_ledger_transfer_id_fk" FOREIGN KEY ("transfer_id") REFERENCES "public"."ledger_transfer"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_pending" ADD CONSTRAINT "ledger_pending_resolved_by_ledger_transfer_id_fk" FOREIGN KEY ("resolved_by") REFERENCES "public"."ledger_transfer"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_transfer" ADD CONSTRAINT "ledger_transfer_debit_account" FOREIGN KEY ("debit_account_id","unit") REFERENCES "public"."ledger_account"("id","unit") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_transfer" ADD CONSTRAINT "ledger_transfer_credit_account" FOREIGN KEY ("credit_account_id","unit") REFERENCES "public"."ledger_account"("id","unit") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_point" ADD CONSTRAINT "contact_point_territory_id_territory_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territory"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_point" ADD CONSTRAINT "contact_point_envelope_account_id_ledger_account_id_fk" FOREIGN KEY ("envelope_account_id") REFERENCES "public"."ledger_account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partner" ADD CONSTRAINT "partner_territory_id_territory_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territory"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partner" ADD CONSTRAINT "partner_payable_account_id_ledger_account_id_fk" FOREIGN KEY ("payable_account_id") REFERENCES "public"."ledger_account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "beneficiary" ADD CONSTRAINT "beneficiary_contact_point_id_contact_point_id_fk" FOREIGN KEY ("contact_point_id") REFERENCES "public"."contact_point"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "redemption" ADD CONSTRAINT "redemption_partner_id_partner_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partner"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "redemption" ADD CONSTRAINT "redemption_voucher_id_voucher_id_fk" FOREIGN KEY ("voucher_id") REFERENCES "public"."voucher"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voucher" ADD CONSTRAINT "voucher_id_ledger_account_id_fk" FOREIGN KEY ("id") REFERENCES "public"."ledger_account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voucher" ADD CONSTRAINT "voucher_product_id_product_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."product"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voucher" ADD CONSTRAINT "voucher_beneficiary_id_beneficiary_id_fk" FOREIGN KEY ("beneficiary_id") REFERENCES "public"."beneficiary"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voucher" ADD CONSTRAINT "voucher_contact_point_id_contact_point_id_fk" FOREIGN KEY ("contact_point_id") REFERENCES "public"."contact_point"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voucher_event" ADD CONSTRAINT "voucher_event_voucher_id_voucher_id_fk" FOREIGN KEY ("voucher_id") REFERENCES "public"."voucher"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ledger_account_code" ON "ledger_account" USING btree ("code","unit");--> statement-breakpoint
CREATE INDEX "ledger_pending_due" ON "ledger_pending" USING btree ("expires_at") WHERE "ledger_pending"."state" = 'pending';--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_transfer_resolves" ON "ledger_transfer" USING btree ("pending_id") WHERE "ledger_transfer"."pending_id" is not null;--> statement-breakpoint
CREATE INDEX "ledger_transfer_debit" ON "ledger_transfer" USING btree ("debit_account_id","position");--> statement-breakpoint
CREATE INDEX "ledger_transfer_credit" ON "ledger_transfer" USING btree ("credit_account_id","position");--> statement-breakpoint
CREATE INDEX "redemption_partner" ON "redemption" USING btree ("partner_id","recorded_at","id");--> statement-breakpoint
CREATE INDEX "redemption_voucher" ON "redemption" USING btree ("voucher_id");--> statement-breakpoint
CREATE UNIQUE INDEX "redemption_token" ON "redemption" USING btree ("token_id") WHERE "redemption"."status" = 'redeemed';--> statement-breakpoint
CREATE INDEX "voucher_issued" ON "voucher" USING btree ("issued_at","id");--> statement-breakpoint
CREATE INDEX "voucher_beneficiary" ON "voucher" USING btree ("beneficiary_id");--> statement-breakpoint
CREATE INDEX "voucher_expiry" ON "voucher" USING btree ("expires_on") WHERE "voucher"."expired_at" is null and "voucher"."cancelled_at" is null;