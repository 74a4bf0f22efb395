-- A schedule may rest and go on. One that was stopped does neither any more.

GRANT UPDATE (paused_at, resumed_on) ON voucher_schedule TO franoi_app;
--> statement-breakpoint
ALTER TABLE voucher_schedule ADD CONSTRAINT voucher_schedule_rest CHECK (paused_at IS NULL OR approved_at IS NOT NULL);
