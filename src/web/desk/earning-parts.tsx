import type { Activity } from '../../currency/association-service.ts'
import { ACTIVITY_KINDS, type MemberParty } from '../../currency/core/earning.ts'
import { type Instrument, rulesOn } from '../../currency/core/instrument.ts'
import { type Day, romeDay } from '../../kernel/days.ts'
import type { Uuid } from '../../kernel/ids.ts'
import { EUR, type Unit } from '../../kernel/money.ts'
import { type AssociationTexts, associationEn, associationIt } from '../messages/association.ts'
import {
  type DeskEarningsTexts,
  deskEarningsEn,
  deskEarningsIt,
} from '../messages/desk-earnings.ts'
import { ChoiceField, type FormState, TextField } from './fields.tsx'
import type { DeskLanguage } from './layout.tsx'
import { type MoneyKit, Table } from './money-kit.tsx'
import type { FormReader } from './reading.ts'
import { fill, showDay, showMoney } from './show.ts'

export const ASSOCIATION_TEXTS: Readonly<Record<DeskLanguage, AssociationTexts>> = {
  it: associationIt,
  en: associationEn,
}
export const EARNING_TEXTS: Readonly<Record<DeskLanguage, DeskEarningsTexts>> = {
  it: deskEarningsIt,
  en: deskEarningsEn,
}

const CODE_MAX = 40
const MINUTES_MAX = 1440

/** The kinds of money that reward something today, of a programme or of all. */
export async function rewardingToday(
  { currency, runtime }: MoneyKit,
  programmeId?: string,
): Promise<readonly Instrument[]> {
  const day = romeDay(runtime.now())
  const all = await currency.listInstruments()
  return all.filter(
    (one) =>
      rulesOn(one, day).rewards !== null &&
      (programmeId === undefined || one.programmeId === programmeId),
  )
}

/** What each kind of money is counted in, by id. */
export async function unitsOf({ currency }: MoneyKit): Promise<ReadonlyMap<string, Unit>> {
  return new Map((await currency.listInstruments()).map(({ id, unit }) => [id, unit]))
}

/** How long it took, or what was given. */
export function measureText(
  { minutes, given }: Pick<Activity, 'minutes' | 'given'>,
  texts: AssociationTexts,
  language: DeskLanguage,
): string {
  if (given !== null) return showMoney(given, EUR, language)
  const whole = minutes ?? 0
  return fill(texts.duration, { hours: Math.floor(whole / 60), minutes: whole % 60 })
}

export function rewardText(
  { instrumentId, reward }: Pick<Activity, 'instrumentId' | 'reward'>,
  units: ReadonlyMap<string, Unit>,
  language: DeskLanguage,
): string {
  return showMoney(reward, units.get(instrumentId) ?? EUR, language)
}

interface TableProps {
  readonly activities: readonly Activity[]
  readonly units: ReadonlyMap<string, Unit>
  readonly language: DeskLanguage
  readonly caption: string
  /** Whether it is of more than one association. */
  readonly isOfMany?: boolean
}

/** What was told, and what became of it. */
export function ActivityTable({ activities, units, language, caption, isOfMany }: TableProps) {
  const texts = ASSOCIATION_TEXTS[language]
  const { hours } = texts
  return (
    <Table
      caption={caption}
      heads={[
        ...[hours.day, hours.who, ...(isOfMany === true ? [hours.association] : []), hours.kind],
        ...[{ figure: hours.howMuch }, { figure: hours.reward }, hours.state],
      ]}
    >
      {activities.map((one) => (
        <tr>
          <td>{showDay(one.day)}</td>
          <td>{one.holderId}</td>
          {isOfMany === true ? <td>{one.associationId}</td> : null}
          <td>{texts.kinds[one.kind]}</td>
          <td class="desk-figure">{measureText(one, texts, language)}</td>
          <td class="desk-figure">{rewardText(one, units, language)}</td>
          <td>
            {texts.states[one.state]}
            {one.reason === null ? '' : `: ${one.reason}`}
          </td>
        </tr>
      ))}
    </Table>
  )
}

interface FieldsProps {
  readonly form: FormState
  readonly language: DeskLanguage
  readonly instruments: readonly Instrument[]
  /** Codes to choose from. */
  readonly codes: readonly string[]
  readonly today: Day
}

/** Who did what, when, for how long. */
export function TellFields({ form, language, instruments, codes, today }: FieldsProps) {
  const texts = ASSOCIATION_TEXTS[language]
  const { hours } = texts
  return (
    <>
      <datalist id="codes">
        {codes.map((code) => (
          <option value={code} />
        ))}
      </datalist>
      <div class="desk-fields">
        <TextField
          {...{ form, name: 'holder', label: hours.who, hint: hours.whoHint, maxlength: CODE_MAX }}
          list="codes"
          isRequired
        />
        <ChoiceField
          {...{ form, name: 'kind', label: hours.kind, empty: '–', isRequired: true }}
          options={ACTIVITY_KINDS.map((kind) => [kind, texts.kinds[kind]] as const)}
        />
        <TextField
          form={{ ...form, values: { day: today, ...form.values } }}
          {...{ name: 'day', label: hours.day, type: 'date', isRequired: true }}
        />
        <TextField
          {...{ form, name: 'minutes', label: hours.minutes, hint: hours.minutesHint }}
          inputmode="numeric"
        />
        <TextField
          {...{ form, name: 'given', label: hours.given, hint: hours.givenHint }}
          inputmode="decimal"
        />
        <ChoiceField
          {...{ form, name: 'instrument', label: hours.money, isRequired: true }}
          options={instruments.map((one) => [one.id, rulesOn(one, today).name] as const)}
        />
      </div>
    </>
  )
}

export interface Told {
  readonly holderId: string
  readonly kind: (typeof ACTIVITY_KINDS)[number]
  readonly day: Day
  readonly minutes: number | null
  readonly given: bigint | null
  readonly instrumentId: string
}

/** @returns `undefined` where a field is to be corrected */
export function readTold(
  fields: FormReader,
  instruments: readonly Instrument[],
  { hours }: AssociationTexts,
): Told | undefined {
  const holderId = fields.line('holder', CODE_MAX, true)
  const kind = fields.choice('kind', ACTIVITY_KINDS, true)
  const day = fields.day('day', true)
  const ids = instruments.map(({ id }) => id)
  const instrumentId = fields.choice('instrument', ids, true)
  const given = kind === 'donation' ? fields.amount('given') : null
  const minutes = kind === 'donation' ? null : fields.wholeNumber('minutes', 1, MINUTES_MAX)
  if (kind === 'donation' && (given ?? 0n) === 0n) fields.blame('given', hours.measure)
  const isWhole = holderId !== null && kind !== null && day !== null && instrumentId !== null
  if (!isWhole || !fields.isGood()) return undefined
  return { holderId, kind, day, minutes, given, instrumentId }
}

/** Whether a code is that of a partner; of everybody else it is taken for that of a person. */
export async function partyOf({ network }: MoneyKit, holderId: string): Promise<MemberParty> {
  return (await network.findPartner(holderId)) === undefined ? 'person' : 'partner'
}

/** The id that a form of something new carries. */
export function freshForm({ runtime }: MoneyKit): FormState {
  const id: Uuid = runtime.newId()
  return { values: { id }, faults: {} }
}
