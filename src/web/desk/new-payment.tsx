import type { Hono } from 'hono'
import { rulesOn } from '../../currency/core/instrument.ts'
import type { OnBehalfPayment } from '../../currency/on-behalf.ts'
import { romeDay } from '../../kernel/days.ts'
import { parseAmount } from '../../kernel/money.ts'
import { ASSOCIATION_TEXTS, freshForm } from './earning-parts.tsx'
import { ChoiceField, type FormState, TextField } from './fields.tsx'
import { drawForm } from './form-page.tsx'
import { attempt, type MoneyKit } from './money-kit.tsx'
import type { ShownFault } from './page.ts'
import { CODE_MAX, PAYMENT_TEXTS, PAYMENTS_PATH } from './payments.tsx'
import { type FormReader, readFields } from './reading.ts'
import { type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'
import { fill } from './show.ts'

const PATH = `${PAYMENTS_PATH}/new`
const PARTIES = ['person', 'partner', 'association'] as const
export const REASON_MAX = 200

/** An operator pays for somebody who cannot do it, and says why. */
export function addNewPayment(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles('operator'))
  routes.get(PATH, (c) => {
    const { values, faults } = freshForm(kit)
    const payer = c.req.query('payer') ?? ''
    const given = { payerParty: 'person', payeeParty: 'partner', payer }
    return draw(c, kit, { values: { ...given, ...values }, faults })
  })
  routes.post(PATH, (c) => pay(c, kit))
}

async function pay(c: DeskContext, kit: MoneyKit): Promise<Response> {
  const { who, language } = c.get('desk')
  const fields = readFields(await readForm(c), language)
  const request = await readRequest(fields, kit)
  const form = fields.state()
  if (request === undefined) return draw(c, kit, form)
  let declined: string | undefined
  const fault = await attempt(language, async () => {
    const { status } = await kit.purchases.desk.pay(request, who)
    if (status !== 'paid') declined = ASSOCIATION_TEXTS[language].declined[status]
  })
  if (fault !== undefined) return draw(c, kit, form, fault)
  if (declined === undefined) return c.redirect(`${PAYMENTS_PATH}/${request.id}?done=paid`, 303)
  // What was declined stays so under its id: the next try is another one.
  const again = { ...form, values: { ...form.values, id: kit.runtime.newId() } }
  const text = fill(PAYMENT_TEXTS[language].declinedLead, { why: declined })
  return draw(c, kit, again, { text, status: 422 })
}

async function readRequest(
  fields: FormReader,
  { currency }: MoneyKit,
): Promise<OnBehalfPayment | undefined> {
  const id = fields.id('id')
  const ids = (await currency.listInstruments()).map((one) => one.id)
  const instrumentId = fields.choice('instrument', ids, true)
  const [from, to] = [
    fields.choice('payerParty', PARTIES, true),
    fields.choice('payeeParty', PARTIES, true),
  ]
  const payerCode = fields.line('payer', CODE_MAX, true)
  const payeeCode = fields.line('payee', CODE_MAX, true)
  const amount = fields.parsed('amount', (text) => {
    const typed = parseAmount(text)
    return typeof typed === 'bigint' ? typed : undefined
  })
  const reason = fields.line('reason', REASON_MAX, true)
  if (instrumentId === null || from === null || to === null || amount === null) return undefined
  if (payerCode === null || payeeCode === null || reason === null) return undefined
  return {
    ...{ id, instrumentId, amount, reason },
    payer: { party: from, holderId: payerCode },
    payee: { party: to, holderId: payeeCode },
  }
}

async function draw(
  c: DeskContext,
  kit: MoneyKit,
  form: FormState,
  fault?: ShownFault,
): Promise<Response> {
  const { language } = c.get('desk')
  const texts = PAYMENT_TEXTS[language]
  const { parties } = ASSOCIATION_TEXTS[language]
  const today = romeDay(kit.runtime.now())
  const instruments = await kit.currency.listInstruments()
  const options = PARTIES.map((party) => [party, parties[party]] as const)
  const code = { form, hint: texts.codeHint, maxlength: CODE_MAX, isRequired: true }
  return drawForm(c, kit, {
    ...{ title: texts.new, section: 'payments', lead: texts.newLead, form, fault },
    ...{ action: PATH, hidden: { id: form.values.id ?? '' }, submit: texts.submit },
    back: [PAYMENTS_PATH, texts.back],
    fields: (
      <>
        <div class="desk-fields">
          <ChoiceField {...{ form, name: 'payerParty', label: texts.payerParty, options }} />
          <TextField {...code} name="payer" label={texts.payerCode} />
        </div>
        <div class="desk-fields">
          <ChoiceField {...{ form, name: 'payeeParty', label: texts.payeeParty, options }} />
          <TextField {...code} name="payee" label={texts.payeeCode} />
        </div>
        <div class="desk-fields">
          <ChoiceField
            {...{ form, name: 'instrument', label: texts.instrument, isRequired: true }}
            options={instruments.map((one) => [one.id, rulesOn(one, today).name] as const)}
          />
          <TextField
            {...{ form, name: 'amount', label: texts.amount }}
            inputmode="decimal"
            isRequired
          />
          <TextField
            {...{ form, name: 'reason', label: texts.reason, hint: texts.reasonHint }}
            maxlength={REASON_MAX}
            isRequired
          />
        </div>
      </>
    ),
  })
}
