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
ALTER TABLE "enrolment" ADD COLUMN "leaving_reason" text;--> statement-breakpoint
ALTER TABLE "outbox_message" ADD COLUMN "subject_id" text;--> statement-breakpoint
ALTER TABLE "outbox_message" ADD COLUMN "good_until" timestamp (6) with time zone;--> statement-breakpoint
ALTER TABLE "household_change" ADD CONSTRAINT "household_change_beneficiary_id_beneficiary_id_fk" FOREIGN KEY ("beneficiary_id") REFERENCES "public"."beneficiary"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback_closing" ADD CONSTRAINT "feedback_closing_feedback_id_feedback_id_fk" FOREIGN KEY ("feedback_id") REFERENCES "public"."feedback"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "household_change_person" ON "household_change" USING btree ("beneficiary_id","recorded_at");--> statement-breakpoint
ALTER TABLE "enrolment" ADD CONSTRAINT "enrolment_leaving_reason" CHECK ("enrolment"."leaving_reason" in ('plan_completed', 'moved_away', 'own_wish', 'rules_not_met_any_more', 'not_reached_any_more', 'other'));--> statement-breakpoint
ALTER TABLE "enrolment" ADD CONSTRAINT "enrolment_left" CHECK ("enrolment"."leaving_reason" is null or "enrolment"."left_on" is not null);