CREATE TABLE "cap_raise" (
	"id" uuid PRIMARY KEY NOT NULL,
	"contact_point_id" text NOT NULL,
	"cap" bigint NOT NULL,
	"reason" text NOT NULL,
	"prepared_by" uuid NOT NULL,
	"prepared_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "cap_raise_cap" CHECK ("cap_raise"."cap" > 0)
);
--> statement-breakpoint
CREATE TABLE "demonstration" (
	"is_one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"marked_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "demonstration_is_one" CHECK ("demonstration"."is_one")
);
--> statement-breakpoint
CREATE TABLE "household_change" (
	"id" uuid PRIMARY KEY NOT NULL,
	"beneficiary_id" text NOT NULL,
	"household_size" smallint NOT NULL,
	"since" date NOT NULL,
	"recorded_at" timestamp (6) with time zone NOT NULL,
	"recorded_by" uuid NOT NULL,
	CONSTRAINT "household_change_size" CHECK ("household_change"."household_size" between 1 and 20)
);
--> statement-breakpoint
CREATE TABLE "feedback_closing" (
	"feedback_id" uuid PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"closed_at" timestamp (6) with time zone NOT NULL,
	"closed_by" uuid NOT NULL,
	CONSTRAINT "feedback_closing_reason" CHECK ("feedback_closing"."reason" in ('no_answer_needed', 'said_twice', 'not_readable'))
);
--> statement-breakpoint
ALTER TABLE "approval" DROP CONSTRAINT "approval_kind";--> statement-breakpoint
ALTER TABLE "webhook_attempt" DROP CONSTRAINT "webhook_attempt_outcome";--> statement-breakpoint
DROP INDEX "access_log_subject";--> statement-breakpoint
ALTER TABLE "enrolment" ADD COLUMN "leaving_reason" text;--> statement-breakpoint
ALTER TABLE "voucher" ADD COLUMN "emptied_at" timestamp (6) with time zone;--> statement-breakpoint
ALTER TABLE "outbox_message" ADD COLUMN "subject_id" text;--> statement-breakpoint
ALTER TABLE "outbox_message" ADD COLUMN "good_until" timestamp (6) with time zone;--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "key_id" uuid;--> statement-breakpoint
ALTER TABLE "feedback_answer" ADD COLUMN "key_id" uuid;--> statement-breakpoint
ALTER TABLE "voucher_schedule" ADD COLUMN "paused_at" timestamp (6) with time zone;--> statement-breakpoint
ALTER TABLE "voucher_schedule" ADD COLUMN "resumed_on" date;--> statement-breakpoint
ALTER TABLE "statement_conflict" ADD COLUMN "reason" text DEFAULT 'chain' NOT NULL;--> statement-breakpoint
ALTER TABLE "cap_raise" ADD CONSTRAINT "cap_raise_contact_point_id_contact_point_id_fk" FOREIGN KEY ("contact_point_id") REFERENCES "public"."contact_point"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_change" ADD CONSTRAINT "household_change_beneficiary_id_beneficiary_id_fk" FOREIGN KEY ("beneficiary_id") REFERENCES "public"."beneficiary"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback_closing" ADD CONSTRAINT "feedback_closing_feedback_id_feedback_id_fk" FOREIGN KEY ("feedback_id") REFERENCES "public"."feedback"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cap_raise_contact_point" ON "cap_raise" USING btree ("contact_point_id","prepared_at");--> statement-breakpoint
CREATE INDEX "household_change_person" ON "household_change" USING btree ("beneficiary_id","recorded_at");--> statement-breakpoint
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_key_id_personal_key_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."personal_key"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback_answer" ADD CONSTRAINT "feedback_answer_key_id_personal_key_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."personal_key"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "access_log_action" ON "access_log" USING btree ("action","recorded_at","id");--> statement-breakpoint
CREATE INDEX "access_log_refused" ON "access_log" USING btree ("recorded_at","id") WHERE "access_log"."outcome" = 'refused';--> statement-breakpoint
CREATE INDEX "voucher_place" ON "voucher" USING btree ("contact_point_id","issued_at","id");--> statement-breakpoint
CREATE INDEX "voucher_replaced" ON "voucher" USING btree ("issued_at","id") WHERE "voucher"."replaced_by" is not null;--> statement-breakpoint
CREATE INDEX "voucher_expired" ON "voucher" USING btree ("issued_at","id") WHERE "voucher"."expired_at" is not null;--> statement-breakpoint
CREATE INDEX "voucher_emptied" ON "voucher" USING btree ("issued_at","id") WHERE "voucher"."emptied_at" is not null;--> statement-breakpoint
CREATE INDEX "voucher_open" ON "voucher" USING btree ("issued_at","id") WHERE "voucher"."cancelled_at" is null and "voucher"."replaced_by" is null and "voucher"."expired_at" is null and "voucher"."emptied_at" is null;--> statement-breakpoint
CREATE INDEX "voucher_open_until" ON "voucher" USING btree ("expires_on") WHERE "voucher"."cancelled_at" is null and "voucher"."replaced_by" is null and "voucher"."expired_at" is null and "voucher"."emptied_at" is null;--> statement-breakpoint
CREATE INDEX "ledger_tree_head_at_size" ON "ledger_tree_head" USING btree ("size");--> statement-breakpoint
CREATE INDEX "feedback_key" ON "feedback" USING btree ("key_id");--> statement-breakpoint
CREATE INDEX "feedback_answer_key" ON "feedback_answer" USING btree ("key_id");--> statement-breakpoint
CREATE INDEX "refund_done" ON "refund" USING btree ("partner_id","done_at","id") WHERE "refund"."done_at" is not null;--> statement-breakpoint
CREATE INDEX "access_log_subject" ON "access_log" USING btree ("subject_id","subject_kind","recorded_at");--> statement-breakpoint
ALTER TABLE "approval" ADD CONSTRAINT "approval_kind" CHECK ("approval"."kind" in ('voucher_batch', 'voucher_change', 'envelope_move', 'funding', 'eligibility_override', 'emergency_cap', 'refund', 'dispute'));--> statement-breakpoint
ALTER TABLE "enrolment" ADD CONSTRAINT "enrolment_leaving_reason" CHECK ("enrolment"."leaving_reason" in ('plan_completed', 'moved_away', 'own_wish', 'rules_not_met_any_more', 'not_reached_any_more', 'other'));--> statement-breakpoint
ALTER TABLE "enrolment" ADD CONSTRAINT "enrolment_left" CHECK ("enrolment"."leaving_reason" is null or "enrolment"."left_on" is not null);--> statement-breakpoint
ALTER TABLE "webhook_attempt" ADD CONSTRAINT "webhook_attempt_outcome" CHECK (outcome in ('taken', 'refused', 'slow', 'unreachable', 'not_allowed'));--> statement-breakpoint
ALTER TABLE "statement_conflict" ADD CONSTRAINT "statement_conflict_reason" CHECK ("statement_conflict"."reason" in ('chain', 'head'));