import type { Outbox } from '../access/outbox.ts'
import type { Staff } from '../access/staff.ts'
import type { Database } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { Minor } from '../kernel/money.ts'
import type { Network } from '../network/service.ts'
import type { Runtime } from '../runtime.ts'
import type { Meter, MeterLevel, VatTreatment } from './core/meters.ts'
import type { Evidence } from './meter-store.ts'

/** What the meters stand on. */
export interface MetersDeps {
  readonly db: Database
  readonly runtime: Runtime
  readonly network: Network
  readonly outbox: Outbox
  readonly staff: Staff
  readonly publicUrl: string
}

/** How near a programme is to a limit, and what the figure is made of. */
export interface MeterReading extends Meter {
  readonly value: Minor
  readonly level: MeterLevel
  /** What was counted: from this day to that one. */
  readonly from: Day
  readonly until: Day
  /** Whose it is, where it is of one person. */
  readonly person: string | null
  /** The largest twelve months that there were, where they are what is counted. */
  readonly peak: { readonly value: Minor; readonly lastDay: Day } | null
  /** Sums to the value. */
  readonly evidence: readonly Evidence[]
}

/** Something that a programme gives out: vouchers of a product, or an instrument. */
export interface VatLine {
  readonly kind: Evidence['kind']
  readonly source: string
  readonly name: string
  readonly treatment: VatTreatment
  /** What was paid with it in the last twelve months. */
  readonly value: Minor
  readonly evidence: readonly Evidence[]
}

export interface MeterReport {
  readonly programmeId: string
  readonly day: Day
  readonly readings: readonly MeterReading[]
  readonly vat: readonly VatLine[]
}
