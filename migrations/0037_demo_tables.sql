CREATE TABLE "demonstration" (
	"is_one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"marked_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "demonstration_is_one" CHECK ("demonstration"."is_one")
);
--> statement-breakpoint
CREATE INDEX "refund_done" ON "refund" USING btree ("partner_id","done_at","id") WHERE "refund"."done_at" is not null;