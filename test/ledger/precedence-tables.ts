import { UUID_ZERO } from '../../src/kernel/ids.ts'
import type { TransferStatus } from '../../src/ledger/core/statuses.ts'
import type { NewTransfer } from '../../src/ledger/core/transfer.ts'
import { idOf, transferOf } from './script.ts'

/*
 * Each table goes from the last status to the first. A row makes one thing more wrong with the request, and keeps all
 * that the rows before it did as far as the two go together (an account cannot be closed and missing). So each row is
 * an input that violates everything from its status on, and that status must be the answer to its last transfer.
 */

type Change = (request: readonly NewTransfer[]) => readonly NewTransfer[]

export interface PrecedenceTable {
  /** What stands or is as right as can be: nothing is wrong with it but what the first row tells. */
  readonly start: readonly NewTransfer[]
  readonly rows: readonly (readonly [TransferStatus, Change])[]
}

/** Accounts in every state that can be in the way, and transfers to be named. The raw API asks. */
export const WORLD = `
  account  A1 created
  account  A2 created
  account  L1 debits_must_not_exceed_credits created       # has nothing
  account  L2 credits_must_not_exceed_debits created       # lacks nothing
  account  F1 created                                      # full of debits
  account  F2 created                                      # full of credits
  account  R1 created                                      # full of reserved debits
  account  R2 created                                      # full of reserved credits
  account  C1 closed created
  account  C2 debits_must_not_exceed_credits closed created
  account  M1 unit=MERIT created
  account  W1 colour=WINTER created
  account  W2 colour=SUMMER unit=MERIT closed created
  account  P1 programme created
  account  E1 exchange created
  account  E2 exchange unit=MERIT created
  transfer T1 A1 A2 10 created
  transfer T2 A2 A1 4 reverses=T1 created
  transfer T3 A1 A2 10 pending created
  transfer T4 A1 A2 10 pending created
  transfer T5 A1 A2 0 post_pending of=T4 created
  transfer T6 A1 A2 10 pending created
  transfer T7 A1 A2 0 void_pending of=T6 created
  transfer T8 A1 A2 10 pending timeout=1 created
  transfer T9 F1 F2 max created
  transfer T10 R1 R2 max pending created
  transfer T20 A1 A2 15 ref=1 ref64=1 created
  transfer T21 A1 A8 15 credit_account_not_found`

const SPACE = '1'
const one = (words: string): NewTransfer => transferOf(words.split(' '), SPACE)
const id = (name: string) => idOf(name, SPACE)

/** Changes the last transfer of a request. */
const last =
  (change: (transfer: NewTransfer) => Partial<NewTransfer>): Change =>
  (request) =>
    request.map((each, at) => (at === request.length - 1 ? { ...each, ...change(each) } : each))

const debit = (name: string) => last(() => ({ debitAccountId: id(name) }))
const credit = (name: string) => last(() => ({ creditAccountId: id(name) }))
const named = (name: string) => last(() => ({ id: id(name) }))
const amount = (value: bigint) => last(() => ({ amount: value }))
const flag = (...flags: NewTransfer['flags']) =>
  last((each) => ({ flags: [...each.flags, ...flags] }))
/** Adds what the words of a script say besides accounts and amount. */
const also = (words: string) =>
  last(() => {
    const { unit, code, flags, ...said } = one(`T0 A1 A2 1 ${words}`)
    const { id: _, debitAccountId: _d, creditAccountId: _c, amount: _a, ...rest } = said
    return {
      ...rest,
      ...(words.includes('unit=') ? { unit } : {}),
      ...(words.includes('code=') ? { code } : {}),
    }
  })
const both =
  (first: Change, second: Change): Change =>
  (request) =>
    second(first(request))

/** What is wrong with the ids and accounts, whatever else a transfer is. */
const ACCOUNTS: PrecedenceTable['rows'] = [
  ['accounts_must_be_different', both(debit('A8'), credit('A8'))],
  ['credit_account_id_must_not_be_int_max', credit('max')],
  ['credit_account_id_must_not_be_zero', credit('zero')],
  ['debit_account_id_must_not_be_int_max', debit('max')],
  ['debit_account_id_must_not_be_zero', debit('zero')],
]
const IDS: PrecedenceTable['rows'] = [
  ['id_already_failed', named('T21')],
  ['exists_with_different_flags', named('T20')],
  ['id_must_not_be_int_max', named('max')],
  ['id_must_not_be_zero', named('zero')],
]
const FUTURE = also('occurred=999999999')

export const PRECEDENCE: Readonly<Record<string, PrecedenceTable>> = {
  'a transfer, by itself': {
    start: [one('T50 A8 A9 5')],
    rows: [
      ['code_must_not_be_zero', both(also('code=0'), FUTURE)],
      ['amount_must_not_be_zero', amount(0n)],
      ['conversion_must_not_be_of_itself', also('converts=T50')],
      ['conversion_must_be_plain', flag('balancing_debit')],
      ['reversal_must_be_plain', also('reverses=T50')],
      ['closing_transfer_must_be_pending', flag('closing_debit')],
      ['timeout_reserved_for_pending_transfer', also('timeout=5')],
      ['pending_id_must_be_zero', also('of=T50')],
      ...ACCOUNTS,
      ['flags_are_mutually_exclusive', flag('post_pending')],
      ...IDS,
    ],
  },
  'a reversal, by itself': {
    start: [one('T50 A8 A9 5 reverses=T99')],
    rows: [
      ['code_must_not_be_zero', both(also('code=0'), FUTURE)],
      ['amount_must_not_be_zero', amount(0n)],
      ['reversal_must_not_be_of_itself', also('reverses=T50')],
      ['reversal_must_be_plain', also('converts=T50')],
      ['timeout_reserved_for_pending_transfer', also('timeout=5')],
      ...ACCOUNTS,
    ],
  },
  'a post, by itself': {
    start: [one('T50 A8 A9 0 post_pending of=T99')],
    rows: [
      ['code_must_not_be_zero', both(also('code=0'), FUTURE)],
      ['conversion_must_be_plain', also('converts=T50')],
      ['reversal_must_be_plain', also('reverses=T50')],
      ['timeout_reserved_for_pending_transfer', also('timeout=5')],
      ['pending_id_must_be_different', also('of=T50')],
      ['pending_id_must_not_be_int_max', also('of=max')],
      ['pending_id_must_not_be_zero', last(() => ({ pendingId: UUID_ZERO }))],
      ...ACCOUNTS,
      ['flags_are_mutually_exclusive', flag('balancing_credit', 'closing_credit')],
      ...IDS,
    ],
  },
  'a transfer that is in the books': {
    start: [one('T20 A1 A2 15 ref=1 ref64=1')],
    rows: [
      ['exists', (request) => request],
      ['exists_with_different_conversion', also('converts=T20')],
      ['exists_with_different_reversal', also('reverses=T20')],
      ['exists_with_different_occurred_at', FUTURE],
      ['exists_with_different_code', also('code=0')],
      ['exists_with_different_ledger', also('unit=MERIT')],
      ['exists_with_different_user_data_64', also('ref64=2')],
      ['exists_with_different_user_data_128', also('ref=2')],
      ['exists_with_different_amount', amount(0n)],
      ['exists_with_different_credit_account_id', credit('A1')],
      ['exists_with_different_debit_account_id', debit('zero')],
      ['exists_with_different_timeout', also('timeout=5')],
      ['exists_with_different_pending_id', also('of=T20')],
      ['exists_with_different_flags', flag('post_pending', 'void_pending')],
    ],
  },
  'a transfer, by what the books say': {
    start: [one('T50 A1 A2 5')],
    rows: [
      ['created', (request) => request],
      ['exceeds_debits', credit('L2')],
      ['exceeds_credits', debit('L1')],
      ['overflows_credits', credit('R2')],
      ['overflows_debits', debit('R1')],
      ['overflows_credits_posted', credit('F2')],
      ['overflows_debits_posted', debit('F1')],
      ['overflows_credits_pending', both(credit('R2'), flag('pending'))],
      ['overflows_debits_pending', debit('R1')],
      ['credit_account_already_closed', credit('C1')],
      ['debit_account_already_closed', debit('C2')],
      ['occurred_at_must_not_be_in_the_future', FUTURE],
      ['accounts_must_have_the_same_colour', debit('W1')],
      ['transfer_must_have_the_same_ledger_as_accounts', also('unit=LIRE')],
      ['accounts_must_have_the_same_ledger', credit('W2')],
      ['credit_account_not_found', credit('A8')],
      ['debit_account_not_found', debit('A9')],
      ['account_reserved', credit('P1')],
      ['code_must_not_be_zero', also('code=0')],
    ],
  },
  'a reversal, by what the books say': {
    start: [one('T50 A2 A1 6 reverses=T1')],
    rows: [
      ['created', (request) => request],
      ['occurred_at_must_not_be_in_the_future', FUTURE],
      ['exceeds_reversible_amount', amount(7n)],
      ['reversal_must_swap_accounts', debit('C1')],
      ['reversed_transfer_is_reversal', also('reverses=T2')],
      ['reversed_transfer_moved_nothing', also('reverses=T3')],
      ['reversed_transfer_not_found', also('reverses=T99')],
      ['accounts_must_have_the_same_colour', debit('W1')],
      ['transfer_must_have_the_same_ledger_as_accounts', also('unit=LIRE')],
      ['account_reserved', credit('P1')],
    ],
  },
  'a conversion, by what the books say': {
    start: [one('T49 A1 E1 10 linked'), one('T50 E2 M1 5 unit=MERIT converts=T49 rate=1/2')],
    rows: [
      ['created', (request) => request],
      ['occurred_at_must_not_be_in_the_future', FUTURE],
      ['conversion_has_different_amount', amount(6n)],
      // Both units are EUR, and the account that pays out is closed and no exchange account.
      [
        'conversion_must_pass_exchange_accounts',
        both(both(debit('C1'), credit('A2')), also('unit=EUR')),
      ],
      [
        'conversion_source_already_converted',
        ([first, ...rest]) => [
          ...(first === undefined ? [] : [first]),
          one('T48 E2 M1 5 unit=MERIT converts=T49 rate=1/2 linked'),
          ...rest,
        ],
      ],
      [
        'conversion_source_must_be_plain',
        ([first, , conversion]) =>
          [first && { ...first, flags: ['linked', 'balancing_debit'] as const }, conversion].filter(
            (each) => each !== undefined,
          ),
      ],
      ['conversion_source_not_in_journal', (request) => request.slice(1)],
      ['accounts_must_have_the_same_colour', debit('W1')],
      ['transfer_must_have_the_same_ledger_as_accounts', also('unit=LIRE')],
      ['account_reserved', credit('P1')],
    ],
  },
  'a post or a void, by what the books say': {
    start: [one('T50 A1 A2 0 void_pending of=T3')],
    rows: [
      ['created', (request) => request],
      ['occurred_at_must_not_be_in_the_future', FUTURE],
      ['pending_transfer_expired', also('of=T8')],
      ['pending_transfer_already_voided', also('of=T6')],
      ['pending_transfer_already_posted', also('of=T4')],
      ['pending_transfer_has_different_amount', amount(9n)],
      ['exceeds_pending_transfer_amount', amount(11n)],
      ['pending_transfer_has_different_code', also('code=2')],
      ['pending_transfer_has_different_ledger', also('unit=MERIT')],
      ['pending_transfer_has_different_credit_account_id', credit('C1')],
      ['pending_transfer_has_different_debit_account_id', debit('C2')],
      ['pending_transfer_not_pending', also('of=T1')],
      ['pending_transfer_not_found', also('of=T99')],
      ['credit_account_not_found', credit('A8')],
      ['debit_account_not_found', debit('A9')],
      ['account_reserved', credit('P1')],
    ],
  },
  'a chain as a whole': {
    start: [one('T49 A1 A2 5 linked'), one('T50 A1 A2 5')],
    rows: [
      ['created', (request) => request],
      ['amount_must_not_be_zero', amount(0n)],
      ['exists_with_different_amount', named('T20')],
      ['id_must_not_be_zero', named('zero')],
      [
        'id_must_be_unique_in_chain',
        ([first]) =>
          first
            ? [
                { ...first, id: id('zero') },
                { ...first, id: id('zero'), amount: 0n, flags: [] },
              ]
            : [],
      ],
      ['linked_event_chain_open', flag('linked')],
      ['linked_event_failed', (request) => [...request, one('zero A1 A2 0')]],
    ],
  },
}
