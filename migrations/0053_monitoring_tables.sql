CREATE TABLE "monitoring_export" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" text NOT NULL,
	"salt" "bytea" NOT NULL,
	"made_at" timestamp (6) with time zone NOT NULL,
	"made_by" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "monitoring_interview" (
	"id" uuid PRIMARY KEY NOT NULL,
	"beneficiary_id" text NOT NULL,
	"wave" smallint NOT NULL,
	"day" date NOT NULL,
	"language" text NOT NULL,
	"answers" jsonb NOT NULL,
	"services" jsonb,
	"housing" text,
	"work" text,
	"italian" text,
	"sex" text,
	"age_band" text,
	"asked_by" uuid NOT NULL,
	"recorded_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "monitoring_interview_wave" CHECK ("monitoring_interview"."wave" in (0, 6, 12)),
	CONSTRAINT "monitoring_interview_housing" CHECK ("monitoring_interview"."housing" in ('reception', 'no_home', 'hosted', 'shared_rent', 'own_rent')),
	CONSTRAINT "monitoring_interview_work" CHECK ("monitoring_interview"."work" in ('none', 'traineeship', 'fixed_term', 'permanent', 'self_employed')),
	CONSTRAINT "monitoring_interview_italian" CHECK ("monitoring_interview"."italian" in ('none', 'a1', 'a2', 'b1', 'b2', 'c1')),
	CONSTRAINT "monitoring_interview_sex" CHECK ("monitoring_interview"."sex" in ('female', 'male', 'other')),
	CONSTRAINT "monitoring_interview_age" CHECK ("monitoring_interview"."age_band" in ('under_18', '18_24', '25_34', '35_44', '45_54', 'from_55'))
);
--> statement-breakpoint
CREATE TABLE "monitoring_target" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "monitoring_target_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"programme_id" text NOT NULL,
	"indicator" text NOT NULL,
	"month" smallint NOT NULL,
	"value" integer,
	"set_at" timestamp (6) with time zone NOT NULL,
	"set_by" uuid NOT NULL,
	CONSTRAINT "monitoring_target_month" CHECK ("monitoring_target"."month" between 1 and 120),
	CONSTRAINT "monitoring_target_value" CHECK ("monitoring_target"."value" between 0 and 1000000)
);
--> statement-breakpoint
CREATE TABLE "register_entry" (
	"id" uuid PRIMARY KEY NOT NULL,
	"programme_id" text NOT NULL,
	"reference" text NOT NULL,
	CONSTRAINT "register_entry_reference" UNIQUE("programme_id","reference")
);
--> statement-breakpoint
CREATE TABLE "register_version" (
	"entry_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"kind" text NOT NULL,
	"day" date NOT NULL,
	"place" text NOT NULL,
	"territory_id" text,
	"title" text NOT NULL,
	"notes" text,
	"details" jsonb NOT NULL,
	"took_part" jsonb NOT NULL,
	"documents" jsonb NOT NULL,
	"is_withdrawn" boolean NOT NULL,
	"reason" text,
	"changed_at" timestamp (6) with time zone NOT NULL,
	"changed_by" uuid NOT NULL,
	CONSTRAINT "register_version_entry_id_version_pk" PRIMARY KEY("entry_id","version"),
	CONSTRAINT "register_version_kind" CHECK ("register_version"."kind" in ('system_table', 'agreement', 'company_path', 'agent_training', 'awareness', 'good_practice')),
	CONSTRAINT "register_version_reason" CHECK (("register_version"."version" = 1) = ("register_version"."reason" is null))
);
--> statement-breakpoint
CREATE TABLE "result_feed" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "result_feed_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"programme_id" text NOT NULL,
	"token" text NOT NULL,
	"opened_at" timestamp (6) with time zone NOT NULL,
	"opened_by" uuid NOT NULL,
	"withdrawn_at" timestamp (6) with time zone,
	"withdrawn_by" uuid,
	CONSTRAINT "result_feed_token" UNIQUE("token"),
	CONSTRAINT "result_feed_withdrawn" CHECK (("result_feed"."withdrawn_at" is null) = ("result_feed"."withdrawn_by" is null))
);
--> statement-breakpoint
ALTER TABLE "monitoring_export" ADD CONSTRAINT "monitoring_export_programme_id_programme_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programme"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "monitoring_interview" ADD CONSTRAINT "monitoring_interview_beneficiary_id_beneficiary_id_fk" FOREIGN KEY ("beneficiary_id") REFERENCES "public"."beneficiary"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "monitoring_target" ADD CONSTRAINT "monitoring_target_programme_id_programme_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programme"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_entry" ADD CONSTRAINT "register_entry_programme_id_programme_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programme"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_version" ADD CONSTRAINT "register_version_entry_id_register_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."register_entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_version" ADD CONSTRAINT "register_version_territory_id_territory_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territory"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "result_feed" ADD CONSTRAINT "result_feed_programme_id_programme_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programme"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "monitoring_interview_person" ON "monitoring_interview" USING btree ("beneficiary_id","wave","recorded_at");--> statement-breakpoint
CREATE INDEX "monitoring_target_of" ON "monitoring_target" USING btree ("programme_id","indicator","month","id");--> statement-breakpoint
CREATE UNIQUE INDEX "result_feed_open" ON "result_feed" USING btree ("programme_id") WHERE "result_feed"."withdrawn_at" is null;