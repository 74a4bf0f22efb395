import type { Hono } from 'hono'
import { BATCH_ROWS_MAX } from '../../vouchers/batch.ts'
import { CADENCES } from '../../vouchers/core/schedule.ts'
import type { ScheduleOrder } from '../../vouchers/issuing.ts'
import {
  ChoiceField,
  EMPTY_FORM,
  type FormState,
  LongTextField,
  TextField,
  TickField,
} from './fields.tsx'
import { drawForm } from './form-page.tsx'
import { ISSUE_TEXTS } from './issue.tsx'
import type { DeskLanguage } from './layout.tsx'
import { attempt, type MoneyKit, placesOf } from './money-kit.tsx'
import type { ShownFault } from './page.ts'
import { type FormReader, readFields } from './reading.ts'
import { SCHEDULE_TEXTS } from './schedules.tsx'
import { type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'
import { fill } from './show.ts'

const PATH = '/desk/new-schedule'
const LIST = '/desk/schedules'
const CODE_MAX = 40
const PEOPLE_MAX = 100_000
const REASON_MAX = 200
const PRODUCTS_MAX = 200
const MONTH_DAYS = 28
const WEEK_DAYS = 7

/** Vouchers to be given again and again: written by one, approved by another. */
export function addNewSchedule(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles('operator', 'administrator'))
  routes.get(PATH, (c) => draw(c, kit, { ...EMPTY_FORM, values: { id: kit.runtime.newId() } }))
  routes.post(PATH, async (c) => {
    const { who, language } = c.get('desk')
    const fields = readFields(await readForm(c), language)
    const order = readOrder(fields, language)
    if (order === undefined) return draw(c, kit, fields.state())
    const fault =
      (await attempt(language, () => blameNobodies(c, kit, order, fields))) ??
      (fields.isGood()
        ? await attempt(language, () => kit.issuing.prepareSchedule(order, who))
        : undefined)
    if (fault !== undefined || !fields.isGood()) return draw(c, kit, fields.state(), fault)
    return c.redirect(`${LIST}/${order.id}?done=prepared`, 303)
  })
}

function readOrder(fields: FormReader, language: DeskLanguage): ScheduleOrder | undefined {
  const texts = SCHEDULE_TEXTS[language]
  const id = fields.id('id')
  const productId = fields.line('product', CODE_MAX, true)
  const contactPointId = fields.line('place', CODE_MAX, true)
  const cadence = fields.choice('cadence', CADENCES, true)
  const dueDay = fields.wholeNumber('dueDay', 1, cadence === 'weekly' ? WEEK_DAYS : MONTH_DAYS)
  const fromDay = fields.day('fromDay', true)
  const untilDay = fields.day('untilDay', true)
  const amount = fields.amount('amount')
  const maxTotal = fields.amount('maxTotal')
  const reason = fields.line('reason', REASON_MAX, true)
  const people = readPeople(fields)
  if (people.length === 0) fields.blame('people', texts.peopleNeeded)
  if (people !== 'all' && people.length > BATCH_ROWS_MAX) {
    fields.blame('people', fill(ISSUE_TEXTS[language].tooMany, { max: BATCH_ROWS_MAX }))
  }
  for (const [name, value] of [['maxTotal', maxTotal] as const, ['amount', amount] as const]) {
    const isMissing = name === 'maxTotal' && value === null
    if (isMissing || value === 0n) fields.blame(name, texts.amountNeeded)
  }
  if (!fields.isGood() || productId === null || contactPointId === null) return undefined
  if (cadence === null || dueDay === null || fromDay === null || untilDay === null) return undefined
  if (maxTotal === null || reason === null) return undefined
  const rhythm = { cadence, dueDay, fromDay, untilDay }
  const rest = amount === null ? {} : { amount }
  return { id, productId, contactPointId, people, ...rhythm, maxTotal, reason, ...rest }
}

function readPeople(fields: FormReader): 'all' | readonly string[] {
  if (fields.isTicked('everybody')) return 'all'
  const text = fields.paragraphs('people', PEOPLE_MAX) ?? ''
  return text.split(/\s+/).filter((code) => code !== '')
}

/** A code that nobody has would be passed over at each turn: it is said now. */
async function blameNobodies(
  c: DeskContext,
  { issuing }: MoneyKit,
  order: ScheduleOrder,
  fields: FormReader,
): Promise<void> {
  const { who, language } = c.get('desk')
  const { productId, contactPointId, people, amount } = order
  if (people === 'all') return
  const asked = people.map((beneficiaryId) => ({ beneficiaryId }))
  const each = amount === undefined ? {} : { amount }
  const { rows } = await issuing.checkBatch(
    { productId, contactPointId, people: asked, ...each },
    who,
  )
  const codes = rows
    .filter(({ fault }) => fault === 'beneficiary_unknown' || fault === 'duplicate')
    .map(({ beneficiaryId }) => beneficiaryId)
  if (codes.length === 0) return
  fields.blame(
    'people',
    fill(SCHEDULE_TEXTS[language].peopleUnknown, { codes: [...new Set(codes)].join(', ') }),
  )
}

async function draw(
  c: DeskContext,
  kit: MoneyKit,
  form: FormState,
  fault?: ShownFault,
): Promise<Response> {
  const { who, language } = c.get('desk')
  const texts = SCHEDULE_TEXTS[language]
  const [places, products] = await Promise.all([
    placesOf(kit, who),
    kit.vouchers.listProducts({ limit: PRODUCTS_MAX }),
  ])
  const named = (one: { readonly id: string; readonly name: string }) =>
    [one.id, `${one.name} (${one.id})`] as const
  return drawForm(c, kit, {
    ...{ title: texts.newTitle, section: 'schedules', lead: texts.newLead, form, fault },
    ...{ action: PATH, hidden: { id: form.values.id ?? '' }, submit: texts.submit },
    back: [LIST, texts.back],
    fields: (
      <>
        <div class="desk-fields">
          <ChoiceField
            {...{ form, name: 'product', label: texts.product, options: products.map(named) }}
          />
          <ChoiceField
            {...{ form, name: 'place', label: texts.place, options: places.map(named) }}
          />
        </div>
        <TickField form={form} name="everybody" label={texts.everybody} />
        <LongTextField {...{ form, name: 'people', label: texts.people }} maxlength={PEOPLE_MAX} />
        <Rhythm {...{ form, language }} />
      </>
    ),
  })
}

function Rhythm({ form, language }: { readonly form: FormState; readonly language: DeskLanguage }) {
  const texts = SCHEDULE_TEXTS[language]
  return (
    <div class="desk-fields">
      <ChoiceField
        {...{ form, name: 'cadence', label: texts.cadence }}
        options={CADENCES.map((one) => [one, texts.cadences[one]] as const)}
      />
      <TextField
        {...{ form, name: 'dueDay', label: texts.dueDay, hint: texts.dueDayHint }}
        inputmode="numeric"
        isRequired
      />
      <TextField {...{ form, name: 'fromDay', label: texts.from }} type="date" isRequired />
      <TextField {...{ form, name: 'untilDay', label: texts.until }} type="date" isRequired />
      <TextField
        {...{ form, name: 'amount', label: texts.amount, hint: texts.amountHint }}
        inputmode="decimal"
      />
      <TextField
        {...{ form, name: 'maxTotal', label: texts.maxTotal, hint: texts.maxTotalHint }}
        inputmode="decimal"
        isRequired
      />
      <TextField
        {...{ form, name: 'reason', label: texts.reason, hint: texts.reasonHint }}
        maxlength={REASON_MAX}
        isRequired
      />
    </div>
  )
}
