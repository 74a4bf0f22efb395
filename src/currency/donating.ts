import type { Principal } from '../access/core/principal.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { assert } from '../kernel/assert.ts'
import { romeDay } from '../kernel/days.ts'
import { parseRate } from '../kernel/decimal.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import { least, type Minor } from '../kernel/money.ts'
import { TRANSFER_CODES } from '../ledger/core/chart.ts'
import type { Move, Purse } from './core/deed.ts'
import { type DonationPart, shareDonation } from './core/donating.ts'
import { type Instrument, rulesOn } from './core/instrument.ts'
import { donationPaymentId } from './identity.ts'
import { granted, rowOf } from './issuing.ts'
import { type MintingDeps, tryInTurn } from './minting-deps.ts'
import * as store from './minting-store.ts'
import { fundPurseOf, getInstrument, openWallet, readPursesOf } from './opening.ts'
import type { PaymentRow } from './payment-store.ts'
import { digestOf, purseIn } from './payments.ts'
import { fundOf, postDeed } from './posting.ts'

/** That associations get their share of what was bought since the last run. */
export interface Donating {
  /** The caller's. The same again gets the same answer. */
  readonly id: Uuid
  readonly instrumentId: string
  /** Who gets the share of those who chose nobody. */
  readonly associationId: string
  readonly actor: Pick<Principal, 'id'>
}

/** A run, and what it gave. */
export interface Donated extends store.Donation {
  readonly payments: readonly PaymentRow[]
}

/** What a run would give today. */
export interface DueDonation {
  /** What was bought since the last run. */
  readonly bought: Minor
  readonly due: Minor
  readonly parts: readonly DonationPart[]
}

/** @throws DomainError `instrument_not_found` */
export async function dueDonation(
  { db, runtime }: MintingDeps,
  { instrumentId, associationId }: Pick<Donating, 'instrumentId' | 'associationId'>,
): Promise<DueDonation> {
  const instrument = await getInstrument(db, instrumentId)
  const { waiting, due, parts } = await nextRun(
    db,
    instrument,
    associationId,
    romeDay(runtime.now()),
  )
  return { due, parts, bought: waiting.reduce((sum, { amount }) => sum + amount, 0n) }
}

/** The last run, and what it gave; `undefined` before the first. */
export async function lastDonation(
  { db }: MintingDeps,
  instrumentId: string,
): Promise<Donated | undefined> {
  const run = await store.selectDonation(db.sql, { lastOf: instrumentId })
  if (run === undefined) return undefined
  return { ...run, payments: await store.selectDonationPayments(db.sql, run) }
}

/** What was bought since the last run, and what of it is due to whom. */
async function nextRun(
  { sql }: MintingDeps['db'],
  instrument: Instrument,
  otherwise: string,
  day: Purse['day'],
) {
  const { issuance } = rulesOn(instrument, day)
  const share = issuance.by === 'purchase' ? issuance.donated : '0'
  const waiting = await store.selectBought(sql, instrument.id)
  const before = await store.selectDonation(sql, { lastOf: instrument.id })
  const shared = shareDonation(waiting, parseRate(share), {
    ...{ otherwise, before: before ?? { bought: 0n, donated: 0n } },
  })
  return { ...shared, share, waiting, before }
}

/**
 * Gives associations their share of what was bought: all that was given is, after each run, exactly the share of all that
 * was bought. What the programme's own wallet holds is given first; the rest is issued, with euro of the grants behind it.
 *
 * @throws DomainError `instrument_not_found`, `nothing_to_donate`, `currency_funds_exhausted`, `currency_payment_conflict`,
 * `currency_busy`
 */
export async function donate(deps: MintingDeps, request: Donating): Promise<Donated> {
  const { id, instrumentId, associationId } = request
  const { db, runtime } = deps
  const digest = digestOf(['donation', instrumentId, associationId])
  const instrument = await getInstrument(db, instrumentId)
  return tryInTurn(deps, [fundOf(instrument)], async (last) => {
    const known = await store.selectDonation(db.sql, { id })
    if (known !== undefined) return answer(deps, known, digest)
    if (last === 'exceeds_funding') throw exhausted(instrumentId)
    const day = romeDay(runtime.now())
    const next = await nextRun(db, instrument, associationId, day)
    const { share, waiting, before, parts, bought, due } = next
    if (due === 0n) throw new DomainError('nothing_to_donate', 'Nothing is due to an association.')
    const row: store.Donation = {
      ...{ id, instrumentId, number: (before?.number ?? 0) + 1, bought, share, day },
      ...{ donated: (before?.donated ?? 0n) + due, requestDigest: digest },
    }
    const plan = await planOf(deps, request, { instrument, parts, day, digest })
    const written = await post(deps, { day, ...plan, row, waiting })
    if (typeof written === 'string') return written
    // In the order in which the same request is answered again.
    return { ...row, payments: written.toSorted((one, other) => (one.id < other.id ? -1 : 1)) }
  })
}

async function answer({ db }: MintingDeps, run: store.Donation, digest: string): Promise<Donated> {
  if (run.requestDigest === digest) {
    return { ...run, payments: await store.selectDonationPayments(db.sql, run) }
  }
  throw new DomainError('currency_payment_conflict', 'This id was used for something else.')
}

/** Who is given what, from the programme's wallet first. */
async function planOf(
  deps: MintingDeps,
  { id, actor }: Donating,
  given: {
    readonly instrument: Instrument
    readonly parts: readonly DonationPart[]
    readonly day: Purse['day']
    readonly digest: string
  },
) {
  const { instrument, parts, day, digest } = given
  const fund = await fundPurseOf(deps.db, instrument, day)
  const ids: Uuid[] = []
  for (const { associationId } of parts) {
    ids.push(await openWallet(deps, instrument, 'association', associationId))
  }
  const purses = await readPursesOf(deps.db, ids, day)
  const moves: Move[] = []
  const payments: ReturnType<typeof rowOf>[] = []
  let left = fund.balance
  let issued = 0n
  const code = TRANSFER_CODES.currency_donated
  for (const [index, { associationId, amount }] of parts.entries()) {
    const purse = purseIn(purses, ids[index] as Uuid)
    const held = least(left, amount)
    const rest = amount - held
    const to = { kind: 'wallet', purse } as const
    if (held > 0n) moves.push({ from: { kind: 'wallet', purse: fund }, to, amount: held, code })
    if (rest > 0n) moves.push({ from: { kind: 'issuer', instrument }, to, amount: rest, code })
    left -= held
    issued += rest
    payments.push(
      rowOf({
        ...{
          id: donationPaymentId(id, associationId),
          kind: 'donation',
          status: 'paid',
          instrument,
        },
        ...{ payee: purse.wallet, amount, channel: 'desk', actor, reason: id, digest },
        ...(rest === 0n ? { payer: fund.wallet } : {}),
      }),
    )
  }
  const reference = payments[0]?.id
  assert(reference, 'what is due is due to somebody')
  return { moves, payments, euro: granted(deps, { instrument, day }, issued, reference) }
}

async function post(
  deps: MintingDeps,
  {
    day,
    moves,
    payments,
    euro,
    row,
    waiting,
  }: Awaited<ReturnType<typeof planOf>> & {
    readonly day: Purse['day']
    readonly row: store.Donation
    readonly waiting: readonly store.Bought[]
  },
): Promise<readonly PaymentRow[] | Extract<Awaited<ReturnType<typeof postDeed>>, string>> {
  try {
    const posted = await postDeed(deps, {
      ...{ day, moves, payments, ...euro },
      beside: () => (tx) => store.insertDonation(tx, row, waiting),
    })
    return typeof posted === 'string' ? posted : posted.payments
  } catch (error) {
    if (brokenConstraint(error) === 'currency_donation_pkey') return 'overtaken'
    throw error
  }
}

function exhausted(instrumentId: string): DomainError {
  return new DomainError(
    'currency_funds_exhausted',
    `The grants of the programme do not hold what has to lie behind what ${instrumentId} gives.`,
  )
}
