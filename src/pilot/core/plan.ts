import type { Day } from '../../kernel/days.ts'
import {
  checkEnvelopes,
  checkProducts,
  checkReferences,
  checkVouchers,
  noteOrphanProducts,
  type PilotTables,
  type Standing,
} from './check.ts'
import { type Comparison, compareWithStanding } from './compare.ts'
import type {
  BeneficiaryRow,
  ContactPointRow,
  PartnerRow,
  ProductRow,
  TerritoryRow,
  VoucherRow,
} from './files.ts'
import type { FileProblem } from './problem.ts'

/** What an import would do, and everything that speaks against it. */
export interface ImportPlan {
  /** In the order of the files, and of the lines in each. */
  readonly problems: readonly FileProblem[]
  /** What is no problem but worth a look. */
  readonly notes: readonly string[]
  readonly territories: Comparison<TerritoryRow>
  readonly contactPoints: Comparison<ContactPointRow>
  readonly partners: Comparison<PartnerRow>
  readonly beneficiaries: Comparison<BeneficiaryRow>
  readonly products: Comparison<ProductRow>
  readonly vouchers: Comparison<VoucherRow>
}

/**
 * Decides what an import of these files would do. Only a plan without problems may be carried out.
 *
 * @param today in Europe/Rome
 */
export function planImport(tables: PilotTables, standing: Standing, today: Day): ImportPlan {
  const compared = {
    territories: compareWithStanding(tables.territories, 'id', standing.territories),
    contactPoints: compareWithStanding(tables.contactPoints, 'id', standing.contactPoints, [
      'programme',
    ]),
    partners: compareWithStanding(tables.partners, 'id', standing.partners),
    beneficiaries: compareWithStanding(tables.beneficiaries, 'id', standing.beneficiaries),
    products: compareWithStanding(tables.products, 'id', standing.products),
    vouchers: compareWithStanding(tables.vouchers, 'code', standing.vouchers, ['expires_on']),
  }
  const fresh = compared.vouchers.fresh
  const problems = [
    ...Object.values(tables).flatMap((table) => table.problems),
    ...checkReferences(tables, standing),
    ...checkProducts(tables),
    ...Object.values(compared).flatMap((comparison) => comparison.problems),
    ...checkVouchers(tables, standing, fresh, today),
    ...checkEnvelopes(tables, standing, fresh),
  ]
  const files = Object.values(tables).map((table) => table.file)
  return {
    ...compared,
    problems: problems.sort(
      (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || (a.line ?? 0) - (b.line ?? 0),
    ),
    notes: noteOrphanProducts(tables, compared.products.fresh),
  }
}
