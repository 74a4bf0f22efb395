import { arrayText } from '../db/array-text.ts'
import type { Sql, Tx } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import type { EnvelopeArea } from '../network/core/areas.ts'
import type { ExpiryPolicy, FaceValueRule, VatNature } from './core/face-value.ts'
import { PLAIN_RULES, type UseRules } from './core/rules.ts'

/** What a voucher is good for, how it is issued, and how it may be used. */
export interface Product extends ProductBasics, IssuingRules, UseRules {}

/** A product to be written; what is left out is as the plainest product has it. */
export type NewProduct = ProductBasics & Partial<IssuingRules & UseRules>

/** What holds when vouchers of a product are issued and when they end. */
export interface IssuingRules extends FaceValueRule {
  /** Where it is set, every voucher is good until this day. */
  readonly validUntil: Day | null
  /** Which money may pay for it; anything but `general` also needs a line of the person's plan. */
  readonly area: EnvelopeArea
  readonly vatNature: VatNature
  readonly expiryPolicy: ExpiryPolicy
}

const PLAIN: IssuingRules & UseRules = {
  ...PLAIN_RULES,
  validUntil: null,
  area: 'general',
  faceValue: 'free',
  faceAmounts: [],
  faceFurther: 0n,
  vatNature: 'multi_purpose',
  expiryPolicy: 'envelope',
}

interface ProductBasics {
  readonly id: string
  readonly name: string
  readonly unit: Unit
  /** Partners that sell one of these accept it. */
  readonly categories: readonly string[]
  readonly minAmount: Minor
  readonly maxAmount: Minor
  /** Good for so many days, the day of issue not counted: 1 to 3650. */
  readonly validityDays: number
}

/** Which part of a list is wanted: at most `limit` rows, those after the id `after`. */
export interface ProductPage {
  readonly limit: number
  readonly after?: string
}

/** Writes the products that are not there yet; those that are stay as they are. */
export async function insertProducts(sql: Sql, products: readonly NewProduct[]): Promise<void> {
  const whole = products.map((product): Product => ({ ...PLAIN, ...product }))
  await sql.begin((tx) => whole.map((product) => insertProduct(tx, product)))
}

function insertProduct(tx: Tx, product: Product): PromiseLike<unknown> {
  const { forbiddenCategories, partnerIds } = product
  return tx`
    with added as (
      insert into product
        (id, name, unit, categories, min_amount, max_amount, validity_days, valid_until,
         area, face_value, face_amounts, face_further, vat_nature, expiry_policy,
         forbidden_categories, one_use, cap_per_purchase, cap_per_day, pin_from, bearer,
         partners_named)
      values (
        ${product.id}, ${product.name}, ${product.unit}, ${[...product.categories]}::text[],
        ${product.minAmount}, ${product.maxAmount}, ${product.validityDays},
        ${product.validUntil}, ${product.area}, ${product.faceValue},
        ${arrayText(product.faceAmounts)}::bigint[], ${product.faceFurther},
        ${product.vatNature}, ${product.expiryPolicy}, ${[...forbiddenCategories]}::text[],
        ${product.oneUse}, ${product.capPerPurchase}, ${product.capPerDay}, ${product.pinFrom},
        ${product.bearer}, ${partnerIds.length > 0})
      on conflict (id) do nothing returning id)
    insert into product_partner (product_id, partner_id)
    select distinct added.id, named.id from added, unnest(${[...partnerIds]}::text[]) as named (id)`
}

/**
 * Writes a product, unless it is there.
 *
 * @throws DomainError `product_id_conflict` where another one has its id
 */
export async function addProduct(sql: Sql, product: NewProduct): Promise<Product> {
  await insertProducts(sql, [product])
  const [standing] = await selectProducts(sql, [product.id])
  const wanted: Product = { ...PLAIN, ...product }
  if (standing !== undefined && isSame(standing, wanted)) return standing
  throw new DomainError('product_id_conflict', 'Another product has this id.')
}

function isSame(standing: Product, wanted: Product): boolean {
  const names = Object.keys(standing) as (keyof Product)[]
  return names.every((name) => String(standing[name]) === String(wanted[name]))
}

/** The products with these ids, in no order. */
export async function selectProducts(
  sql: Sql,
  ids: readonly string[],
): Promise<readonly Product[]> {
  const rows = await sql<ProductRow[]>`
    ${selectProduct(sql)} where id = any(${[...ids]}::text[])`
  return rows.map(productOf)
}

/** A page of the products, by id. */
export async function listProducts(sql: Sql, page: ProductPage): Promise<readonly Product[]> {
  const rows = await sql<ProductRow[]>`
    ${selectProduct(sql)}
    where ${page.after ?? ''} = '' or id > ${page.after ?? ''}
    order by id limit ${page.limit}`
  return rows.map(productOf)
}

/** Of arrays the driver reads only those of text. */
type ProductRow = Omit<Product, 'faceAmounts'> & { readonly faceTexts: readonly string[] }

function productOf({ faceTexts, ...row }: ProductRow): Product {
  return { ...row, faceAmounts: faceTexts.map(BigInt) }
}

function selectProduct(sql: Sql) {
  return sql`
    select id, name, unit, categories, min_amount as "minAmount", max_amount as "maxAmount",
      validity_days as "validityDays", valid_until::text as "validUntil", area,
      face_value as "faceValue", face_amounts::text[] as "faceTexts",
      face_further as "faceFurther", vat_nature as "vatNature", expiry_policy as "expiryPolicy",
      forbidden_categories as "forbiddenCategories", one_use as "oneUse",
      cap_per_purchase as "capPerPurchase", cap_per_day as "capPerDay", pin_from as "pinFrom",
      bearer,
      array(select partner_id from product_partner where product_id = product.id order by 1)
        as "partnerIds"
    from product`
}
