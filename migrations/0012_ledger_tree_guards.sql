-- The log of the books gets its name, once and for ever; what was hashed and signed stays as it is.

INSERT INTO ledger_tree (log_id) VALUES (gen_random_uuid());
--> statement-breakpoint
-- Hashes cannot be compressed: no time is spent on trying.
ALTER TABLE ledger_tree_tile ALTER COLUMN hashes SET STORAGE EXTERNAL;
--> statement-breakpoint
GRANT SELECT ON ledger_tree TO franoi_app;
--> statement-breakpoint
GRANT SELECT, INSERT ON ledger_tree_tile, ledger_tree_node, ledger_tree_head TO franoi_app;
--> statement-breakpoint
CREATE TRIGGER ledger_tree_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_tree
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER ledger_tree_tile_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_tree_tile
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER ledger_tree_node_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_tree_node
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER ledger_tree_head_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_tree_head
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- An instant as the lines of the book write it.
CREATE FUNCTION ledger_time_text(p_at timestamptz) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN to_char(p_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION ledger_time_text(timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION ledger_time_text(timestamptz) TO franoi_app;
