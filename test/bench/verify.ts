import { hash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Findings } from '../../src/ledger/core/proof/findings.ts'
import { accountLines, transferLines } from '../../src/ledger/core/proof/records.ts'
import { sha256 as ownSha256 } from '../../src/ledger/core/proof/sha256.ts'
import { BOOK_FILES, type BookFile, verifyBook } from '../../src/ledger/core/proof/verify-book.ts'
import { sha256 } from '../../src/ledger/proof/sha256.ts'
import { checkSignature } from '../../src/ledger/proof/signatures.ts'

// How fast a book is verified, on one core, beside the bare SHA-256 of the same lines and of twice as many nodes.
// npx tsx test/bench/verify.ts [transfers] [accounts]

const [transfers = 1_000_000, accounts = 10_000] = process.argv.slice(2).map(Number)
const ROUNDS = 5
const TAKEN_AT = '2027-01-15T08:00:00.000000Z'

const folder = mkdtempSync(join(tmpdir(), 'fra-noi-bench-'))
try {
  await writeBook()
  const rounds: { naive: number; book: number; own: number }[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const naive = await timed(hashLines)
    rounds.push({ naive, book: await timed(verify), own: await timed(() => verify(ownSha256)) })
  }
  const line = (name: string, pick: (round: (typeof rounds)[number]) => number) => {
    const median = rounds.map(pick).sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0
    return `${name}: ${Math.round(median)}\n`
  }
  process.stdout.write(
    line('naive SHA-256 of the lines and nodes, per second', ({ naive }) => naive),
  )
  process.stdout.write(line('verified with the SHA-256 of node, per second', ({ book }) => book))
  process.stdout.write(line('verified with the SHA-256 of the page, per second', ({ own }) => own))
  process.stdout.write(
    `ratio to naive, in hundredths: ${line('median', (r) => (100 * r.book) / r.naive)}`,
  )
  const { rss } = process.memoryUsage()
  process.stdout.write(`resident memory: ${Math.round(rss / 1e6)} MB\n`)
} finally {
  rmSync(folder, { recursive: true })
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return (transfers * 1000) / (performance.now() - start)
}

async function hashLines(): Promise<void> {
  const bytes = await readFile(join(folder, BOOK_FILES.transfers))
  const node = Buffer.alloc(65)
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(10, at)
    hash('sha256', bytes.subarray(at, end), 'binary')
    hash('sha256', node, 'binary')
    at = end + 1
  }
}

async function verify(digest = sha256): Promise<void> {
  const findings = new Findings()
  const open = (file: BookFile) => {
    const isThere = file === BOOK_FILES.transfers || file === BOOK_FILES.accounts
    return isThere ? createReadStream(join(folder, file), { highWaterMark: 1 << 18 }) : nothing()
  }
  await verifyBook({ open, sha256: digest, checkSignature, takenAt: TAKEN_AT }, findings)
  // No heads were signed: that alone is found.
  if (findings.count !== 1) throw new Error(JSON.stringify(findings.kept.slice(0, 3)))
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

async function writeBook(): Promise<void> {
  const balances = new Array<[bigint, bigint]>(accounts).fill([0n, 0n]).map(() => [0n, 0n])
  const file = createWriteStream(join(folder, BOOK_FILES.transfers))
  const id = (kind: number, n: number) =>
    `0190${kind}000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
  for (let position = 1; position <= transfers; position++) {
    const [from, to] = [position % accounts, (position * 7 + 1) % accounts]
    const [debit, credit] = [balances[from], balances[to === from ? (to + 1) % accounts : to]]
    if (debit === undefined || credit === undefined) throw new Error('an account')
    debit[0] = (debit[0] ?? 0n) + 1250n
    credit[1] = (credit[1] ?? 0n) + 1250n
    const text = transferLines.write({
      v: '1',
      position: String(position),
      id: id(1, position),
      debitAccountId: id(2, from),
      creditAccountId: id(2, to === from ? (to + 1) % accounts : to),
      amount: '1250',
      unit: 'EUR',
      code: '10',
      flags: '0',
      debitBalance: String((debit[1] ?? 0n) - (debit[0] ?? 0n)),
      creditBalance: String((credit[1] ?? 0n) - (credit[0] ?? 0n)),
      recordedAt: TAKEN_AT,
    })
    if (!file.write(`${text}\n`)) await once(file, 'drain')
  }
  file.end()
  await once(file, 'finish')
  const lines = createWriteStream(join(folder, BOOK_FILES.accounts))
  for (const [n, [debits, credits]] of balances.entries()) {
    const pending = { debitsPending: '0', creditsPending: '0' }
    const posted = { debitsPosted: String(debits), creditsPosted: String(credits) }
    const fixed = {
      v: '1',
      unit: 'EUR',
      code: '10',
      flags: '0',
      origin: 'raw',
      createdAt: TAKEN_AT,
    }
    lines.write(`${accountLines.write({ ...fixed, ...pending, ...posted, id: id(2, n) })}\n`)
  }
  lines.end()
  await once(lines, 'finish')
}
