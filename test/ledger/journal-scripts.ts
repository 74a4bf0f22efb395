/** Journals, and accounts opened with them: a part of `SCRIPTS`. */
export const JOURNAL_SCRIPTS: Readonly<Record<string, string>> = {
  'posts a journal whole': `
    account  A1 created
    account  A2 debits_must_not_exceed_credits created
    account  A3 debits_must_not_exceed_credits created
    begin
      transfer T1 A1 A2 10 linked created
      transfer T2 A2 A3 10 linked created            # sees what the one before it did
      transfer T3 A3 A1 10 created
    end
    begin
      transfer T1 A1 A2 10 linked exists
      transfer T2 A2 A3 10 linked exists
      transfer T3 A3 A1 10 exists
    end
    balance  A1 0/10 0/10`,

  'drops a journal whole, and poisons only the member that failed for a passing reason': `
    account  A1 created
    account  A2 debits_must_not_exceed_credits created
    begin
      transfer T1 A1 A2 10 linked linked_event_failed
      transfer T2 A2 A1 11 linked exceeds_credits
      transfer T3 A1 A2 10 linked_event_failed
    end
    balance  A2 0/0 0/0
    transfer T4 A1 A2 100 created
    begin
      transfer T1 A1 A2 10 linked linked_event_failed
      transfer T2 A2 A1 11 linked id_already_failed
      transfer T3 A1 A2 10 linked_event_failed
    end
    transfer T1 A1 A2 10 linked linked_event_chain_open
    transfer T3 A1 A2 10 created
    transfer T2 A2 A1 11 linked linked_event_chain_open`,

  'gives a dropped journal the same answer again, though it would now fail elsewhere': `
    account  A1 created
    account  A2 debits_must_not_exceed_credits created
    account  A3 unit=MERIT created
    transfer T1 A1 A2 10 created
    begin
      transfer T2 A2 A1 10 linked linked_event_failed
      transfer T3 A1 A3 10 accounts_must_have_the_same_ledger
    end
    transfer T4 A2 A1 10 created                     # now T2 would exceed_credits
    begin
      transfer T2 A2 A1 10 linked linked_event_failed
      transfer T3 A1 A3 10 accounts_must_have_the_same_ledger
    end
    transfer T3 A1 A3 10 accounts_must_have_the_same_ledger
    transfer T3 A1 A2 10 id_already_failed           # other content, and the id is spent`,

  'refuses a chain that does not end': `
    account  A1 created
    account  A2 created
    begin
      transfer T1 A1 A2 10 created
      transfer T2 A1 A2 10 linked linked_event_failed
      transfer T3 A1 A1 0 linked linked_event_chain_open
    end
    begin
      transfer T2 A1 A2 10 linked created
      transfer T4 A1 A2 10 created
    end
    balance  A1 0/30 0/0`,

  'refuses a chain that names an id twice': `
    account  A1 created
    account  A2 created
    begin
      transfer T1 A1 A2 10 linked linked_event_failed
      transfer T1 A1 A2 10 linked id_must_be_unique_in_chain
      transfer zero A1 A2 10 linked_event_failed
    end
    balance  A1 0/0 0/0`,

  'finds what fails for ever in a chain before anything is tried': `
    account  A1 debits_must_not_exceed_credits created
    account  A2 created
    transfer T5 A2 A1 1 created
    begin
      transfer T1 A1 A2 10 linked linked_event_failed
      transfer T2 A1 A2 0 linked amount_must_not_be_zero
      transfer T3 A1 A2 10 code=0 linked_event_failed
    end
    begin
      transfer T1 A1 A2 10 linked linked_event_failed
      transfer T5 A2 A1 2 linked exists_with_different_flags
      transfer T3 A1 A2 10 code=0 linked_event_failed
    end
    begin
      transfer T1 A1 A2 10 linked exceeds_credits
      transfer T3 A2 A1 10 linked_event_failed
    end`,

  'lets a chain that exists in part fall, and says which part does': `
    account  A1 created
    account  A2 created
    begin
      transfer T1 A1 A2 10 linked created
      transfer T2 A1 A2 10 created
    end
    begin
      transfer T1 A1 A2 10 linked exists
      transfer T3 A1 A2 10 linked linked_event_failed
      transfer T2 A1 A2 10 exists
    end
    begin
      transfer T4 A1 A2 10 linked linked_event_failed
      transfer T1 A1 A2 11 linked exists_with_different_amount
      transfer T2 A1 A2 10 exists
    end
    balance  A1 0/20 0/0`,

  'decides several chains and single transfers of one request each for itself': `
    account  A1 created
    account  A2 created
    begin
      transfer T1 A1 A2 1 created
      transfer T2 A1 A2 1 linked linked_event_failed
      transfer T3 A1 A9 1 credit_account_not_found
      transfer T4 A1 A2 1 linked created
      transfer T5 A1 A2 1 created
      transfer T5 A1 A2 1 exists
    end
    balance  A1 0/3 0/0`,

  'reserves and posts within one chain': `
    account  A1 created
    account  A2 created
    begin
      transfer T1 A1 A2 10 pending linked created
      transfer T2 A1 A2 4 post_pending of=T1 created
    end
    begin
      transfer T3 A1 A2 10 pending linked linked_event_failed
      transfer T4 A1 A2 0 void_pending linked of=T3 linked_event_failed
      transfer T5 A1 A2 0 post_pending of=T3 pending_transfer_already_voided
    end
    begin
      transfer T3 A1 A2 10 pending linked linked_event_failed
      transfer T4 A1 A2 0 void_pending linked of=T3 linked_event_failed
      transfer T5 A1 A2 0 post_pending of=T3 pending_transfer_already_voided
    end
    transfer T5 A1 A2 0 post_pending of=T3 pending_transfer_already_voided
    transfer T3 A1 A2 10 pending created
    transfer T4 A1 A2 0 void_pending of=T3 created
    balance  A1 0/4 0/0`,

  'opens accounts, and compares those that exist': `
    account  A1 flags=0 ref=1 ref64=1 created
    account  A1 ref=1 ref64=1 exists
    account  zero code=0 debits_must_not_exceed_credits credits_must_not_exceed_debits id_must_not_be_zero
    account  max code=0 debits_must_not_exceed_credits credits_must_not_exceed_debits id_must_not_be_int_max
    account  A1 programme unit=MERIT code=2 history ref=2 ref64=2 account_reserved
    account  A1 unit=MERIT code=2 history ref=2 ref64=2 exists_with_different_flags
    account  A1 unit=MERIT code=2 ref=2 ref64=2 exists_with_different_user_data_128
    account  A1 unit=MERIT code=2 ref=1 ref64=2 exists_with_different_user_data_64
    account  A1 unit=MERIT code=2 ref=1 ref64=1 exists_with_different_ledger
    account  A1 code=2 ref=1 ref64=1 exists_with_different_code
    account  A2 code=0 debits_must_not_exceed_credits credits_must_not_exceed_debits flags_are_mutually_exclusive
    account  A2 code=0 code_must_not_be_zero
    account  A2 unit=NULL history created`,

  'opens an account together with the journal that fills it': `
    account  A1 created
    begin
      account  A2 debits_must_not_exceed_credits created
      transfer T1 A1 A2 10 linked created
      transfer T2 A2 A1 4 created
    end
    begin
      account  A2 debits_must_not_exceed_credits exists
      transfer T1 A1 A2 10 linked exists
      transfer T2 A2 A1 4 exists
    end
    balance  A2 0/4 0/10
    begin
      account  A3 created
      transfer T3 A1 A3 10 created
    end
    balance  A3 0/0 0/10`,

  'opens no account where its journal does not stand': `
    account  A1 debits_must_not_exceed_credits created
    begin
      account  A1 debits_must_not_exceed_credits exists
      account  A2 linked_event_failed
      transfer T1 A1 A2 10 exceeds_credits
    end
    balance  A2 none
    begin
      account  A1 code=2 debits_must_not_exceed_credits exists_with_different_code
      account  A2 linked_event_failed
      transfer T2 A1 A2 10 linked_event_failed
    end
    begin
      account  A2 linked_event_failed
      transfer T3 A1 A2 10 linked linked_event_chain_open
    end
    transfer T4 A1 A2 10 credit_account_not_found
    account  A2 created`,
}
