import type { Database } from '../db/client.ts'

/** A person under a pseudonymous code. */
export interface Beneficiary {
  readonly id: string
  /** The contact point that walks with this person, and whose envelope pays. */
  readonly contactPointId: string
  /** 1 to 20. */
  readonly householdSize: number
  /** The language of the card, a BCP 47 tag. */
  readonly language: string
}

/** Which part of a list is wanted: at most `limit` rows, those after the id `after`. */
export interface Page {
  readonly limit: number
  readonly after?: string
}

type Reader = Pick<Database, 'sql'>

/** Writes the beneficiaries that are not there yet, all or none; those that are stay as they are. */
export async function insertBeneficiaries(
  { sql }: Reader,
  beneficiaries: readonly Beneficiary[],
): Promise<void> {
  await sql`
    insert into beneficiary (id, contact_point_id, household_size, language)
    select * from unnest(
      ${beneficiaries.map(({ id }) => id)}::text[],
      ${beneficiaries.map(({ contactPointId }) => contactPointId)}::text[],
      ${beneficiaries.map(({ householdSize }) => householdSize)}::smallint[],
      ${beneficiaries.map(({ language }) => language)}::text[])
    on conflict (id) do nothing`
}

/** The beneficiaries with these ids, in no order. */
export async function selectBeneficiaries(
  { sql }: Reader,
  ids: readonly string[],
): Promise<Beneficiary[]> {
  return sql<Beneficiary[]>`
    select ${columns(sql)} from beneficiary where id = any(${[...ids]}::text[])`
}

/** A page of the beneficiaries, by id. */
export async function listBeneficiaries({ sql }: Reader, page: Page): Promise<Beneficiary[]> {
  return sql<Beneficiary[]>`
    select ${columns(sql)} from beneficiary
    where ${page.after ?? ''} = '' or id > ${page.after ?? ''}
    order by id limit ${page.limit}`
}

/** How many beneficiaries there are. */
export async function countBeneficiaries({ sql }: Reader): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from beneficiary`
  return row?.count ?? 0
}

function columns(sql: Database['sql']) {
  return sql`
    id, contact_point_id as "contactPointId", household_size as "householdSize", language`
}
