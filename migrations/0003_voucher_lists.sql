CREATE INDEX "redemption_recorded" ON "redemption" USING btree ("recorded_at","id");--> statement-breakpoint
CREATE INDEX "voucher_blocked" ON "voucher" USING btree ("issued_at","id") WHERE "voucher"."blocked_at" is not null;--> statement-breakpoint
CREATE INDEX "voucher_cancelled" ON "voucher" USING btree ("issued_at","id") WHERE "voucher"."cancelled_at" is not null;