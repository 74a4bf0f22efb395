import type { Hono } from 'hono'
import { convertOfAssociation } from '../../currency/association-converting.ts'
import { rulesOn } from '../../currency/core/instrument.ts'
import { convertedBack, mayConvert, refusalToConvert } from '../../currency/core/minting.ts'
import type { PaymentStatus } from '../../currency/core/payment.ts'
import type { Purse } from '../../currency/service.ts'
import { parseAmount } from '../../kernel/money.ts'
import { ASSOCIATION_TEXTS, freshForm } from '../desk/earning-parts.tsx'
import { ChoiceField, type FormState, TextField } from '../desk/fields.tsx'
import type { DeskLanguage } from '../desk/layout.tsx'
import { attempt, Facts, noticeOf } from '../desk/money-kit.tsx'
import { answerPage, type ShownFault } from '../desk/page.ts'
import { readFields } from '../desk/reading.ts'
import { type DeskContext, type DeskEnv, readForm } from '../desk/session.ts'
import { showMoney } from '../desk/show.ts'
import { type AssociationKit, AssociationPage, ownAssociation, PLACES } from './kit.tsx'

/** Changing money of an association back to euro; what is kept is shown before it is done. */
export function addConversion(routes: Hono<DeskEnv>, kit: AssociationKit): void {
  routes.get(PLACES.conversion, (c) => draw(c, kit, freshForm(kit)))
  routes.post(PLACES.conversion, (c) => change(c, kit))
}

async function change(c: DeskContext, kit: AssociationKit): Promise<Response> {
  const { who, language } = c.get('desk')
  const association = await ownAssociation(c, kit)
  const purses = await kit.currency.pursesOf('association', association.id)
  const fields = readFields(await readForm(c), language)
  const id = fields.id('id')
  const ids = purses.map(({ wallet }) => wallet.instrument.id)
  const instrumentId = fields.choice('instrument', ids, true)
  const amount = fields.parsed('amount', (text) => {
    const typed = parseAmount(text)
    return typeof typed === 'bigint' ? typed : undefined
  })
  const purse = purses.find(({ wallet }) => wallet.instrument.id === instrumentId)
  if (purse === undefined || instrumentId === null || amount === null) {
    return draw(c, kit, fields.state(), undefined, 422)
  }
  const declined = (status: PaymentStatus) => {
    // What was declined stays so under its id: the next try is another one.
    const values = { ...fields.state().values, id: kit.runtime.newId() }
    const fault = { text: refusalText(status, language), status: 422 } as const
    return draw(c, kit, { ...fields.state(), values }, fault, 422)
  }
  if (!fields.isTicked('confirmed')) {
    const refusal = refusalToConvert(purse, amount)
    if (refusal !== undefined) return declined(refusal)
    return drawLook(c, kit, { purse, amount, form: fields.state() })
  }
  let status: PaymentStatus = 'paid'
  const fault = await attempt(language, async () => {
    const asked = { id, instrumentId, amount }
    status = (await convertOfAssociation(kit, association.id, asked, who)).status
  })
  if (fault !== undefined) return draw(c, kit, fields.state(), fault, 422)
  if (status !== 'paid') return declined(status)
  return c.redirect(`${PLACES.money}?done=changed`, 303)
}

function refusalText(status: PaymentStatus, language: DeskLanguage): string {
  const { conversion, declined } = ASSOCIATION_TEXTS[language]
  return status === 'payment_not_allowed' ? conversion.notAllowed : declined[status]
}

async function draw(
  c: DeskContext,
  kit: AssociationKit,
  form: FormState,
  fault?: ShownFault,
  status: 200 | 422 = 200,
): Promise<Response> {
  const { language } = c.get('desk')
  const { conversion: texts, money } = ASSOCIATION_TEXTS[language]
  const association = await ownAssociation(c, kit)
  const purses = await kit.currency.pursesOf('association', association.id)
  const changeable = purses.filter(mayConvert)
  return answerPage(
    c,
    <AssociationPage
      {...{ c, kit, place: 'conversion' as const, notice: noticeOf(c, fault, {}) }}
      title={texts.title}
    >
      <p>{texts.lead}</p>
      {changeable.length === 0 ? (
        <p class="desk-card pt-3">{texts.none}</p>
      ) : (
        <AskForm {...{ form, language, purses: changeable }} />
      )}
      <p>
        <a href={PLACES.money}>{money.back}</a>
      </p>
    </AssociationPage>,
    status,
  )
}

interface AskProps {
  readonly form: FormState
  readonly language: DeskLanguage
  readonly purses: readonly Purse[]
}

function AskForm({ form, language, purses }: AskProps) {
  const { conversion: texts, hours, money } = ASSOCIATION_TEXTS[language]
  const nameOf = ({ wallet: { instrument }, day, balance }: Purse) =>
    `${rulesOn(instrument, day).name}: ${showMoney(balance, instrument.unit, language)}`
  return (
    <form method="post" action={PLACES.conversion} class="desk-card pt-3" novalidate>
      <input type="hidden" name="id" value={form.values.id} />
      <div class="desk-fields">
        <ChoiceField
          {...{ form, name: 'instrument', label: hours.money, isRequired: true }}
          options={purses.map((purse) => [purse.wallet.instrument.id, nameOf(purse)] as const)}
        />
        <TextField
          {...{ form, name: 'amount', label: money.amount, inputmode: 'decimal' as const }}
          isRequired
        />
      </div>
      <div class="desk-actions">
        <button class="btn btn-primary" type="submit">
          {texts.look}
        </button>
      </div>
    </form>
  )
}

/** What is given, what is kept, and what comes of it: asked once more before it is done. */
async function drawLook(
  c: DeskContext,
  kit: AssociationKit,
  {
    purse,
    amount,
    form,
  }: { readonly purse: Purse; readonly amount: bigint; readonly form: FormState },
): Promise<Response> {
  const { language } = c.get('desk')
  const { conversion: texts } = ASSOCIATION_TEXTS[language]
  const { instrument } = purse.wallet
  const { paidOut, association, system } = convertedBack(purse, amount)
  const show = (given: bigint) => showMoney(given, instrument.unit, language)
  const { id, amount: typed } = form.values
  return answerPage(
    c,
    <AssociationPage {...{ c, kit, place: 'conversion' as const, title: texts.sureTitle }}>
      <form method="post" action={PLACES.conversion} class="desk-card pt-3">
        <Facts
          pairs={[
            [texts.money, rulesOn(instrument, purse.day).name],
            [texts.give, show(amount)],
            [texts.fee, show(association + system)],
            [texts.get, showMoney(paidOut, instrument.reserveUnit, language)],
          ]}
        />
        <p>{texts.sure}</p>
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="instrument" value={instrument.id} />
        <input type="hidden" name="amount" value={typed} />
        <input type="hidden" name="confirmed" value="yes" />
        <div class="desk-actions">
          <button class="btn btn-primary" type="submit">
            {texts.change}
          </button>
          <a class="btn btn-outline-primary" href={PLACES.conversion}>
            {texts.again}
          </a>
        </div>
      </form>
    </AssociationPage>,
  )
}
