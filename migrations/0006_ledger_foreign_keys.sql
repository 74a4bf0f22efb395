ALTER TABLE "ledger_transfer" DROP CONSTRAINT "ledger_transfer_debit_account";--> statement-breakpoint
ALTER TABLE "ledger_transfer" DROP CONSTRAINT "ledger_transfer_credit_account";--> statement-breakpoint
ALTER TABLE "ledger_account" DROP CONSTRAINT "ledger_account_id_unit";
