import { romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import { StartError } from '../kernel/start-error.ts'
import type { Added } from '../network/service.ts'
import type { Plans } from '../plans/service.ts'
import type { Runtime } from '../runtime.ts'
import type { Vouchers } from '../vouchers/service.ts'
import { type Comparison, freshValues } from './core/compare.ts'
import { PILOT_FILES } from './core/files.ts'
import { type ImportPlan, planImport } from './core/plan.ts'
import { admitDemonstration, type DemonstrationPeopleDeps } from './demonstration-people.ts'
import { markDemonstration } from './demonstration-store.ts'
import { type PilotReading, readPilot } from './reading.ts'
import type { ImportReport } from './report.ts'
import { importedVoucherId, loadStanding, type StandingDeps } from './standing.ts'
import { countIssued } from './store.ts'

/** The services that an import writes through. */
export interface PilotDeps extends StandingDeps {
  readonly vouchers: Pick<Vouchers, 'findProducts' | 'addProducts' | 'issue'>
  readonly runtime: Runtime
}

/** The same for the demonstration, whose people are let into the programme. */
export interface DemonstrationPilotDeps extends PilotDeps, DemonstrationPeopleDeps {
  readonly plans: Plans
}

/** So many rows are written at once: what arrives together is one batch of the ledger. */
const ROWS_AT_ONCE = 64

/**
 * Imports a pilot from a folder of CSV files (docs/reference/pilot-files.md). Everything is read and
 * checked before anything is written: one problem in one file, and nothing is imported. What is there
 * already stays as it is, so an import that was broken off, even by the machine, is simply done again.
 *
 * @param folder where the six files are
 * @throws StartError where somebody else changed in the meantime what the files lean on
 * @example await importPilot('docs/pilot', services) // { status: 'imported', files: [...], notes: [] }
 */
export async function importPilot(folder: string, deps: PilotDeps): Promise<ImportReport> {
  return finish(await prepare(folder, deps), deps)
}

/**
 * Loads the demonstration pilot where nothing stands but, at most, a part of it: an empty programme, or
 * one whose first start was broken off while it loaded.
 *
 * @param folder where docs/pilot is
 * @returns the report, or `undefined` where another programme stands, or all of this one
 */
export async function loadDemonstrationPilot(
  folder: string,
  deps: DemonstrationPilotDeps,
): Promise<ImportReport | undefined> {
  const counts = await countStanding(deps)
  const prepared = await prepare(folder, deps)
  const compared = comparisons(prepared.plan)
  const nothingElse = compared.every(({ unchanged }, index) => unchanged === counts[index])
  const everything = counts.some((count) => count > 0) && compared.every(hasNothingNew)
  if (!nothingElse) return undefined
  if (!everything) return loadMarked(prepared, deps)
  // All of it stands; an earlier start may have been broken off before its people were let in.
  await admitDemonstration(deps, peopleOf(prepared))
  return undefined
}

/** Imports the demonstration because somebody asked for it; into an empty database as one that is nothing else. */
export async function importDemonstrationPilot(
  folder: string,
  deps: DemonstrationPilotDeps,
): Promise<ImportReport> {
  return loadMarked(await prepare(folder, deps), deps)
}

async function loadMarked(prepared: Prepared, deps: DemonstrationPilotDeps): Promise<ImportReport> {
  const isGood = prepared.reading.problems.length + prepared.plan.problems.length === 0
  if (isGood) await markDemonstration(deps.db, new Date(deps.runtime.now()))
  const report = await finish(prepared, deps)
  if (report.status !== 'refused') await admitDemonstration(deps, peopleOf(prepared))
  return report
}

function peopleOf({ reading }: Prepared): readonly string[] {
  return reading.tables.beneficiaries.rows.flatMap(({ values }) =>
    typeof values.id === 'string' ? [values.id] : [],
  )
}

interface Prepared {
  readonly reading: PilotReading
  readonly plan: ImportPlan
}

async function prepare(folder: string, deps: PilotDeps): Promise<Prepared> {
  const reading = await readPilot(folder)
  const standing = await loadStanding(reading.tables, deps)
  return { reading, plan: planImport(reading.tables, standing, romeDay(deps.runtime.now())) }
}

async function finish({ reading, plan }: Prepared, deps: PilotDeps): Promise<ImportReport> {
  const notes = [
    ...plan.notes,
    ...reading.ignored.map((file) => `${file} is none of the six files, and was not read`),
  ]
  const problems = [...reading.problems, ...plan.problems]
  if (problems.length > 0) return { status: 'refused', problems, notes }
  await carryOut(plan, deps).catch((error: unknown) => {
    if (error instanceof DomainError) throw overtaken(error.message)
    throw error
  })
  const files = comparisons(plan).map(({ fresh, unchanged }, index) => ({
    ...{ file: PILOT_FILES[index] ?? '', added: fresh.length, unchanged },
  }))
  return { status: 'imported', files, notes }
}

/** What each file brings, in the order of the files. */
function comparisons(plan: ImportPlan): readonly Comparison<unknown>[] {
  const { territories, contactPoints, partners, beneficiaries, products, vouchers } = plan
  return [territories, contactPoints, partners, beneficiaries, products, vouchers]
}

function hasNothingNew({ fresh }: Comparison<unknown>): boolean {
  return fresh.length === 0
}

async function carryOut(plan: ImportPlan, deps: PilotDeps): Promise<void> {
  const { network, plans, vouchers } = deps
  const territories = freshValues(plan.territories)
  if (territories.length > 0) {
    await network.addTerritories(
      territories.map(({ id, name, kind, parent }) => ({ id, name, kind, parentId: parent })),
    )
  }
  await eachAtOnce(freshValues(plan.contactPoints), async ({ territory, programme, ...point }) => {
    const named = programme === null ? {} : { programmeId: programme }
    const added = await network.addContactPoint({ ...point, ...named, territoryId: territory })
    mustBeOurs(added, `the contact point ${point.id}`)
  })
  await eachAtOnce(freshValues(plan.partners), async ({ territory, ...partner }) => {
    const added = await network.addPartner({ ...partner, territoryId: territory })
    mustBeOurs(added, `the partner ${partner.id}`)
  })
  const beneficiaries = freshValues(plan.beneficiaries)
  if (beneficiaries.length > 0) {
    await plans.addBeneficiaries(
      beneficiaries.map(({ id, contact_point, household_size, language }) => ({
        ...{ id, language, contactPointId: contact_point, householdSize: household_size },
      })),
    )
  }
  const products = freshValues(plan.products)
  if (products.length > 0) {
    await vouchers.addProducts(
      products.map(({ min_amount, max_amount, validity_days, ...product }) => ({
        ...{ ...product, minAmount: min_amount, maxAmount: max_amount },
        validityDays: validity_days,
      })),
    )
  }
  await eachAtOnce(freshValues(plan.vouchers), async (voucher) => {
    const { code, product, beneficiary, amount, expires_on: lastDay } = voucher
    const order = { productId: product, beneficiaryId: beneficiary, amount }
    const expiry = lastDay === null ? {} : { expiresOn: lastDay }
    await vouchers.issue({ id: importedVoucherId(code), ...order, ...expiry }, null)
  })
}

function mustBeOurs(added: Added, what: string): void {
  if (added === 'differs') throw overtaken(`Somebody else made ${what} just now, another one.`)
}

function overtaken(reason: string): StartError {
  return new StartError(
    `The import stopped half way, for something changed while it ran. ${reason} What it wrote stands; import the folder again to see what is left to do.`,
  )
}

/** How many rows of each file's kind stand in the programme, in the order of the files. */
async function countStanding({ db, network, plans }: PilotDeps): Promise<readonly number[]> {
  const { territories, contactPoints, partners } = await network.count()
  const { products, vouchers } = await countIssued(db)
  const beneficiaries = await plans.countBeneficiaries()
  return [territories, contactPoints, partners, beneficiaries, products, vouchers]
}

/** Does something with each item, several at once; stops at the first that fails, when those begun are done. */
async function eachAtOnce<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  for (let begin = 0; begin < items.length; begin += ROWS_AT_ONCE) {
    const settled = await Promise.allSettled(items.slice(begin, begin + ROWS_AT_ONCE).map(act))
    const failed = settled.find((result) => result.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  }
}
