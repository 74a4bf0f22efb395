import { decimalText } from '../kernel/money.ts'
import type { Programme } from '../network/core/programme.ts'
import type { MeterReading, MeterReport, MetersDeps } from './meter-report.ts'
import { insertNotice } from './meter-store.ts'

const PEOPLE_MAX = 200

/**
 * Writes to the treasurers that a limit is near or reached: of each level once, in one commit with that it was told. Where
 * there is no treasurer, it is the administrators.
 *
 * @returns how many levels were told of
 */
export async function tellLevels(
  deps: MetersDeps,
  { id: programmeId, name }: Pick<Programme, 'id' | 'name'>,
  { day, readings }: MeterReport,
): Promise<number> {
  const { db, runtime, outbox, publicUrl } = deps
  let told = 0
  for (const reading of readings.filter(({ level }) => level !== 'below')) {
    const recipients = await recipientsOf(deps)
    const { key, level, value } = reading
    const isNew = await db.sql.begin(async (tx) => {
      const recordedAt = new Date(runtime.now())
      const row = { programmeId, key, level, value, day, recordedAt }
      if (!(await insertNotice(tx, row))) return false
      for (const { id, email } of recipients) {
        const subjectId = `${id} ${programmeId} ${key}`
        const text = textOf(reading, name, `${publicUrl}/desk/meters`)
        const message = { channel: 'mail', purpose: 'meter_level', recipient: email } as const
        await outbox.putIn(tx, { ...message, ...text, subjectId })
      }
      return true
    })
    if (isNew) told += 1
  }
  return told
}

async function recipientsOf({ staff }: MetersDeps) {
  const page = { limit: PEOPLE_MAX, state: 'active' } as const
  const treasurers = await staff.list({ ...page, role: 'treasurer' })
  return treasurers.length > 0 ? treasurers : staff.list({ ...page, role: 'administrator' })
}

/** Nothing about a person: the figure is on the desk. */
function textOf(
  { value, limit, rule, source, askLawyer }: MeterReading,
  programme: string,
  address: string,
): { readonly subject: string; readonly text: string } {
  const percent = `${(value * 100n) / limit}%`
  const [figure, most] = [decimalText(value), decimalText(limit)]
  return {
    subject: `FRA NOI: ${percent} di un limite di legge / of a limit of the law`,
    text: [
      `${programme}: ${figure} EUR su / of ${most} EUR (${percent}).`,
      `${rule.it}${askLawyer ? ' Se e come si applica lo dice un avvocato.' : ''}`,
      `${rule.en}${askLawyer ? ' Whether and how it applies is for a lawyer to say.' : ''}`,
      source,
      address,
    ].join('\n\n'),
  }
}
