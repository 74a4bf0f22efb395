import type { Principal } from '../access/core/principal.ts'
import type { Tx } from '../db/client.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import type { ClearingDeps } from './clearing-deps.ts'
import * as store from './clearing-store.ts'
import { CLEARING_JOB, clearingApprovalId, workOn, workOnDue } from './clearing-work.ts'
import { rulesOn } from './core/instrument.ts'
import {
  cellsOf,
  type FaultyLine,
  type Invoice,
  type InvoiceFile,
  keyOf,
  readInvoices,
} from './core/invoices.ts'
import { getInstrument } from './opening.ts'
import { digestOf } from './payments.ts'

export type { ClearingRun, MemberResult, RunInvoice } from './clearing-store.ts'
export { CLEARING_JOB } from './clearing-work.ts'

/** A piece of the file of a run. The same again changes nothing. */
export interface NewPart {
  readonly runId: Uuid
  /** 1 begins a run. */
  readonly number: number
  readonly csv: string
  /** Whether lines that cannot be taken are left out, and kept beside; else there may be none. */
  readonly leaveOut: boolean
  /** Whether nothing more is to come. */
  readonly isLast: boolean
}

export type Verdict =
  | { readonly state: 'approved' }
  | { readonly state: 'refused'; readonly reason: string }

/** Open invoices between partners: netted, and the rest settled on credit. */
export interface Clearing {
  /** What of a file could be taken, and what not; writes nothing. @throws DomainError `clearing_unreadable` */
  check(csv: string): Promise<InvoiceFile>
  /** Begins a run. @throws DomainError `clearing_unfit`, `instrument_not_found`, and those of {@link addPart} */
  begin(
    instrumentId: string,
    part: Omit<NewPart, 'number'>,
    who: Principal,
  ): Promise<store.ClearingRun>
  /** @throws DomainError `clearing_conflict`, `clearing_faulty`, `clearing_unreadable`, `clearing_too_large` */
  addPart(part: NewPart, who: Principal): Promise<store.ClearingRun>
  /** @throws DomainError `clearing_overtaken`, or why this person may not decide */
  decide(id: Uuid, verdict: Verdict, who: Principal): Promise<store.ClearingRun>
  /** @throws DomainError `clearing_not_found` */
  get(id: Uuid): Promise<store.ClearingRun>
  list(page: store.RunPage): Promise<readonly store.ClearingRun[]>
  /** What it comes to for each member, by id. */
  members(id: Uuid): Promise<readonly store.MemberResult[]>
  /** The invoices that a member owes or is owed. @throws DomainError `clearing_not_found` where it has none */
  invoicesOf(id: Uuid, partnerId: string): Promise<readonly store.RunInvoice[]>
  leftOut(id: Uuid): Promise<readonly (FaultyLine & { readonly part: number })[]>
  /** Works on what waits for it; returns how much that was. */
  workDue(): Promise<number>
}

/** So many are reckoned while one waits; more are left to a job. */
const AT_ONCE = 1_000
/** Together below what a machine counts exactly, at the largest amount that an invoice may have. */
const INVOICES_MAX = 500_000
/** So many faults are told at most. */
const TOLD_MAX = 50

export function createClearing(deps: ClearingDeps): Clearing {
  const { sql } = deps.db
  return {
    check: (csv) => checkFile(deps, csv),
    begin: (instrumentId, part, who) => begin(deps, instrumentId, part, who),
    addPart: (part, who) => addPart(deps, part, who),
    decide: (id, verdict, who) => decide(deps, id, verdict, who),
    get: (id) => getRun(deps, id),
    list: async (page) => store.listRuns(sql, page),
    members: async (id) => store.selectMembers(sql, (await getRun(deps, id)).id),
    invoicesOf: async (id, partnerId) => {
      const invoices = await store.selectInvoices(sql, id, partnerId)
      if (invoices.length === 0) throw notFound()
      return invoices
    },
    leftOut: async (id) => store.selectLeftOut(sql, (await getRun(deps, id)).id),
    workDue: () => workOnDue(deps),
  }
}

async function begin(
  deps: ClearingDeps,
  instrumentId: string,
  part: Omit<NewPart, 'number'>,
  who: Principal,
): Promise<store.ClearingRun> {
  const instrument = await getInstrument(deps.db, instrumentId)
  const { credit, payments } = rulesOn(instrument, romeDay(deps.runtime.now()))
  const mayPay = payments.some(({ from, to }) => from === 'partner' && to === 'partner')
  if (credit === null || !mayPay) {
    throw new DomainError(
      'clearing_unfit',
      `${instrumentId} is no money on credit that partners pay each other with.`,
    )
  }
  const standing = await store.selectRun(deps.db.sql, part.runId)
  if (standing !== undefined && standing.instrumentId !== instrumentId) {
    throw conflict('A run in another instrument has this id.')
  }
  const preparedAt = new Date(deps.runtime.now())
  const run = { id: part.runId, instrumentId, preparedBy: who.id, preparedAt }
  return file(deps, { ...part, number: 1 }, who, (tx) => store.insertRun(tx, run))
}

async function addPart(
  deps: ClearingDeps,
  part: NewPart,
  who: Principal,
): Promise<store.ClearingRun> {
  const { preparedBy } = await getRun(deps, part.runId)
  if (preparedBy !== who.id) throw conflict('Somebody else began this run.')
  return file(deps, part, who)
}

async function file(
  deps: ClearingDeps,
  { csv, leaveOut, ...part }: NewPart,
  who: Principal,
  open?: (tx: Tx) => PromiseLike<unknown>,
): Promise<store.ClearingRun> {
  const { db, runtime, accessLog } = deps
  const row = { ...part, digest: digestOf([csv, `${leaveOut}`, `${part.isLast}`]) }
  const standing = await store.selectParts(db.sql, part.runId)
  const known = standing.find(({ number }) => number === part.number)
  if (known?.digest === row.digest) return getRun(deps, part.runId)
  const isNext = part.number === standing.length + 1 && standing.at(-1)?.isLast !== true
  if (known !== undefined || !isNext) throw conflict('Another part is expected.')
  const { invoices, faults } = await checkFile(deps, csv, part.runId)
  if (faults.length > 0 && !leaveOut) throw faulty(faults)
  const before = open === undefined ? (await getRun(deps, part.runId)).invoices : 0
  if (before + invoices.length > INVOICES_MAX) throw tooLarge()
  if (before + invoices.length === 0 && part.isLast) throw faulty(faults)
  try {
    await db.sql.begin(async (tx) => {
      await open?.(tx)
      await store.insertPart(tx, row)
      await store.insertInvoices(tx, row, invoices)
      await store.insertLeftOut(tx, row, faults)
      if (part.isLast) await store.markFiled(tx, part.runId, new Date(runtime.now()))
      const subject = { kind: 'clearing', id: part.runId }
      const entry = { actor: who, action: 'clearing.filed' as const, outcome: 'done' as const }
      await accessLog.recordIn(tx, { ...entry, subject, detail: { part: `${part.number}` } })
    })
  } catch (error) {
    const broken = brokenConstraint(error)
    if (broken === 'clearing_invoice_once') throw conflict('An invoice stands in it twice.')
    const isThere = broken === 'clearing_run_pkey' || broken === 'clearing_part_run_id_number_pk'
    if (!isThere) throw error
    const parts = await store.selectParts(db.sql, part.runId)
    const same = parts.find(({ number }) => number === part.number)?.digest === row.digest
    if (!same) throw conflict('Another part with this number came in the same moment.')
  }
  return goOn(deps, part.runId)
}

/** Has the work on a run done: at once where it is little. */
async function goOn(deps: ClearingDeps, id: Uuid): Promise<store.ClearingRun> {
  const run = await getRun(deps, id)
  if (run.state !== 'queued' && run.state !== 'approved') return run
  if (run.invoices > AT_ONCE) await deps.wake(CLEARING_JOB)
  else await workOn(deps, id)
  return getRun(deps, id)
}

async function checkFile(deps: ClearingDeps, csv: string, runId?: Uuid): Promise<InvoiceFile> {
  const read = readInvoices(csv)
  if ('problem' in read) throw new DomainError('clearing_unreadable', read.problem)
  const { sql } = deps.db
  const ids = read.invoices.flatMap(({ debtorId, creditorId }) => [debtorId, creditorId])
  const partners = await deps.network.findPartners([...new Set(ids)])
  const known = new Map(
    (await store.selectKnown(sql, runId ?? NO_RUN, read.invoices)).map((one) => [keyOf(one), one]),
  )
  const faults = [...read.faults]
  const invoices: Invoice[] = []
  for (const invoice of read.invoices) {
    const before = known.get(keyOf(invoice))
    const fault = !partners.has(invoice.debtorId)
      ? 'debtor_unknown'
      : !partners.has(invoice.creditorId)
        ? 'creditor_unknown'
        : faultOfKnown(invoice.amount, before)
    if (fault === undefined) invoices.push(invoice)
    else faults.push({ line: invoice.line, fault, cells: cellsOf(invoice) })
  }
  return { invoices, faults: faults.sort((one, other) => one.line - other.line) }
}

/** No run has it. */
const NO_RUN = '00000000-0000-0000-0000-000000000000' as Uuid

function faultOfKnown(
  amount: Minor,
  before: { readonly isOwn: boolean; readonly left: Minor } | undefined,
) {
  if (before === undefined) return undefined
  if (before.isOwn) return 'stands_twice' as const
  return amount > before.left ? ('cleared_before' as const) : undefined
}

async function decide(
  deps: ClearingDeps,
  id: Uuid,
  verdict: Verdict,
  who: Principal,
): Promise<store.ClearingRun> {
  const { db, approvals } = deps
  const run = await getRun(deps, id)
  if (run.state === 'open' || run.state === 'queued') throw conflict('It is not reckoned yet.')
  if (isSame(run, verdict, who)) return goOn(deps, id)
  try {
    const approval = await approvals.claim(clearingApprovalId(id), who)
    await db.sql.begin(async (tx) => {
      if (verdict.state === 'approved') {
        await store.lockApproving(tx)
        if (await store.isOvertaken(tx, id)) throw overtaken()
      }
      await Promise.all(approvals.decideIn(tx, { ...verdict, id: approval.id, by: who }))
    })
  } catch (error) {
    const isClosed = error instanceof DomainError && error.code === 'approval_closed'
    if (!isClosed && brokenConstraint(error) !== 'approval_decided_once') throw error
  }
  const decided = await getRun(deps, id)
  if (isSame(decided, verdict, who)) return goOn(deps, id)
  throw new DomainError('approval_closed', 'This was decided before.', { state: decided.state })
}

/** Whether this very person said this very thing before: then the answer is given again. */
function isSame(run: store.ClearingRun, verdict: Verdict, who: Principal): boolean {
  const state = run.state === 'settled' ? 'approved' : run.state
  const reason = verdict.state === 'refused' ? verdict.reason : null
  return state === verdict.state && run.decidedBy === who.id && run.decisionReason === reason
}

async function getRun({ db }: Pick<ClearingDeps, 'db'>, id: Uuid): Promise<store.ClearingRun> {
  const run = await store.selectRun(db.sql, id)
  if (run !== undefined) return run
  throw notFound()
}

function notFound(): DomainError {
  return new DomainError('clearing_not_found', 'There is no run of clearing with this id.')
}

function conflict(message: string): DomainError {
  return new DomainError('clearing_conflict', message)
}

function overtaken(): DomainError {
  return new DomainError(
    'clearing_overtaken',
    'Invoices of this run were cleared by another one meanwhile. Refuse it, and file what is left.',
  )
}

function tooLarge(): DomainError {
  return new DomainError('clearing_too_large', `A run has at most ${INVOICES_MAX} invoices.`)
}

function faulty(faults: readonly FaultyLine[]): DomainError {
  const [first] = faults
  return new DomainError(
    'clearing_faulty',
    first === undefined
      ? 'There is no invoice in it.'
      : `${faults.length} lines cannot be taken; the first is line ${first.line}.`,
    {
      count: faults.length,
      faults: faults.slice(0, TOLD_MAX).map(({ line, fault }) => [line, fault]),
    },
  )
}
