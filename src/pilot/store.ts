import type { Database } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { VoucherId } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'

/** A voucher as far as a file of vouchers names it. */
export interface IssuedVoucher {
  readonly id: VoucherId
  readonly productId: string
  readonly beneficiaryId: string
  readonly amount: Minor
  readonly expiresOn: Day
}

type Reader = Pick<Database, 'sql'>

/** The vouchers with these ids, in no order. */
export async function selectIssuedVouchers(
  { sql }: Reader,
  ids: readonly VoucherId[],
): Promise<IssuedVoucher[]> {
  return sql<IssuedVoucher[]>`
    select id, product_id as "productId", beneficiary_id as "beneficiaryId", amount,
      expires_on::text as "expiresOn"
    from voucher where id = any(${[...ids]}::uuid[])`
}

/** How many products and vouchers there are. */
export async function countIssued({
  sql,
}: Reader): Promise<{ products: number; vouchers: number }> {
  const [row] = await sql<{ products: number; vouchers: number }[]>`
    select (select count(*)::int from product) as products,
      (select count(*)::int from voucher) as vouchers`
  return row ?? { products: 0, vouchers: 0 }
}
