import { z } from 'zod'
import { matchingContract } from '../../../src/credit/core/joint-liability.ts'
import { count, euros, months, pure, share } from '../../scenario/fields.ts'
import { economyFields } from '../economy.ts'

const EUROS_MAX = 10_000_000

const ability = z
  .strictObject({
    unable: share({
      description: 'Of the members, how many cannot pay in a month',
      min: 0,
      max: 100,
    }),
    spare: z
      .array(
        z.strictObject({
          share: share({ description: 'Of the members, so many can pay', min: 0, max: 100 }),
          of: share({ description: 'Of an instalment, on top of their own', min: 0, max: 1000 }),
        }),
      )
      .min(1)
      .max(8)
      .refine((levels) => levels.every(({ of }, place) => of > (levels[place - 1]?.of ?? -1)), {
        error: 'must go from the least to the most',
      })
      .meta({ description: 'What those who can pay could pay for others' }),
  })
  .refine(
    ({ unable, spare }) =>
      Math.abs(spare.reduce((sum, level) => sum + level.share, unable) - 1) < 1e-9,
    { error: 'those who cannot pay and those who can must be 100 % together' },
  )

const individual = z.strictObject({ kind: z.literal('individual') })

const joint = z.strictObject({
  kind: z.literal('joint'),
  whenShort: z.enum(['nobody', 'what-they-can']).default('what-they-can').meta({
    description:
      'What members pay where the group cannot pay for all: nothing, since all are punished alike, or what they can',
  }),
  sanction: share({
    description: 'How often neighbours make a group pay in which at least half could',
    min: 0,
    max: 100,
    default: '0 %',
  }),
})

const network = z.strictObject({
  kind: z.literal('network'),
  neighbours: count({
    description: 'How many others answer for each member: those who come next in the ring',
    min: 1,
    max: 20,
    default: 1,
  }),
  links: z
    .array(
      z.strictObject({
        member: count({ description: 'Who is answered for, by number from 1', min: 1, max: 50 }),
        guarantor: count({ description: 'Who answers', min: 1, max: 50 }),
      }),
    )
    .max(500)
    .nullable()
    .default(null)
    .meta({ description: 'Who answers for whom in each group, instead of neighbours' }),
  pledge: euros({
    description: 'What a member has set aside for others, in all',
    min: 0,
    max: EUROS_MAX,
  }),
  strained: share({
    description: 'Of those who were called, how many cannot pay in the next month for that',
    min: 0,
    max: 100,
    default: '0 %',
  }),
})

const matching = z.strictObject({
  kind: z.literal('matching'),
  safe: share({ description: 'How often a safe member succeeds in a month', min: 1, max: 100 }),
  risky: share({ description: 'How often a risky one does', min: 1, max: 100 }),
  riskyShare: share({ description: 'Of the members, how many are risky', min: 0, max: 100 }),
  cost: pure({
    description: 'What must come back for each instalment, with interest',
    min: 1,
    max: 5,
  }),
  contract: z.enum(['limited', 'crossing']).default('limited').meta({
    description:
      'Payment for a partner as high as it may be, c = r, or where the lender loses on neither kind',
  }),
  acceptAboveLimit: z
    .boolean()
    .default(false)
    .meta({ description: 'Run a contract whose payment for a partner is above the repayment' }),
})

const supporter = z.strictObject({
  count: count({ description: 'How many supporters like this', min: 1, max: 100_000 }),
  pledge: euros({ description: 'What each promised, in all', min: 0, max: EUROS_MAX }),
})

/** What a scenario of the model says. */
export const communityGuaranteeParameters = z
  .strictObject({
    months: months({ description: 'How long loans are paid back', min: 1, max: 240 }),
    groups: count({ description: 'How many groups', min: 1, max: 10_000 }),
    size: count({ description: 'How many members a group has', min: 1, max: 50 }),
    instalment: euros({ description: 'What a member owes a month', min: 0.01, max: 100_000 }),
    ability: ability.nullable().default(null).meta({ description: 'Who can pay in a month' }),
    ...economyFields.shape,
    arrangement: z
      .discriminatedUnion('kind', [individual, joint, network, matching])
      .meta({ description: 'Who answers for whom' }),
    reserve: euros({
      description: 'What bears the first losses, at the beginning',
      min: 0,
      max: 1_000_000_000,
      default: '0 EUR',
    }),
    saving: euros({
      description: 'What each member who can pay adds to it in a month',
      min: 0,
      max: 100_000,
      default: '0 EUR',
    }),
    supporters: z
      .array(supporter)
      .max(50)
      .prefault([])
      .meta({ description: 'Who is called after the reserve, in proportion to what was promised' }),
    honour: share({
      description: 'Of the supporters, how many keep their promise',
      min: 0,
      max: 100,
      default: '100 %',
    }),
  })
  .superRefine(({ arrangement, ability: given, size }, context) => {
    const fault = (path: readonly string[], message: string): void => {
      context.addIssue({ code: 'custom', path: [...path], message })
    }
    if (arrangement.kind === 'network') {
      const wrong = linkFault(arrangement, size)
      if (wrong !== undefined) fault(['arrangement', wrong.field], wrong.message)
    }
    if (arrangement.kind !== 'matching') {
      if (given === null) fault(['ability'], 'is missing: who can pay in a month')
      return
    }
    if (given !== null) fault(['ability'], 'is told by the kinds of members here; leave it out')
    if (size !== 2) fault(['size'], 'must be 2: partners find each other in pairs')
    const { safe, risky, cost, contract, acceptAboveLimit } = arrangement
    if (risky >= safe) {
      fault(['arrangement', 'risky'], 'must be below safe')
      return
    }
    const { jointPayment, repayment, breaksLimit } = matchingContract(safe, risky, cost)
    if (contract === 'limited' || !breaksLimit || acceptAboveLimit) return
    fault(
      ['arrangement', 'contract'],
      `the payment for a partner, ${jointPayment.toFixed(3)}, is above the repayment, ${repayment.toFixed(3)}: ` +
        'it would pay to hide that the partner failed; take limited, or acceptAboveLimit',
    )
  })

/** What is wrong with who answers for whom. */
function linkFault(
  { neighbours, links }: z.output<typeof network>,
  size: number,
): { readonly field: string; readonly message: string } | undefined {
  if (links === null) {
    if (neighbours < size) return undefined
    return { field: 'neighbours', message: `a group of ${size} has ${size - 1} others at most` }
  }
  const names = links.map(({ member, guarantor }) => `${member} ${guarantor}`)
  const isOutside = links.some(({ member, guarantor }) => Math.max(member, guarantor) > size)
  const isSelf = links.some(({ member, guarantor }) => member === guarantor)
  if (!isOutside && !isSelf && new Set(names).size === names.length) return undefined
  const message = `must each name two different members from 1 to ${size}, and no two twice`
  return { field: 'links', message }
}

export type CommunityGuarantee = z.output<typeof communityGuaranteeParameters>
export type Arrangement = CommunityGuarantee['arrangement']
export type Matching = Extract<Arrangement, { kind: 'matching' }>
export type Network = Extract<Arrangement, { kind: 'network' }>
export type Joint = Extract<Arrangement, { kind: 'joint' }>
