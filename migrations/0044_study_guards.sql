-- What the service may do with runs of the laboratory. They hold no money and nothing about anybody: old ones may go.

GRANT SELECT, INSERT, DELETE ON study_run, study_chunk, study_file TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (state, started_at, ended_at, paths_used, failure) ON study_run TO franoi_app;
--> statement-breakpoint
GRANT UPDATE (tries, is_taken, leased_until, done_at, digest, rows, sums) ON study_chunk TO franoi_app;
