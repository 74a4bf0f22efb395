import { type Principal, reaches } from '../access/core/principal.ts'
import { assert } from '../kernel/assert.ts'
import { type Day, romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { RedemptionId, VoucherId } from '../kernel/ids.ts'
import { type BalanceAnswer, type BalanceQuestion, createBalanceChecks } from './balance-check.ts'
import { logRefused } from './batch.ts'
import { type Claims, createClaims } from './claims.ts'
import { cardAddress } from './core/card.ts'
import type { ChainEnd } from './core/chain.ts'
import type { SeenHead } from './core/statement.ts'
import type { VouchersDeps } from './deps.ts'
import { blockVoucher, cancelVoucher, expireDueVouchers, type VoucherRequest } from './ending.ts'
import { issueVoucher, type VoucherOrder } from './issue.ts'
import { voucherNotFound } from './outcomes.ts'
import { type DayRow, type PartnerDay, partnerDay, partnerDayRows } from './partner-day.ts'
import type { NewProduct, Product, ProductPage } from './product-store.ts'
import { addProduct, insertProducts, listProducts, selectProducts } from './product-store.ts'
import { createRedeeming, type RedemptionRequest } from './redemption.ts'
import { findRedemption, listRedemptions, type RedemptionRow } from './redemption-store.ts'
import {
  chainOf,
  createStatements,
  type StatementAnswer,
  type StatementRequest,
} from './statements.ts'
import type { VoucherEvent, VoucherFilter, VoucherPage, VoucherRow } from './store.ts'
import * as store from './store.ts'
import { signPhoneToken } from './tokens.ts'
import { originOfCards, type Voucher, viewOf } from './view.ts'

export type { BalanceAnswer, BalanceQuestion } from './balance-check.ts'
export type { Claims } from './claims.ts'
export type { PinAnswer, Terminal, TillAccess, VouchersDeps } from './deps.ts'
export type { VoucherRequest } from './ending.ts'
export type { VoucherOrder } from './issue.ts'
export type { NewProduct, Product } from './product-store.ts'
export type { RedemptionRequest } from './redemption.ts'
export type { RedemptionRow as Redemption } from './redemption-store.ts'
export type { StatementAnswer, StatementRequest } from './statements.ts'
export type { VoucherEvent } from './store.ts'
export type { Voucher } from './view.ts'

/** Who asks; `null` is the service itself, which reaches everything. */
export type Actor = Principal | null

/** Vouchers, from the envelope that pays for them to the partner that accepts them. */
export interface Vouchers extends Claims {
  /** Writes the products that are not there yet, all or none; those that are stay as they are. */
  addProducts(products: readonly NewProduct[]): Promise<void>
  /** Adds one product and gives it back. @throws DomainError `product_id_conflict` where another one has its id */
  addProduct(product: NewProduct): Promise<Product>
  findProducts(ids: readonly string[]): Promise<ReadonlyMap<string, Product>>
  listProducts(page: ProductPage): Promise<readonly Product[]>
  /**
   * Issues a voucher. The same order again gives the same voucher.
   *
   * @throws DomainError `voucher_id_conflict`, `product_unknown`, `beneficiary_unknown`,
   * `issue_needs_approval`, `amount_outside_product`, `envelope_unit_differs`, `envelope_exhausted`, `expiry_out_of_range`
   */
  issue(
    order: VoucherOrder,
    actor: Actor,
  ): Promise<{ readonly voucher: Voucher; readonly created: boolean }>
  /** @throws DomainError `voucher_not_found`, `voucher_closed`, `voucher_request_conflict` */
  cancel(id: VoucherId, request: VoucherRequest, actor: Actor): Promise<Voucher>
  /** Stops a voucher for now: a card was lost. Throws as `cancel`. */
  block(id: VoucherId, request: VoucherRequest, actor: Actor): Promise<Voucher>
  /** Makes a blocked voucher good again. Throws as `cancel`. */
  unblock(id: VoucherId, request: VoucherRequest, actor: Actor): Promise<Voucher>
  /** @throws DomainError `voucher_not_found`, also where it belongs to another contact point */
  get(id: VoucherId, who?: Actor): Promise<Voucher>
  /**
   * What was done to a voucher besides spending it, the oldest first.
   *
   * @throws DomainError `voucher_not_found`
   */
  events(id: VoucherId, who?: Actor): Promise<readonly VoucherEvent[]>
  /** The newest first; `after` is the id of the last one of the page before. */
  list(page: VoucherPage & VoucherFilter, who?: Actor): Promise<readonly Voucher[]>
  /** The text of the printed card's QR code: always the same for a voucher. Who read it is in the access log. */
  cardText(id: VoucherId, who?: Actor): Promise<string>
  /** A token for a phone's screen, good once and for two minutes. Who made it is in the access log. */
  phoneToken(
    id: VoucherId,
    who?: Actor,
  ): Promise<{ readonly token: string; readonly expiresAt: Date }>
  /**
   * Redeems, or declines with a reason; either is an answer, and the same request gets it again.
   *
   * @throws DomainError `redemption_id_conflict`, `partner_unknown`, `voucher_busy`
   */
  redeem(request: Omit<RedemptionRequest, 'signed'>): Promise<RedemptionRow>
  /**
   * Decides on what a terminal signed. The same statement again gets the same answer.
   *
   * @throws DomainError `statement_invalid`, and as `redeem`
   */
  state(request: StatementRequest, terminal: Principal): Promise<StatementAnswer>
  /** Where the chain of a terminal's statements ends. */
  chain(terminal: Principal): Promise<ChainEnd & { readonly treeHead: SeenHead | null }>
  /** How a voucher stands at a partner. Nothing is spent or written. */
  checkBalance(question: BalanceQuestion): Promise<BalanceAnswer>
  findRedemption(id: RedemptionId): Promise<RedemptionRow | undefined>
  /** The newest first, of one partner or of all; `after` as in `list`. */
  listRedemptions(
    page: VoucherPage & { readonly partnerId?: string },
  ): Promise<readonly RedemptionRow[]>
  /** What a partner's till closes a day in Italy with. */
  partnerDay(partnerId: string, day: Day): Promise<PartnerDay>
  /** Every try of a partner on a day, the oldest first. */
  partnerDayRows(partnerId: string, day: Day): Promise<readonly DayRow[]>
  /** Gives back what is left on vouchers past their last day. Returns how many. */
  expireDue(): Promise<number>
}

/**
 * Makes the service of the vouchers.
 *
 * @throws DomainError `public_url_unfit` where cards could not be printed with this address
 * @example await createVouchers(deps).redeem({ id, shown: { kind: 'typedCode', text: '0000-3NQK-8NGM' }, amount: 1250n, partnerId: 'BI-ALI-01' })
 */
export function createVouchers(deps: VouchersDeps): Vouchers {
  const { sql } = deps.db
  const decideOn = createRedeeming(deps)
  const origin = originOfCards(deps.publicUrl)
  const view = (row: VoucherRow) => viewOf(row, romeDay(deps.runtime.now()))
  const getRow = async (id: VoucherId, who: Actor | undefined): Promise<VoucherRow> => {
    const row = await store.findVoucher(sql, id)
    if (row === undefined) throw voucherNotFound()
    if (who === null || who === undefined || reaches(who, row.contactPointId)) return row
    await logRefused(deps, who, { kind: 'voucher', id }, row.contactPointId)
    throw voucherNotFound()
  }
  return {
    addProducts: (products) => insertProducts(sql, products),
    addProduct: (product) => addKnownProduct(deps, product),
    findProducts: async (ids) =>
      new Map((await selectProducts(sql, ids)).map((product) => [product.id, product])),
    listProducts: (page) => listProducts(sql, page),
    issue: async (order, actor) => {
      const { voucher, created } = await issueVoucher(deps, order, actor)
      return { voucher: view(voucher), created }
    },
    cancel: async (id, request, actor) => {
      await getRow(id, actor)
      return view(await cancelVoucher(deps, id, request, actor))
    },
    block: async (id, request, actor) => {
      await getRow(id, actor)
      return view(await blockVoucher(deps, id, 'block', request, actor))
    },
    unblock: async (id, request, actor) => {
      await getRow(id, actor)
      return view(await blockVoucher(deps, id, 'unblock', request, actor))
    },
    get: async (id, who) => view(await getRow(id, who)),
    events: async (id, who) => store.listEvents(sql, (await getRow(id, who)).id),
    list: async (page, who) => {
      const today = romeDay(deps.runtime.now())
      const rows = await store.listVouchers(sql, { ...page, today }, who?.contactPointIds)
      return rows.map((row) => viewOf(row, today))
    },
    cardText: async (id, who) =>
      cardAddress(
        origin,
        (await handOut(deps, await getRow(id, who), who, 'voucher.card_read')).card,
      ),
    phoneToken: async (id, who) =>
      signPhoneToken(
        deps,
        (await handOut(deps, await getRow(id, who), who, 'voucher.token_made')).id,
      ),
    redeem: async (request) => {
      const { id, shown, amount, partnerId, pin, beside } = request
      const answer = await decideOn({ id, shown, amount, partnerId, pin, beside })
      assert(typeof answer !== 'string', 'what nobody signed is always decided on')
      return answer
    },
    state: createStatements(deps, decideOn),
    chain: (terminal) => chainOf(deps, terminal),
    checkBalance: createBalanceChecks(deps),
    ...createClaims(deps),
    findRedemption: (id) => findRedemption(sql, id),
    listRedemptions: (page) => listRedemptions(sql, page),
    partnerDay: (partnerId, day) => partnerDay(deps, partnerId, day),
    partnerDayRows: (partnerId, day) => partnerDayRows(deps, partnerId, day),
    expireDue: () => expireDueVouchers(deps),
  }
}

/** Who has a code can spend the voucher, so it is known who was given one. */
async function handOut(
  { accessLog }: VouchersDeps,
  row: VoucherRow,
  who: Actor | undefined,
  action: `voucher.${string}`,
): Promise<VoucherRow> {
  if (who === null || who === undefined) return row
  const { id, contactPointId } = row
  await accessLog.record({
    ...{ actor: who, action, outcome: 'done', contactPointId, subject: { kind: 'voucher', id } },
  })
  return row
}

/** Adds a product whose partners, where it names some, are all there. */
async function addKnownProduct(
  { db, network }: VouchersDeps,
  product: NewProduct,
): Promise<Product> {
  const { partnerIds = [] } = product
  const known = await network.findPartners(partnerIds)
  const unknown = partnerIds.find((id) => !known.has(id))
  if (unknown !== undefined) {
    throw new DomainError('partner_unknown', `There is no partner ${unknown}.`)
  }
  return addProduct(db.sql, product)
}
