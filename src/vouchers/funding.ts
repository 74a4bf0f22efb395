import type { Tx } from '../db/client.ts'
import type { AccountId, Uuid } from '../kernel/ids.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import type { Colour } from '../ledger/core/colour.ts'
import type { AreaOfNeed, EnvelopeArea } from '../network/core/areas.ts'
import type { Network } from '../network/service.ts'

/** The money of a contact point that vouchers are paid from. */
export interface Envelope {
  readonly id: Uuid
  readonly contactPointId: string
  readonly area: EnvelopeArea
  readonly unit: Unit
  readonly colour: Colour | null
  readonly accountId: AccountId
}

/** What issuing asks of whoever keeps the envelopes. */
export interface Funding {
  /** Those that can pay for an area at a contact point: the area's own first, then `general`. */
  envelopesFor(contactPointId: string, area: EnvelopeArea): Promise<readonly Envelope[]>
  /** Who approves elsewhere, and what may be given to one person in a month without a second person. */
  dutiesOf(contactPointId: string): Promise<{
    readonly approverContactPointId: string | null
    readonly emergencyMonthlyCap: Minor
  }>
  /** The account of the grant behind money of a unit and a colour. */
  grantAccount(unit: Unit, colour: Colour | null): AccountId
}

export type EnrolmentState = 'eligible' | 'overridden' | 'not_eligible' | 'not_assessed' | 'left'

/** A line of a person's plan: so much for one area of need. */
export interface PlanLine {
  readonly id: Uuid
  readonly planId: Uuid
  readonly beneficiaryId: string
  readonly area: AreaOfNeed
  readonly unit: Unit
  readonly ceiling: Minor
  readonly committed: Minor
  readonly planCeiling: Minor
  readonly planCommitted: Minor
  readonly planStatus: 'draft' | 'active' | 'closed'
}

export interface PlanLineUse {
  readonly planLineId: Uuid
  readonly amount: Minor
}

/** What issuing asks of whoever keeps the people's plans. */
export interface Entitlements {
  planLinesOf(
    beneficiaryIds: readonly string[],
    area: AreaOfNeed,
  ): Promise<ReadonlyMap<string, PlanLine>>
  enrolmentOf(beneficiaryIds: readonly string[]): Promise<ReadonlyMap<string, EnrolmentState>>
  /** Which of them agreed to the notice on their data; left out where that is not asked for. */
  consentedOf?(beneficiaryIds: readonly string[]): Promise<ReadonlySet<string>>
  /** On an open transaction; breaks `plan_line_ceiling` or `plan_ceiling` where it does not fit any more. */
  commitIn(tx: Tx, uses: readonly PlanLineUse[]): readonly PromiseLike<unknown>[]
  releaseIn(tx: Tx, uses: readonly PlanLineUse[]): readonly PromiseLike<unknown>[]
}

/** The funding of contact points that have one envelope each, for every area, and always need a second person. */
export function singleEnvelopes(network: Network): Funding {
  return {
    envelopesFor: async (contactPointId) => {
      const point = await network.findContactPoint(contactPointId)
      if (point === undefined) return []
      const { envelopeAccountId: accountId, unit } = point
      return [{ id: accountId, contactPointId, area: 'general', unit, colour: null, accountId }]
    },
    dutiesOf: async () => ({ approverContactPointId: null, emergencyMonthlyCap: 0n }),
    grantAccount: (unit) => network.grantAccount(unit),
  }
}
