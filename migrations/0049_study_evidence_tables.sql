CREATE TABLE "study_dataset" (
	"sha256" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"programme_id" text,
	"day" date,
	"definition" text,
	"content" text NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	"created_by" uuid,
	CONSTRAINT "study_dataset_hash" CHECK (sha256 = encode(sha256(convert_to(content, 'UTF8')), 'hex')),
	CONSTRAINT "study_dataset_kind" CHECK (case kind when 'ledger' then programme_id is not null and day is not null and definition is not null
        when 'outside' then programme_id is null when 'prior' then programme_id is null else false end)
);
--> statement-breakpoint
ALTER TABLE "study_dataset" ADD CONSTRAINT "study_dataset_programme_id_programme_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programme"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "study_dataset_created" ON "study_dataset" USING btree ("created_at","sha256");