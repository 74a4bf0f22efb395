CREATE TABLE "webhook_attempt" (
	"delivery_id" uuid NOT NULL,
	"number" smallint NOT NULL,
	"at" timestamp (6) with time zone NOT NULL,
	"outcome" text NOT NULL,
	"status" integer,
	"took_ms" integer NOT NULL,
	CONSTRAINT "webhook_attempt_delivery_id_number_pk" PRIMARY KEY("delivery_id","number"),
	CONSTRAINT "webhook_attempt_outcome" CHECK (outcome in ('taken', 'refused', 'slow', 'unreachable'))
);
--> statement-breakpoint
CREATE TABLE "webhook_delivery" (
	"id" uuid PRIMARY KEY NOT NULL,
	"endpoint_id" uuid NOT NULL,
	"position" bigint NOT NULL,
	"kind" text NOT NULL,
	"body" text NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	"tries" smallint DEFAULT 0 NOT NULL,
	"next_try_at" timestamp (6) with time zone,
	"delivered_at" timestamp (6) with time zone,
	CONSTRAINT "webhook_delivery_kind" CHECK (kind in ('voucher.issued', 'voucher.redeemed', 'voucher.refunded', 'voucher.expired'))
);
--> statement-breakpoint
CREATE TABLE "webhook_endpoint" (
	"id" uuid PRIMARY KEY NOT NULL,
	"url" text NOT NULL,
	"kinds" text[] NOT NULL,
	"secret_sealed" "bytea" NOT NULL,
	"created_at" timestamp (6) with time zone NOT NULL,
	"created_by" uuid NOT NULL,
	"ended_at" timestamp (6) with time zone,
	"read_position" bigint NOT NULL,
	CONSTRAINT "webhook_endpoint_kinds" CHECK (cardinality("webhook_endpoint"."kinds") between 1 and 4),
	CONSTRAINT "webhook_endpoint_url" CHECK (length("webhook_endpoint"."url") between 1 and 500)
);
--> statement-breakpoint
ALTER TABLE "webhook_attempt" ADD CONSTRAINT "webhook_attempt_delivery_id_webhook_delivery_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."webhook_delivery"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_endpoint_id_webhook_endpoint_id_fk" FOREIGN KEY ("endpoint_id") REFERENCES "public"."webhook_endpoint"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_delivery_once" ON "webhook_delivery" USING btree ("endpoint_id","position");--> statement-breakpoint
CREATE INDEX "webhook_delivery_due" ON "webhook_delivery" USING btree ("next_try_at") WHERE "webhook_delivery"."next_try_at" is not null;