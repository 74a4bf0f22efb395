import type { Principal } from '../access/core/principal.ts'
import { romeDay } from '../kernel/days.ts'
import { parseRate } from '../kernel/decimal.ts'
import { least, type Minor, type Unit } from '../kernel/money.ts'
import type { BalanceAnswer, BalanceQuestion } from '../vouchers/service.ts'
import type { Purse } from './core/deed.ts'
import { rulesOn } from './core/instrument.ts'
import { splitPrice } from './core/price.ts'
import type { CodeRefusal } from './core/till.ts'
import { walletIdOf } from './identity.ts'
import { readPursesOf } from './opening.ts'
import { decide } from './payments.ts'
import { boundsOf } from './posting.ts'
import type { BuyingDeps } from './purchasing.ts'
import { selectSpent, selectWalletsOf } from './store.ts'
import { partnerOf } from './till.ts'

/** What a till asks before anything is paid. */
export interface QuoteRequest {
  readonly price: Minor
  readonly code?: string | undefined
  readonly voucher?: BalanceQuestion['shown'] | undefined
  readonly pin?: string | undefined
}

/** How a price would be split. The parts are the price. */
export interface Quote {
  /** `good`, or why the code pays for nothing; then it is split without it. */
  readonly status: 'good' | CodeRefusal
  readonly triesLeft: number | null
  readonly parts: readonly QuotedPart[]
  /** `null` where none was shown. */
  readonly voucher: { readonly status: BalanceAnswer['status']; readonly amount: Minor } | null
  readonly euro: Minor
}

export interface QuotedPart {
  readonly instrumentId: string
  readonly name: string
  readonly unit: Unit
  readonly amount: Minor
  /** It makes the price smaller. */
  readonly isDiscount: boolean
}

/** What may be spent here of an instrument, at most. */
interface Means {
  readonly purse: Purse
  readonly most: Minor
}

/**
 * Splits a price by what the payer has, what the shop takes and what the rules allow: a discount first, then the voucher,
 * then money that loses by waiting, then other money; the rest is euro. Nothing is paid or used up.
 */
export async function quote(
  deps: BuyingDeps,
  request: QuoteRequest,
  by: Principal,
): Promise<Quote> {
  const { price, code, pin } = request
  const claim =
    code === undefined ? undefined : await deps.codes.claim(code, pin === undefined ? {} : { pin })
  const voucher = await voucherMeans(deps, request, by)
  const all = claim?.status === 'good' ? await meansOf(deps, claim.beneficiaryId, price, by) : []
  const tokens = all.filter(({ purse }) => discountOf(purse) !== undefined)
  const money = all.filter(({ purse }) => discountOf(purse) === undefined)
  const splits = [undefined, ...tokens].map((token) => ({
    token,
    split: splitPrice(
      price,
      {
        tokens: token?.most ?? 0n,
        vouchers: voucher?.most ?? 0n,
        currency: money.reduce((sum, { most }) => sum + most, 0n),
      },
      token === undefined ? undefined : discountOf(token.purse),
    ),
  }))
  const [best] = splits.toSorted((one, other) => (one.split.tokens > other.split.tokens ? -1 : 1))
  const { token, split } = best ?? { token: undefined, split: { ...NONE, euro: price } }
  const parts = [
    ...(token === undefined || split.tokens === 0n ? [] : [partOf(token.purse, split.tokens)]),
    ...spread(split.currency, money),
  ]
  return {
    ...{ parts, euro: split.euro },
    status: claim?.status ?? 'good',
    triesLeft: claim !== undefined && 'triesLeft' in claim ? (claim.triesLeft ?? null) : null,
    voucher: voucher === undefined ? null : { status: voucher.status, amount: split.vouchers },
  }
}

const NONE = { tokens: 0n, vouchers: 0n, currency: 0n }

async function voucherMeans(
  { vouchers }: BuyingDeps,
  { voucher, pin }: QuoteRequest,
  by: Principal,
): Promise<{ readonly status: BalanceAnswer['status']; readonly most: Minor } | undefined> {
  if (voucher === undefined) return undefined
  const asked = { shown: voucher, partnerId: partnerOf(by), pin }
  const { status, remaining, capLeft } = await vouchers.checkBalance(asked)
  if (status !== 'good' || remaining === null) return { status, most: 0n }
  return { status, most: capLeft === null ? remaining : least(remaining, capLeft) }
}

/** What somebody can pay this shop with, what loses by waiting first. */
async function meansOf(
  deps: BuyingDeps,
  beneficiaryId: string,
  price: Minor,
  by: Principal,
): Promise<readonly Means[]> {
  const { db, runtime } = deps
  const day = romeDay(runtime.now())
  const held = await selectWalletsOf(db.sql, 'person', beneficiaryId)
  const shop = (instrumentId: string) => walletIdOf(instrumentId, 'partner', partnerOf(by))
  const wallets = held.flatMap(({ id, instrumentId }) => [id, shop(instrumentId)])
  const purses = await readPursesOf(db, wallets, day)
  const found = await Promise.all(
    held.map(async ({ id, instrumentId }) => {
      const payer = purses.get(id)
      const payee = purses.get(shop(instrumentId))
      if (payer === undefined || payee === undefined) return []
      const most = await mostOf(deps, payer, price)
      if (most === 0n) return []
      // Of a discount the least part is asked when the price is split.
      const amount = discountOf(payer) === undefined ? most : tokensOf(price, payer, most)
      const { status } = await decide(deps, { payer, payee, amount, price })
      return status === 'paid' ? [{ purse: payer, most }] : []
    }),
  )
  return found.flat().toSorted((one, other) => Number(isLasting(one)) - Number(isLasting(other)))
}

/** At most the price, what is there, and what the limits of today and this month leave. */
async function mostOf({ db }: BuyingDeps, purse: Purse, price: Minor): Promise<Minor> {
  const { wallet, day, balance } = purse
  const { limits } = rulesOn(wallet.instrument, day)
  const { today, month } = await selectSpent(db.sql, wallet.id, day)
  const left = (limit: string | null, spent: Minor) =>
    limit === null ? price : BigInt(limit) - spent
  const most = [
    price,
    balance - boundsOf(wallet, day).least,
    left(limits.payment, 0n),
    left(limits.day, today),
    left(limits.month, month),
  ].reduce(least)
  return most > 0n ? most : 0n
}

function tokensOf(price: Minor, purse: Purse, held: Minor): Minor {
  const means = { ...NONE, tokens: held }
  return splitPrice(price, means, discountOf(purse)).tokens
}

function discountOf({ wallet, day }: Purse) {
  const { discount } = rulesOn(wallet.instrument, day)
  return discount === null
    ? undefined
    : { most: parseRate(discount.most), least: parseRate(discount.least) }
}

/** Whether it is worth the same later. */
function isLasting({ purse: { wallet, day } }: Means): boolean {
  const { demurrage, expiry } = rulesOn(wallet.instrument, day)
  return demurrage.kind === 'none' && expiry === null
}

/** Takes an amount of several kinds of money, one after the other. */
function spread(amount: Minor, money: readonly Means[]): readonly QuotedPart[] {
  let rest = amount
  return money.flatMap(({ purse, most }) => {
    const taken = least(rest, most)
    rest -= taken
    return taken === 0n ? [] : [partOf(purse, taken)]
  })
}

function partOf(purse: Purse, amount: Minor): QuotedPart {
  const { instrument } = purse.wallet
  const { name } = rulesOn(instrument, purse.day)
  const isDiscount = discountOf(purse) !== undefined
  return { instrumentId: instrument.id, name, unit: instrument.unit, amount, isDiscount }
}
