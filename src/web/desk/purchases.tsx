import type { Hono } from 'hono'
import type { Association } from '../../currency/association-service.ts'
import type { Buying } from '../../currency/minting.ts'
import type { PaymentRow } from '../../currency/service.ts'
import { parseUuid } from '../../kernel/ids.ts'
import type { DeskMintingTexts } from '../messages/desk-minting.ts'
import { ChoiceField, EMPTY_FORM, type FormState, TextField } from './fields.tsx'
import { DeskPage } from './layout.tsx'
import {
  BackToInstrument,
  MINTING_RIGHTS,
  MINTING_TEXTS,
  rolesOf,
  type Standing,
  withStanding,
} from './minting-kit.tsx'
import { attempt, Facts, Hidden, type MoneyKit, noticeOf } from './money-kit.tsx'
import { answerPage, type ShownFault } from './page.ts'
import { type FormReader, readFields } from './reading.ts'
import { type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'
import { fill, showMoney, showTime } from './show.ts'

const PATH = '/desk/instruments/:id/purchases'
const BUYERS = ['person', 'partner', 'association'] as const
const CODE_MAX = 64
const REFERENCE_MAX = 80
const ASSOCIATIONS_MAX = 200

/** That somebody paid euro into the bank account: typed, looked at, then entered once. */
export function addPurchases(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles(...rolesOf('purchases')))
  routes.get(
    PATH,
    withStanding(kit, 'purchases', (c, standing) => {
      const values = { id: kit.runtime.newId() }
      return draw(c, kit, standing, { form: { ...EMPTY_FORM, values } })
    }),
  )
  routes.post(
    PATH,
    withStanding(kit, 'purchases', (c, standing) => take(c, kit, standing)),
  )
}

async function take(c: DeskContext, kit: MoneyKit, standing: Standing): Promise<Response> {
  const { who, language } = c.get('desk')
  const values = await readForm(c)
  const fields = readFields(values, language)
  const texts = MINTING_TEXTS[language]
  const associations = await associationsOf(c, kit, standing)
  const buying = readBuying(fields, associations, texts)
  const form = fields.state()
  if (values.step === 'change') return draw(c, kit, standing, { form: { values, faults: {} } })
  if (buying === undefined) return draw(c, kit, standing, { form })
  if (values.step !== 'enter') return drawCheck(c, kit, standing, { form, buying })
  let paid: PaymentRow | undefined
  const fault = await attempt(language, async () => {
    const request = { ...buying, instrumentId: standing.instrument.id, actor: who }
    paid = await kit.minting.buy(request)
  })
  if (paid?.status === 'paid') {
    return c.redirect(`${standing.address}?done=entered&payment=${paid.id}`, 303)
  }
  if (paid === undefined) return draw(c, kit, standing, { form, fault })
  // What was declined stands under its id: another try is another one.
  const again = { ...form, values: { ...values, id: kit.runtime.newId() } }
  const known: Readonly<Record<string, string>> = texts.misfits
  const why = known[paid.status] ?? texts.misfits.other
  const refused = { text: fill(texts.purchases.refused, { why }), status: 422 } as const
  return draw(c, kit, standing, { form: again, fault: refused })
}

/** @returns `undefined` where something is wrong, which the form then says */
function readBuying(
  fields: FormReader,
  associations: readonly Association[],
  { purchases: texts }: DeskMintingTexts,
): Omit<Buying, 'instrumentId' | 'actor'> | undefined {
  const id = fields.id('id')
  const party = fields.choice('party', BUYERS, true)
  const holderId = fields.line('holder', CODE_MAX, true)
  const amount = fields.amount('amount')
  const reference = fields.line('reference', REFERENCE_MAX, true)
  const ids = associations.map((one) => one.id)
  const associationId = fields.choice('association', ids)
  if (amount === null || amount === 0n) fields.blame('amount', texts.zero)
  const isWhole = party !== null && holderId !== null && amount !== null && reference !== null
  if (!isWhole || !fields.isGood()) return undefined
  const chosen = associationId === null ? {} : { associationId }
  return { id, party, holderId, amount, reference, ...chosen }
}

/** Those that may be given a share; none where the rules give none. */
async function associationsOf(
  c: DeskContext,
  { associations }: MoneyKit,
  { rules, instrument }: Standing,
): Promise<readonly Association[]> {
  if (!MINTING_RIGHTS.donations.fits(rules)) return []
  return openAssociations(c, { associations }, instrument.programmeId)
}

/** The associations of a programme that go on. */
export async function openAssociations(
  c: DeskContext,
  { associations }: Pick<MoneyKit, 'associations'>,
  programme: string,
): Promise<readonly Association[]> {
  const found = await associations.list(c.get('desk').who, { limit: ASSOCIATIONS_MAX })
  return found.filter(({ programmeId, endedAt }) => programmeId === programme && endedAt === null)
}

interface Shown {
  readonly form: FormState
  readonly fault?: ShownFault | undefined
}

async function draw(
  c: DeskContext,
  kit: MoneyKit,
  standing: Standing,
  { form, fault }: Shown,
): Promise<Response> {
  const session = c.get('desk')
  const { language } = session
  const { purchases: texts } = MINTING_TEXTS[language]
  const { instrument, rules, address } = standing
  const associations = await associationsOf(c, kit, standing)
  const hasFaults = Object.keys(form.faults).length > 0
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session }}
      title={fill(texts.title, { name: rules.name })}
      section="instruments"
      notice={noticeOf(c, fault, texts.done)}
    >
      {await entered(c, kit, standing)}
      <PurchaseForm {...{ form, address, texts, associations }} />
      <BackToInstrument id={instrument.id} language={language} />
    </DeskPage>,
    fault?.status ?? (hasFaults ? 422 : 200),
  )
}

interface FormProps {
  readonly form: FormState
  readonly address: string
  readonly texts: DeskMintingTexts['purchases']
  readonly associations: readonly Association[]
}

function PurchaseForm({ form, address, texts, associations }: FormProps) {
  return (
    <form method="post" action={address} class="desk-card pt-3" novalidate>
      <p>{texts.lead}</p>
      <Hidden values={{ id: form.values.id ?? '' }} />
      <div class="desk-fields">
        <ChoiceField
          {...{ form, name: 'party', label: texts.party }}
          options={BUYERS.map((one) => [one, texts.parties[one]] as const)}
        />
        <TextField
          {...{ form, name: 'holder', label: texts.holder }}
          maxlength={CODE_MAX}
          isRequired
        />
        <TextField
          {...{ form, name: 'amount', label: texts.amount }}
          inputmode="decimal"
          isRequired
        />
        <TextField
          {...{ form, name: 'reference', label: texts.reference, hint: texts.referenceHint }}
          maxlength={REFERENCE_MAX}
          isRequired
        />
        {associations.length === 0 ? null : (
          <ChoiceField
            {...{ form, name: 'association', label: texts.association, empty: texts.chosen }}
            options={associations.map(({ id, name }) => [id, `${name} (${id})`] as const)}
          />
        )}
      </div>
      <div class="desk-actions">
        <button class="btn btn-primary" type="submit" name="step" value="check">
          {texts.check}
        </button>
      </div>
    </form>
  )
}

interface Checking {
  readonly form: FormState
  readonly buying: Omit<Buying, 'instrumentId' | 'actor'>
}

const SENT = ['id', 'party', 'holder', 'amount', 'reference', 'association'] as const

/** The same once more in words, before money moves. */
async function drawCheck(
  c: DeskContext,
  kit: MoneyKit,
  { instrument, rules, address }: Standing,
  { form, buying }: Checking,
): Promise<Response> {
  const session = c.get('desk')
  const { language } = session
  const { purchases: texts } = MINTING_TEXTS[language]
  const name = await nameOf(c, kit, buying)
  const holder = name === undefined ? buying.holderId : `${name} (${buying.holderId})`
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session }}
      title={fill(texts.title, { name: rules.name })}
      section="instruments"
    >
      <p class="lead">
        {fill(texts.sum, {
          ...{ holder, euro: showMoney(buying.amount, instrument.reserveUnit, language) },
          own: showMoney(buying.amount, instrument.unit, language),
        })}
      </p>
      <p>{buying.reference}</p>
      <form method="post" action={address} class="desk-card desk-actions pt-3">
        <Hidden values={Object.fromEntries(SENT.map((one) => [one, form.values[one] ?? '']))} />
        <button class="btn btn-primary" type="submit" name="step" value="enter">
          {texts.submit}
        </button>
        <button class="btn btn-outline-secondary" type="submit" name="step" value="change">
          {texts.change}
        </button>
      </form>
    </DeskPage>,
  )
}

/** The name of a partner or an association; that of a person is not shown here. */
async function nameOf(
  c: DeskContext,
  { network, associations }: MoneyKit,
  { party, holderId }: Pick<Buying, 'party' | 'holderId'>,
): Promise<string | undefined> {
  if (party === 'partner') return (await network.findPartner(holderId))?.name
  if (party !== 'association' || !(await associations.exists(holderId))) return undefined
  return (await associations.get(holderId, c.get('desk').who)).name
}

/** The purchase that was entered just now, as it stands in the books. */
async function entered(c: DeskContext, kit: MoneyKit, { instrument }: Standing) {
  const id = parseUuid(c.req.query('payment') ?? '')
  if (id === undefined || c.req.query('done') !== 'entered') return null
  const { language } = c.get('desk')
  const { purchases: texts } = MINTING_TEXTS[language]
  const paid = await kit.currency.getPayment(id)
  if (paid.instrumentId !== instrument.id || paid.payeeId === null) return null
  const { wallet } = await kit.currency.getPurse(paid.payeeId)
  return (
    <section class="desk-card pt-3">
      <h2>{texts.entered}</h2>
      <Facts
        pairs={[
          [texts.payee, wallet.holderId],
          [texts.received, showMoney(paid.amount, instrument.unit, language)],
          [texts.reference, paid.reason ?? ''],
          [texts.when, showTime(paid.recordedAt)],
        ]}
      />
    </section>
  )
}
