import { createHash } from 'node:crypto'
import { assert, assertNever } from '../kernel/assert.ts'
import { romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { RedemptionId } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import { availableOf } from '../ledger/core/account.ts'
import { TRANSFER_CODES } from '../ledger/core/chart.ts'
import type { PostingOutcome } from '../ledger/service.ts'
import type { Partner } from '../network/service.ts'
import { decideRedemption, type Presented, type RedemptionStatus } from './core/redeem.ts'
import type { VouchersDeps } from './deps.ts'
import { untilSettled } from './outcomes.ts'
import { signReceipt } from './receipt.ts'
import type { RedemptionRow } from './redemption-store.ts'
import * as redemptions from './redemption-store.ts'
import type { VoucherRow } from './store.ts'
import * as store from './store.ts'
import { readShown, type Shown } from './tokens.ts'

/** What a till asks. */
export interface RedemptionRequest {
  /** The till's; also the id of the transfer. The same again gets the same answer. */
  readonly id: RedemptionId
  readonly shown: Shown
  /** Minor units, above 0. */
  readonly amount: Minor
  readonly partnerId: string
}

/** What a try was decided on. */
interface Case {
  readonly request: RedemptionRequest
  readonly digest: string
  readonly partner: Partner
  readonly presented: Presented
}

/** Why a try came to no end: the ledger found too little, spoilt the id before, or somebody else was faster. */
type Unsettled = 'refused' | 'spoilt' | 'overtaken'

/** Redeems a voucher, or says why not. Either answer is written down and stays the answer of its id. */
export async function redeemVoucher(
  deps: VouchersDeps,
  request: RedemptionRequest,
): Promise<RedemptionRow> {
  const digest = digestOf(request)
  const [known, partner, presented] = await Promise.all([
    redemptions.findRedemption(deps.db.sql, request.id),
    deps.network.findPartner(request.partnerId),
    readShown(deps.keys, request.shown),
  ])
  if (known !== undefined) return sameContent(known, digest)
  if (partner === undefined) {
    throw new DomainError('partner_unknown', `There is no partner ${request.partnerId}.`)
  }
  const tried: Case = { request, digest, partner, presented }
  let last: Unsettled | undefined
  return untilSettled(async () => {
    const good = (await isSpent(deps, presented)) ? ({ kind: 'expired' } as const) : presented
    const voucher = await findPresented(deps, good)
    const today = romeDay(deps.runtime.now())
    const status = decideRedemption(good, voucher, partner, request.amount, today)
    if (voucher === undefined || status !== 'redeemed') {
      return decline(deps, tried, voucher, status)
    }
    // The ledger found less than what stands now: the answer is about the moment in which it was asked.
    if (last === 'refused') return decline(deps, tried, voucher, 'exceeds_remaining')
    if (last === 'spoilt') throw idConflict()
    const spent = await spend(deps, tried, voucher)
    if (typeof spent !== 'string') return sameContent(spent, digest)
    last = spent
    return undefined
  })
}

/** Posts what is redeemed and writes its row, in one commit. */
async function spend(
  deps: VouchersDeps,
  tried: Case,
  voucher: VoucherRow,
): Promise<RedemptionRow | Unsettled> {
  const { request, partner } = tried
  let row: RedemptionRow | undefined
  try {
    const outcome = await deps.ledger.post({
      transfers: [
        {
          id: request.id,
          debitAccountId: voucher.id,
          creditAccountId: partner.payableAccountId,
          amount: request.amount,
          unit: voucher.unit,
          code: TRANSFER_CODES.voucher_redeemed,
          flags: [],
        },
      ],
      companion: async (decided) => {
        if (decided.transfers[0]?.status !== 'created') return undefined
        const written = await redeemedRow(deps, tried, voucher, decided)
        row = written
        return (tx) => [redemptions.insertRedeemed(tx, written)]
      },
    })
    const status = outcome.transfers[0]?.status
    if (status === 'created' && row !== undefined) return row
    const known = await redemptions.findRedemption(deps.db.sql, request.id)
    if (known !== undefined) return known
    if (status === 'exceeds_credits') return 'refused'
    if (status === 'id_already_failed') return 'spoilt'
    const isIdAtFault = status?.startsWith('exists') || status?.startsWith('id_')
    assert(isIdAtFault, `a redemption is not refused as ${status}`)
    throw idConflict()
  } catch (error) {
    return (await overtaken(deps, request.id, error)) ?? 'overtaken'
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
  { keys, publicUrl }: VouchersDeps,
  { request, digest, partner, presented }: Case,
  voucher: VoucherRow,
  decided: PostingOutcome,
): Promise<RedemptionRow> {
  const account = decided.states.get(voucher.id)
  assert(account, 'the ledger tells how the voucher stands after it was spent')
  const facts = {
    id: request.id,
    voucherId: voucher.id,
    partnerId: partner.id,
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
    receipt: await signReceipt(keys, new URL(publicUrl).origin, facts),
  }
}

/** Writes a decline. Where the id was answered in the meantime, that answer is given. */
async function decline(
  { db, runtime }: VouchersDeps,
  { request, digest, partner, presented }: Case,
  voucher: VoucherRow | undefined,
  status: RedemptionStatus,
): Promise<RedemptionRow> {
  await redemptions.insertDeclined(db.sql, {
    id: request.id,
    partnerId: partner.id,
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
  const written = await redemptions.findRedemption(db.sql, request.id)
  assert(written, 'a redemption that was written is there')
  return sameContent(written, digest)
}

async function findPresented(
  { db }: VouchersDeps,
  presented: Presented,
): Promise<VoucherRow | undefined> {
  switch (presented.kind) {
    case 'serial':
      return store.findVoucherBySerial(db.sql, presented.serial)
    case 'token':
      return store.findVoucher(db.sql, presented.voucherId)
    case 'invalid':
    case 'expired':
      return undefined
    default:
      return assertNever(presented)
  }
}

async function isSpent({ db }: VouchersDeps, presented: Presented): Promise<boolean> {
  return presented.kind === 'token' && redemptions.isTokenSpent(db.sql, presented.tokenId)
}

function tokenIdOf(presented: Presented): string | null {
  return presented.kind === 'token' ? presented.tokenId : null
}

/** Tells a retry from another request under the same id. */
function digestOf({ shown, amount, partnerId }: RedemptionRequest): string {
  const content = JSON.stringify([partnerId, shown.kind, shown.text.trim(), amount.toString()])
  return createHash('sha256').update(content).digest('hex')
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
