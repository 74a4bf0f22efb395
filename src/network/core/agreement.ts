import type { Day } from '../../kernel/days.ts'
import type { PartnerStatus } from './kinds.ts'

/** What an agreement says about when and for what a partner accepts vouchers. */
export interface AgreementFacts {
  readonly signedOn: Day
  /** The last day; `null` until somebody ends it. */
  readonly validUntil: Day | null
  /** The products that it accepts; `null` for all. */
  readonly products: readonly string[] | null
  /** Of what it sells, the categories that it accepts vouchers for; `null` for all. */
  readonly categories: readonly string[] | null
}

/** Whether a partner accepts vouchers on a day, and for what; or why not, the first reason that applies. */
export type Acceptance =
  | {
      readonly status: 'accepting'
      readonly products: readonly string[] | null
      readonly categories: readonly string[]
    }
  | { readonly status: 'ended' | 'suspended' | 'no_agreement' | 'not_yet' | 'lapsed' }

/**
 * Whether a partner accepts vouchers on a day, under an agreement.
 *
 * @param agreement the one that counts on that day ({@link agreementOn}), or `undefined` where there is none
 */
export function acceptanceOf(
  partner: { readonly status: PartnerStatus; readonly categories: readonly string[] },
  agreement: AgreementFacts | undefined,
  day: Day,
): Acceptance {
  if (partner.status !== 'active') return { status: partner.status }
  if (agreement === undefined) return { status: 'no_agreement' }
  if (day < agreement.signedOn) return { status: 'not_yet' }
  const { validUntil, products, categories } = agreement
  if (validUntil !== null && day > validUntil) return { status: 'lapsed' }
  return {
    status: 'accepting',
    products,
    categories: partner.categories.filter((one) => categories?.includes(one) ?? true),
  }
}

/**
 * The agreement that counts on a day: of those signed until then, the one signed last. So a renewal counts from the day
 * it is signed.
 *
 * @param agreements in the order in which they were recorded
 * @returns `undefined` where none was signed yet
 */
export function agreementOn<Agreement extends Pick<AgreementFacts, 'signedOn'>>(
  agreements: readonly Agreement[],
  day: Day,
): Agreement | undefined {
  return agreements
    .filter(({ signedOn }) => signedOn <= day)
    .reduce<Agreement | undefined>(
      (best, one) => (best === undefined || one.signedOn >= best.signedOn ? one : best),
      undefined,
    )
}
