-- Vouchers that purchases have emptied are noted as such, so that lists find them; the service notes it from now on.
GRANT UPDATE (emptied_at) ON voucher TO franoi_app;
--> statement-breakpoint
UPDATE voucher v
SET emptied_at = coalesce(
  (SELECT max(r.recorded_at) FROM redemption r WHERE r.voucher_id = v.id AND r.status = 'redeemed'), v.issued_at)
FROM ledger_account a
WHERE a.id = v.id AND v.cancelled_at IS NULL AND v.replaced_by IS NULL AND v.expired_at IS NULL
  AND a.credits_posted - a.debits_posted - a.debits_pending = 0;
