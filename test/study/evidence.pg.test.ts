import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { parse, stringify } from 'yaml'
import { runStudy } from '../../src/cli/study.ts'
import { addEvidenceCommands } from '../../src/cli/study-evidence.ts'
import { connect } from '../../src/db/client.ts'
import { addDays, romeDay } from '../../src/kernel/days.ts'
import { systemRuntime } from '../../src/runtime.ts'
import { livesOf } from '../../src/study/core/evidence/lives.ts'
import { actualOf } from '../../src/study/core/replay/outcome.ts'
import { replay } from '../../src/study/core/replay/replay.ts'
import { AS_IT_WAS } from '../../src/study/core/replay/rule.ts'
import { createEvidence, EVIDENCE_DEFAULTS, type Evidence } from '../../src/study/evidence.ts'
import { readHistory } from '../../src/study/evidence-history.ts'
import { createReplays } from '../../src/study/replay.ts'
import { openClaims } from '../vouchers/claims.ts'
import { SECRET } from '../vouchers/programme.ts'
import { SMALL_STUDY } from '../web/lab-study.ts'

const DAY_MS = 86_400_000
const programmeId = 'FRANOI-2'

type Claims = Awaited<ReturnType<typeof openClaims>>

let claims: Claims
let evidence: Evidence

beforeAll(async () => {
  claims = await openClaims('evidence')
  const { test: database, runtime, accessLog } = claims.programme
  evidence = createEvidence({ db: database.db, runtime, accessLog })
  await live(claims)
})
afterAll(() => claims.programme.close())
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

const today = () => romeDay(claims.programme.runtime.now())
const yesterday = () => addDays(today(), -1)
const freeze = (day = yesterday()) =>
  evidence.freeze({ programmeId, day, ...EVIDENCE_DEFAULTS }, null)

/** Twelve people with a voucher each: purchases, refusals, a refund, a lost card, one taken back, some that expire. */
async function live({ programme, refund, anna }: Claims): Promise<void> {
  const { runtime, plans, issue, redeem, vouchers, issuing, id } = programme
  const names = Array.from({ length: 12 }, (_, at) => `BI-Q-${at}`)
  const person = { householdSize: 1, language: 'it', contactPointId: 'BI-SC' }
  await plans.addBeneficiaries(names.map((name) => ({ ...person, id: name })))
  const cards = []
  for (const beneficiaryId of names) cards.push(await issue({ beneficiaryId }))
  for (const [at, card] of cards.entries()) {
    runtime.advance(DAY_MS / 2)
    if (at >= 10) continue
    const bought = await redeem(card, 1000n + 100n * BigInt(at))
    runtime.advance(1000)
    if (at === 0) await refund(bought, 400n)
    if (at % 2 === 1) await redeem(card, 90_000n)
    runtime.advance(1000)
    if (at > 5) await redeem(card, 5000n - 1000n - 100n * BigInt(at))
  }
  const [, second, third] = cards
  if (second === undefined || third === undefined) throw new Error('there are twelve')
  runtime.advance(1000)
  await issuing.replace(second.id, { id: id(), newVoucherId: id(), reason: 'Lost' }, anna)
  runtime.advance(1000)
  await vouchers.cancel(third.id, { id: id(), reason: 'Moved away' }, anna)
  runtime.advance(DAY_MS)
}

test('what became of each voucher is what the books say', async () => {
  const { db } = claims.programme.test
  const { vouchers } = await readHistory(db.sql, { programmeId, day: yesterday() })
  const lives = livesOf(vouchers)
  const sum = (of: 'issued' | 'spent' | 'left' | 'cancelled' | 'expired') =>
    lives.reduce((all, life) => all + life[of], 0)
  const [books] = await db.sql<{ left: number; cancelled: number }[]>`
    select (select sum(credits_posted - debits_posted) from ledger_account where code = 2210)::int as left,
      (select sum(amount) from ledger_log where code = 50)::int as cancelled`
  expect(lives).toHaveLength(12)
  expect(sum('left')).toBe(books?.left)
  expect(sum('cancelled')).toBe(books?.cancelled)
  expect(sum('issued')).toBe(60_000)
  expect(sum('issued')).toBe(sum('spent') + sum('left') + sum('cancelled') + sum('expired'))
})

test('the same rule once more is what happened, and the rest is in the access log', async () => {
  const { db } = claims.programme.test
  const { vouchers } = await readHistory(db.sql, { programmeId, day: yesterday() })
  expect(replay(vouchers, AS_IT_WAS)).toEqual(actualOf(vouchers))
  const { test: database, runtime, accessLog } = claims.programme
  const replays = createReplays({ db: database.db, runtime, accessLog })
  const order = { programmeId, day: yesterday(), threshold: 5 }
  const shown = await replays.replay({ ...order, rule: { ...AS_IT_WAS, inPart: true } }, null)
  // Five asked for more than was left, and would have had what was.
  expect(shown).toMatchObject({ peopleTouched: 5, withheld: null })
  const [entry] = await accessLog.list({ limit: 1, action: 'programme.replayed' })
  expect(entry?.detail).toMatchObject({ day: yesterday() })
})

test('the same books give the same dataset, whatever happens after its day', async () => {
  const day = yesterday()
  const first = await freeze(day)
  expect(first.sha256).toBe(createHash('sha256').update(first.text).digest('hex'))
  const { programme } = claims
  await programme.redeem(await programme.issue(), 700n)
  programme.runtime.advance(DAY_MS)
  const second = await freeze(day)
  expect(second).toEqual(first)
  const later = await freeze()
  expect(later.sha256).not.toBe(first.sha256)
  expect((await evidence.list({ limit: 10 })).map(({ sha256 }) => sha256)).toEqual([
    ...[later.sha256, first.sha256],
  ])
})

test('no person is in it, and a few are not either', async () => {
  const { content, text } = await freeze()
  expect(text).not.toMatch(/BI-[QP]-/)
  const acceptance = content.estimates.find(({ name }) => name === 'acceptance')
  // Of twenty tries five were refused, those of five people.
  expect(acceptance?.value).toBeCloseTo(15 / 20, 6)
  expect(content.withheld).toContainEqual({ name: 'returned', reason: 'few_people' })
  expect(content.survival.find(({ name }) => name === 'first_use')?.n).toBe(13)
  const outcome = content.tables.find(({ name }) => name === 'outcome')
  // Of the one who moved away nothing is told, nor from what is left.
  expect(outcome?.columns).toEqual(['cancelled', 'expired', 'left', 'spent'])
  expect(outcome?.cells[0]?.slice(0, 4)).toEqual([null, 0, null, expect.any(Number)])
})

test('nobody changes it', async () => {
  const { sha256 } = await freeze()
  const owner = connect(claims.programme.test.ownerUrl, { role: null })
  const { sql } = owner
  for (const change of [
    sql`update study_dataset set title = 'another' where sha256 = ${sha256}`,
    sql`delete from study_dataset where sha256 = ${sha256}`,
    sql`truncate study_dataset`,
  ]) {
    await expect(change).rejects.toThrow(/study_dataset/)
  }
  const forged = sql`insert into study_dataset (sha256, kind, title, content, created_at)
    values (${sha256.replace(/^./, 'x')}, 'prior', 'x', '{}', now())`
  await expect(forged).rejects.toThrow(/study_dataset_hash/)
  await owner.close()
})

test('a day that is not over, a programme that is not there and a file that does not fit are refused', async () => {
  await expect(freeze(today())).rejects.toMatchObject({ code: 'day_not_over' })
  const unknown = evidence.freeze(
    { programmeId: 'NONE', day: yesterday(), ...EVIDENCE_DEFAULTS },
    null,
  )
  await expect(unknown).rejects.toMatchObject({ code: 'programme_unknown' })
  await expect(evidence.get('00')).rejects.toMatchObject({ code: 'dataset_not_found' })
  const head = {
    kind: 'prior',
    title: 'Breakage',
    population: 'Vouchers',
    source: 'A report',
  } as const
  const columns = 'name,value,low,high,level,n,method,unit\n'
  const wrong = evidence.bring(
    head,
    `${columns}a,1,0,2,0.95,10,m,share\nb,x,0,2,0.95,10,m,share\n`,
    null,
  )
  await expect(wrong).rejects.toMatchObject({
    ...{
      code: 'evidence_unfit',
      details: { faults: [[3, 'value must be a number such as 0.25']] },
    },
  })
  const brought = await evidence.bring(head, `${columns}a,1,0,,0.95,10,m,share\n`, null)
  expect(brought.content.estimates).toEqual([
    { name: 'a', value: 1, low: 0, high: null, level: 0.95, n: 10, method: 'm', unit: 'share' },
  ])
})

test('repayments of loans become evidence of arrears, up to a day that is over', async () => {
  const head = { title: 'Loans', population: 'Twelve', source: 'A lender' } as const
  const order = { ...EVIDENCE_DEFAULTS, ...head, kind: 'outside', day: yesterday() } as const
  const lines = Array.from({ length: 12 }, (_, at) => {
    const due = addDays(yesterday(), -60)
    return `L-${at},${due},${at < 6 ? due : ''}\n`
  })
  const csv = `contract,due,paid\n${lines.join('')}`
  const { sha256, kind, day, content } = await evidence.bringRepayments(order, csv, null)
  expect([kind, day]).toEqual(['outside', yesterday()])
  expect(content.estimates.find(({ name }) => name === 'first_arrears_monthly')?.value).toBe(0.5)
  expect(await evidence.get(sha256)).toMatchObject({ content })
  const wrong = evidence.bringRepayments(order, 'contract,due,paid\nA,soon,\n', null)
  await expect(wrong).rejects.toMatchObject({ code: 'evidence_unfit' })
  const early = evidence.bringRepayments({ ...order, day: today() }, csv, null)
  await expect(early).rejects.toMatchObject({ code: 'day_not_over' })
})

/** Types `fra-noi study …`, on the database of this test. @returns standard output */
async function type(...words: readonly string[]): Promise<string> {
  let printed = ''
  vi.stubEnv('DATABASE_URL', claims.programme.test.url)
  vi.stubEnv('FRANOI_SECRET', SECRET)
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
  const study = new Command('study')
  addEvidenceCommands(study, async (work) => work())
  await study.parseAsync(words, { from: 'user' })
  return printed
}

test('the command freezes the same dataset and replays as the service does, and writes over nothing', async () => {
  // The command has the clock of the machine, whatever that says.
  const machine = addDays(romeDay(systemRuntime.now()), -1)
  const day = machine < yesterday() ? machine : yesterday()
  const folder = await mkdtemp(join(tmpdir(), 'fra-noi-evidence-'))
  const out = join(folder, 'evidence.json')
  const scope = ['--programme', programmeId, '--day', day]
  const { sha256, text } = await freeze(day)
  expect(await type('freeze', ...scope, '--out', out)).toBe(`${sha256}\n`)
  expect(await readFile(out, 'utf8')).toBe(text)
  const { test: database, runtime, accessLog } = claims.programme
  const replays = createReplays({ db: database.db, runtime, accessLog })
  const order = { programmeId, day, threshold: 5, rule: { ...AS_IT_WAS, inPart: true } }
  const replayed = await type('replay', ...scope, '--rule', '{"inPart":true}')
  expect(JSON.parse(replayed)).toEqual(await replays.replay(order, null))

  await expect(type('freeze', ...scope, '--out', out)).rejects.toThrow('is there already')
  const written = type('replay', ...scope, '--rule', '{}', '--out', out)
  await expect(written).rejects.toThrow('is there already')
  expect(await readFile(out, 'utf8')).toBe(text)
  await rm(folder, { recursive: true })
})

test('the command says what is wrong with what was typed', async () => {
  const scope = ['--programme', programmeId, '--day', '2026-05-10']
  const [, , ...until] = scope
  const wrong: readonly (readonly [words: readonly string[], says: RegExp])[] = [
    [['freeze', '--programme', programmeId, '--day', '31.5.2026'], /--day: must be a day/],
    [['freeze', ...scope, '--threshold', '2'], /--threshold: must be a whole number from 3 up/],
    [['freeze', '--programme', programmeId, '--day', '2999-01-01'], /a day that is over/],
    [['freeze', '--programme', 'NONE', ...until], /There is no such programme/],
    [['replay', ...scope, '--rule', 'sixty'], /--rule: must be JSON/],
    [['replay', ...scope, '--rule', '{"validityDays":0}'], /--rule: validityDays: /],
    [['replay', ...scope, '--rule', '{"expiry":60}'], /--rule: .*expiry/],
    [['replay', '--programme', 'NONE', ...until, '--rule', '{}'], /There is no such programme/],
  ]
  for (const [words, says] of wrong)
    await expect(type(...words), words.join(' ')).rejects.toThrow(says)
})

test('a study of the command is refused with a dataset that is not there, or is another one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fra-noi-evidence-'))
  const { sha256, text } = await freeze()
  const run = async (named: object) => {
    const [{ law: _, ...input }] = parse(SMALL_STUDY).inputs
    const inputs = [{ ...input, evidence: 'books/purchase_mean', standing: 'evidence' }]
    const study = { ...parse(SMALL_STUDY), inputs, evidence: [{ name: 'books', ...named }] }
    await writeFile(join(folder, 'study.yaml'), stringify(study))
    await runStudy(join(folder, 'study.yaml'), { threads: '1' })
  }
  await expect(run({ hash: sha256 })).rejects.toThrow('say which one it is')
  await expect(run({ file: 'books.json', hash: sha256 })).rejects.toThrow(/books\.json/)
  await writeFile(join(folder, 'books.json'), text.replace('"n":', '"n":1'))
  await expect(run({ file: 'books.json', hash: sha256 })).rejects.toThrow('another SHA-256')
  await rm(folder, { recursive: true })
})
