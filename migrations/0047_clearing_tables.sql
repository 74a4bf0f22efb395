CREATE TABLE "clearing_invoice" (
	"run_id" uuid NOT NULL,
	"part" smallint NOT NULL,
	"line" integer NOT NULL,
	"number" text NOT NULL,
	"debtor_id" text NOT NULL,
	"creditor_id" text NOT NULL,
	"amount" bigint NOT NULL,
	"due" date NOT NULL,
	"cleared" bigint DEFAULT 0 NOT NULL,
	"settled" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "clearing_invoice_run_id_part_line_pk" PRIMARY KEY("run_id","part","line"),
	CONSTRAINT "clearing_invoice_amounts" CHECK ("clearing_invoice"."amount" > 0 and "clearing_invoice"."cleared" >= 0 and "clearing_invoice"."settled" >= 0 and "clearing_invoice"."cleared" + "clearing_invoice"."settled" <= "clearing_invoice"."amount"),
	CONSTRAINT "clearing_invoice_sides" CHECK ("clearing_invoice"."debtor_id" <> "clearing_invoice"."creditor_id")
);
--> statement-breakpoint
CREATE TABLE "clearing_left_out" (
	"run_id" uuid NOT NULL,
	"part" smallint NOT NULL,
	"line" integer NOT NULL,
	"fault" text NOT NULL,
	"cells" text[] NOT NULL,
	CONSTRAINT "clearing_left_out_run_id_part_line_pk" PRIMARY KEY("run_id","part","line")
);
--> statement-breakpoint
CREATE TABLE "clearing_part" (
	"run_id" uuid NOT NULL,
	"number" smallint NOT NULL,
	"is_last" boolean NOT NULL,
	"digest" text NOT NULL,
	CONSTRAINT "clearing_part_run_id_number_pk" PRIMARY KEY("run_id","number"),
	CONSTRAINT "clearing_part_number" CHECK ("clearing_part"."number" > 0)
);
--> statement-breakpoint
CREATE TABLE "clearing_run" (
	"id" uuid PRIMARY KEY NOT NULL,
	"instrument_id" text NOT NULL,
	"prepared_by" uuid NOT NULL,
	"prepared_at" timestamp (6) with time zone NOT NULL,
	"filed_at" timestamp (6) with time zone,
	"reckoned_at" timestamp (6) with time zone,
	"foreseen" bigint,
	"settled_at" timestamp (6) with time zone,
	CONSTRAINT "clearing_run_order" CHECK (("clearing_run"."reckoned_at" is null) = ("clearing_run"."foreseen" is null) and ("clearing_run"."reckoned_at" is null or "clearing_run"."filed_at" is not null) and ("clearing_run"."settled_at" is null or "clearing_run"."reckoned_at" is not null))
);
--> statement-breakpoint
ALTER TABLE "approval" DROP CONSTRAINT "approval_kind";--> statement-breakpoint
ALTER TABLE "clearing_invoice" ADD CONSTRAINT "clearing_invoice_debtor_id_partner_id_fk" FOREIGN KEY ("debtor_id") REFERENCES "public"."partner"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clearing_invoice" ADD CONSTRAINT "clearing_invoice_creditor_id_partner_id_fk" FOREIGN KEY ("creditor_id") REFERENCES "public"."partner"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clearing_invoice" ADD CONSTRAINT "clearing_invoice_run_id_part_clearing_part_run_id_number_fk" FOREIGN KEY ("run_id","part") REFERENCES "public"."clearing_part"("run_id","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clearing_left_out" ADD CONSTRAINT "clearing_left_out_run_id_part_clearing_part_run_id_number_fk" FOREIGN KEY ("run_id","part") REFERENCES "public"."clearing_part"("run_id","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clearing_part" ADD CONSTRAINT "clearing_part_run_id_clearing_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."clearing_run"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clearing_run" ADD CONSTRAINT "clearing_run_instrument_id_instrument_id_fk" FOREIGN KEY ("instrument_id") REFERENCES "public"."instrument"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "clearing_invoice_once" ON "clearing_invoice" USING btree ("run_id","creditor_id","number");--> statement-breakpoint
CREATE INDEX "clearing_invoice_of" ON "clearing_invoice" USING btree ("creditor_id","number");--> statement-breakpoint
CREATE INDEX "clearing_run_prepared" ON "clearing_run" USING btree ("prepared_at","id");--> statement-breakpoint
CREATE INDEX "clearing_run_open" ON "clearing_run" USING btree ("prepared_at") WHERE "clearing_run"."settled_at" is null;--> statement-breakpoint
ALTER TABLE "approval" ADD CONSTRAINT "approval_kind" CHECK ("approval"."kind" in ('voucher_batch', 'voucher_change', 'envelope_move', 'funding', 'eligibility_override', 'emergency_cap', 'refund', 'dispute', 'clearing'));