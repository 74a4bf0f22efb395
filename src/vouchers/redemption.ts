import { hash } from 'node:crypto'
import type { Sql, Tx } from '../db/client.ts'
import { gather } from '../db/gather.ts'
import { assert, assertNever } from '../kernel/assert.ts'
import { romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { RedemptionId } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import { availableOf } from '../ledger/core/account.ts'
import { TRANSFER_CODES } from '../ledger/core/chart.ts'
import { type CompanionWrite, joinRows, type PostingOutcome } from '../ledger/service.ts'
import { decideRedemption, type Presented, type RedemptionStatus } from './core/redeem.ts'
import type { VouchersDeps } from './deps.ts'
import { untilSettled } from './outcomes.ts'
import { signReceipt } from './receipt.ts'
import type { RedemptionRow } from './redemption-store.ts'
import * as redemptions from './redemption-store.ts'
import {
  readStandings,
  type ShownVoucher,
  type Standing,
  type StandingQuestion,
} from './standing-store.ts'
import * as store from './store.ts'
import { type Claim, checkClaim, readShown, type Shown } from './tokens.ts'

/** What a till asks. */
export interface RedemptionRequest {
  /** The till's; also the id of the transfer. The same again gets the same answer. */
  readonly id: RedemptionId
  readonly shown: Shown
  /** Minor units, above 0. */
  readonly amount: Minor
  readonly partnerId: string
}

/** What the tries of all tills share: what they ask and what they write goes in one statement. */
interface Counter extends VouchersDeps {
  /** Who signs the receipts: the public address, without a path. */
  readonly issuer: string
  readonly look: (question: StandingQuestion) => Promise<Standing>
  readonly write: (spent: Spent) => CompanionWrite
}

/** What was redeemed, and whether it is the first thing that its voucher paid for. */
interface Spent {
  readonly row: RedemptionRow
  readonly voucher: ShownVoucher
}

/** What a try was decided on. */
interface Case {
  readonly request: RedemptionRequest
  readonly digest: string
  readonly presented: Presented
}

/** Why a try came to no end: the ledger found too little, spoilt the id before, or somebody else was faster. */
type Unsettled = 'refused' | 'spoilt' | 'overtaken'

/**
 * Makes what redeems vouchers, or says why not. Either answer is written down and stays the answer of its id.
 */
export function createRedeeming(
  deps: VouchersDeps,
): (request: RedemptionRequest) => Promise<RedemptionRow> {
  const counter: Counter = {
    ...deps,
    issuer: new URL(deps.publicUrl).origin,
    look: gather((questions) => readStandings(deps.db.sql, questions)),
    write: joinRows((tx, spent: readonly Spent[]) => writeSpent(tx, spent)),
  }
  return (request) => redeemVoucher(counter, request)
}

async function redeemVoucher(counter: Counter, request: RedemptionRequest): Promise<RedemptionRow> {
  const { db, keys, runtime } = counter
  const digest = digestOf(request)
  const claim = await readShown(keys, request.shown, request.amount)
  const question = questionOf(request, claim)
  let last: Unsettled | undefined
  return untilSettled(async () => {
    const { isAnswered, partner, voucher, isTokenSpent } = await counter.look(question)
    if (isAnswered) return sameContent(await getAnswer(db.sql, request.id), digest)
    if (partner === undefined) {
      throw new DomainError('partner_unknown', `There is no partner ${request.partnerId}.`)
    }
    const presented = await checkClaim(keys, claim, voucher?.card)
    const tried: Case = { request, digest, presented }
    const good = isTokenSpent ? ({ kind: 'expired' } as const) : presented
    const shown = isGood(good) ? voucher : undefined
    const today = romeDay(runtime.now())
    const status = decideRedemption(good, shown, partner, request.amount, today)
    if (shown === undefined || status !== 'redeemed') return decline(counter, tried, shown, status)
    // The ledger found less than what stands now: the answer is about the moment in which it was asked.
    if (last === 'refused') return decline(counter, tried, shown, 'exceeds_remaining')
    if (last === 'spoilt') throw idConflict()
    const spent = await spend(counter, tried, shown)
    if (typeof spent !== 'string') return sameContent(spent, digest)
    last = spent
    return undefined
  })
}

/** Posts what is redeemed and writes its row, in one commit. */
async function spend(
  counter: Counter,
  tried: Case,
  voucher: ShownVoucher,
): Promise<RedemptionRow | Unsettled> {
  const { request } = tried
  const payable = counter.network.payableFor(request.partnerId, voucher.unit, voucher.colour)
  let row: RedemptionRow | undefined
  try {
    const outcome = await counter.ledger.post({
      accounts: [payable.open],
      transfers: [
        {
          id: request.id,
          debitAccountId: voucher.id,
          creditAccountId: payable.accountId,
          amount: request.amount,
          unit: voucher.unit,
          code: TRANSFER_CODES.voucher_redeemed,
          flags: [],
        },
      ],
      companion: async (decided) => {
        if (decided.transfers[0]?.status !== 'created') return undefined
        const written = await redeemedRow(counter, tried, voucher, decided)
        row = written
        return counter.write({ row: written, voucher })
      },
    })
    const status = outcome.transfers[0]?.status
    if (status === 'created' && row !== undefined) return row
    const known = await redemptions.findRedemption(counter.db.sql, request.id)
    if (known !== undefined) return known
    if (status === 'exceeds_credits') return 'refused'
    if (status === 'id_already_failed') return 'spoilt'
    const isIdAtFault = status?.startsWith('exists') || status?.startsWith('id_')
    assert(isIdAtFault, `a redemption is not refused as ${status}`)
    throw idConflict()
  } catch (error) {
    return (await overtaken(counter, request.id, error)) ?? 'overtaken'
  }
}

/** The commit was refused because somebody else was faster: with the same id, the same token, or a stop. */
async function overtaken(
  { db }: VouchersDeps,
  id: RedemptionId,
  error: unknown,
): Promise<RedemptionRow | undefined> {
  switch (store.brokenConstraint(error)) {
    case 'redemption_pkey':
      return redemptions.findRedemption(db.sql, id)
    case 'redemption_token':
    case 'redemption_redeemed_whole':
      return undefined
    default:
      throw error
  }
}

async function redeemedRow(
  { keys, issuer }: Counter,
  { request, digest, presented }: Case,
  voucher: ShownVoucher,
  decided: PostingOutcome,
): Promise<RedemptionRow> {
  const account = decided.states.get(voucher.id)
  assert(account, 'the ledger tells how the voucher stands after it was spent')
  const facts = {
    id: request.id,
    voucherId: voucher.id,
    partnerId: request.partnerId,
    amount: request.amount,
    unit: voucher.unit,
    remaining: availableOf(account),
    recordedAt: decided.recordedAt,
  }
  return {
    ...facts,
    requestDigest: digest,
    status: 'redeemed',
    tokenId: tokenIdOf(presented),
    receipt: await signReceipt(keys, issuer, facts),
  }
}

/** Writes a decline. Where the id was answered in the meantime, that answer is given. */
async function decline(
  { db, runtime }: VouchersDeps,
  { request, digest, presented }: Case,
  voucher: ShownVoucher | undefined,
  status: RedemptionStatus,
): Promise<RedemptionRow> {
  await redemptions.insertDeclined(db.sql, {
    id: request.id,
    partnerId: request.partnerId,
    requestDigest: digest,
    status,
    voucherId: voucher?.id ?? null,
    amount: request.amount,
    unit: voucher?.unit ?? null,
    remaining: voucher?.remaining ?? null,
    tokenId: tokenIdOf(presented),
    receipt: null,
    recordedAt: new Date(runtime.now()),
  })
  return sameContent(await getAnswer(db.sql, request.id), digest)
}

/** The rows of all redemptions in a batch; a voucher is noted as used the first time only. */
function writeSpent(tx: Tx, spent: readonly Spent[]): readonly PromiseLike<unknown>[] {
  const inserted = redemptions.insertRedeemed(
    tx,
    spent.map(({ row }) => row),
  )
  const fresh = spent.filter(({ voucher }) => voucher.firstUsedAt === null)
  const [first] = fresh
  if (first === undefined) return inserted
  const ids = fresh.map(({ voucher }) => voucher.id)
  return [...inserted, redemptions.markUsed(tx, ids, first.row.recordedAt)]
}

/** What has to be looked up about what was shown. */
function questionOf({ id, partnerId }: RedemptionRequest, claim: Claim): StandingQuestion {
  const nothing = { serial: null, voucherId: null, tokenId: null }
  const asked = { redemptionId: id, partnerId, ...nothing }
  switch (claim.kind) {
    case 'card':
      return { ...asked, serial: claim.card.serial }
    case 'serial':
      return { ...asked, serial: claim.serial }
    case 'token':
      return { ...asked, voucherId: claim.voucherId, tokenId: claim.tokenId }
    case 'invalid':
    case 'expired':
      return asked
    default:
      return assertNever(claim)
  }
}

function isGood({ kind }: Presented): boolean {
  return kind === 'serial' || kind === 'token'
}

async function getAnswer(sql: Sql, id: RedemptionId): Promise<RedemptionRow> {
  const row = await redemptions.findRedemption(sql, id)
  assert(row, 'a redemption that was written is there')
  return row
}

function tokenIdOf(presented: Presented): string | null {
  return presented.kind === 'token' ? presented.tokenId : null
}

/** Tells a retry from another request under the same id. */
function digestOf({ shown, amount, partnerId }: RedemptionRequest): string {
  const content = JSON.stringify([partnerId, shown.kind, shown.text.trim(), amount.toString()])
  return hash('sha256', content, 'hex')
}

function sameContent(known: RedemptionRow, digest: string): RedemptionRow {
  if (known.requestDigest !== digest) throw idConflict()
  return known
}

function idConflict(): DomainError {
  return new DomainError(
    'redemption_id_conflict',
    'This id was used for another redemption. Each one needs an id of its own.',
  )
}
