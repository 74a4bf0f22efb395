import type { Hono } from 'hono'
import type { Day } from '../../kernel/days.ts'
import { romeDay } from '../../kernel/days.ts'
import { agreementOn } from '../../network/core/agreement.ts'
import { SETTLEMENT_PERIODS } from '../../network/core/kinds.ts'
import type { NewAgreement } from '../../network/desk.ts'
import type { Partner } from '../../network/service.ts'
import type { Product } from '../../vouchers/service.ts'
import { Documents, readDocuments, withFingerprints } from './document-marks.tsx'
import { MONEY_TEXTS } from './envelopes.tsx'
import { ChoiceField, type FormState, TextField, TickField } from './fields.tsx'
import { drawForm } from './form-page.tsx'
import type { DeskLanguage } from './layout.tsx'
import { attempt, type MoneyKit } from './money-kit.tsx'
import type { ShownFault } from './page.ts'
import { addressOf, PARTNER_TEXTS, partnerOf } from './partner-details.tsx'
import { type FormReader, readFields } from './reading.ts'
import { type DeskContext, type DeskEnv, deskRoles } from './session.ts'
import { fill, showCategory } from './show.ts'

const PATH = '/desk/partners/:id/agreement'
const DAYS_MAX = 365
const PRODUCTS_MAX = 200

/** What was agreed with a partner: for the first time, or anew in place of what stood. */
export function addAgreement(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles('operator', 'administrator'))
  routes.get(PATH, async (c) => {
    const partner = await partnerOf(c, kit)
    return draw(c, kit, partner, { values: await proposed(c, kit, partner), faults: {} })
  })
  routes.post(PATH, async (c) => {
    const { who, language } = c.get('desk')
    const partner = await partnerOf(c, kit)
    const fields = readFields(await withFingerprints(c), language)
    const products = await kit.vouchers.listProducts({ limit: PRODUCTS_MAX })
    const agreement = readAgreement(fields, partner, products, language)
    if (agreement === undefined) return draw(c, kit, partner, fields.state())
    const fault = await attempt(language, () => kit.networkDesk.agree(agreement, who))
    if (fault === undefined) return c.redirect(`${addressOf(partner.id)}?done=agreed`, 303)
    return draw(c, kit, partner, fields.state(), fault)
  })
}

/** A renewal begins as what counts today, signed today. */
async function proposed(c: DeskContext, kit: MoneyKit, partner: Partner) {
  const today = romeDay(kit.runtime.now())
  const { agreements } = await kit.networkDesk.historyOf(partner.id, c.get('desk').who)
  const standing = agreementOn(agreements, today)
  const ticks = [
    ...(standing?.products ?? []).map((id) => [tickOf('product', id), 'yes'] as const),
    ...(standing?.categories ?? []).map((one) => [tickOf('category', one), 'yes'] as const),
  ]
  return {
    ...Object.fromEntries(ticks),
    ...{ id: kit.runtime.newId(), signedOn: today },
    period: standing?.settlementPeriod ?? 'monthly',
    days: `${standing?.settlementDays ?? 30}`,
  }
}

function readAgreement(
  fields: FormReader,
  partner: Partner,
  products: readonly Product[],
  language: DeskLanguage,
): NewAgreement | undefined {
  const texts = PARTNER_TEXTS[language]
  const id = fields.id('id')
  const signedOn = fields.day('signedOn', true)
  const validUntil = fields.day('validUntil')
  const period = fields.choice('period', SETTLEMENT_PERIODS, true)
  const settlementDays = fields.wholeNumber('days', 0, DAYS_MAX)
  const documents = readDocuments(fields, language)
  if (endsBeforeStart(signedOn, validUntil)) fields.blame('validUntil', texts.endsBeforeStart)
  const ids = products.map((product) => product.id).filter(isTickedIn(fields, 'product'))
  const sold = partner.categories.filter(isTickedIn(fields, 'category'))
  if (!fields.isGood() || signedOn === null || period === null) return undefined
  if (settlementDays === null) return undefined
  return {
    ...{ id, partnerId: partner.id, signedOn, validUntil, documents },
    ...{ settlementPeriod: period, settlementDays },
    products: ids.length === 0 ? null : ids,
    categories: sold.length === 0 ? null : sold,
  }
}

function endsBeforeStart(from: Day | null, until: Day | null): boolean {
  return from !== null && until !== null && until < from
}

function isTickedIn(fields: FormReader, kind: string): (one: string) => boolean {
  return (one) => fields.isTicked(tickOf(kind, one))
}

function tickOf(kind: string, id: string): string {
  return `${kind}:${id}`
}

async function draw(
  c: DeskContext,
  kit: MoneyKit,
  partner: Partner,
  form: FormState,
  fault?: ShownFault,
): Promise<Response> {
  const { language } = c.get('desk')
  const texts = PARTNER_TEXTS[language]
  const address = addressOf(partner.id)
  const products = await kit.vouchers.listProducts({ limit: PRODUCTS_MAX })
  return drawForm(c, kit, {
    ...{ title: fill(texts.agreementTitle, { name: partner.name }), section: 'partners' },
    ...{ lead: texts.agreementLead, form, fault, action: `${address}/agreement` },
    ...{ hidden: { id: form.values.id ?? '' }, submit: texts.agree, hasFiles: true },
    ...{ back: [address, texts.back], module: 'src/web/desk/client/documents.ts' },
    fields: (
      <>
        <Terms {...{ form, language }} />
        <Ticks
          {...{ form, kind: 'product', legend: texts.products, hint: texts.allIfNone }}
          list={products.map(({ id, name }) => [id, name] as const)}
        />
        <Ticks
          {...{ form, kind: 'category', legend: texts.agreedCategories, hint: texts.allIfNone }}
          list={partner.categories.map((one) => [one, showCategory(one, language)] as const)}
        />
        <Documents {...{ form, language }} />
      </>
    ),
  })
}

interface PartProps {
  readonly form: FormState
  readonly language: DeskLanguage
}

function Terms({ form, language }: PartProps) {
  const texts = PARTNER_TEXTS[language]
  const { periods } = MONEY_TEXTS[language]
  return (
    <div class="desk-fields">
      <TextField
        {...{ form, name: 'signedOn', label: texts.signedOn }}
        type="date"
        isRequired
        isFirst
      />
      <TextField
        {...{ form, name: 'validUntil', label: texts.validUntil, hint: texts.validUntilHint }}
        type="date"
      />
      <ChoiceField
        {...{ form, name: 'period', label: texts.period }}
        options={SETTLEMENT_PERIODS.map((one) => [one, periods[one]] as const)}
      />
      <TextField
        {...{ form, name: 'days', label: texts.days, min: 0, max: DAYS_MAX }}
        inputmode="numeric"
        isRequired
      />
    </div>
  )
}

interface TicksProps {
  readonly form: FormState
  readonly kind: string
  readonly legend: string
  readonly hint: string
  readonly list: readonly (readonly [id: string, text: string])[]
}

function Ticks({ form, kind, legend, hint, list }: TicksProps) {
  return (
    <fieldset class="mt-3">
      <legend class="h6">{legend}</legend>
      <p class="form-text">{hint}</p>
      {list.map(([id, text]) => (
        <TickField {...{ form, name: tickOf(kind, id), label: text }} />
      ))}
    </fieldset>
  )
}
