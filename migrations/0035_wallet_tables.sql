CREATE TABLE "feedback" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"about" text NOT NULL,
	"contact_point_id" text NOT NULL,
	"beneficiary_id" text,
	"partner_id" text,
	"said" "bytea",
	"received_on" date NOT NULL,
	"due_on" date NOT NULL,
	CONSTRAINT "feedback_kind" CHECK ("feedback"."kind" in ('feedback', 'complaint')),
	CONSTRAINT "feedback_about" CHECK ("feedback"."about" in ('partner', 'contact_point', 'programme')),
	CONSTRAINT "feedback_partner" CHECK (("feedback"."about" = 'partner') = ("feedback"."partner_id" is not null)),
	CONSTRAINT "feedback_days" CHECK ("feedback"."due_on" >= "feedback"."received_on")
);
--> statement-breakpoint
CREATE TABLE "feedback_answer" (
	"feedback_id" uuid PRIMARY KEY NOT NULL,
	"said" "bytea",
	"answered_at" timestamp (6) with time zone NOT NULL,
	"answered_by" uuid NOT NULL
);
--> statement-breakpoint
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_contact_point_id_contact_point_id_fk" FOREIGN KEY ("contact_point_id") REFERENCES "public"."contact_point"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_beneficiary_id_beneficiary_id_fk" FOREIGN KEY ("beneficiary_id") REFERENCES "public"."beneficiary"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_partner_id_partner_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partner"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback_answer" ADD CONSTRAINT "feedback_answer_feedback_id_feedback_id_fk" FOREIGN KEY ("feedback_id") REFERENCES "public"."feedback"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "feedback_due" ON "feedback" USING btree ("due_on","id");--> statement-breakpoint
CREATE INDEX "feedback_person" ON "feedback" USING btree ("beneficiary_id");