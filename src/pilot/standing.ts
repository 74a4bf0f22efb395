import { createHash } from 'node:crypto'
import type { Database } from '../db/client.ts'
import { uuidFromDigest, type VoucherId } from '../kernel/ids.ts'
import type { Network, Partner } from '../network/service.ts'
import type { Plans } from '../plans/service.ts'
import type { Vouchers } from '../vouchers/service.ts'
import type { PilotTables, Standing } from './core/check.ts'
import type { PartnerRow, TerritoryRow } from './core/files.ts'
import type { Table } from './core/table.ts'
import { selectIssuedVouchers } from './store.ts'

/** What an import asks of the services to know what stands. */
export interface StandingDeps {
  readonly db: Database
  readonly network: Network
  readonly plans: Plans
  readonly vouchers: Pick<Vouchers, 'findProducts'>
}

/** The id of the voucher that a file names by this code: always the same, so that none is issued twice. */
export function importedVoucherId(code: string): VoucherId {
  return uuidFromDigest(createHash('sha256').update(`fra-noi import voucher ${code}`).digest())
}

/** Loads what stands in the programme of all that the files name, in the files' own words. */
export async function loadStanding(tables: PilotTables, deps: StandingDeps): Promise<Standing> {
  const { territories, contactPoints, partners, beneficiaries, products, vouchers } = tables
  const issued = await findVouchers(deps, codesOf(vouchers, 'code'))
  const productIds = [...codesOf(products, 'id'), ...codesOf(vouchers, 'product')]
  const beneficiaryIds = [...codesOf(beneficiaries, 'id'), ...codesOf(vouchers, 'beneficiary')]
  const standingBeneficiaries = await deps.plans.findBeneficiaries(beneficiaryIds)
  const pointIds = [
    ...codesOf(contactPoints, 'id'),
    ...codesOf(beneficiaries, 'contact_point'),
    ...[...standingBeneficiaries.values()].map(({ contactPointId }) => contactPointId),
  ]
  const points = await findContactPoints(deps, pointIds)
  const territoryIds = [
    ...codesOf(territories, 'id'),
    ...codesOf(territories, 'parent'),
    ...codesOf(contactPoints, 'territory'),
    ...codesOf(partners, 'territory'),
  ]
  const standingTerritories = await findTerritories(deps, territoryIds)
  const standingPartners = await deps.network.findPartners(codesOf(partners, 'id'))
  const standingProducts = await deps.vouchers.findProducts(productIds)
  const programmes = await deps.network.findProgrammes(codesOf(contactPoints, 'programme'))
  return {
    ...points,
    programmes: mapValues(programmes, (row) => row.unit),
    territories: standingTerritories,
    partners: mapValues(standingPartners, partnerRowOf),
    beneficiaries: mapValues(standingBeneficiaries, (row) => ({
      id: row.id,
      contact_point: row.contactPointId,
      household_size: row.householdSize,
      language: row.language,
    })),
    products: mapValues(standingProducts, (row) => ({
      id: row.id,
      name: row.name,
      unit: row.unit,
      categories: [...row.categories].sort(),
      min_amount: row.minAmount,
      max_amount: row.maxAmount,
      validity_days: row.validityDays,
    })),
    vouchers: issued,
  }
}

/** A partner in the words of its file. */
export function partnerRowOf(partner: Partner): PartnerRow {
  const { id, name, territoryId, kind, categories, status, unit, area } = partner
  return {
    ...{ id, name, territory: territoryId, kind, status, unit, area },
    categories: [...categories].sort(),
  }
}

async function findVouchers({ db }: StandingDeps, codes: readonly string[]) {
  const codeOf = new Map(codes.map((code) => [importedVoucherId(code), code]))
  const rows = await selectIssuedVouchers(db, [...codeOf.keys()])
  return new Map(
    rows.map(({ id, productId, beneficiaryId, amount, expiresOn }) => {
      const code = codeOf.get(id) ?? id
      const row = { code, product: productId, beneficiary: beneficiaryId, amount }
      return [code, { ...row, expires_on: expiresOn }]
    }),
  )
}

async function findContactPoints({ network }: StandingDeps, ids: readonly string[]) {
  const found = await network.findContactPoints(ids)
  const envelopesLeft = await network.envelopesLeft([...found.values()])
  const standing = [...found.keys()]
  const fundings = await Promise.all(standing.map((id) => network.firstFunding(id)))
  const funded = new Map(standing.map((id, index) => [id, fundings[index]]))
  const contactPoints = mapValues(found, ({ id, name, territoryId, unit, programmeId, area }) => ({
    ...{ id, name, territory: territoryId, envelope: funded.get(id) ?? 0n, unit },
    ...{ programme: programmeId, area },
  }))
  return { contactPoints, envelopesLeft }
}

/** The territories, and those around them, up to the outermost. */
export async function findTerritories(
  { network }: Pick<StandingDeps, 'network'>,
  ids: readonly string[],
) {
  const found = new Map<string, TerritoryRow>()
  let wanted: readonly string[] = ids
  while (wanted.length > 0) {
    const rows = [...(await network.findTerritories(wanted)).values()]
    for (const { id, name, kind, parentId } of rows)
      found.set(id, { id, name, kind, parent: parentId })
    wanted = rows.flatMap(({ parentId }) =>
      parentId === null || found.has(parentId) ? [] : [parentId],
    )
  }
  return found
}

/** The codes in a column, each once. */
export function codesOf<Values>(table: Table<Values>, column: keyof Values & string): string[] {
  const codes = table.rows.flatMap((row) => {
    const code: unknown = row.values[column]
    return typeof code === 'string' ? [code] : []
  })
  return [...new Set(codes)]
}

export function mapValues<Row, Values>(
  rows: ReadonlyMap<string, Row>,
  map: (row: Row) => Values,
): ReadonlyMap<string, Values> {
  return new Map([...rows].map(([id, row]) => [id, map(row)]))
}
