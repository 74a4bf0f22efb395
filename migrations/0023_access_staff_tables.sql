CREATE TABLE "outbox_message" (
	"id" uuid PRIMARY KEY NOT NULL,
	"channel" text NOT NULL,
	"purpose" text NOT NULL,
	"contact_point_id" text,
	"recipient_sealed" "bytea",
	"content_sealed" "bytea",
	"created_at" timestamp (6) with time zone NOT NULL,
	"next_try_at" timestamp (6) with time zone NOT NULL,
	"tries" smallint NOT NULL,
	"closed_at" timestamp (6) with time zone,
	"outcome" text,
	CONSTRAINT "outbox_message_channel" CHECK ("outbox_message"."channel" in ('mail', 'phone')),
	CONSTRAINT "outbox_message_outcome" CHECK ("outbox_message"."outcome" in ('sent', 'handed_over', 'given_up')),
	CONSTRAINT "outbox_message_closed" CHECK (("outbox_message"."closed_at" is null) = ("outbox_message"."outcome" is null) and ("outbox_message"."closed_at" is null) = ("outbox_message"."recipient_sealed" is not null) and ("outbox_message"."closed_at" is null) = ("outbox_message"."content_sealed" is not null))
);
--> statement-breakpoint
CREATE TABLE "sign_in_tries" (
	"key" "bytea" PRIMARY KEY NOT NULL,
	"remaining" double precision NOT NULL,
	"counted_at" timestamp (6) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "staff" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"contact_point_ids" text[] NOT NULL,
	"partner_id" text,
	"invited_at" timestamp (6) with time zone NOT NULL,
	"activated_at" timestamp (6) with time zone,
	"suspended_at" timestamp (6) with time zone,
	CONSTRAINT "staff_email" UNIQUE("email"),
	CONSTRAINT "staff_role" CHECK ("staff"."role" in ('administrator', 'treasurer', 'operator', 'analyst', 'auditor', 'partner_owner')),
	CONSTRAINT "staff_email_form" CHECK ("staff"."email" = lower("staff"."email")),
	CONSTRAINT "staff_contact_points" CHECK (("staff"."role" = 'operator') = (cardinality("staff"."contact_point_ids") > 0)),
	CONSTRAINT "staff_partner" CHECK (("staff"."role" = 'partner_owner') = ("staff"."partner_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "staff_backup_code" (
	"staff_id" uuid NOT NULL,
	"digest" "bytea" NOT NULL,
	"used_at" timestamp (6) with time zone,
	CONSTRAINT "staff_backup_code_staff_id_digest_pk" PRIMARY KEY("staff_id","digest")
);
--> statement-breakpoint
CREATE TABLE "staff_credential" (
	"staff_id" uuid PRIMARY KEY NOT NULL,
	"password_hash" text,
	"totp_sealed" "bytea",
	"totp_confirmed_at" timestamp (6) with time zone,
	"totp_step" bigint
);
--> statement-breakpoint
CREATE TABLE "staff_identity" (
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"staff_id" uuid NOT NULL,
	"linked_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "staff_identity_issuer_subject_pk" PRIMARY KEY("issuer","subject")
);
--> statement-breakpoint
CREATE TABLE "staff_link" (
	"id" uuid PRIMARY KEY NOT NULL,
	"staff_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	"expires_at" timestamp (6) with time zone NOT NULL,
	"used_at" timestamp (6) with time zone,
	CONSTRAINT "staff_link_purpose" CHECK ("staff_link"."purpose" in ('invitation', 'new_password'))
);
--> statement-breakpoint
CREATE TABLE "staff_session" (
	"id" uuid PRIMARY KEY NOT NULL,
	"digest" "bytea" NOT NULL,
	"staff_id" uuid NOT NULL,
	"stage" text NOT NULL,
	"opened_at" timestamp (6) with time zone NOT NULL,
	"expires_at" timestamp (6) with time zone NOT NULL,
	"ended_at" timestamp (6) with time zone,
	CONSTRAINT "staff_session_digest" UNIQUE("digest"),
	CONSTRAINT "staff_session_stage" CHECK ("staff_session"."stage" in ('factor', 'whole'))
);
--> statement-breakpoint
ALTER TABLE "staff_backup_code" ADD CONSTRAINT "staff_backup_code_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_credential" ADD CONSTRAINT "staff_credential_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_identity" ADD CONSTRAINT "staff_identity_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_link" ADD CONSTRAINT "staff_link_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_session" ADD CONSTRAINT "staff_session_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "outbox_message_waiting" ON "outbox_message" USING btree ("created_at","id") WHERE "outbox_message"."closed_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "staff_identity_staff" ON "staff_identity" USING btree ("issuer","staff_id");--> statement-breakpoint
CREATE UNIQUE INDEX "staff_link_open" ON "staff_link" USING btree ("staff_id","purpose") WHERE "staff_link"."used_at" is null;--> statement-breakpoint
CREATE INDEX "staff_session_staff" ON "staff_session" USING btree ("staff_id") WHERE "staff_session"."ended_at" is null;