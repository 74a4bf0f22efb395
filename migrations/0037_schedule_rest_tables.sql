ALTER TABLE "voucher_schedule" ADD COLUMN "paused_at" timestamp (6) with time zone;--> statement-breakpoint
ALTER TABLE "voucher_schedule" ADD COLUMN "resumed_on" date;