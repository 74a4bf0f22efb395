import { CORRECTION_SCRIPTS } from './correction-scripts.ts'
import { JOURNAL_SCRIPTS } from './journal-scripts.ts'
import { RULE_SCRIPTS } from './rule-scripts.ts'

/** What the ledger answers, told as a ledger: see `script.ts` for the words. Run in memory and on PostgreSQL. */
export const SCRIPTS: Readonly<Record<string, string>> = {
  ...JOURNAL_SCRIPTS,
  ...RULE_SCRIPTS,
  ...CORRECTION_SCRIPTS,
  'moves money from one account to another': `
    account  A1 created
    account  A2 created
    transfer T1 A1 A2 15 created
    transfer T2 A2 A1 5 code=65535 created
    balance  A1 0/15 0/5
    balance  A2 0/5 0/15`,

  'answers exists to the same transfer again, and names the first difference otherwise': `
    account  A1 created
    account  A2 created
    account  A3 created
    transfer T1 A1 A2 15 ref=1 ref64=1 created
    transfer T1 A1 A2 15 ref=1 ref64=1 exists
    transfer T1 A2 A3 16 unit=MERIT code=2 pending timeout=5 ref=2 ref64=2 exists_with_different_flags
    transfer T1 A2 A3 16 unit=MERIT code=2 of=T9 timeout=5 ref=2 ref64=2 exists_with_different_pending_id
    transfer T1 A2 A3 16 unit=MERIT code=2 timeout=5 ref=2 ref64=2 exists_with_different_timeout
    transfer T1 A2 A3 16 unit=MERIT code=2 ref=2 ref64=2 exists_with_different_debit_account_id
    transfer T1 A1 A3 16 unit=MERIT code=2 ref=2 ref64=2 exists_with_different_credit_account_id
    transfer T1 A1 A2 16 unit=MERIT code=2 ref=2 ref64=2 exists_with_different_amount
    transfer T1 A1 A2 15 unit=MERIT code=2 ref=2 ref64=2 exists_with_different_user_data_128
    transfer T1 A1 A2 15 unit=MERIT code=2 ref=1 ref64=2 exists_with_different_user_data_64
    transfer T1 A1 A2 15 unit=MERIT code=2 ref=1 ref64=1 exists_with_different_ledger
    transfer T1 A1 A2 15 code=2 ref=1 ref64=1 exists_with_different_code
    transfer T1 A1 A2 15 ref=1 exists_with_different_user_data_64
    transfer T1 A1 A2 15 of=zero timeout=0 ref=1 ref64=1 exists
    balance  A1 0/15 0/0`,

  'finds what is wrong with a transfer by itself, in order of precedence': `
    account  A1 created
    transfer zero zero zero 0 code=0 pending post_pending void_pending of=max timeout=5 id_must_not_be_zero
    transfer max  zero zero 0 code=0 pending post_pending void_pending of=max timeout=5 id_must_not_be_int_max
    transfer T1 zero zero 0 code=0 pending post_pending of=max timeout=5 flags_are_mutually_exclusive
    transfer T1 zero zero 0 code=0 pending void_pending of=max timeout=5 flags_are_mutually_exclusive
    transfer T1 zero zero 0 code=0 post_pending void_pending of=max timeout=5 flags_are_mutually_exclusive
    transfer T1 zero zero 0 code=0 of=T1 timeout=5 debit_account_id_must_not_be_zero
    transfer T1 max  zero 0 code=0 of=T1 timeout=5 debit_account_id_must_not_be_int_max
    transfer T1 A8 zero 0 code=0 of=T1 timeout=5 credit_account_id_must_not_be_zero
    transfer T1 A8 max  0 code=0 of=T1 timeout=5 credit_account_id_must_not_be_int_max
    transfer T1 A8 A8 0 code=0 of=T1 timeout=5 accounts_must_be_different
    transfer T1 A8 A9 0 code=0 of=T1 timeout=5 pending_id_must_be_zero
    transfer T1 A8 A9 0 code=0 pending of=T9 timeout=5 pending_id_must_be_zero
    transfer T1 A8 A9 0 code=0 post_pending timeout=5 pending_id_must_not_be_zero
    transfer T1 A8 A9 0 code=0 void_pending of=max timeout=5 pending_id_must_not_be_int_max
    transfer T1 A8 A9 0 code=0 void_pending of=T1 timeout=5 pending_id_must_be_different
    transfer T1 A8 A9 0 code=0 void_pending of=T9 timeout=5 timeout_reserved_for_pending_transfer
    transfer T1 A8 A9 0 code=0 timeout=5 timeout_reserved_for_pending_transfer
    transfer T1 A8 A9 0 code=0 amount_must_not_be_zero
    transfer T1 A8 A9 0 code=0 pending amount_must_not_be_zero
    transfer T1 A8 A9 1 code=0 code_must_not_be_zero
    transfer T1 A8 A9 1 debit_account_not_found
    transfer T2 A1 A9 1 credit_account_not_found`,

  'never forgives an id that failed for a passing reason': `
    account  A1 created
    transfer T1 A1 A2 15 credit_account_not_found
    account  A2 created
    transfer T1 A1 A2 15 id_already_failed
    transfer T1 A2 A1 20 code=7 id_already_failed
    transfer T1 A2 A2 0 code=0 id_already_failed     # before whatever else is wrong with it
    transfer T2 A1 A2 15 created`,

  'keeps units apart': `
    account  A1 unit=EUR created
    account  A2 unit=MERIT created
    account  A3 unit=MERIT created
    transfer T1 A1 A2 15 unit=LIRE accounts_must_have_the_same_ledger
    transfer T1 A2 A3 15 unit=EUR transfer_must_have_the_same_ledger_as_accounts
    transfer T1 A2 A3 15 unit=MERIT created          # neither failure was a passing one`,

  'keeps the programme for itself': `
    account  A1 created
    account  A2 created
    account  P1 programme unit=MERIT created
    account  P1 unit=MERIT account_reserved
    account  A1 programme account_reserved
    raw      T1 A1 P1 15 account_reserved            # before the units are looked at
    raw      T1 P1 A1 15 unit=MERIT account_reserved
    raw      T1 P1 A9 15 account_reserved            # before what is not found
    raw      T1 A9 P1 15 account_reserved
    raw      T2 A1 A2 15 created
    transfer T3 A1 P1 15 accounts_must_have_the_same_ledger`,

  'stops at limits, and counts what is pending against them': `
    account  A1 created
    account  A2 debits_must_not_exceed_credits created
    account  A3 credits_must_not_exceed_debits created
    transfer T1 A1 A2 100 created
    transfer T2 A2 A1 101 exceeds_credits
    transfer T3 A2 A1 40 pending created
    transfer T4 A2 A1 61 exceeds_credits
    transfer T5 A2 A3 60 exceeds_debits
    transfer T6 A2 A3 61 exceeds_credits             # the debit side first
    transfer T7 A2 A1 60 created
    balance  A2 40/60 0/100
    transfer T8 A3 A1 30 created
    transfer T9 A1 A3 20 pending created
    transfer T10 A1 A3 11 pending exceeds_debits
    transfer T11 A1 A3 10 created
    balance  A3 0/30 20/10
    transfer T2 A2 A1 1 id_already_failed`,

  'refuses what an account of 63 bits cannot hold': `
    account  A1 debits_must_not_exceed_credits created
    account  A2 credits_must_not_exceed_debits created
    account  A3 created
    account  A4 created
    account  A5 created
    transfer T1 A3 A4 max created
    transfer T2 A3 A4 1 pending overflows_debits_posted
    transfer T3 A3 A5 1 overflows_debits_posted
    transfer T4 A5 A4 1 overflows_credits_posted
    transfer T5 A4 A5 max pending created
    transfer T6 A4 A5 1 pending overflows_debits_pending
    transfer T7 A4 A3 1 pending overflows_debits_pending
    transfer T8 A3 A5 1 pending overflows_credits_pending
    transfer T9 A4 A3 1 overflows_debits
    transfer T10 A1 A5 1 overflows_credits           # before exceeds_credits
    transfer T11 A1 A2 1 exceeds_credits             # before exceeds_debits
    transfer T12 A3 A2 1 overflows_debits_posted     # before exceeds_debits
    balance  A3 0/max 0/0
    transfer T9 A4 A3 1 id_already_failed`.replaceAll('0/max', `0/${2n ** 63n - 1n}`),

  'lets nothing move on a closed account': `
    account  A1 created
    account  A2 closed created
    account  A3 closed debits_must_not_exceed_credits created
    account  A4 unit=MERIT closed created
    transfer T1 A1 A4 15 accounts_must_have_the_same_ledger
    transfer T1 A3 A2 15 debit_account_already_closed # before exceeds_credits
    transfer T2 A1 A2 15 credit_account_already_closed
    transfer T3 A1 A2 15 pending credit_account_already_closed
    transfer T2 A1 A2 15 id_already_failed`,

  'posts a pending transfer whole, by amount 0 or by its own': `
    account  A1 created
    account  A2 created
    transfer T1 A1 A2 15 pending created
    balance  A1 15/0 0/0
    transfer T2 A1 A2 0 post_pending of=T1 created
    balance  A1 0/15 0/0
    balance  A2 0/0 0/15
    transfer T2 A1 A2 0 post_pending of=T1 exists
    transfer T2 A1 A2 15 post_pending of=T1 exists   # what was meant is the same
    transfer T2 A1 A2 14 post_pending of=T1 exists_with_different_amount
    transfer T3 A1 A2 0 post_pending of=T1 pending_transfer_already_posted
    transfer T4 A1 A2 0 void_pending of=T1 pending_transfer_already_posted
    transfer T1 A1 A2 15 pending exists`,

  'posts a pending transfer in part and releases the rest': `
    account  A1 created
    account  A2 debits_must_not_exceed_credits created
    transfer T1 A1 A2 100 created
    transfer T2 A2 A1 100 pending created
    transfer T3 A2 A1 30 post_pending of=T2 created
    balance  A2 0/30 0/100
    transfer T4 A2 A1 70 created
    balance  A2 0/100 0/100`,

  'voids a pending transfer': `
    account  A1 created
    account  A2 created
    transfer T1 A1 A2 15 pending created
    transfer T2 A1 A2 14 void_pending of=T1 pending_transfer_has_different_amount
    transfer T2 A1 A2 15 void_pending of=T1 created
    balance  A1 0/0 0/0
    transfer T2 A1 A2 0 void_pending of=T1 exists
    transfer T3 A1 A2 0 void_pending of=T1 pending_transfer_already_voided
    transfer T4 A1 A2 0 post_pending of=T1 pending_transfer_already_voided`,

  'compares a post or void with its pending transfer, in order of precedence': `
    account  A1 created
    account  A2 created
    account  A3 created
    account  A4 created
    account  A5 closed created
    transfer T1 A1 A2 15 pending created
    transfer T2 A1 A2 15 created
    transfer T3 A8 A9 16 unit=MERIT code=2 post_pending of=T9 debit_account_not_found
    transfer T4 A3 A9 16 unit=MERIT code=2 post_pending of=T9 credit_account_not_found
    transfer T5 A3 A4 16 unit=MERIT code=2 post_pending of=T9 pending_transfer_not_found
    transfer T6 A3 A4 16 unit=MERIT code=2 post_pending of=T2 pending_transfer_not_pending
    transfer T6 A3 A4 16 unit=MERIT code=2 post_pending of=T1 pending_transfer_has_different_debit_account_id
    transfer T6 A1 A4 16 unit=MERIT code=2 post_pending of=T1 pending_transfer_has_different_credit_account_id
    transfer T6 A1 A2 16 unit=MERIT code=2 post_pending of=T1 pending_transfer_has_different_ledger
    transfer T6 A1 A2 16 code=2 post_pending of=T1 pending_transfer_has_different_code
    transfer T6 A1 A2 16 post_pending of=T1 exceeds_pending_transfer_amount
    transfer T6 A1 A2 16 void_pending of=T1 exceeds_pending_transfer_amount
    transfer T6 A1 A2 14 void_pending of=T1 pending_transfer_has_different_amount
    transfer T6 A1 A2 14 post_pending of=T1 created
    transfer T7 A1 A2 14 void_pending of=T1 pending_transfer_has_different_amount
    transfer T7 A1 A2 0 void_pending of=T1 pending_transfer_already_posted
    transfer T5 A1 A2 0 post_pending of=T1 id_already_failed`,

  'lets a pending transfer lapse at its exact time': `
    account  A1 created
    account  A2 debits_must_not_exceed_credits created
    transfer T1 A1 A2 100 created
    transfer T2 A2 A1 100 pending timeout=60 created
    transfer T3 A2 A1 30 pending timeout=60 exceeds_credits
    wait     59
    balance  A2 100/0 0/100
    transfer T4 A2 A1 1 exceeds_credits
    wait     1
    balance  A2 0/0 0/100                             # nobody posted, and it is free
    transfer T5 A2 A1 100 created
    transfer T6 A2 A1 0 post_pending of=T2 pending_transfer_expired
    transfer T7 A2 A1 0 void_pending of=T2 pending_transfer_expired
    transfer T2 A2 A1 100 pending timeout=60 exists
    balance  A2 0/100 0/100
    balance  A1 0/100 0/100`,

  'frees the other side of a lapsed pending transfer as well': `
    account  A1 created
    account  A2 created
    account  A3 created
    transfer T1 A1 A2 10 pending timeout=5 created
    transfer T2 A1 A2 20 pending timeout=50 created
    wait     5
    transfer T3 A1 A3 1 created                      # touches A1 alone
    balance  A1 20/1 0/0
    balance  A2 0/0 20/0
    wait     45
    balance  A2 0/0 0/0`,

  'posts within the time, and does not let it lapse after that': `
    account  A1 created
    account  A2 created
    transfer T1 A1 A2 10 pending timeout=5 created
    wait     4
    transfer T2 A1 A2 0 post_pending of=T1 created
    wait     10
    transfer T3 A1 A2 1 created
    balance  A1 0/11 0/0`,
}
