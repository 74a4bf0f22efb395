/** Balancing and closing transfers, colours, and when things happened: a part of `SCRIPTS`. */
export const RULE_SCRIPTS: Readonly<Record<string, string>> = {
  'moves no more than the debit account has left, when it balances that': `
    account  A1 created
    account  A2 debits_must_not_exceed_credits created
    account  A3 created
    transfer T1 A1 A2 100 created
    transfer T2 A2 A3 30 pending created
    transfer T3 A2 A3 20 balancing_debit created      # less than there is: all of it
    balance  A2 30/20 0/100
    transfer T4 A2 A3 max balancing_debit created     # the 50 that are neither spent nor reserved
    balance  A2 30/70 0/100
    transfer T5 A2 A3 7 balancing_debit created       # nothing is left, and that is no failure
    balance  A2 30/70 0/100
    transfer T6 A2 A3 0 balancing_debit amount_must_not_be_zero
    transfer T4 A2 A3 max balancing_debit exists
    transfer T4 A2 A3 50 balancing_debit exists
    transfer T4 A2 A3 49 balancing_debit exists_with_different_amount
    transfer T5 A2 A3 0 balancing_debit exists        # it came to nothing, and so much was asked
    transfer T4 A2 A3 50 exists_with_different_flags
    transfer T7 A1 A3 5 balancing_debit created       # overdrawn: never less than nothing
    balance  A1 0/100 0/0
    balance  A3 0/0 30/70`,

  'moves no more than the credit account lacks, when it balances that': `
    account  A1 created
    account  A2 credits_must_not_exceed_debits created
    account  A3 debits_must_not_exceed_credits created
    transfer T1 A2 A1 100 created
    transfer T2 A1 A2 30 pending created
    transfer T3 A1 A2 90 balancing_credit created
    balance  A2 0/100 30/70
    transfer T4 A1 A2 1 balancing_credit created
    balance  A2 0/100 30/70
    transfer T5 A1 A3 5 balancing_credit created      # it lacks nothing
    transfer T6 A1 A3 5 created
    transfer T7 A2 A1 10 created
    transfer T8 A3 A2 9 balancing_debit balancing_credit created
    balance  A3 0/5 0/5                               # the smaller of the two
    balance  A2 0/110 30/75
    transfer T8 A3 A2 5 balancing_debit balancing_credit exists`,

  'reserves what it balances, and posts or voids that': `
    account  A1 created
    account  A2 debits_must_not_exceed_credits created
    transfer T1 A1 A2 40 created
    transfer T2 A2 A1 max balancing_debit pending created
    balance  A2 40/0 0/40
    transfer T3 A2 A1 max balancing_debit pending created
    transfer T4 A2 A1 41 post_pending of=T2 exceeds_pending_transfer_amount
    transfer T4 A2 A1 0 post_pending of=T2 created
    transfer T5 A2 A1 0 post_pending of=T3 created    # the whole of nothing
    transfer T5 A2 A1 0 post_pending of=T3 exists
    balance  A2 0/40 0/40
    transfer T6 A2 A1 1 balancing_debit pending created
    transfer T7 A2 A1 0 void_pending of=T6 created
    transfer T8 A2 A1 1 balancing_debit post_pending of=T6 flags_are_mutually_exclusive
    transfer T8 A2 A1 1 balancing_credit void_pending of=T6 flags_are_mutually_exclusive`,

  'sweeps several accounts in one journal, empty ones among them': `
    account  A1 created
    account  A2 debits_must_not_exceed_credits created
    account  A3 debits_must_not_exceed_credits created
    account  A4 created
    transfer T1 A1 A3 12 created
    begin
      transfer T2 A2 A4 max balancing_debit linked created
      transfer T3 A3 A4 max balancing_debit linked created
      transfer T4 A3 A4 max balancing_debit created
    end
    balance  A4 0/0 0/12`,

  'still refuses what the other account may not take, when it balances one': `
    account  A1 created
    account  A2 debits_must_not_exceed_credits created
    account  A3 credits_must_not_exceed_debits created
    transfer T1 A1 A2 100 created
    transfer T2 A2 A3 max balancing_debit exceeds_debits
    transfer T3 A1 A3 1 balancing_debit created       # nothing goes to it, and nothing is too much`,

  'closes an account for as long as the closing transfer is pending': `
    account  A1 created
    account  A2 created
    account  A3 created
    transfer T1 A1 A2 10 pending created
    transfer T2 A1 A2 5 closing_credit closing_transfer_must_be_pending
    transfer T2 A1 A2 0 closing_credit closing_transfer_must_be_pending
    transfer T3 A1 A2 0 closing_credit pending created
    closedby A2 T3
    closedby A1 none
    transfer T4 A1 A2 1 credit_account_already_closed
    transfer T5 A2 A3 1 debit_account_already_closed
    transfer T6 A1 A2 0 post_pending of=T1 credit_account_already_closed
    transfer T7 A1 A2 0 post_pending of=T3 credit_account_already_closed
    transfer T8 A1 A2 0 closing_credit pending credit_account_already_closed
    transfer T9 A1 A3 1 created
    transfer T10 A1 A2 0 void_pending of=T1 created   # what was reserved can still be released
    closedby A2 T3
    transfer T11 A1 A2 0 void_pending of=T3 created
    closedby A2 none
    balance  A2 0/0 0/0
    transfer T12 A1 A2 1 created
    transfer T3 A1 A2 0 closing_credit pending exists
    transfer T4 A1 A2 1 id_already_failed`,

  'closes both accounts, with an amount or a balance': `
    account  A1 created
    account  A2 created
    account  A3 created
    transfer T1 A3 A1 40 created
    transfer T2 A1 A2 max closing_debit closing_credit balancing_debit pending created
    balance  A1 40/0 0/40
    closedby A1 T2
    closedby A2 T2
    transfer T3 A1 A2 0 void_pending of=T2 created
    closedby A1 none
    closedby A2 none
    balance  A1 0/0 0/40
    transfer T4 A1 A2 0 closing_debit balancing_debit pending amount_must_not_be_zero
    transfer T4 A1 A2 0 closing_debit post_pending of=T2 flags_are_mutually_exclusive`,

  'opens an account again at the exact time at which its closing transfer lapses': `
    account  A1 created
    account  A2 created
    transfer T1 A1 A2 0 closing_credit pending timeout=60 created
    wait     59
    closedby A2 T1
    transfer T2 A1 A2 1 credit_account_already_closed
    wait     1
    closedby A2 none                                  # nobody posted, and it is open
    transfer T3 A1 A2 1 created
    transfer T4 A1 A2 0 void_pending of=T1 pending_transfer_expired
    transfer T5 A1 A2 0 closing_credit pending created
    closedby A2 T5`,

  'opens an account in the journal that closes it, and drops both with it': `
    account  A1 created
    begin
      account  A2 created
      transfer T1 A1 A2 10 linked created
      transfer T2 A2 A1 0 closing_debit pending created
    end
    closedby A2 T2
    begin
      transfer T3 A2 A1 0 void_pending of=T2 linked linked_event_failed
      transfer T4 A2 A1 11 linked created_not
      transfer T5 A2 A9 1 credit_account_not_found
    end
    closedby A2 T2
    begin
      transfer T6 A2 A1 0 void_pending of=T2 linked created
      transfer T7 A2 A1 10 linked created
      transfer T8 A2 A1 0 closing_debit pending created
    end
    closedby A2 T8
    balance  A2 0/10 0/10`.replace('created_not', 'linked_event_failed'),

  'keeps colours apart': `
    account  A1 colour=WINTER created
    account  A2 colour=WINTER created
    account  A3 colour=WINTER/BIELLA created
    account  A4 colour=WINTER/BIELLA area=BIELLA created
    account  A5 created
    account  A6 colour=SUMMER closed created
    transfer T1 A1 A2 10 created
    transfer T2 A3 A4 10 created
    transfer T3 A1 A3 10 accounts_must_have_the_same_colour
    transfer T3 A1 A5 10 accounts_must_have_the_same_colour
    transfer T3 A5 A1 10 accounts_must_have_the_same_colour
    transfer T3 A1 A6 10 accounts_must_have_the_same_colour # before what is closed
    transfer T3 A1 A6 10 pending accounts_must_have_the_same_colour
    transfer T3 A1 A6 10 unit=MERIT transfer_must_have_the_same_ledger_as_accounts
    transfer T3 A1 A2 10 created                      # none was a passing failure`,

  'lets a colour be used only where it is meant for': `
    account  A1 colour=WINTER/BIELLA area=COSSATO colour_is_for_another_area
    account  A1 code=0 colour=WINTER/BIELLA area=COSSATO code_must_not_be_zero
    account  A1 colour=WINTER/BIELLA area=BIELLA created
    account  A1 colour=WINTER/BIELLA area=BIELLA exists
    account  A1 colour=SUMMER area=COSSATO exists_with_different_colour
    account  A1 area=BIELLA exists_with_different_colour
    account  A1 colour=WINTER/BIELLA area=COSSATO exists_with_different_area
    account  A1 colour=WINTER/BIELLA exists_with_different_area
    account  A1 code=2 colour=SUMMER exists_with_different_code
    account  A2 colour=WINTER/BIELLA created
    account  A3 colour=WINTER area=COSSATO created
    account  A4 area=COSSATO created`,

  'keeps when a transfer happened, but not before it did': `
    account  A1 created
    account  A2 created
    transfer T1 A1 A2 10 occurred=-86400 created
    transfer T1 A1 A2 10 occurred=-86400 exists
    transfer T1 A1 A2 10 occurred=-86399 exists_with_different_occurred_at
    transfer T1 A1 A2 10 exists_with_different_occurred_at
    transfer T2 A1 A2 10 occurred=0 created
    transfer T3 A1 A2 10 occurred=999999999 occurred_at_must_not_be_in_the_future
    transfer T3 A1 A2 10 occurred=-60 id_already_failed
    transfer T4 A1 A2 10 pending occurred=-60 created
    transfer T5 A1 A2 10 post_pending of=T4 occurred=999999999 occurred_at_must_not_be_in_the_future
    transfer T6 A1 A2 10 post_pending of=T4 occurred=-30 created
    transfer T7 A1 A2 10 post_pending of=T4 occurred=999999999 pending_transfer_already_posted
    balance  A2 0/0 0/30`,
}
