import type { WalletState } from '../../access/wallets.ts'
import type { PaymentCard } from '../../currency/codes.ts'
import type { Purse } from '../../currency/service.ts'
import type { ConsentRow, NoticeRow } from '../../plans/consents.ts'
import type { AssessmentRow } from '../../plans/eligibility.ts'
import type { WholeIdentity } from '../../plans/identities.ts'
import type { IndividualPlan } from '../../plans/individual-plans.ts'
import type { Override } from '../../plans/overrides.ts'
import type { Person } from '../../plans/people.ts'
import type { Voucher } from '../../vouchers/service.ts'
import { type DeskPersonTexts, deskPersonEn, deskPersonIt } from '../messages/desk-person.ts'
import type { FormState } from './fields.tsx'
import type { DeskLanguage, Notice } from './layout.tsx'
import type { DeskKit } from './page.ts'
import { allPlaces, type Place } from './places.ts'
import { askerOf, type DeskContext, DeskRefusal } from './session.ts'

export const PERSON_TEXTS: Readonly<Record<DeskLanguage, DeskPersonTexts>> = {
  it: deskPersonIt,
  en: deskPersonEn,
}

const VOUCHERS_SHOWN = 100

/** Everything that a person's page tells without saying who it is. */
export interface PersonView {
  readonly person: Person
  readonly assessments: readonly AssessmentRow[]
  readonly overrides: readonly Override[]
  readonly plans: readonly IndividualPlan[]
  readonly consents: readonly ConsentRow[]
  readonly notices: readonly NoticeRow[]
  readonly vouchers: readonly Voucher[]
  readonly wallet: WalletState
  readonly places: readonly Place[]
  readonly purses: readonly Purse[]
  /** Those to pay with that were not withdrawn, the newest first. */
  readonly cards: readonly PaymentCard[]
}

/** Who somebody is, once it was asked for. */
export type SeenIdentity = WholeIdentity

/** What else a person's page shows once. */
export interface Shown {
  readonly notice?: Notice | undefined
  /** Who it is; only in the answer to the click that asked for it. */
  readonly seen?: SeenIdentity
  /** What was typed and cannot be saved so. */
  readonly form?: FormState
  /** A link that is told once, with its picture. */
  readonly link?:
    | { readonly url: string; readonly picture: string; readonly until: Date }
    | undefined
  /** A card to pay with, told once, with its picture. */
  readonly card?: { readonly code: string; readonly picture: string } | undefined
}

const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/

/** The code in the address. */
export function codeOf(c: DeskContext): string {
  const code = c.req.param('code') ?? ''
  if (CODE.test(code)) return code
  throw new DeskRefusal('not_found')
}

/** @throws DomainError `beneficiary_not_found`, with no other question asked */
export async function readPerson(
  { casework, vouchers, wallets, network, currency, payerCodes }: DeskKit,
  c: DeskContext,
): Promise<PersonView> {
  const id = codeOf(c)
  const asker = askerOf(c)
  const { who } = asker
  const person = await casework.people.get(asker, id)
  const [assessments, overrides, plans, consents, notices, list, wallet, places, purses, cards] =
    await Promise.all([
      casework.eligibility.assessmentsOf(asker, id),
      casework.overrides.overridesOf(asker, id),
      casework.individualPlans.plansOf(asker, id),
      casework.consents.consentsOf(asker, id),
      casework.consents.notices(),
      vouchers.list({ limit: VOUCHERS_SHOWN, beneficiaryId: id }, who),
      wallets.stateOf(id, who),
      allPlaces(network),
      currency.pursesOf('person', id),
      payerCodes.cardsOf(id, who),
    ])
  return {
    ...{ person, assessments, overrides, plans, consents, notices },
    ...{ vouchers: list, wallet, places, purses, cards },
  }
}
