import { z } from '@hono/zod-openapi'
import { APPROVAL_STATES } from '../access/core/duties.ts'
import {
  day,
  dayText,
  idText,
  line,
  minorText,
  textId,
  timeText,
  unitText,
  uuidText,
} from '../http/schemas.ts'
import { romeDay } from '../kernel/days.ts'
import type { Purse } from './core/deed.ts'
import { INSTRUMENT_PRESETS, type InstrumentPreset } from './core/presets.ts'
import { instrumentRules, PARTIES } from './core/rules.ts'
import { versionOn } from './core/versions.ts'
import { approvedOf } from './instrument-preparing.ts'
import type { InstrumentRecord, Verdict } from './instruments.ts'

/** Who reads instruments. */
export const READERS = ['operator', 'treasurer', 'auditor', 'administrator'] as const

export const idParam = z.strictObject({ id: textId })

/** Rules are approved or refused; a refusal says why. */
export const verdictBody = z
  .strictObject({
    decision: z.enum(['approved', 'refused']),
    reason: line(200).optional().openapi({ example: 'The fee is another' }),
  })
  .transform(({ decision, reason }, ctx): Verdict => {
    if (decision === 'approved') return { state: decision }
    if (reason !== undefined) return { state: decision, reason }
    ctx.addIssue({ code: 'custom', path: ['reason'], message: 'is missing: a refusal says why' })
    return z.NEVER
  })

/** One more than a page is asked for: then there is another. */
export function pageAsked<Id>({
  limit,
  cursor,
}: {
  readonly limit: number
  readonly cursor?: readonly [Id] | undefined
}): { readonly limit: number; readonly after?: Id } {
  return { limit: limit + 1, ...(cursor === undefined ? {} : { after: cursor[0] }) }
}

/** What an instrument can do, the same in requests and answers. */
// A copy, for what `core` made before the document's own method was there does not have it.
export const rulesShape = instrumentRules.clone().openapi('InstrumentRules', {
  example: INSTRUMENT_PRESETS[0]?.rules,
})

export const versionBody = z.strictObject({
  rules: rulesShape,
  validFrom: day.openapi({ description: 'The first day on which they are to count.' }),
})

export const versionParams = z.strictObject({
  id: textId,
  version: z
    .string()
    .regex(/^[1-9][0-9]{0,3}$/, 'wants a whole number from 1 on')
    .transform(Number)
    .openapi({ type: 'integer', minimum: 1, maximum: 9999, example: 1 }),
})

export const partyShape = z.enum(PARTIES)

export const presetShape = z
  .object({
    key: z.string().openapi({ example: 'merits-cash' }),
    rules: rulesShape,
    source: z.string().openapi({ description: 'Where the rules are from.' }),
    note: z.string().openapi({ description: 'Which of them are not from there.' }),
  })
  .openapi('InstrumentPreset')

const versionShape = z
  .object({
    version: z.int(),
    rules: rulesShape,
    validFrom: dayText,
    state: z.enum(APPROVAL_STATES),
    preparedBy: uuidText,
    preparedAt: timeText,
    decidedBy: uuidText.nullable(),
    decidedAt: timeText.nullable(),
    decisionReason: z.string().nullable(),
  })
  .openapi('InstrumentVersion')

export const instrumentShape = z
  .object({
    id: idText,
    programmeId: idText,
    unit: unitText,
    reserveUnit: unitText.openapi({ description: 'What its reserve is counted in.' }),
    colour: z.string().nullable().openapi({ description: 'Of its programme.' }),
    createdAt: timeText,
    inForce: z
      .int()
      .nullable()
      .openapi({ description: 'The version that counts today; null before the first.' }),
    versions: z.array(versionShape),
  })
  .openapi('Instrument')

export const currencyWalletShape = z
  .object({
    id: uuidText,
    instrumentId: idText,
    party: partyShape,
    holderId: idText,
    openedAt: timeText,
    balance: minorText.openapi({ description: 'What can be spent today: less what time took.' }),
    creditLine: minorText
      .nullable()
      .openapi({ description: 'How far below zero it may go; null as the rules have it.' }),
    creditRoom: minorText
      .nullable()
      .openapi({ description: 'How far above zero it may go; null as the rules have it.' }),
    stoppedAt: timeText.nullable(),
  })
  .openapi('CurrencyWallet')

export function showPreset(preset: InstrumentPreset): z.infer<typeof presetShape> {
  return { ...preset, rules: structuredClone(preset.rules) }
}

export function showInstrument(
  { versions, createdAt, ...record }: InstrumentRecord,
  now: number,
): z.infer<typeof instrumentShape> {
  return {
    ...record,
    createdAt: createdAt.toISOString(),
    inForce: versionOn(approvedOf(versions), romeDay(now)) ?? null,
    versions: versions.map(({ instrumentId: _, ...one }) => ({
      ...one,
      rules: structuredClone(one.rules),
      preparedAt: one.preparedAt.toISOString(),
      decidedAt: one.decidedAt?.toISOString() ?? null,
    })),
  }
}

export function showWallet({ wallet, balance }: Purse): z.infer<typeof currencyWalletShape> {
  const { id, instrument, party, holderId, openedAt, stoppedAt, creditLine, creditRoom } = wallet
  return {
    ...{ id, instrumentId: instrument.id, party, holderId },
    openedAt: openedAt.toISOString(),
    balance: balance.toString(),
    creditLine: creditLine?.toString() ?? null,
    creditRoom: creditRoom?.toString() ?? null,
    stoppedAt: stoppedAt?.toISOString() ?? null,
  }
}
