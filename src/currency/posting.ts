import { brokenConstraint } from '../db/constraint.ts'
import type { Day } from '../kernel/days.ts'
import { parseRate } from '../kernel/decimal.ts'
import type { AccountId, Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import { Overtaken } from '../kernel/settling.ts'
import type { NewAccount } from '../ledger/core/account.ts'
import { balanceOf } from '../ledger/core/account.ts'
import type { NewTransfer } from '../ledger/core/transfer.ts'
import type { CompanionWrite, Ledger, PostingOutcome } from '../ledger/service.ts'
import type { Runtime } from '../runtime.ts'
import { isBacked } from './core/conversion.ts'
import {
  type Move,
  type Plan,
  type PlannedMove,
  type PlannedPlace,
  type Purse,
  planDeed,
  type Wallet,
} from './core/deed.ts'
import { type Instrument, rulesOn } from './core/instrument.ts'
import { issuedAccountId, reserveAccountId, walletIdOf } from './identity.ts'
import { type PaymentRow, type SpentRow, writeDeed } from './payment-store.ts'

export interface PostingDeps {
  readonly ledger: Ledger
  readonly runtime: Runtime
}

/** Money of other units that moves with a deed: what is bought with, paid out, or redeemed of a voucher. */
export type OtherTransfer = Omit<NewTransfer, 'flags'>

/** Something that moves money of instruments, as one journal in one commit. */
export interface Deed {
  readonly day: Day
  /** At least one, where nothing is only settled. The purses are of this day. */
  readonly moves: readonly Move[]
  /** Wallets of which what time took is taken, though nothing is paid from them. Of this day. */
  readonly settled?: readonly Purse[]
  /** Posted first, in order. Each id is new. */
  readonly others?: readonly OtherTransfer[]
  /** Posted last, such as what leaves a reserve: then even between two transfers of the journal so much lies there as has to. */
  readonly afterwards?: readonly OtherTransfer[]
  /** Accounts that the others need; opened where they are not there. */
  readonly accounts?: readonly NewAccount[]
  /** At least one: an id that was answered before is what makes the whole be given up. */
  readonly payments: readonly Omit<PaymentRow, 'recordedAt' | 'day'>[]
  readonly spent?: readonly SpentRow[]
  /** Rows of others for the same commit. */
  readonly beside?: (
    decided: PostingOutcome,
  ) => CompanionWrite | Promise<CompanionWrite | undefined> | undefined
}

/** What was posted: the payments as they are written. */
export interface Posted {
  readonly payments: readonly PaymentRow[]
  readonly recordedAt: Date
}

/**
 * Why nothing was posted. `overtaken`: something changed meanwhile, so read and decide again. `exceeds_reserve`: less would
 * lie behind what is outstanding than has to. `exceeds_funding`: an account that pays beside has too little.
 */
export type NotPosted = 'overtaken' | 'exceeds_reserve' | 'exceeds_funding'

class Unbacked extends Error {}

/**
 * Posts a deed. What holds of instruments is asked of the accounts as they stand after it, within the commit: the reserve is
 * what it has to be, and nobody is further below or above zero than may be.
 */
export async function postDeed(deps: PostingDeps, deed: Deed): Promise<Posted | NotPosted> {
  const plan = planDeed(deed.moves, deed.day, deed.settled)
  if (plan === undefined) return 'overtaken'
  const { request, posted } = requestOf(deps, deed, plan)
  try {
    const last = request.transfers.length - 1
    const transfers = request.transfers.map((one, index): NewTransfer => {
      return { ...one, flags: index < last ? ['linked'] : [] }
    })
    const outcome = await deps.ledger.post({ ...request, transfers })
    const first = outcome.transfers.find(
      ({ status }) => status !== 'created' && status !== 'linked_event_failed',
    )
    const done = posted()
    if (first === undefined && done !== undefined) return done
    return isOfOthers(outcome, deed) ? 'exceeds_funding' : 'overtaken'
  } catch (error) {
    return notPosted(error)
  }
}

/** What the ledger is asked for a deed, to be posted as a part of something larger. */
export interface DeedRequest {
  readonly accounts: readonly NewAccount[]
  /** To be linked. */
  readonly transfers: readonly OtherTransfer[]
  readonly companion: (decided: PostingOutcome) => Promise<CompanionWrite | undefined>
}

/** A deed that something larger posts. What its commit throws {@link notPosted} tells. */
export interface PreparedDeed {
  readonly request: DeedRequest
  /** What was posted last; `undefined` where nothing was. */
  readonly posted: () => Posted | undefined
}

/** Prepares a deed; `undefined` where what it was decided on is not so any more. */
export function prepareDeed(deps: PostingDeps, deed: Deed): PreparedDeed | undefined {
  const plan = planDeed(deed.moves, deed.day, deed.settled)
  return plan === undefined ? undefined : requestOf(deps, deed, plan)
}

function requestOf(deps: PostingDeps, deed: Deed, plan: Plan): PreparedDeed {
  let posted: Posted | undefined
  const companion: DeedRequest['companion'] = async (decided) => {
    if (decided.transfers.some(({ status }) => status !== 'created')) return undefined
    checkInstruments(deed, decided)
    const { recordedAt } = decided
    const payments = deed.payments.map((row) => ({ ...row, day: deed.day, recordedAt }))
    const beside = await deed.beside?.(decided)
    posted = { payments, recordedAt }
    const written = { payments, spent: deed.spent ?? [], day: deed.day }
    return (tx) => [...writeDeed(tx, plan, written), ...(beside?.(tx) ?? [])]
  }
  const transfers = journalOf(deps, deed, plan)
  return { request: { accounts: deed.accounts ?? [], transfers, companion }, posted: () => posted }
}

/** Whether it is one of the transfers beside that the ledger refused. */
function isOfOthers({ transfers }: PostingOutcome, deed: Deed): boolean {
  const { others = [], afterwards = [] } = deed
  const at = transfers.findIndex(({ status }) => status === 'exceeds_credits')
  return at >= 0 && (at < others.length || at >= transfers.length - afterwards.length)
}

/**
 * Why a commit with a deed was given up.
 *
 * @throws whatever it has nothing to do with
 */
export function notPosted(error: unknown): NotPosted {
  if (error instanceof Overtaken) return 'overtaken'
  if (error instanceof Unbacked) return 'exceeds_reserve'
  switch (brokenConstraint(error)) {
    case 'currency_payment_pkey':
    case 'currency_payment.day':
    case 'currency_payment_refunded':
    case 'currency_spent_most':
      return 'overtaken'
    default:
      throw error
  }
}

/** Each try has ids of its own: one that the ledger refused is spoilt, and the payments' ids say what was done already. */
function journalOf({ runtime }: PostingDeps, deed: Deed, plan: Plan): readonly OtherTransfer[] {
  const moved = plan.moves.map((move): OtherTransfer => {
    const { from, to, amount, unit, code, paymentId } = move
    const reference = paymentId ?? paymentOf(deed, move)?.id
    return {
      ...{ id: runtime.newId(), amount, unit, code },
      ...{ debitAccountId: accountOf(from), creditAccountId: accountOf(to) },
      ...(reference === undefined ? {} : { reference128: reference }),
    }
  })
  return [...(deed.others ?? []), ...moved, ...(deed.afterwards ?? [])]
}

/** The payment that a step belongs to: of its payer and its payee, or of one of them. */
function paymentOf(
  { payments }: Deed,
  { from, to }: PlannedMove,
): Deed['payments'][number] | undefined {
  const payer = from.kind === 'wallet' ? from.id : null
  const payee = to.kind === 'wallet' ? to.id : null
  return (
    payments.find(({ payerId, payeeId }) => payerId === payer && payeeId === payee) ??
    payments.find(({ payerId }) => payerId === payer) ??
    payments[0]
  )
}

function accountOf(place: PlannedPlace): AccountId {
  switch (place.kind) {
    case 'wallet':
      return place.id
    case 'issuer':
      return issuedAccountId(place.instrument.id)
    case 'fund':
      return fundOf(place.instrument)
  }
}

/** The wallet of the programme. */
export function fundOf({ id, programmeId }: Instrument): Uuid {
  return walletIdOf(id, 'programme', programmeId)
}

/**
 * @throws Unbacked
 * @throws Overtaken where a line of credit would be passed
 */
function checkInstruments(deed: Deed, { states }: PostingOutcome): void {
  for (const instrument of instrumentsOf(deed)) {
    const issued = states.get(issuedAccountId(instrument.id))
    const reserve = states.get(reserveAccountId(instrument.id))
    const backing = parseRate(rulesOn(instrument, deed.day).backing)
    if (issued === undefined || backing.isZero()) continue
    if (reserve === undefined) {
      // Whoever brings backed money into circulation pays into the reserve with the same journal.
      if (isIssued(deed, instrument)) throw new Unbacked()
      continue
    }
    const after = { outstanding: -balanceOf(issued), reserve: balanceOf(reserve) }
    if (!isBacked(backing, after)) throw new Unbacked()
  }
  // Who stands below a line that became shorter may be paid, and who stands above it may pay.
  for (const wallet of walletsOf(deed, 'from')) {
    const state = states.get(wallet.id)
    if (state !== undefined && balanceOf(state) < boundsOf(wallet, deed.day).least) {
      throw new Overtaken()
    }
  }
  for (const wallet of walletsOf(deed, 'to')) {
    const state = states.get(wallet.id)
    const { most } = boundsOf(wallet, deed.day)
    if (state !== undefined && most !== undefined && balanceOf(state) > most) throw new Overtaken()
  }
}

function isIssued({ moves }: Deed, { id }: Instrument): boolean {
  return moves.some(({ from }) => from.kind === 'issuer' && from.instrument.id === id)
}

/** How far a balance may go, by the books: 0 and up, or as far as a line of credit goes. */
export function boundsOf(
  wallet: Wallet,
  day: Day,
): { readonly least: Minor; readonly most: Minor | undefined } {
  const { credit } = rulesOn(wallet.instrument, day)
  if (credit === null || wallet.party === 'programme') return { least: 0n, most: undefined }
  const above = credit.above === null ? undefined : BigInt(credit.above)
  return { least: -(wallet.creditLine ?? BigInt(credit.below)), most: wallet.creditRoom ?? above }
}

function instrumentsOf({ moves }: Deed): readonly Instrument[] {
  const all = moves.flatMap(({ from, to }) => [from, to])
  const found = all.map((one) =>
    one.kind === 'issuer' ? one.instrument : one.purse.wallet.instrument,
  )
  return [...new Map(found.map((one) => [one.id, one])).values()]
}

function walletsOf({ moves }: Deed, side: 'from' | 'to'): readonly Wallet[] {
  return moves.flatMap(({ [side]: place }) => (place.kind === 'wallet' ? [place.purse.wallet] : []))
}
