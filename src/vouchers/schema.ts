import { type SQLWrapper, sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  customType,
  date,
  index,
  integer,
  pgTable,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { ledgerAccount } from '../ledger/schema.ts'
import { contactPoint, partner } from '../network/schema.ts'
import { beneficiary } from '../plans/schema.ts'
import { EXPIRY_POLICIES, FACE_VALUES, PRODUCT_AREAS, VAT_NATURES } from './core/face-value.ts'
import { REDEMPTION_STATUSES } from './core/redeem.ts'
import { VOUCHER_EVENT_KINDS } from './core/status.ts'

const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })
const amount = (name: string) => bigint(name, { mode: 'bigint' })
const instant = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 6, mode: 'date' })

/** What a voucher is good for. */
export const product = pgTable(
  'product',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    unit: text().notNull(),
    /** Partners that sell one of these accept it. */
    categories: text().array().notNull(),
    minAmount: amount('min_amount').notNull(),
    maxAmount: amount('max_amount').notNull(),
    /** A voucher is good for so many days, the day of issue not counted. */
    validityDays: integer('validity_days').notNull(),
    /** Where it is set, every voucher is good until this day, and the days do not count. */
    validUntil: date('valid_until', { mode: 'string' }),
    /** Which money may pay for it; anything but `general` also needs a line of the person's plan. */
    area: text({ enum: PRODUCT_AREAS }).notNull().default('general'),
    faceValue: text('face_value', { enum: FACE_VALUES }).notNull().default('free'),
    /** What it is worth by size of household, from one person up; one figure where it is fixed, none where it is free. */
    faceAmounts: bigint('face_amounts', { mode: 'bigint' }).array().notNull().default(sql`'{}'`),
    /** What each member of the household beyond the figures adds. */
    faceFurther: amount('face_further').notNull().default(sql`0`),
    vatNature: text('vat_nature', { enum: VAT_NATURES }).notNull().default('multi_purpose'),
    /** Where what is left goes when its last day is over. */
    expiryPolicy: text('expiry_policy', { enum: EXPIRY_POLICIES }).notNull().default('envelope'),
    forbiddenCategories: text('forbidden_categories').array().notNull().default([]),
    oneUse: boolean('one_use').notNull().default(false),
    capPerPurchase: amount('cap_per_purchase'),
    capPerDay: amount('cap_per_day'),
    pinFrom: amount('pin_from'),
    bearer: boolean().notNull().default(false),
    /** Whether only the partners of `product_partner` accept it. */
    partnersNamed: boolean('partners_named').notNull().default(false),
  },
  (table) => [
    check('product_area', oneOf(table.area, PRODUCT_AREAS)),
    check('product_vat_nature', oneOf(table.vatNature, VAT_NATURES)),
    check('product_expiry_policy', oneOf(table.expiryPolicy, EXPIRY_POLICIES)),
    check(
      'product_face_value',
      sql`case ${table.faceValue} when 'free' then cardinality(${table.faceAmounts}) = 0
        when 'fixed' then cardinality(${table.faceAmounts}) = 1 and ${table.faceFurther} = 0
        when 'scale' then cardinality(${table.faceAmounts}) between 1 and 20 else false end
        and ${table.faceFurther} >= 0 and 0 < all (${table.faceAmounts})`,
    ),
    check(
      'product_amounts',
      sql`${table.minAmount} > 0 and ${table.maxAmount} >= ${table.minAmount}`,
    ),
    check('product_validity', sql`${table.validityDays} between 1 and 3650`),
    check(
      'product_caps',
      sql`${table.capPerPurchase} > 0 and ${table.capPerDay} > 0 and ${table.pinFrom} >= 0`,
    ),
    check('product_bearer', sql`not (${table.bearer} and ${table.pinFrom} is not null)`),
  ],
)

/** A voucher. What is left on it is the balance of its ledger account, which has the same id. */
export const voucher = pgTable(
  'voucher',
  {
    /** Also the id of its ledger account. */
    id: uuid()
      .primaryKey()
      .references(() => ledgerAccount.id),
    /** 50 random bits: what a card and a typed code carry. */
    serial: amount('serial').notNull().unique('voucher_serial'),
    /** What the printed card's QR code carries, signed once at issue, so that every print is the same. */
    card: bytes('card').notNull(),
    productId: text('product_id')
      .notNull()
      .references(() => product.id),
    beneficiaryId: text('beneficiary_id')
      .notNull()
      .references(() => beneficiary.id),
    contactPointId: text('contact_point_id')
      .notNull()
      .references(() => contactPoint.id),
    amount: amount('amount').notNull(),
    unit: text().notNull(),
    issuedAt: instant('issued_at').notNull(),
    /** Who asked for it: a key or a person; empty for the service itself and for an import. */
    issuedBy: uuid('issued_by'),
    /** The last day it is good, in Europe/Rome. */
    expiresOn: date('expires_on', { mode: 'string' }).notNull(),
    firstUsedAt: instant('first_used_at'),
    /**
     * Since when a purchase left nothing on it; empty again where something came back. So lists find what is used up, and what
     * is not, without asking the ledger about each voucher; whether something is left is still the account's to say.
     */
    emptiedAt: instant('emptied_at'),
    blockedAt: instant('blocked_at'),
    cancelledAt: instant('cancelled_at'),
    /** When what was left went back to the envelope after the last day. */
    expiredAt: instant('expired_at'),
    replacedBy: uuid('replaced_by'),
    /** When it was handed over. Until then it is good for nothing, so stolen stock is worthless. */
    activatedAt: instant('activated_at'),
    /** The account of the envelope that paid for it, and where it goes back to. */
    envelopeAccountId: uuid('envelope_account_id')
      .notNull()
      .references(() => ledgerAccount.id),
    /** The line of the person's plan that it counts against; empty where it is not for an area of need. */
    planLineId: uuid('plan_line_id'),
    vatNature: text('vat_nature', { enum: VAT_NATURES }).notNull(),
  },
  (table) => [
    uniqueIndex('voucher_replaced_by').on(table.replacedBy),
    index('voucher_not_active')
      .on(table.issuedAt, table.id)
      .where(sql`${table.activatedAt} is null`),
    check('voucher_vat_nature', oneOf(table.vatNature, VAT_NATURES)),
    index('voucher_issued').on(table.issuedAt, table.id),
    index('voucher_place').on(table.contactPointId, table.issuedAt, table.id),
    index('voucher_beneficiary').on(table.beneficiaryId),
    index('voucher_expiry')
      .on(table.expiresOn)
      .where(sql`${table.expiredAt} is null and ${table.cancelledAt} is null`),
    // What a list is asked for most and finds rarely.
    index('voucher_blocked')
      .on(table.issuedAt, table.id)
      .where(sql`${table.blockedAt} is not null`),
    index('voucher_cancelled')
      .on(table.issuedAt, table.id)
      .where(sql`${table.cancelledAt} is not null`),
    index('voucher_replaced')
      .on(table.issuedAt, table.id)
      .where(sql`${table.replacedBy} is not null`),
    index('voucher_expired')
      .on(table.issuedAt, table.id)
      .where(sql`${table.expiredAt} is not null`),
    index('voucher_emptied')
      .on(table.issuedAt, table.id)
      .where(sql`${table.emptiedAt} is not null`),
    // Those that can be spent are few at the end of a programme, and those past their last day wait for one night only.
    index('voucher_open')
      .on(table.issuedAt, table.id)
      .where(
        sql`${table.cancelledAt} is null and ${table.replacedBy} is null and ${table.expiredAt} is null and ${table.emptiedAt} is null`,
      ),
    index('voucher_open_until')
      .on(table.expiresOn)
      .where(
        sql`${table.cancelledAt} is null and ${table.replacedBy} is null and ${table.expiredAt} is null and ${table.emptiedAt} is null`,
      ),
    check('voucher_amount', sql`${table.amount} > 0`),
    check('voucher_serial_range', sql`${table.serial} between 0 and 1125899906842623`),
    check('voucher_card', sql`octet_length(${table.card}) = 78`),
  ],
)

/** What was done to a voucher besides spending it, and why. The id is the caller's. */
export const voucherEvent = pgTable(
  'voucher_event',
  {
    id: uuid().primaryKey(),
    voucherId: uuid('voucher_id')
      .notNull()
      .references(() => voucher.id),
    kind: text({ enum: VOUCHER_EVENT_KINDS }).notNull(),
    reason: text().notNull(),
    /** Who asked for it: a key or a person; empty for the service itself. */
    actorId: uuid('actor_id'),
    recordedAt: instant('recorded_at').notNull(),
  },
  (table) => [
    index('voucher_event_voucher').on(table.voucherId, table.recordedAt, table.id),
    check('voucher_event_kind', oneOf(table.kind, VOUCHER_EVENT_KINDS)),
  ],
)

/** One try to spend, with its answer. Never changed: the same id gets the same answer for ever. */
export const redemption = pgTable(
  'redemption',
  {
    /** The caller's id; also the id of the ledger transfer where it was redeemed. */
    id: uuid().primaryKey(),
    partnerId: text('partner_id')
      .notNull()
      .references(() => partner.id),
    /** SHA-256 (hex) of what was asked: tells a retry from another request under the same id. */
    requestDigest: text('request_digest').notNull(),
    status: text().notNull(),
    /** Empty where the voucher is not known. */
    voucherId: uuid('voucher_id').references(() => voucher.id),
    amount: amount('amount').notNull(),
    unit: text(),
    /** What is left on the voucher after it; empty where the voucher is not known. */
    remaining: amount('remaining'),
    /** How many tries of the PIN were left; only where it was wrong. */
    triesLeft: smallint('tries_left'),
    /** What a cap left to be spent then; only where it was reached. */
    capLeft: amount('cap_left'),
    /** The id of the phone token it was paid with: each is good once. */
    tokenId: text('token_id'),
    /** The signed receipt, a compact JWS; only of what was redeemed. */
    receipt: text(),
    recordedAt: instant('recorded_at').notNull(),
  },
  (table) => [
    index('redemption_partner').on(table.partnerId, table.recordedAt, table.id),
    index('redemption_recorded').on(table.recordedAt, table.id),
    index('redemption_voucher').on(table.voucherId),
    uniqueIndex('redemption_token').on(table.tokenId).where(sql`${table.status} = 'redeemed'`),
    check(
      'redemption_receipt',
      sql`(${table.status} = 'redeemed') = (${table.receipt} is not null)`,
    ),
    // What was redeemed was redeemed from a voucher: writing it for one that is stopped fails here.
    check(
      'redemption_redeemed_whole',
      sql`${table.status} <> 'redeemed' or (${table.voucherId} is not null and ${table.unit} is not null and ${table.remaining} >= 0)`,
    ),
    check('redemption_status', oneOf(table.status, REDEMPTION_STATUSES)),
    check('redemption_amount', sql`${table.amount} > 0`),
    check(
      'redemption_tries_left',
      sql`(${table.status} = 'pin_wrong') = (${table.triesLeft} is not null)`,
    ),
    check(
      'redemption_cap_left',
      sql`(${table.status} = 'cap_reached') = (${table.capLeft} is not null)`,
    ),
  ],
)

function oneOf(column: SQLWrapper, words: readonly string[]) {
  return sql`${column} in (${sql.raw(words.map((word) => `'${word}'`).join(', '))})`
}
