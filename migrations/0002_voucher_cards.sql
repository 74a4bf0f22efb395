ALTER TABLE "voucher" ADD COLUMN "card" "bytea" NOT NULL;--> statement-breakpoint
ALTER TABLE "voucher" ADD COLUMN "issued_by_key_id" uuid;--> statement-breakpoint
CREATE UNIQUE INDEX "signing_key_active" ON "signing_key" USING btree ("purpose") WHERE "signing_key"."retired_at" is null;--> statement-breakpoint
ALTER TABLE "redemption" ADD CONSTRAINT "redemption_redeemed_whole" CHECK ("redemption"."status" <> 'redeemed' or ("redemption"."voucher_id" is not null and "redemption"."unit" is not null and "redemption"."remaining" >= 0));--> statement-breakpoint
ALTER TABLE "voucher" ADD CONSTRAINT "voucher_card" CHECK (octet_length("voucher"."card") = 78);