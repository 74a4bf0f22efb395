CREATE TABLE "activity" (
	"id" uuid PRIMARY KEY NOT NULL,
	"association_id" text NOT NULL,
	"instrument_id" text NOT NULL,
	"party" text NOT NULL,
	"holder_id" text NOT NULL,
	"kind" text NOT NULL,
	"day" date NOT NULL,
	"minutes" integer,
	"given" bigint,
	"reward" bigint NOT NULL,
	"state" text NOT NULL,
	"told_by" uuid NOT NULL,
	"told_at" timestamp (6) with time zone NOT NULL,
	"confirmed_by" uuid,
	"confirmed_at" timestamp (6) with time zone,
	"decided_by" uuid,
	"decided_at" timestamp (6) with time zone,
	"reason" text,
	CONSTRAINT "activity_kind" CHECK ("activity"."kind" in ('care', 'teaching', 'food', 'environment', 'culture', 'transport', 'repair', 'administration', 'other', 'donation')),
	CONSTRAINT "activity_state" CHECK ("activity"."state" in ('told', 'confirmed', 'rewarded', 'refused', 'withdrawn')),
	CONSTRAINT "activity_party" CHECK ("activity"."party" in ('person', 'partner')),
	CONSTRAINT "activity_minutes" CHECK ("activity"."minutes" between 1 and 1440),
	CONSTRAINT "activity_given" CHECK ("activity"."given" > 0),
	CONSTRAINT "activity_measure" CHECK (("activity"."kind" = 'donation') = ("activity"."given" is not null) and ("activity"."kind" = 'donation') = ("activity"."minutes" is null)),
	CONSTRAINT "activity_reward" CHECK ("activity"."reward" >= 0),
	CONSTRAINT "activity_confirmed" CHECK ("activity"."state" not in ('confirmed', 'rewarded') or "activity"."confirmed_by" is not null)
);
--> statement-breakpoint
CREATE TABLE "association" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"territory_id" text NOT NULL,
	"programme_id" text NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	"ended_at" timestamp (6) with time zone
);
--> statement-breakpoint
CREATE TABLE "association_member" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "association_member_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"association_id" text NOT NULL,
	"party" text NOT NULL,
	"holder_id" text NOT NULL,
	"from_day" date NOT NULL,
	"until_day" date,
	"added_at" timestamp (6) with time zone NOT NULL,
	"added_by" uuid NOT NULL,
	CONSTRAINT "association_member_party" CHECK ("association_member"."party" in ('person', 'partner')),
	CONSTRAINT "association_member_days" CHECK ("association_member"."until_day" >= "association_member"."from_day" - 1)
);
--> statement-breakpoint
ALTER TABLE "approval" DROP CONSTRAINT "approval_kind";--> statement-breakpoint
ALTER TABLE "staff" DROP CONSTRAINT "staff_role";--> statement-breakpoint
ALTER TABLE "staff" ADD COLUMN "association_id" text;--> statement-breakpoint
ALTER TABLE "activity" ADD CONSTRAINT "activity_association_id_association_id_fk" FOREIGN KEY ("association_id") REFERENCES "public"."association"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity" ADD CONSTRAINT "activity_instrument_id_instrument_id_fk" FOREIGN KEY ("instrument_id") REFERENCES "public"."instrument"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "association" ADD CONSTRAINT "association_territory_id_territory_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territory"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "association" ADD CONSTRAINT "association_programme_id_programme_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programme"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "association_member" ADD CONSTRAINT "association_member_association_id_association_id_fk" FOREIGN KEY ("association_id") REFERENCES "public"."association"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "activity_association" ON "activity" USING btree ("association_id","id");--> statement-breakpoint
CREATE INDEX "activity_holder" ON "activity" USING btree ("party","holder_id");--> statement-breakpoint
CREATE UNIQUE INDEX "association_member_open" ON "association_member" USING btree ("association_id","party","holder_id") WHERE "association_member"."until_day" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "association_member_chosen" ON "association_member" USING btree ("holder_id") WHERE "association_member"."party" = 'partner' and "association_member"."until_day" is null;--> statement-breakpoint
CREATE INDEX "association_member_of" ON "association_member" USING btree ("party","holder_id");--> statement-breakpoint
ALTER TABLE "approval" ADD CONSTRAINT "approval_kind" CHECK ("approval"."kind" in ('voucher_batch', 'voucher_change', 'envelope_move', 'funding', 'eligibility_override', 'emergency_cap', 'refund', 'dispute', 'reward'));--> statement-breakpoint
ALTER TABLE "staff" ADD CONSTRAINT "staff_association" CHECK (("staff"."role" = 'association') = ("staff"."association_id" is not null));--> statement-breakpoint
ALTER TABLE "staff" ADD CONSTRAINT "staff_role" CHECK ("staff"."role" in ('administrator', 'treasurer', 'operator', 'analyst', 'auditor', 'partner_owner', 'association'));