CREATE TABLE "consent" (
	"id" uuid PRIMARY KEY NOT NULL,
	"beneficiary_id" text NOT NULL,
	"purpose" text NOT NULL,
	"language" text NOT NULL,
	"version" integer NOT NULL,
	"method" text NOT NULL,
	"taken_at" timestamp (6) with time zone NOT NULL,
	"taken_by" uuid NOT NULL,
	CONSTRAINT "consent_purpose" CHECK ("consent"."purpose" in ('information', 'contact_after_end', 'evaluation')),
	CONSTRAINT "consent_method" CHECK ("consent"."method" in ('signed_paper', 'spoken', 'spoken_with_interpreter', 'on_screen'))
);
--> statement-breakpoint
CREATE TABLE "consent_withdrawal" (
	"consent_id" uuid PRIMARY KEY NOT NULL,
	"withdrawn_at" timestamp (6) with time zone NOT NULL,
	"withdrawn_by" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "eligibility_assessment" (
	"id" uuid PRIMARY KEY NOT NULL,
	"beneficiary_id" text NOT NULL,
	"programme_id" text NOT NULL,
	"rules_version" integer NOT NULL,
	"facts" jsonb NOT NULL,
	"findings" jsonb NOT NULL,
	"verdict" text NOT NULL,
	"assessed_at" timestamp (6) with time zone NOT NULL,
	"assessed_by" uuid NOT NULL,
	CONSTRAINT "eligibility_assessment_verdict" CHECK ("eligibility_assessment"."verdict" in ('eligible', 'not_eligible', 'incomplete'))
);
--> statement-breakpoint
CREATE TABLE "eligibility_override" (
	"id" uuid PRIMARY KEY NOT NULL,
	"assessment_id" uuid NOT NULL,
	"beneficiary_id" text NOT NULL,
	"ground" text NOT NULL,
	"prepared_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "eligibility_override_ground" CHECK ("eligibility_override"."ground" in ('family_unity', 'late_documents', 'authority_decision', 'programme_exception'))
);
--> statement-breakpoint
CREATE TABLE "eligibility_rules" (
	"programme_id" text NOT NULL,
	"version" integer NOT NULL,
	"rules" jsonb NOT NULL,
	"source" text NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	"created_by" uuid,
	CONSTRAINT "eligibility_rules_programme_id_version_pk" PRIMARY KEY("programme_id","version")
);
--> statement-breakpoint
CREATE TABLE "enrolment" (
	"beneficiary_id" text PRIMARY KEY NOT NULL,
	"assessment_id" uuid NOT NULL,
	"verdict" text NOT NULL,
	"override_id" uuid,
	"left_on" date,
	CONSTRAINT "enrolment_verdict" CHECK ("enrolment"."verdict" in ('eligible', 'not_eligible', 'incomplete'))
);
--> statement-breakpoint
CREATE TABLE "plan" (
	"id" uuid PRIMARY KEY NOT NULL,
	"beneficiary_id" text NOT NULL,
	"unit" text NOT NULL,
	"ceiling" bigint NOT NULL,
	"committed" bigint NOT NULL,
	"status" text NOT NULL,
	"version" integer NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "plan_status" CHECK ("plan"."status" in ('draft', 'active', 'closed')),
	CONSTRAINT "plan_committed" CHECK ("plan"."committed" >= 0),
	CONSTRAINT "plan_ceiling" CHECK ("plan"."committed" <= "plan"."ceiling")
);
--> statement-breakpoint
CREATE TABLE "plan_line" (
	"id" uuid PRIMARY KEY NOT NULL,
	"plan_id" uuid NOT NULL,
	"area" text NOT NULL,
	"ceiling" bigint NOT NULL,
	"committed" bigint NOT NULL,
	CONSTRAINT "plan_line_area_known" CHECK ("plan_line"."area" in ('housing', 'work', 'education', 'socio_cultural', 'social_assistance', 'health')),
	CONSTRAINT "plan_line_committed" CHECK ("plan_line"."committed" >= 0),
	CONSTRAINT "plan_line_ceiling" CHECK ("plan_line"."committed" <= "plan_line"."ceiling")
);
--> statement-breakpoint
CREATE TABLE "plan_version" (
	"plan_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"status" text NOT NULL,
	"ceiling" bigint NOT NULL,
	"lines" jsonb NOT NULL,
	"changed_at" timestamp (6) with time zone NOT NULL,
	"changed_by" uuid NOT NULL,
	CONSTRAINT "plan_version_plan_id_version_pk" PRIMARY KEY("plan_id","version")
);
--> statement-breakpoint
CREATE TABLE "privacy_notice" (
	"language" text NOT NULL,
	"version" integer NOT NULL,
	"text" text NOT NULL,
	"digest" "bytea" NOT NULL,
	"published_at" timestamp (6) with time zone NOT NULL,
	"published_by" uuid,
	CONSTRAINT "privacy_notice_language_version_pk" PRIMARY KEY("language","version"),
	CONSTRAINT "privacy_notice_digest" CHECK ("privacy_notice"."digest" = sha256(convert_to("privacy_notice"."text", 'UTF8')))
);
--> statement-breakpoint
CREATE TABLE "person_erasure" (
	"beneficiary_id" text PRIMARY KEY NOT NULL,
	"ground" text NOT NULL,
	"erased_at" timestamp (6) with time zone NOT NULL,
	"erased_by" uuid NOT NULL,
	CONSTRAINT "person_erasure_ground" CHECK ("person_erasure"."ground" in ('request_of_person', 'retention_over', 'entered_by_mistake'))
);
--> statement-breakpoint
CREATE TABLE "person_request" (
	"id" uuid PRIMARY KEY NOT NULL,
	"beneficiary_id" text NOT NULL,
	"digest" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "personal_index" (
	"digest" "bytea" NOT NULL,
	"beneficiary_id" text NOT NULL,
	CONSTRAINT "personal_index_digest_beneficiary_id_pk" PRIMARY KEY("digest","beneficiary_id")
);
--> statement-breakpoint
CREATE TABLE "personal_key" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sealed" "bytea" NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	"retired_at" timestamp (6) with time zone
);
--> statement-breakpoint
CREATE TABLE "personal_record" (
	"beneficiary_id" text NOT NULL,
	"kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"sealed" "bytea" NOT NULL,
	"key_id" uuid NOT NULL,
	CONSTRAINT "personal_record_beneficiary_id_kind_subject_id_pk" PRIMARY KEY("beneficiary_id","kind","subject_id"),
	CONSTRAINT "personal_record_kind" CHECK ("personal_record"."kind" in ('identity', 'objectives', 'override'))
);
--> statement-breakpoint
ALTER TABLE "consent" ADD CONSTRAINT "consent_beneficiary_id_beneficiary_id_fk" FOREIGN KEY ("beneficiary_id") REFERENCES "public"."beneficiary"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent" ADD CONSTRAINT "consent_notice" FOREIGN KEY ("language","version") REFERENCES "public"."privacy_notice"("language","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_withdrawal" ADD CONSTRAINT "consent_withdrawal_consent_id_consent_id_fk" FOREIGN KEY ("consent_id") REFERENCES "public"."consent"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "eligibility_assessment" ADD CONSTRAINT "eligibility_assessment_beneficiary_id_beneficiary_id_fk" FOREIGN KEY ("beneficiary_id") REFERENCES "public"."beneficiary"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "eligibility_assessment" ADD CONSTRAINT "eligibility_assessment_rules" FOREIGN KEY ("programme_id","rules_version") REFERENCES "public"."eligibility_rules"("programme_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "eligibility_override" ADD CONSTRAINT "eligibility_override_assessment_id_eligibility_assessment_id_fk" FOREIGN KEY ("assessment_id") REFERENCES "public"."eligibility_assessment"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "eligibility_override" ADD CONSTRAINT "eligibility_override_beneficiary_id_beneficiary_id_fk" FOREIGN KEY ("beneficiary_id") REFERENCES "public"."beneficiary"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolment" ADD CONSTRAINT "enrolment_beneficiary_id_beneficiary_id_fk" FOREIGN KEY ("beneficiary_id") REFERENCES "public"."beneficiary"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolment" ADD CONSTRAINT "enrolment_assessment_id_eligibility_assessment_id_fk" FOREIGN KEY ("assessment_id") REFERENCES "public"."eligibility_assessment"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolment" ADD CONSTRAINT "enrolment_override_id_eligibility_override_id_fk" FOREIGN KEY ("override_id") REFERENCES "public"."eligibility_override"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan" ADD CONSTRAINT "plan_beneficiary_id_beneficiary_id_fk" FOREIGN KEY ("beneficiary_id") REFERENCES "public"."beneficiary"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_line" ADD CONSTRAINT "plan_line_plan_id_plan_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."plan"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_version" ADD CONSTRAINT "plan_version_plan_id_plan_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."plan"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_erasure" ADD CONSTRAINT "person_erasure_beneficiary_id_beneficiary_id_fk" FOREIGN KEY ("beneficiary_id") REFERENCES "public"."beneficiary"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_request" ADD CONSTRAINT "person_request_beneficiary_id_beneficiary_id_fk" FOREIGN KEY ("beneficiary_id") REFERENCES "public"."beneficiary"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "personal_index" ADD CONSTRAINT "personal_index_beneficiary_id_beneficiary_id_fk" FOREIGN KEY ("beneficiary_id") REFERENCES "public"."beneficiary"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "personal_record" ADD CONSTRAINT "personal_record_beneficiary_id_beneficiary_id_fk" FOREIGN KEY ("beneficiary_id") REFERENCES "public"."beneficiary"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "personal_record" ADD CONSTRAINT "personal_record_key_id_personal_key_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."personal_key"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "consent_person" ON "consent" USING btree ("beneficiary_id","taken_at");--> statement-breakpoint
CREATE INDEX "eligibility_assessment_person" ON "eligibility_assessment" USING btree ("beneficiary_id","assessed_at");--> statement-breakpoint
CREATE INDEX "eligibility_override_person" ON "eligibility_override" USING btree ("beneficiary_id","prepared_at");--> statement-breakpoint
CREATE UNIQUE INDEX "plan_one_active" ON "plan" USING btree ("beneficiary_id") WHERE "plan"."status" = 'active';--> statement-breakpoint
CREATE INDEX "plan_person" ON "plan" USING btree ("beneficiary_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "plan_line_area" ON "plan_line" USING btree ("plan_id","area");--> statement-breakpoint
CREATE INDEX "person_request_person" ON "person_request" USING btree ("beneficiary_id");--> statement-breakpoint
CREATE INDEX "personal_index_person" ON "personal_index" USING btree ("beneficiary_id");--> statement-breakpoint
CREATE UNIQUE INDEX "personal_key_active" ON "personal_key" USING btree ((true)) WHERE "personal_key"."retired_at" is null;--> statement-breakpoint
CREATE INDEX "personal_record_key" ON "personal_record" USING btree ("key_id");--> statement-breakpoint
CREATE INDEX "beneficiary_contact_point" ON "beneficiary" USING btree ("contact_point_id","id");