CREATE TABLE "access_log" (
	"id" uuid PRIMARY KEY NOT NULL,
	"recorded_at" timestamp (6) with time zone NOT NULL,
	"actor_kind" text,
	"actor_id" uuid,
	"role" text,
	"action" text NOT NULL,
	"outcome" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"contact_point_id" text,
	"detail" jsonb NOT NULL,
	"request_id" text,
	CONSTRAINT "access_log_actor_whole" CHECK (("access_log"."actor_kind" is null) = ("access_log"."actor_id" is null)),
	CONSTRAINT "access_log_outcome" CHECK ("access_log"."outcome" in ('done', 'refused'))
);
--> statement-breakpoint
CREATE TABLE "approval" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"contact_point_ids" text[] NOT NULL,
	"partner_id" text,
	"summary" jsonb NOT NULL,
	"prepared_by" uuid NOT NULL,
	"prepared_at" timestamp (6) with time zone NOT NULL,
	"state" text NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp (6) with time zone,
	"reason" text,
	CONSTRAINT "approval_kind" CHECK ("approval"."kind" in ('voucher_batch', 'voucher_change', 'envelope_move', 'funding', 'eligibility_override', 'refund', 'dispute')),
	CONSTRAINT "approval_state" CHECK ("approval"."state" in ('waiting', 'approved', 'refused', 'withdrawn', 'at_once')),
	CONSTRAINT "approval_decided_whole" CHECK (("approval"."state" = 'waiting') = ("approval"."decided_by" is null) and ("approval"."decided_by" is null) = ("approval"."decided_at" is null)),
	CONSTRAINT "approval_by_another" CHECK ("approval"."state" not in ('approved', 'refused') or "approval"."decided_by" <> "approval"."prepared_by"),
	CONSTRAINT "approval_reason" CHECK ("approval"."state" not in ('refused', 'at_once') or length("approval"."reason") > 0)
);
--> statement-breakpoint
ALTER TABLE "voucher" RENAME COLUMN "issued_by_key_id" TO "issued_by";--> statement-breakpoint
ALTER TABLE "voucher_event" RENAME COLUMN "actor_key_id" TO "actor_id";--> statement-breakpoint
CREATE INDEX "access_log_recorded" ON "access_log" USING btree ("recorded_at","id");--> statement-breakpoint
CREATE INDEX "access_log_subject" ON "access_log" USING btree ("subject_kind","subject_id","recorded_at");--> statement-breakpoint
CREATE INDEX "access_log_actor" ON "access_log" USING btree ("actor_id","recorded_at");--> statement-breakpoint
CREATE UNIQUE INDEX "approval_subject" ON "approval" USING btree ("kind","subject_id");--> statement-breakpoint
CREATE INDEX "approval_waiting" ON "approval" USING btree ("prepared_at","id") WHERE "approval"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "approval_prepared" ON "approval" USING btree ("prepared_at","id");