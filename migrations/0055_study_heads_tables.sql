ALTER TABLE "feasibility_study_version" ADD COLUMN "title" jsonb;--> statement-breakpoint
ALTER TABLE "feasibility_study_version" ADD COLUMN "question" jsonb;--> statement-breakpoint
ALTER TABLE "feasibility_study_version" ADD CONSTRAINT "feasibility_study_version_head" CHECK ((title is null) = (question is null));