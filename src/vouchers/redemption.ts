import { hash } from 'node:crypto'
import type { Sql } from '../db/client.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { gather } from '../db/gather.ts'
import { assert, assertNever } from '../kernel/assert.ts'
import { type Day, romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { RedemptionId, Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import { availableOf } from '../ledger/core/account.ts'
import { TRANSFER_CODES } from '../ledger/core/chart.ts'
import { type CompanionWrite, joinRows, type PostingOutcome } from '../ledger/service.ts'
import { type Beside, BesideRefused, besides, rowsOf } from './beside.ts'
import { CHAIN_START, isNext } from './core/chain.ts'
import {
  type AcceptingPartner,
  decideRedemption,
  type PinState,
  type Presented,
  type RedemptionStatus,
  type STATEMENT_REFUSALS,
} from './core/redeem.ts'
import { capLeft } from './core/rules.ts'
import { NO_TILLS, type PinAnswer, type TillAccess, type VouchersDeps } from './deps.ts'
import { untilSettled } from './outcomes.ts'
import { signReceipt } from './receipt.ts'
import type { RedemptionRow } from './redemption-store.ts'
import * as redemptions from './redemption-store.ts'
import { type SignedStatement, type Spent, statementRow, writeSpent } from './redemption-writing.ts'
import {
  readStandings,
  type ShownVoucher,
  type Standing,
  type StandingQuestion,
} from './standing-store.ts'
import { insertConflict, insertDeclinedStatement } from './statement-store.ts'
import { type Claim, checkClaim, readShown, type Shown } from './tokens.ts'
import { NO_HEADS, type TreeHeads } from './tree-heads.ts'

/** What a till asks. */
export interface RedemptionRequest {
  /** The till's; also the id of the transfer. The same again gets the same answer. */
  readonly id: RedemptionId
  readonly shown: Shown
  /** Minor units, above 0. */
  readonly amount: Minor
  readonly partnerId: string
  /** What the person typed; not a part of what is asked, so it may be given with a second try. */
  readonly pin?: string | undefined
  /** What a terminal signed; absent where a partner's own program asks. */
  readonly signed?: SignedStatement
  /** What is paid with besides; not looked at where the request was answered before. */
  readonly beside?: Beside | undefined
}

/** Why a statement was not even decided on. */
export type StatementRefusal = (typeof STATEMENT_REFUSALS)[number]

/** What the tries of all tills share: what they ask and what they write goes in one statement. */
interface Counter extends VouchersDeps {
  /** Who signs the receipts: the public address, without a path. */
  readonly issuer: string
  readonly tills: TillAccess
  readonly heads: TreeHeads
  readonly look: (question: StandingQuestion) => Promise<Standing>
  readonly write: (spent: Spent) => CompanionWrite
}

/** What a try was decided on. */
interface Case {
  readonly request: RedemptionRequest
  readonly digest: string
  readonly presented: Presented
  readonly pin: PinAnswer | undefined
}

/** Why a try came to no end: the ledger found too little, spoilt the id before, or somebody else was faster. */
type Unsettled = 'refused' | 'spoilt' | 'overtaken'

/**
 * Makes what redeems vouchers, or says why not. Either answer is written down and stays the answer of its id; only a
 * signed statement may not even be decided on.
 */
export function createRedeeming(
  deps: VouchersDeps,
): (request: RedemptionRequest) => Promise<RedemptionRow | StatementRefusal> {
  const tills = deps.tills ?? NO_TILLS
  const counter: Counter = {
    ...deps,
    tills,
    heads: deps.heads ?? NO_HEADS,
    issuer: new URL(deps.publicUrl).origin,
    look: gather((questions) => readStandings(deps.db.sql, questions, tills.isBound)),
    write: joinRows((tx, spent: readonly Spent[]) => writeSpent(tx, spent, tills)),
  }
  return (request) => redeemVoucher(counter, request)
}

async function redeemVoucher(
  counter: Counter,
  request: RedemptionRequest,
): Promise<RedemptionRow | StatementRefusal> {
  const { keys, runtime, tills } = counter
  const digest = request.signed?.digest ?? digestOf(request)
  const claim = await readShown(keys, request.shown, request.amount)
  let last: Unsettled | undefined
  let pin: PinAnswer | undefined
  return untilSettled(async () => {
    const today = romeDay(runtime.now())
    const standing = await counter.look(questionOf(request, claim, today))
    const before = await answeredBefore(counter, request, digest, standing)
    if (before !== undefined) return before
    const { partner, voucher, isTokenSpent, isWalletRevoked } = standing
    if (partner === undefined) {
      throw new DomainError('partner_unknown', `There is no partner ${request.partnerId}.`)
    }
    const presented = await checkClaim(keys, claim, voucher?.card)
    const good = isTokenSpent || isWalletRevoked ? ({ kind: 'expired' } as const) : presented
    const shown = isGood(good) ? voucher : undefined
    let status = decide(good, shown, partner, request, today, pin)
    if (status === 'pin_needed' && shown !== undefined) {
      // Asked once for a request: a try that was taken counts, however often the rest is decided again.
      pin = await tills.checkPin(shown.beneficiaryId, request.pin)
      status = decide(good, shown, partner, request, today, pin)
    }
    assert(status !== 'pin_needed', 'a PIN that was checked is good, wrong or locked')
    const tried: Case = { request, digest, presented, pin }
    if (shown === undefined || status !== 'redeemed') return decline(counter, tried, shown, status)
    // The ledger found less than what stands now: the answer is about the moment in which it was asked.
    if (last === 'refused') return decline(counter, tried, shown, 'exceeds_remaining')
    if (last === 'spoilt') {
      if (request.signed === undefined) throw idConflict()
      // It was refused before, and the answer was not written: the chain of the terminal has to go on.
      return decline(counter, tried, shown, 'exceeds_remaining')
    }
    const spent = await spend(counter, tried, shown)
    if (spent === 'terminal_unknown') return spent
    if (typeof spent !== 'string') return sameContent(spent, request, digest)
    last = spent
    return undefined
  })
}

/**
 * The answer that this request got before, or that its statement does not fit: not the chain, or a tree head that this
 * service never signed. That a till saw another one is evidence against the books, and is kept.
 */
async function answeredBefore(
  { db, runtime, heads }: Counter,
  request: RedemptionRequest,
  digest: string,
  { isAnswered, isRefused, chain = CHAIN_START }: Standing,
): Promise<RedemptionRow | StatementRefusal | undefined> {
  const { id, signed } = request
  if (isRefused) return 'statement_conflict'
  const answer = isAnswered ? await getAnswer(db.sql, id) : undefined
  if (signed === undefined) {
    return answer === undefined ? undefined : sameContent(answer, request, digest)
  }
  if (answer?.requestDigest === digest) return answer
  const { compact, statement, terminal } = signed
  const isInPlace = answer === undefined && isNext(chain, statement)
  const isHeadGood = statement.head === null || (await heads.isSigned(statement.head))
  if (isInPlace && isHeadGood) return undefined
  const reason = isInPlace ? 'head' : 'chain'
  await insertConflict(db.sql, {
    ...{ digest, terminalId: terminal.id, redemptionId: id, statement: compact, chain, reason },
    ...{ seq: statement.seq, prev: statement.prev, recordedAt: new Date(runtime.now()) },
  })
  return 'statement_conflict'
}

function decide(
  presented: Presented,
  voucher: ShownVoucher | undefined,
  partner: AcceptingPartner,
  { amount, signed }: RedemptionRequest,
  today: Day,
  pin: PinAnswer | undefined,
) {
  const categories = signed?.statement.lines.map(({ category }) => category) ?? []
  const purchase = { amount, categories, unit: signed?.statement.unit ?? null }
  return decideRedemption(presented, voucher, partner, purchase, today, pinState(pin))
}

function pinState(pin: PinAnswer | undefined): PinState {
  if (pin === undefined) return 'unknown'
  if (pin.status === 'wrong' || pin.status === 'locked') return pin.status
  return 'good'
}

/** Posts what is redeemed and writes its row, in one commit. */
async function spend(
  counter: Counter,
  tried: Case,
  voucher: ShownVoucher,
): Promise<RedemptionRow | Unsettled | 'terminal_unknown'> {
  const { request } = tried
  const payable = counter.network.payableFor(request.partnerId, voucher.unit, voucher.colour)
  let row: RedemptionRow | undefined
  try {
    const outcome = await counter.ledger.post({
      ...besides(
        {
          ...{ id: request.id, amount: request.amount, unit: voucher.unit },
          ...{ debitAccountId: voucher.id, creditAccountId: payable.accountId },
          code: TRANSFER_CODES.voucher_redeemed,
        },
        payable.open,
        request.beside,
      ),
      companion: async (decided) => {
        if (decided.transfers[0]?.status !== 'created') return undefined
        const written = await redeemedRow(counter, tried, voucher, decided)
        row = written
        const walletId = walletIdOf(tried.presented)
        const write = counter.write({ row: written, voucher, signed: request.signed, walletId })
        return rowsOf(write, request.beside, decided, written)
      },
    })
    const status = outcome.transfers[0]?.status
    if (status === 'created' && row !== undefined) return row
    const known = await redemptions.findRedemption(counter.db.sql, request.id)
    if (known !== undefined) return known
    if (status === 'exceeds_credits') return 'refused'
    if (status === 'id_already_failed') return 'spoilt'
    if (status === 'linked_event_failed') throw new BesideRefused()
    const isIdAtFault = status?.startsWith('exists') || status?.startsWith('id_')
    assert(isIdAtFault, `a redemption is not refused as ${status}`)
    throw idConflict()
  } catch (error) {
    return overtakenBy(error)
  }
}

/** The commit was refused because somebody else was faster: with the same id, token or number, a stop, or a purchase. */
function overtakenBy(error: unknown): 'overtaken' | 'terminal_unknown' {
  switch (brokenConstraint(error)) {
    case 'redemption_pkey':
    case 'redemption_token':
    case 'redemption_redeemed_whole':
    case 'voucher_day_cap':
    case 'terminal_statement_terminal_id_seq_pk':
    case 'terminal_statement_redemption':
      return 'overtaken'
    case 'terminal_statement.terminal_id':
      return 'terminal_unknown'
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
  const statement = request.signed === undefined ? {} : { statement: digest }
  return {
    ...facts,
    requestDigest: digest,
    status: 'redeemed',
    triesLeft: null,
    capLeft: null,
    tokenId: tokenIdOf(presented),
    receipt: await signReceipt(keys, issuer, { ...facts, ...statement }),
  }
}

/** Writes a decline. Where the id or the number was taken in the meantime, it is decided again. */
async function decline(
  { db, runtime, tills }: Counter,
  { request, digest, presented, pin }: Case,
  voucher: ShownVoucher | undefined,
  status: RedemptionStatus,
): Promise<RedemptionRow | StatementRefusal | undefined> {
  const recordedAt = new Date(runtime.now())
  const isCapped = status === 'cap_reached' && voucher !== undefined
  const row: RedemptionRow = {
    id: request.id,
    partnerId: request.partnerId,
    requestDigest: digest,
    status,
    voucherId: voucher?.id ?? null,
    amount: request.amount,
    unit: voucher?.unit ?? null,
    // Whoever does not know the PIN is not told what is left.
    remaining:
      status === 'pin_wrong' || status === 'pin_locked' ? null : (voucher?.remaining ?? null),
    triesLeft: status === 'pin_wrong' && pin?.status === 'wrong' ? pin.triesLeft : null,
    capLeft: isCapped ? capLeft(voucher, voucher.spentToday) : null,
    tokenId: tokenIdOf(presented),
    receipt: null,
    recordedAt,
  }
  const { signed } = request
  if (signed === undefined) {
    await redemptions.insertDeclined(db.sql, row)
    return sameContent(await getAnswer(db.sql, request.id), request, digest)
  }
  try {
    const written = statementRow(signed, recordedAt)
    await insertDeclinedStatement(db.sql, row, written, tills.isPaired)
  } catch (error) {
    return overtakenBy(error) === 'overtaken' ? undefined : 'terminal_unknown'
  }
  const known = await getAnswer(db.sql, request.id)
  return known.requestDigest === digest ? known : undefined
}

/** What has to be looked up about what was shown. */
function questionOf(
  { id, partnerId, signed }: RedemptionRequest,
  claim: Claim,
  day: Day,
): StandingQuestion {
  const nothing = { serial: null, voucherId: null, tokenId: null, walletId: null }
  const { terminal, digest = null } = signed ?? {}
  const asked = {
    ...{ redemptionId: id, partnerId, day, terminalId: terminal?.id ?? null, digest },
    ...nothing,
  }
  switch (claim.kind) {
    case 'card':
      return { ...asked, serial: claim.card.serial }
    case 'serial':
      return { ...asked, serial: claim.serial }
    case 'token':
      return {
        ...{ ...asked, voucherId: claim.voucherId, tokenId: claim.tokenId },
        walletId: walletIdOf(claim),
      }
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

function walletIdOf(presented: Presented): Uuid | null {
  return presented.kind === 'token' ? (presented.walletId ?? null) : null
}

function tokenIdOf(presented: Presented): string | null {
  return presented.kind === 'token' ? presented.tokenId : null
}

/** Tells a retry from another request under the same id. */
function digestOf({ shown, amount, partnerId }: RedemptionRequest): string {
  const content = JSON.stringify([partnerId, shown.kind, shown.text.trim(), amount.toString()])
  return hash('sha256', content, 'hex')
}

/** A statement whose id was taken by another request meanwhile is decided again: it does not fit any more. */
function sameContent(
  known: RedemptionRow,
  { signed }: RedemptionRequest,
  digest: string,
): RedemptionRow | undefined {
  if (known.requestDigest === digest) return known
  if (signed !== undefined) return undefined
  throw idConflict()
}

function idConflict(): DomainError {
  return new DomainError(
    'redemption_id_conflict',
    'This id was used for another redemption. Each one needs an id of its own.',
  )
}
