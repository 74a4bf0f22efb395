import { z } from '@hono/zod-openapi'
import { APPROVAL_STATES } from '../access/core/duties.ts'
import {
  day,
  dayText,
  idText,
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
import type { InstrumentRecord } from './instruments.ts'

/** What an instrument can do, the same in requests and answers. */
export const rulesShape = instrumentRules.openapi('InstrumentRules', {
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
