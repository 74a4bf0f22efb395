CREATE TABLE "study_chunk" (
	"run_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"from_path" integer NOT NULL,
	"to_path" integer NOT NULL,
	"tries" smallint DEFAULT 0 NOT NULL,
	"is_taken" boolean DEFAULT false NOT NULL,
	"leased_until" timestamp (6) with time zone NOT NULL,
	"done_at" timestamp (6) with time zone,
	"digest" "bytea",
	"rows" "bytea",
	"sums" text,
	CONSTRAINT "study_chunk_run_id_number_pk" PRIMARY KEY("run_id","number"),
	CONSTRAINT "study_chunk_done" CHECK ((done_at is null) = (digest is null) and (done_at is null) = (sums is null)),
	CONSTRAINT "study_chunk_range" CHECK (from_path >= 0 and to_path > from_path)
);
--> statement-breakpoint
CREATE TABLE "study_file" (
	"run_id" uuid NOT NULL,
	"name" text NOT NULL,
	"body" "bytea" NOT NULL,
	CONSTRAINT "study_file_run_id_name_pk" PRIMARY KEY("run_id","name")
);
--> statement-breakpoint
CREATE TABLE "study_run" (
	"id" uuid PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"scenario" text NOT NULL,
	"overlays" text[] NOT NULL,
	"effective" text NOT NULL,
	"scenario_hash" text NOT NULL,
	"model" text NOT NULL,
	"seed" bigint NOT NULL,
	"paths" integer NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	"created_by" uuid NOT NULL,
	"started_at" timestamp (6) with time zone,
	"ended_at" timestamp (6) with time zone,
	"paths_used" integer,
	"failure" text,
	CONSTRAINT "study_run_state" CHECK (state in ('queued', 'running', 'complete', 'cancelled', 'failed')),
	CONSTRAINT "study_run_ended" CHECK ((state in ('queued', 'running')) = (ended_at is null)),
	CONSTRAINT "study_run_failure" CHECK ((state = 'failed') = (failure is not null))
);
--> statement-breakpoint
ALTER TABLE "study_chunk" ADD CONSTRAINT "study_chunk_run_id_study_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."study_run"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "study_file" ADD CONSTRAINT "study_file_run_id_study_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."study_run"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "study_chunk_waiting" ON "study_chunk" USING btree ("leased_until") WHERE "study_chunk"."done_at" is null;--> statement-breakpoint
CREATE INDEX "study_run_open" ON "study_run" USING btree ("state") WHERE "study_run"."state" in ('queued', 'running');