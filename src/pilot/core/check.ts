import { addDays, type Day } from '../../kernel/days.ts'
import { formatMinor, type Minor, type Unit } from '../../kernel/money.ts'
import type {
  BeneficiaryRow,
  ContactPointRow,
  PartnerRow,
  ProductRow,
  TerritoryRow,
  VoucherRow,
} from './files.ts'
import { type FileProblem, quoted } from './problem.ts'
import { cellProblem, type Table, type TableRow } from './table.ts'

/** The six files as they were understood. */
export interface PilotTables {
  readonly territories: Table<TerritoryRow>
  readonly contactPoints: Table<ContactPointRow>
  readonly partners: Table<PartnerRow>
  readonly beneficiaries: Table<BeneficiaryRow>
  readonly products: Table<ProductRow>
  readonly vouchers: Table<VoucherRow>
}

/** What stands in the programme of all that the files name, by id. */
export interface Standing {
  readonly territories: ReadonlyMap<string, TerritoryRow>
  readonly contactPoints: ReadonlyMap<string, ContactPointRow>
  readonly partners: ReadonlyMap<string, PartnerRow>
  readonly beneficiaries: ReadonlyMap<string, BeneficiaryRow>
  readonly products: ReadonlyMap<string, ProductRow>
  readonly vouchers: ReadonlyMap<string, VoucherRow>
  /** The unit of each programme that the files name, by id. */
  readonly programmes: ReadonlyMap<string, Unit>
  /** What each contact point may still issue, in minor units, by id. */
  readonly envelopesLeft: ReadonlyMap<string, Minor>
}

/** A file may name a last day so many days ahead, twenty years: beyond that it is a slip of the pen. */
const LAST_DAY_AHEAD_MAX = 7305

/** Tells every reference that leads nowhere, from file to file and into what stands. */
export function checkReferences(tables: PilotTables, standing: Standing): FileProblem[] {
  const { territories, contactPoints, partners, beneficiaries, products, vouchers } = tables
  const place = { noun: 'territory', table: territories, standing: standing.territories }
  const point = {
    noun: 'contact point',
    table: contactPoints,
    standing: standing.contactPoints,
  }
  const product = { noun: 'product', table: products, standing: standing.products }
  const person = { noun: 'beneficiary', table: beneficiaries, standing: standing.beneficiaries }
  return [
    ...checkReference(territories, 'parent', place),
    ...checkCircles(territories, standing.territories),
    ...checkReference(contactPoints, 'territory', place),
    ...checkProgrammes(contactPoints, standing.programmes),
    ...checkReference(partners, 'territory', place),
    ...checkReference(beneficiaries, 'contact_point', point),
    ...checkReference(vouchers, 'product', product),
    ...checkReference(vouchers, 'beneficiary', person),
  ]
}

/** Tells the products whose smallest amount is above their largest. */
export function checkProducts({ products }: PilotTables): FileProblem[] {
  return products.rows.flatMap((row) => {
    const { min_amount: least, max_amount: most } = row.values
    if (least === undefined || most === undefined || least <= most) return []
    const allowed = `at least ${formatMinor(least, 'it')}`
    const message = `the largest amount ${formatMinor(most, 'it')} is below the smallest ${formatMinor(least, 'it')}.`
    return [cellProblem(products, row, 'max_amount', { allowed, message })]
  })
}

/**
 * Tells the vouchers that their product does not allow, whose unit is not that of the envelope that
 * pays, or whose last day is over or too far away.
 *
 * @param fresh the rows of vouchers that are not issued yet
 * @param today in Europe/Rome
 */
export function checkVouchers(
  tables: PilotTables,
  standing: Standing,
  fresh: readonly TableRow<VoucherRow>[],
  today: Day,
): FileProblem[] {
  const findProduct = lookup(tables.products, standing.products)
  const findPayer = payerLookup(tables, standing)
  const furthest = addDays(today, LAST_DAY_AHEAD_MAX)
  return fresh.flatMap((row) => {
    const problems: FileProblem[] = []
    const tell = (column: keyof VoucherRow, allowed: string, message: string) =>
      problems.push(cellProblem(tables.vouchers, row, column, { allowed, message }))
    const { amount, product: productId, expires_on: lastDay } = row.values
    const product = productId === undefined ? undefined : findProduct(productId)
    const { min_amount: least, max_amount: most, unit } = product ?? {}
    if (amount !== undefined && least !== undefined && most !== undefined) {
      const range = `${formatMinor(least, 'it')} to ${formatMinor(most, 'it')} ${unit ?? ''}`.trim()
      if (amount < least || amount > most) {
        const said = `${formatMinor(amount, 'it')} is not an amount of the product ${productId}`
        tell('amount', `an amount from ${range}`, `${said}: it goes from ${range}.`)
      }
    }
    const payer = findPayer(row)
    if (unit !== undefined && payer?.unit !== undefined && unit !== payer.unit) {
      const said = `the product ${productId} is in ${unit}, the envelope of ${payer.id} in ${payer.unit}`
      tell('product', `a product in ${payer.unit}`, `${said}: a voucher is paid in its own unit.`)
    }
    if (lastDay !== undefined && lastDay !== null && (lastDay < today || lastDay > furthest)) {
      const allowed = `a day from ${today} to ${furthest}`
      const said = lastDay < today ? `${lastDay} is over` : `${lastDay} is too far away`
      tell('expires_on', allowed, `${said}: the last day of a new voucher is ${allowed}.`)
    }
    return problems
  })
}

/**
 * Tells the envelopes that are too small for the new vouchers: at the first voucher that finds too
 * little left, once for each contact point.
 */
export function checkEnvelopes(
  tables: PilotTables,
  standing: Standing,
  fresh: readonly TableRow<VoucherRow>[],
): FileProblem[] {
  const findPayer = payerLookup(tables, standing)
  const needed = new Map<string, { total: Minor; shortAt?: TableRow<VoucherRow>; holds: Minor }>()
  for (const row of fresh) {
    const { amount } = row.values
    const payer = findPayer(row)
    if (amount === undefined || payer?.envelope === undefined || payer.id === undefined) continue
    const holds = standing.envelopesLeft.get(payer.id) ?? payer.envelope
    const sum = needed.get(payer.id) ?? { total: 0n, holds }
    sum.total += amount
    if (sum.shortAt === undefined && sum.total > holds) sum.shortAt = row
    needed.set(payer.id, sum)
  }
  return [...needed].flatMap(([id, { total, shortAt, holds }]) => {
    if (shortAt === undefined) return []
    const allowed = `at most ${formatMinor(holds, 'it')} for all new vouchers of ${id}`
    const message = `the envelope of ${id} holds ${formatMinor(holds, 'it')}, and its new vouchers come to ${formatMinor(total, 'it')}: from this line on there is too little.`
    return [cellProblem(tables.vouchers, shortAt, 'amount', { allowed, message })]
  })
}

/** What is no problem but worth a look: products that nobody takes. */
export function noteOrphanProducts(
  { products, partners }: PilotTables,
  fresh: readonly TableRow<ProductRow>[],
): string[] {
  const sold = new Set(
    partners.rows
      .filter(({ values }) => values.status === 'active')
      .flatMap(({ values: { categories, unit } }) =>
        (categories ?? []).map((category) => `${unit} ${category}`),
      ),
  )
  return fresh.flatMap(({ line, values: { id, categories, unit } }) => {
    const accepted = categories?.some((category) => sold.has(`${unit} ${category}`))
    if (accepted) return []
    return [
      `${products.file}, line ${line}: no active partner in ${partners.file} sells what ${id ?? 'the product'} is good for (${categories?.join(', ')})`,
    ]
  })
}

/** What a column may name: rows of a file, or what stands. */
export interface Target<Values> {
  readonly noun: string
  readonly table: Table<Values>
  readonly standing: ReadonlyMap<string, Values>
}

/** Tells every code of a column that leads nowhere. */
export function checkReference<Values, Other>(
  table: Table<Values>,
  column: keyof Values & string,
  { noun, table: target, standing }: Target<Other>,
): FileProblem[] {
  if (!target.readable) return []
  return table.rows.flatMap((row) => {
    const id = row.values[column]
    if (typeof id !== 'string' || target.lineOf.has(id) || standing.has(id)) return []
    const allowed = `the code of a ${noun} in ${target.file} or in the programme`
    const message = `there is no ${noun} ${quoted(id)}, neither in ${target.file} nor in the programme.`
    return [cellProblem(table, row, column, { allowed, message })]
  })
}

/** Programmes are made by an administrator and not by an import, so each that is named has to stand. */
function checkProgrammes(
  table: Table<ContactPointRow>,
  standing: ReadonlyMap<string, Unit>,
): FileProblem[] {
  return table.rows.flatMap((row) => {
    const { programme: id, unit } = row.values
    if (id === undefined || id === null) return []
    const kept = standing.get(id)
    if (kept === undefined) {
      const allowed = 'the code of a programme that stands, or nothing'
      const message = `there is no programme ${quoted(id)}.`
      return [cellProblem(table, row, 'programme', { allowed, message })]
    }
    if (unit === undefined || kept === unit) return []
    const message = `the programme ${id} is kept in ${kept}, not in ${unit}.`
    return [cellProblem(table, row, 'unit', { allowed: kept, message })]
  })
}

/** Tells the territories that would lie in themselves. */
export function checkCircles(
  table: Table<TerritoryRow>,
  standing: ReadonlyMap<string, TerritoryRow>,
): FileProblem[] {
  const find = lookup(table, standing)
  return table.rows.flatMap((row) => {
    const visited = new Set<string>()
    let parent = row.values.parent
    while (parent !== undefined && parent !== null && !visited.has(parent)) {
      visited.add(parent)
      parent = find(parent)?.parent
    }
    if (row.values.id === undefined || !visited.has(row.values.id)) return []
    const message = `${quoted(row.values.id)} would lie in itself.`
    return [cellProblem(table, row, 'parent', { allowed: 'a territory around this one', message })]
  })
}

function payerLookup(tables: PilotTables, standing: Standing) {
  const findPerson = lookup(tables.beneficiaries, standing.beneficiaries)
  const findPoint = lookup(tables.contactPoints, standing.contactPoints)
  return (row: TableRow<VoucherRow>) => {
    const person = row.values.beneficiary
    const point = person === undefined ? undefined : findPerson(person)?.contact_point
    return point === undefined ? undefined : findPoint(point)
  }
}

/** Finds a row by its code, in the file or else in the programme. */
function lookup<Values extends { readonly id: string }>(
  table: Table<Values>,
  standing: ReadonlyMap<string, Values>,
): (id: string) => TableRow<Values>['values'] | undefined {
  const rows = new Map<string, TableRow<Values>['values']>()
  for (const row of table.rows) {
    const { id } = row.values
    if (id !== undefined && !rows.has(id)) rows.set(id, row.values)
  }
  return (id) => rows.get(id) ?? standing.get(id)
}
