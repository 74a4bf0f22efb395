import type { Sql, Tx } from '../db/client.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import { PLAIN_RULES, type UseRules } from './core/rules.ts'

/** What a voucher is good for, and how it may be used. */
export interface Product extends UseRules {
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

/** A product to be written; what is not said of its use is as in {@link PLAIN_RULES}. */
export type NewProduct = Omit<Product, keyof UseRules> & Partial<UseRules>

/** Which part of a list is wanted: at most `limit` rows, those after the id `after`. */
export interface ProductPage {
  readonly limit: number
  readonly after?: string
}

/** Writes the products that are not there yet; those that are stay as they are. */
export async function insertProducts(sql: Sql, products: readonly NewProduct[]): Promise<void> {
  await sql.begin((tx) => products.map((product) => insertProduct(tx, product)))
}

function insertProduct(tx: Tx, product: NewProduct): PromiseLike<unknown> {
  const { forbiddenCategories, partnerIds, ...rules } = { ...PLAIN_RULES, ...product }
  return tx`
    with added as (
      insert into product
        (id, name, unit, categories, min_amount, max_amount, validity_days, forbidden_categories,
         one_use, cap_per_purchase, cap_per_day, pin_from, bearer, vat, partners_named)
      values (
        ${product.id}, ${product.name}, ${product.unit}, ${[...product.categories]}::text[],
        ${product.minAmount}, ${product.maxAmount}, ${product.validityDays},
        ${[...forbiddenCategories]}::text[], ${rules.oneUse}, ${rules.capPerPurchase},
        ${rules.capPerDay}, ${rules.pinFrom}, ${rules.bearer}, ${rules.vat},
        ${partnerIds.length > 0})
      on conflict (id) do nothing returning id)
    insert into product_partner (product_id, partner_id)
    select distinct added.id, named.id from added, unnest(${[...partnerIds]}::text[]) as named (id)`
}

/** The products with these ids, in no order. */
export async function selectProducts(
  sql: Sql,
  ids: readonly string[],
): Promise<readonly Product[]> {
  return sql<Product[]>`${selectProduct(sql)} where id = any(${[...ids]}::text[])`
}

/** A page of the products, by id. */
export async function listProducts(sql: Sql, page: ProductPage): Promise<readonly Product[]> {
  return sql<Product[]>`
    ${selectProduct(sql)}
    where ${page.after ?? ''} = '' or id > ${page.after ?? ''}
    order by id limit ${page.limit}`
}

function selectProduct(sql: Sql) {
  return sql`
    select id, name, unit, categories, min_amount as "minAmount", max_amount as "maxAmount",
      validity_days as "validityDays", forbidden_categories as "forbiddenCategories",
      one_use as "oneUse", cap_per_purchase as "capPerPurchase", cap_per_day as "capPerDay",
      pin_from as "pinFrom", bearer, vat,
      array(select partner_id from product_partner where product_id = product.id order by 1)
        as "partnerIds"
    from product`
}
