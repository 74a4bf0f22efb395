CREATE TABLE "meter_notice" (
	"programme_id" text NOT NULL,
	"key" text NOT NULL,
	"level" text NOT NULL,
	"value" bigint NOT NULL,
	"day" date NOT NULL,
	"recorded_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "meter_notice_programme_id_key_level_pk" PRIMARY KEY("programme_id","key","level"),
	CONSTRAINT "meter_notice_level" CHECK (level in ('from_70', 'from_90', 'reached'))
);
--> statement-breakpoint
ALTER TABLE "meter_notice" ADD CONSTRAINT "meter_notice_programme_id_programme_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programme"("id") ON DELETE no action ON UPDATE no action;