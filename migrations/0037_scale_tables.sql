DROP INDEX "access_log_subject";--> statement-breakpoint
ALTER TABLE "voucher" ADD COLUMN "emptied_at" timestamp (6) with time zone;--> statement-breakpoint
CREATE INDEX "access_log_action" ON "access_log" USING btree ("action","recorded_at","id");--> statement-breakpoint
CREATE INDEX "access_log_refused" ON "access_log" USING btree ("recorded_at","id") WHERE "access_log"."outcome" = 'refused';--> statement-breakpoint
CREATE INDEX "voucher_place" ON "voucher" USING btree ("contact_point_id","issued_at","id");--> statement-breakpoint
CREATE INDEX "voucher_replaced" ON "voucher" USING btree ("issued_at","id") WHERE "voucher"."replaced_by" is not null;--> statement-breakpoint
CREATE INDEX "voucher_expired" ON "voucher" USING btree ("issued_at","id") WHERE "voucher"."expired_at" is not null;--> statement-breakpoint
CREATE INDEX "voucher_emptied" ON "voucher" USING btree ("issued_at","id") WHERE "voucher"."emptied_at" is not null;--> statement-breakpoint
CREATE INDEX "voucher_open" ON "voucher" USING btree ("issued_at","id") WHERE "voucher"."cancelled_at" is null and "voucher"."replaced_by" is null and "voucher"."expired_at" is null and "voucher"."emptied_at" is null;--> statement-breakpoint
CREATE INDEX "voucher_open_until" ON "voucher" USING btree ("expires_on") WHERE "voucher"."cancelled_at" is null and "voucher"."replaced_by" is null and "voucher"."expired_at" is null and "voucher"."emptied_at" is null;--> statement-breakpoint
CREATE INDEX "access_log_subject" ON "access_log" USING btree ("subject_id","subject_kind","recorded_at");