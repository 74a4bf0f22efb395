CREATE TABLE "feasibility_study" (
	"id" uuid PRIMARY KEY NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	"created_by" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "feasibility_study_version" (
	"study_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"text" text NOT NULL,
	"note" text NOT NULL,
	"made_at" timestamp (6) with time zone NOT NULL,
	"made_by" uuid NOT NULL,
	CONSTRAINT "feasibility_study_version_study_id_number_pk" PRIMARY KEY("study_id","number"),
	CONSTRAINT "feasibility_study_version_number" CHECK (number > 0)
);
--> statement-breakpoint
ALTER TABLE "study_run" ADD COLUMN "kind" text DEFAULT 'scenario' NOT NULL;--> statement-breakpoint
ALTER TABLE "study_run" ADD COLUMN "study_id" uuid;--> statement-breakpoint
ALTER TABLE "study_run" ADD COLUMN "study_version" integer;--> statement-breakpoint
ALTER TABLE "feasibility_study_version" ADD CONSTRAINT "feasibility_study_version_study_id_feasibility_study_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."feasibility_study"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "study_run" ADD CONSTRAINT "study_run_version_fk" FOREIGN KEY ("study_id","study_version") REFERENCES "public"."feasibility_study_version"("study_id","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "study_run_study" ON "study_run" USING btree ("study_id");--> statement-breakpoint
ALTER TABLE "study_run" ADD CONSTRAINT "study_run_kind" CHECK (kind in ('scenario', 'study'));--> statement-breakpoint
ALTER TABLE "study_run" ADD CONSTRAINT "study_run_version" CHECK ((kind = 'study') = (study_id is not null and study_version is not null));