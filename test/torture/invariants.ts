/** A promise of the books that is looked at here, and where. */
export interface Invariant {
  readonly number: number
  readonly sentence: string
  /** The function that checks it first; the replay and the explanation find most of them too. */
  readonly checkedBy: string
}

/**
 * What must hold after every round. The numbers are kept for good: findings, planted bugs and the page that tells of
 * them name them.
 */
export const INVARIANTS = [
  {
    number: 1,
    sentence: 'In every unit the posted debits equal the posted credits.',
    checkedBy: 'checkCounters',
  },
  {
    number: 2,
    sentence: 'In every unit the pending debits equal the pending credits.',
    checkedBy: 'checkCounters',
  },
  {
    number: 3,
    sentence: 'No counter is below zero, and no posted one ever falls.',
    checkedBy: 'checkCounters',
  },
  {
    number: 4,
    sentence: 'Every answer and every report shows the same balance: credits less debits.',
    checkedBy: 'checkBalances',
  },
  {
    number: 5,
    sentence:
      'No account is past its limit after any transfer of the log, what is reserved included; on a closed one nothing moves.',
    checkedBy: 'checkLog',
  },
  {
    number: 6,
    sentence:
      'What was refused leaves nothing: all that is in the log was asked for, and its caller was not told otherwise.',
    checkedBy: 'Owners',
  },
  {
    number: 7,
    sentence:
      'What accounts hold back is the sum of open reservations; each is resolved once, of no more than it reserved.',
    checkedBy: 'checkLog',
  },
  {
    number: 8,
    sentence: 'A reservation lapses at its exact time, never before, and is not posted after it.',
    checkedBy: 'checkLog',
  },
  {
    number: 9,
    sentence: 'Every transfer is an amount between two different accounts of its unit.',
    checkedBy: 'checkLog',
  },
  {
    number: 10,
    sentence:
      'Running balances go on from entry to entry and end at the account; versions count its commits.',
    checkedBy: 'checkLog',
  },
  {
    number: 11,
    sentence:
      'An id is in the log once; the same again is told exists, anything else under it what differs first.',
    checkedBy: 'checkIds',
  },
  {
    number: 12,
    sentence: 'What failed stays failed, though it could succeed now.',
    checkedBy: 'checkIds',
  },
  {
    number: 13,
    sentence: 'Of all who ask for one id at once, one at most is told created.',
    checkedBy: 'Owners',
  },
  {
    number: 14,
    sentence: 'What is taken back of a transfer went the other way and is no more than it moved.',
    checkedBy: 'checkReversals',
  },
  {
    number: 15,
    sentence:
      'Positions are 1, 2, 3, … in the order of commits, times never fall along them, and the head is the end; accounts are numbered alike.',
    checkedBy: 'checkOrder',
  },
  {
    number: 16,
    sentence:
      'A journal and the rows of its companion are there whole or not at all; items of a batch see those before them.',
    checkedBy: 'checkJournals',
  },
  {
    number: 17,
    sentence: 'What was acknowledged is there, whatever was killed since.',
    checkedBy: 'checkAnswers',
  },
  {
    number: 18,
    sentence:
      'Every leaf, root and signature verifies, and the log continues each head that was signed.',
    checkedBy: 'checkBundle',
  },
  {
    number: 19,
    sentence: 'The tables are what the log comes to when it is done once more.',
    checkedBy: 'checkProjections',
  },
  {
    number: 20,
    sentence:
      'An export says what the tables say, and read and written again gives the same bytes.',
    checkedBy: 'checkRoundTrip',
  },
  {
    number: 21,
    sentence:
      'Every failure has a name: no unclassified error, no broken promise, no process that ends by itself.',
    checkedBy: 'checkAnswers',
  },
  {
    number: 22,
    sentence: 'Every reserving transfer has its state, and no more resolve than reserve.',
    checkedBy: 'checkIds',
  },
  {
    number: 23,
    sentence: 'Money of a colour stays in it: debits equal credits in each.',
    checkedBy: 'checkCounters',
  },
  {
    number: 24,
    sentence: 'A clearing account is empty after every commit.',
    checkedBy: 'checkJournals',
  },
  {
    number: 25,
    sentence:
      'The balance at an instant is the sum of the entries before it, by when they were recorded and by when they happened.',
    checkedBy: 'checkBalances',
  },
  {
    number: 26,
    sentence:
      'One serial order explains every answer: that of the log, with whatever left no trace at a place between.',
    checkedBy: 'explain',
  },
  {
    number: 31,
    sentence:
      'Cutting batches otherwise, sending again and permuting what is independent changes no outcome and no balance.',
    checkedBy: 'checkMetamorphic',
  },
  {
    number: 32,
    sentence:
      'A transfer and its reversal, a reservation or a closing and its release: together they change nothing.',
    checkedBy: 'checkAlgebra',
  },
  {
    number: 33,
    sentence:
      'Shares sum to the whole; a share or a conversion is less than one minor unit from exact, on the side its rounding names.',
    checkedBy: 'checkShares',
  },
  {
    number: 35,
    sentence:
      'A connection, a service or a server that dies at any message leaves all or nothing, and asking again tells which.',
    checkedBy: 'sweepBoundaries',
  },
  {
    number: 36,
    sentence: 'Strict readers of two plain-text formats accept the book and find every balance.',
    checkedBy: 'checkPlainText',
  },
  {
    number: 37,
    sentence: 'Every invariant has a planted bug that it catches.',
    checkedBy: 'mutants',
  },
  {
    number: 38,
    sentence:
      'Under a clock of the test the same seed gives the same answers and the same root, bit for bit.',
    checkedBy: 'checkReplay',
  },
] as const satisfies readonly Invariant[]

export type InvariantNumber = (typeof INVARIANTS)[number]['number']
