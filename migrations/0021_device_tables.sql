CREATE TABLE "pin" (
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"version" uuid NOT NULL,
	"hash" text NOT NULL,
	"tries_taken" integer NOT NULL,
	"tries_forgiven" integer NOT NULL,
	"set_at" timestamp (6) with time zone NOT NULL,
	"set_by" uuid NOT NULL,
	CONSTRAINT "pin_subject_kind_subject_id_pk" PRIMARY KEY("subject_kind","subject_id"),
	CONSTRAINT "pin_subject_kind" CHECK ("pin"."subject_kind" in ('beneficiary', 'partner')),
	CONSTRAINT "pin_tries" CHECK ("pin"."tries_taken" - "pin"."tries_forgiven" between 0 and 5)
);
--> statement-breakpoint
CREATE TABLE "terminal" (
	"id" uuid PRIMARY KEY NOT NULL,
	"pairing_id" uuid NOT NULL,
	"partner_id" text NOT NULL,
	"outlet_id" text,
	"name" text NOT NULL,
	"kid" text NOT NULL,
	"x" text NOT NULL,
	"y" text NOT NULL,
	"paired_at" timestamp (6) with time zone NOT NULL,
	"unpaired_at" timestamp (6) with time zone,
	"unpaired_by" uuid,
	CONSTRAINT "terminal_pairing_once" UNIQUE("pairing_id"),
	CONSTRAINT "terminal_kid" UNIQUE("kid"),
	CONSTRAINT "terminal_unpaired_whole" CHECK (("terminal"."unpaired_at" is null) = ("terminal"."unpaired_by" is null))
);
--> statement-breakpoint
CREATE TABLE "terminal_pairing" (
	"id" uuid PRIMARY KEY NOT NULL,
	"digest" "bytea" NOT NULL,
	"partner_id" text NOT NULL,
	"outlet_id" text,
	"name" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	"expires_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "terminal_pairing_digest" UNIQUE("digest")
);
--> statement-breakpoint
CREATE TABLE "wallet" (
	"id" uuid PRIMARY KEY NOT NULL,
	"link_id" uuid NOT NULL,
	"digest" "bytea" NOT NULL,
	"beneficiary_id" text NOT NULL,
	"bound_at" timestamp (6) with time zone NOT NULL,
	"revoked_at" timestamp (6) with time zone,
	"revoked_by" uuid,
	CONSTRAINT "wallet_link_once" UNIQUE("link_id"),
	CONSTRAINT "wallet_digest" UNIQUE("digest"),
	CONSTRAINT "wallet_revoked_whole" CHECK (("wallet"."revoked_at" is null) = ("wallet"."revoked_by" is null))
);
--> statement-breakpoint
CREATE TABLE "wallet_link" (
	"id" uuid PRIMARY KEY NOT NULL,
	"digest" "bytea" NOT NULL,
	"beneficiary_id" text NOT NULL,
	"contact_point_id" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	"expires_at" timestamp (6) with time zone NOT NULL,
	"revoked_at" timestamp (6) with time zone,
	CONSTRAINT "wallet_link_digest" UNIQUE("digest")
);
--> statement-breakpoint
ALTER TABLE "terminal" ADD CONSTRAINT "terminal_pairing_id_terminal_pairing_id_fk" FOREIGN KEY ("pairing_id") REFERENCES "public"."terminal_pairing"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wallet" ADD CONSTRAINT "wallet_link_id_wallet_link_id_fk" FOREIGN KEY ("link_id") REFERENCES "public"."wallet_link"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "terminal_partner" ON "terminal" USING btree ("partner_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "wallet_standing" ON "wallet" USING btree ("beneficiary_id") WHERE "wallet"."revoked_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "wallet_link_standing" ON "wallet_link" USING btree ("beneficiary_id") WHERE "wallet_link"."revoked_at" is null;