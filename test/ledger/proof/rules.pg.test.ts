import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSigningKeys, type SigningKeys } from '../../../src/access/keys.ts'
import { describeFinding, Findings } from '../../../src/ledger/core/proof/findings.ts'
import { TREE_HEAD_TYPE } from '../../../src/ledger/core/proof/head.ts'
import type { Pieces } from '../../../src/ledger/core/proof/line-reader.ts'
import {
  type AccountLine,
  accountLines,
  type TransferLine,
  transferLines,
} from '../../../src/ledger/core/proof/records.ts'
import {
  BOOK_FILES,
  type BookFile,
  verifyBook,
} from '../../../src/ledger/core/proof/verify-book.ts'
import { createProofs, type Proofs } from '../../../src/ledger/proof/service.ts'
import { sha256 } from '../../../src/ledger/proof/sha256.ts'
import { checkSignature } from '../../../src/ledger/proof/signatures.ts'
import type { Ledger } from '../../../src/ledger/service.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { propertySeed } from '../../support/seed.ts'
import { ledgerBooks } from '../ledger-books.ts'
import { idOf, runScript } from '../script.ts'
import { inSpace, sequences } from '../sequences.ts'

/*
 * A book with everything that a leaf can tell, and for each thing that the verifier holds against it a change that
 * nothing else would notice but the hashes.
 */
const BOOK = `
  account  F1 colour=WINTER created                        # where money comes from
  account  A1 colour=WINTER debits_must_not_exceed_credits created
  account  A2 colour=WINTER/BIELLA area=BIELLA created
  account  A3 colour=WINTER/BIELLA created
  account  B1 created
  account  B2 debits_must_not_exceed_credits created
  account  B3 created
  account  B4 created
  account  E1 exchange created
  account  E2 exchange unit=MERIT created
  account  M1 unit=MERIT created
  transfer T1 F1 A1 1000 created
  transfer T2 A2 A3 7 occurred=-86400 created
  transfer T3 B1 B2 500 created
  transfer T4 B2 B1 120 reverses=T3 reason=wrong_amount created
  transfer T5 B2 B1 30 reverses=T3 reason=other created
  transfer T6 B2 B3 9999 balancing_debit created           # 350
  transfer T7 B2 B3 1 balancing_debit created              # nothing is left
  begin
    transfer T8 B1 E1 1000 linked created
    transfer T9 E2 M1 667 unit=MERIT converts=T8 rate=2/3 rounding=half_up created
  end
  transfer T10 B1 B3 5 pending created
  transfer T11 B1 B3 3 post_pending of=T10 created
  transfer T12 B1 B4 0 closing_credit pending created
  transfer T13 B1 B4 0 void_pending of=T12 created
  transfer T14 B1 B4 4 created
  transfer T15 B3 B4 0 closing_credit pending created
  transfer T16 B1 B3 2 reverses=T6 reason=other reversal_must_swap_accounts
  transfer T17 F1 A1 0 closing_debit pending timeout=5 created`

const id = (name: string) => idOf(name, '1')
let database: TestDatabase
let keys: SigningKeys
let books: ReturnType<typeof ledgerBooks> & { readonly ledger: Ledger }
let proofs: Proofs
let files: ReadonlyMap<BookFile, string>
let takenAt = ''

beforeAll(async () => {
  database = await createTestDatabase()
  books = ledgerBooks(database)
  const { db } = database
  keys = createSigningKeys({ db, runtime: books.runtime, secret: 'the secret of the rules test' })
  proofs = createProofs({
    db,
    now: books.runtime.now,
    publicKeys: () => keys.treeKeys(),
    sign: (claims) => keys.signToken('tree', TREE_HEAD_TYPE, { ...claims }),
  })
  await runScript(books, BOOK, '1')
  files = await proofs.snapshot(async (book) => {
    takenAt = book.takenAt
    const read = new Map<BookFile, string>()
    for (const file of Object.values(BOOK_FILES)) read.set(file, await textOf(book.open(file)))
    return read
  })
})
afterAll(async () => {
  await books.ledger.close()
  await database.drop()
})

async function textOf(pieces: Pieces): Promise<string> {
  let text = ''
  for await (const piece of pieces) text += Buffer.from(piece).toString('latin1')
  return text
}

/** What the verifier says of a book in which some lines are others. */
async function verify(changed: ReadonlyMap<BookFile, string>, reversalsMax = 2): Promise<string[]> {
  const findings = new Findings()
  const open = async function* (file: BookFile): AsyncGenerator<Uint8Array> {
    yield Buffer.from(changed.get(file) ?? files.get(file) ?? '', 'latin1')
  }
  await verifyBook({ open, takenAt, sha256, checkSignature, reversalsMax }, findings)
  return findings.kept.map(describeFinding)
}

function changeLine<Line>(
  file: BookFile,
  format: { read(text: string): Line | undefined; write(line: Line): string },
  isMeant: (line: Line) => boolean,
  change: Partial<Line>,
): ReadonlyMap<BookFile, string> {
  let changes = 0
  const lines = (files.get(file) ?? '').split('\n').map((text) => {
    const line = format.read(text)
    if (line === undefined || !isMeant(line)) return text
    changes += 1
    return format.write({ ...line, ...change })
  })
  expect(changes).toBe(1)
  return new Map([[file, lines.join('\n')]])
}

const withTransfer = (name: string, change: Partial<TransferLine>) =>
  changeLine(BOOK_FILES.transfers, transferLines, (line) => line.id === id(name), change)
const withAccount = (name: string, change: Partial<AccountLine>) =>
  changeLine(BOOK_FILES.accounts, accountLines, (line) => line.id === id(name), change)

describe('a book with everything that a leaf can tell', () => {
  test('verifies, however few reversals may be held in memory at a time', async () => {
    for (const reversalsMax of [1, 2, 100])
      expect(await verify(new Map(), reversalsMax)).toEqual([])
    const text = files.get(BOOK_FILES.transfers) ?? ''
    for (const { name } of transferLines.fields) {
      if (!name.startsWith('reference')) expect(text).toContain(`"${name}":`)
    }
    const accounts = files.get(BOOK_FILES.accounts) ?? ''
    for (const name of ['colour', 'area', 'closedBy']) expect(accounts).toContain(`"${name}":`)
  })

  test('verifies whatever else was posted, over random sequences', async () => {
    let space = 1
    await fc.assert(
      fc.asyncProperty(sequences(0), async (steps) => {
        space += 1
        books.wait(86_400)
        for (const { waitSeconds, requests } of inSpace(steps, space)) {
          books.wait(waitSeconds)
          await Promise.all(
            requests.map(({ accounts, transfers, rules }) =>
              books.ledger.post({ accounts, transfers }, rules),
            ),
          )
        }
      }),
      { numRuns: 60, seed: propertySeed('rules of the proof') },
    )
    const findings = new Findings()
    await proofs.snapshot(({ open, takenAt: at }) =>
      verifyBook({ open, takenAt: at, sha256, checkSignature, reversalsMax: 3 }, findings),
    )
    expect(findings.kept.map(describeFinding)).toEqual([])
  })
})

describe('the verifier is told of', () => {
  const line = (name: string) => {
    const lines = (files.get(BOOK_FILES.transfers) ?? '').split('\n')
    return lines.findIndex((text) => text.includes(`"id":"${id(name)}"`)) + 1
  }
  const expectFinding = async (
    changed: ReadonlyMap<BookFile, string>,
    name: string,
    message: string,
  ) => {
    for (const reversalsMax of [1, 100]) {
      const found = await verify(changed, reversalsMax)
      expect(found.join('\n')).toContain(`transfers.jsonl:${line(name)}: ${message}`)
    }
  }

  test('money that goes from one colour to another, and a colour that is not conserved', async () => {
    const recoloured = withAccount('A1', { colour: 'SUMMER' })
    const found = await verify(recoloured)
    expect(found.join('\n')).toContain('moves money between accounts of WINTER and SUMMER')
    expect(found).toContain(
      'accounts.jsonl: the debits of EUR of WINTER come to 1000, the credits to 0',
    )
    const bare = await verify(withAccount('A1', { colour: undefined }))
    expect(bare.join('\n')).toContain('moves money between accounts of WINTER and no colour')
    const moved = await verify(withAccount('A2', { area: 'COSSATO' }))
    expect(moved.join('\n')).toContain('has the colour WINTER/BIELLA in the area COSSATO')
  })

  test('a transfer that moves nothing, and flags that do not go together', async () => {
    await expectFinding(
      withTransfer('T7', { flags: '0' }),
      'T7',
      'moves nothing, which its flags 0',
    )
    await expectFinding(withTransfer('T11', { amount: '0' }), 'T11', `resolves ${id('T10')} with`)
    await expectFinding(withTransfer('T14', { flags: '128' }), 'T14', 'has flags 128: it closes')
    await expectFinding(withTransfer('T13', { flags: '24' }), 'T13', 'has flags 24, which exclude')
    await expectFinding(
      withTransfer('T14', { flags: '256' }),
      'T14',
      'has flags 256: not all known',
    )
  })

  test('a balancing transfer that moved more than there was', async () => {
    const more = 'balances by 500, more than there was'
    await expectFinding(withTransfer('T3', { flags: '16' }), 'T3', more)
    await expectFinding(withTransfer('T3', { flags: '32' }), 'T3', more)
    const one = withTransfer('T6', { amount: '351', debitBalance: '-1', creditBalance: '351' })
    await expectFinding(one, 'T6', 'balances by 351, more than there was')
  })

  test('what passes a closed account, and what an account is said to be closed by', async () => {
    const closing = withTransfer('T10', { flags: '130' })
    await expectFinding(closing, 'T11', `passes the account ${id('B3')}, which was closed`)
    const opened = withAccount('B1', { flags: '8' })
    await expectFinding(opened, 'T3', `passes the account ${id('B1')}, which was closed`)
    for (const [name, closedBy, said, given] of [
      ['B4', undefined, 'nothing', id('T15')],
      ['B4', id('T12'), id('T12'), id('T15')],
      ['B1', id('T12'), id('T12'), 'nothing'],
    ] as const) {
      const found = await verify(withAccount(name, { closedBy }))
      const message = `${id(name)} is closed by ${said}; the transfers give ${given}`
      expect(found.join('\n')).toContain(message)
    }
  })

  test('a reversal of too much, of something else, or of nothing', async () => {
    const cases: readonly [string, Partial<TransferLine>, string][] = [
      ['T5', { amount: '381' }, `takes back 381 of ${id('T3')}, of which 380 was left`],
      ['T5', { reverses: id('T1') }, `reverses ${id('T1')}, and not between its accounts`],
      ['T5', { reverses: id('T4') }, `reverses ${id('T4')}, which is a reversal itself`],
      ['T5', { reverses: id('T99') }, `reverses ${id('T99')}, which is not in the log before it`],
      ['T5', { reverses: id('T6') }, `reverses ${id('T6')}, which is not in the log before it`],
      ['T14', { reverses: id('T10'), reason: '1' }, `reverses ${id('T10')}, which moved nothing`],
      ['T5', { reason: '99' }, 'reverses for the reason 99, which is not known'],
      ['T5', { reason: undefined }, 'says half of a reversal'],
      ['T14', { reason: '1' }, 'says half of a reversal'],
      ['T6', { reverses: id('T3'), reason: '1' }, `reverses ${id('T3')}, and is not plain`],
    ]
    for (const [name, change, message] of cases) {
      await expectFinding(withTransfer(name, change), name, message)
    }
  })

  test('a conversion that is not what its source and its rate give', async () => {
    const cases: readonly [string, Partial<TransferLine>, string][] = [
      ['T9', { amount: '666' }, 'converts 1000 to 666; 667 was expected'],
      ['T9', { rounding: '3' }, 'converts 1000 to 667; 666 was expected'],
      ['T9', { rateNumerator: '3' }, 'converts 1000 to 667; 1000 was expected'],
      ['T9', { rounding: '9' }, `converts ${id('T8')}, and does not say how`],
      ['T9', { rateDenominator: undefined }, `converts ${id('T8')}, and does not say how`],
      ['T9', { converts: undefined }, 'has a rate and converts nothing'],
      [
        'T9',
        { converts: id('T3') },
        `converts ${id('T3')}, which is no plain transfer to an exchange`,
      ],
      ['T9', { flags: '16' }, `converts ${id('T8')}, and is not plain`],
    ]
    for (const [name, change, message] of cases) {
      await expectFinding(withTransfer(name, change), name, message)
    }
    const apart = `converts ${id('T8')}, which is no plain transfer to an exchange`
    await expectFinding(withTransfer('T8', { flags: '0' }), 'T9', apart)
    await expectFinding(withTransfer('T8', { flags: '17' }), 'T9', apart)
    await expectFinding(withAccount('E1', { flags: '0' }), 'T9', apart)
    const from = `converts ${id('T8')} from an account that is no exchange account`
    await expectFinding(withAccount('E2', { flags: '0' }), 'T9', from)
    await expectFinding(withAccount('E2', { colour: 'WINTER' }), 'T9', from)
    // The same source for a second time: a copy of the conversion behind it, in the same journal.
    const twice = withTransfer('T10', {
      ...transferLines.read(
        (files.get(BOOK_FILES.transfers) ?? '').split('\n')[line('T9') - 1] ?? '',
      ),
      id: id('T10'),
    })
    const text = (twice.get(BOOK_FILES.transfers) ?? '').split('\n')
    const linked = (text[line('T9') - 1] ?? '').replace('"flags":0', '"flags":1')
    const both = new Map([[BOOK_FILES.transfers, text.with(line('T9') - 1, linked).join('\n')]])
    await expectFinding(both, 'T10', `converts ${id('T8')}, which was converted before`)
  })

  test('a transfer that happened after it was recorded', async () => {
    const later = withTransfer('T2', { occurredAt: '2999-01-01T00:00:00.000000Z' })
    await expectFinding(
      later,
      'T2',
      'happened at 2999-01-01T00:00:00.000000Z, after it was recorded',
    )
  })
})
