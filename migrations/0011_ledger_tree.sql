CREATE TABLE "ledger_tree" (
	"one" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"log_id" uuid NOT NULL,
	CONSTRAINT "ledger_tree_one_row" CHECK ("ledger_tree"."one" = 1)
);
--> statement-breakpoint
CREATE TABLE "ledger_tree_head" (
	"number" bigint PRIMARY KEY NOT NULL,
	"size" bigint NOT NULL,
	"root" "bytea" NOT NULL,
	"signed_at" timestamp (6) with time zone NOT NULL,
	"jws" text NOT NULL,
	CONSTRAINT "ledger_tree_head_root" CHECK (octet_length("ledger_tree_head"."root") = 32),
	CONSTRAINT "ledger_tree_head_size" CHECK ("ledger_tree_head"."size" >= 0 and "ledger_tree_head"."number" > 0)
);
--> statement-breakpoint
CREATE TABLE "ledger_tree_node" (
	"level" smallint NOT NULL,
	"index" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "ledger_tree_node_pkey" PRIMARY KEY("level","index"),
	CONSTRAINT "ledger_tree_node_hash" CHECK (octet_length("ledger_tree_node"."hash") = 32),
	CONSTRAINT "ledger_tree_node_place" CHECK ("ledger_tree_node"."level" between 1 and 7 and "ledger_tree_node"."index" >= 0)
);
--> statement-breakpoint
CREATE TABLE "ledger_tree_tile" (
	"index" bigint PRIMARY KEY NOT NULL,
	"hashes" "bytea" NOT NULL,
	CONSTRAINT "ledger_tree_tile_whole" CHECK (octet_length("ledger_tree_tile"."hashes") = 8192),
	CONSTRAINT "ledger_tree_tile_index" CHECK ("ledger_tree_tile"."index" >= 0)
);
--> statement-breakpoint
ALTER TABLE "signing_key" DROP CONSTRAINT "signing_key_purpose";--> statement-breakpoint
ALTER TABLE "signing_key" ADD CONSTRAINT "signing_key_purpose" CHECK ("signing_key"."purpose" in ('card', 'phone', 'receipt', 'tree'));