/** Reversals and conversions: a part of `SCRIPTS`. */
export const CORRECTION_SCRIPTS: Readonly<Record<string, string>> = {
  'takes a transfer back, whole or in parts, and never more than all of it': `
    account  A1 created
    account  A2 debits_must_not_exceed_credits created
    transfer T1 A1 A2 100 created
    transfer T2 A2 A1 30 reverses=T1 reason=goods_returned created
    transfer T2 A2 A1 30 reverses=T1 reason=goods_returned exists
    transfer T2 A2 A1 30 reverses=T1 reason=fraud exists_with_different_reversal
    transfer T2 A2 A1 30 reverses=T9 reason=goods_returned exists_with_different_reversal
    transfer T2 A2 A1 30 exists_with_different_reversal
    transfer T3 A2 A1 71 reverses=T1 exceeds_reversible_amount
    transfer T3 A2 A1 50 reverses=T1 created          # that was no passing failure
    transfer T4 A2 A1 21 reverses=T1 exceeds_reversible_amount
    transfer T4 A2 A1 20 reverses=T1 created
    transfer T5 A2 A1 1 reverses=T1 exceeds_reversible_amount
    balance  A1 0/100 0/100
    balance  A2 0/100 0/100`,

  'obeys limits in a reversal as in any transfer': `
    account  A1 created
    account  A2 debits_must_not_exceed_credits created
    account  A3 created
    transfer T1 A1 A2 100 created
    transfer T2 A2 A3 60 created
    transfer T3 A2 A1 100 reverses=T1 exceeds_credits
    transfer T4 A2 A1 40 reverses=T1 occurred=-5 created
    transfer T5 A3 A2 60 reverses=T2 code=7 created
    transfer T6 A2 A1 60 reverses=T1 created
    balance  A2 0/160 0/160`,

  'reverses only what moved something, and no reversal': `
    account  A1 created
    account  A2 created
    account  A3 created
    transfer T1 A1 A2 15 created
    transfer T2 A1 A2 15 pending created
    transfer T3 A2 A1 15 reverses=T2 reversed_transfer_moved_nothing
    transfer T4 A1 A2 10 post_pending of=T2 created
    transfer T3 A2 A1 15 reverses=T2 reversed_transfer_moved_nothing
    transfer T5 A2 A1 11 reverses=T4 exceeds_reversible_amount
    transfer T5 A2 A1 10 reverses=T4 created
    transfer T6 A1 A2 10 reverses=T5 reversed_transfer_is_reversal
    transfer T6 A1 A2 15 reverses=T1 reversal_must_swap_accounts
    transfer T6 A3 A1 15 reverses=T1 reversal_must_swap_accounts
    transfer T6 A2 A3 15 reverses=T1 reversal_must_swap_accounts
    transfer T7 A1 A2 5 pending created
    transfer T8 A1 A2 0 void_pending of=T7 created
    transfer T9 A2 A1 5 reverses=T8 reversed_transfer_moved_nothing
    transfer T10 A1 A3 5 balancing_debit created      # A1 is overdrawn: nothing moved
    transfer T9 A3 A1 5 reverses=T10 reversed_transfer_moved_nothing
    transfer T11 A2 A3 5 balancing_debit created
    transfer T12 A3 A2 5 reverses=T11 created
    transfer T13 A2 A1 5 reverses=T99 reversed_transfer_not_found
    transfer T13 A2 A1 5 reverses=T1 id_already_failed`,

  'refuses a reversal that is not plain': `
    account  A1 created
    account  A2 created
    transfer T1 A1 A2 15 created
    transfer T2 A2 A1 15 pending reverses=T1 reversal_must_be_plain
    transfer T2 A2 A1 15 balancing_debit reverses=T1 reversal_must_be_plain
    transfer T2 A2 A1 15 reverses=T1 converts=T1 reversal_must_be_plain
    transfer T2 A2 A1 15 reverses=T2 reversal_must_not_be_of_itself
    transfer T2 A2 A1 0 reverses=T2 code=0 reversal_must_not_be_of_itself
    transfer T2 A2 A1 0 reverses=T1 amount_must_not_be_zero
    transfer T2 A2 A1 15 unit=MERIT reverses=T9 transfer_must_have_the_same_ledger_as_accounts
    transfer T2 A2 A1 15 reverses=T1 created`,

  'reverses within a journal, and counts what the journal reverses': `
    account  A1 created
    account  A2 created
    begin
      transfer T1 A1 A2 15 linked created
      transfer T2 A2 A1 10 reverses=T1 created
    end
    begin
      transfer T3 A2 A1 5 reverses=T1 linked linked_event_failed
      transfer T4 A2 A1 1 reverses=T1 exceeds_reversible_amount
    end
    balance  A1 0/15 0/10
    begin
      transfer T5 A2 A1 2 reverses=T1 linked created
      transfer T6 A2 A1 3 reverses=T1 created
    end
    begin
      transfer T5 A2 A1 2 reverses=T1 linked exists
      transfer T6 A2 A1 3 reverses=T1 exists
    end
    begin
      transfer T7 A2 A1 1 reverses=T1 exceeds_reversible_amount
      transfer T8 A2 A1 1 created
    end
    begin
      transfer T3 A2 A1 5 reverses=T1 linked linked_event_failed
      transfer T4 A2 A1 1 reverses=T1 exceeds_reversible_amount
    end`,

  'converts what one leg of a journal brings into what the other hands out': `
    account  A1 created
    account  E1 exchange created
    account  E2 exchange unit=MERIT created
    account  A2 unit=MERIT created
    begin
      transfer T1 A1 E1 1000 linked created
      transfer T2 E2 A2 333 unit=MERIT converts=T1 rate=1/3 rounding=down created
    end
    begin
      transfer T1 A1 E1 1000 linked exists
      transfer T2 E2 A2 333 unit=MERIT converts=T1 rate=1/3 rounding=down exists
    end
    transfer T2 E2 A2 333 unit=MERIT exists_with_different_conversion
    transfer T2 E2 A2 333 unit=MERIT converts=T3 rate=1/3 rounding=down exists_with_different_conversion
    transfer T2 E2 A2 333 unit=MERIT converts=T1 rate=2/3 rounding=down exists_with_different_conversion
    transfer T2 E2 A2 333 unit=MERIT converts=T1 rate=1/6 rounding=down exists_with_different_conversion
    transfer T2 E2 A2 333 unit=MERIT converts=T1 rate=1/3 rounding=up exists_with_different_conversion
    balance  E1 0/0 0/1000
    balance  E2 0/333 0/0
    begin
      transfer T3 A2 E2 333 unit=MERIT reverses=T2 linked created
      transfer T4 E1 A1 1000 reverses=T1 created
    end
    balance  E1 0/1000 0/1000
    balance  E2 0/333 0/333`,

  'rounds a conversion as it says, exactly': `
    account  A1 created
    account  E1 exchange created
    account  E2 exchange unit=MERIT created
    account  A2 unit=MERIT created
    begin
      transfer T1 A1 E1 5 linked created
      transfer T2 E2 A2 3 unit=MERIT converts=T1 rate=1/2 rounding=half_up created
    end
    begin
      transfer T3 A1 E1 5 linked created
      transfer T4 E2 A2 2 unit=MERIT converts=T3 rate=1/2 rounding=half_even created
    end
    begin
      transfer T5 A1 E1 7 linked created
      transfer T6 E2 A2 4 unit=MERIT converts=T5 rate=1/2 rounding=half_even created
    end
    begin
      transfer T7 A1 E1 5 linked created
      transfer T8 E2 A2 2 unit=MERIT converts=T7 rate=1/2 rounding=down created
    end
    begin
      transfer T9 A1 E1 10 linked created
      transfer T10 E2 A2 4 unit=MERIT converts=T9 rate=1/3 rounding=up created
    end
    begin
      transfer T11 A1 E1 10 linked linked_event_failed
      transfer T12 E2 A2 3 unit=MERIT converts=T11 rate=1/3 rounding=up conversion_has_different_amount
    end
    begin
      transfer T13 A1 E1 3000000000000000001 linked created
      transfer T14 E2 A2 3000000000000000002 unit=MERIT converts=T13 rate=3000000000000000002/3000000000000000001 created
    end
    begin
      transfer T15 A1 E1 10 linked linked_event_failed
      transfer T16 E2 A2 10 unit=MERIT converts=T15 rate=max/1 conversion_has_different_amount
    end`.replace('max', `${2n ** 63n - 1n}`),

  'converts only what its own journal brought before it': `
    account  A1 created
    account  A2 unit=MERIT created
    account  E1 exchange created
    account  E2 exchange unit=MERIT created
    transfer T1 A1 E1 10 created
    transfer T2 E2 A2 10 unit=MERIT converts=T1 conversion_source_not_in_journal
    begin
      transfer T3 E2 A2 10 unit=MERIT converts=T4 linked conversion_source_not_in_journal
      transfer T4 A1 E1 10 linked_event_failed
    end
    begin
      transfer T5 A1 E1 10 created
      transfer T6 E2 A2 10 unit=MERIT converts=T5 conversion_source_not_in_journal
    end
    begin
      transfer T7 A1 E1 10 linked linked_event_failed
      transfer T8 A1 E1 10 linked linked_event_failed
      transfer T9 E2 A2 10 unit=MERIT converts=T1 conversion_source_not_in_journal
    end
    begin
      transfer T10 A1 E1 10 pending linked linked_event_failed
      transfer T11 E2 A2 10 unit=MERIT converts=T10 conversion_source_must_be_plain
    end
    begin
      transfer T12 E1 A1 10 reverses=T1 linked linked_event_failed
      transfer T13 E2 A2 10 unit=MERIT converts=T12 conversion_source_must_be_plain
    end
    begin
      transfer T14 A1 E1 10 linked linked_event_failed
      transfer T15 E2 A2 10 unit=MERIT converts=T14 linked linked_event_failed
      transfer T16 E2 A2 10 unit=MERIT converts=T14 conversion_source_already_converted
    end
    begin
      transfer T17 A1 E1 10 linked linked_event_failed
      transfer T18 E2 A2 10 unit=MERIT pending converts=T17 conversion_must_be_plain
    end
    begin
      transfer T19 A1 E1 10 linked linked_event_failed
      transfer T20 E2 A2 10 unit=MERIT converts=T20 conversion_must_not_be_of_itself
    end
    balance  E2 0/0 0/0`,

  'converts only from an exchange account to one of another unit and the same colour': `
    account  A1 created
    account  A2 unit=MERIT created
    account  A3 unit=MERIT colour=WINTER created
    account  E1 exchange created
    account  E2 exchange unit=MERIT created
    account  E3 exchange created
    account  E4 exchange unit=MERIT colour=WINTER created
    begin
      transfer T1 A1 E1 10 linked linked_event_failed
      transfer T2 A2 E2 10 unit=MERIT converts=T1 conversion_must_pass_exchange_accounts
    end
    begin
      transfer T3 E1 A1 10 linked linked_event_failed
      transfer T4 E2 A2 10 unit=MERIT converts=T3 conversion_must_pass_exchange_accounts
    end
    begin
      transfer T5 A1 E1 10 linked linked_event_failed
      transfer T6 E3 A1 10 converts=T5 conversion_must_pass_exchange_accounts
    end
    begin
      transfer T7 A1 E1 10 linked linked_event_failed
      transfer T8 E4 A3 10 unit=MERIT converts=T7 conversion_must_pass_exchange_accounts
    end
    begin
      transfer T9 A1 E1 10 linked created
      transfer T10 E2 A2 20 unit=MERIT converts=T9 rate=2/1 linked created
      transfer T11 A2 E2 20 unit=MERIT linked created
      transfer T12 E1 A1 10 converts=T11 rate=1/2 created
    end
    balance  E1 0/10 0/10`,
}
