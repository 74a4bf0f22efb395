import type { Sql } from '../db/client.ts'
import type { Minor, Unit } from '../kernel/money.ts'

/** What a voucher is good for. */
export interface Product {
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
export async function insertProducts(sql: Sql, products: readonly Product[]): Promise<void> {
  await sql.begin((tx) =>
    products.map(
      (product) => tx`
        insert into product
          (id, name, unit, categories, min_amount, max_amount, validity_days)
        values (
          ${product.id}, ${product.name}, ${product.unit}, ${[...product.categories]}::text[],
          ${product.minAmount}, ${product.maxAmount}, ${product.validityDays})
        on conflict (id) do nothing`,
    ),
  )
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
      validity_days as "validityDays"
    from product`
}
