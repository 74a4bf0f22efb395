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
ALTER TABLE "approval" DROP CONSTRAINT "approval_kind";--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "key_id" uuid;--> statement-breakpoint
ALTER TABLE "feedback_answer" ADD COLUMN "key_id" uuid;--> statement-breakpoint
ALTER TABLE "statement_conflict" ADD COLUMN "reason" text DEFAULT 'chain' NOT NULL;--> statement-breakpoint
ALTER TABLE "cap_raise" ADD CONSTRAINT "cap_raise_contact_point_id_contact_point_id_fk" FOREIGN KEY ("contact_point_id") REFERENCES "public"."contact_point"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cap_raise_contact_point" ON "cap_raise" USING btree ("contact_point_id","prepared_at");--> statement-breakpoint
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_key_id_personal_key_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."personal_key"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback_answer" ADD CONSTRAINT "feedback_answer_key_id_personal_key_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."personal_key"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ledger_tree_head_at_size" ON "ledger_tree_head" USING btree ("size");--> statement-breakpoint
CREATE INDEX "feedback_key" ON "feedback" USING btree ("key_id");--> statement-breakpoint
CREATE INDEX "feedback_answer_key" ON "feedback_answer" USING btree ("key_id");--> statement-breakpoint
ALTER TABLE "approval" ADD CONSTRAINT "approval_kind" CHECK ("approval"."kind" in ('voucher_batch', 'voucher_change', 'envelope_move', 'funding', 'eligibility_override', 'emergency_cap', 'refund', 'dispute'));--> statement-breakpoint
ALTER TABLE "statement_conflict" ADD CONSTRAINT "statement_conflict_reason" CHECK ("statement_conflict"."reason" in ('chain', 'head'));