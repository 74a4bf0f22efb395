import type { Hono } from 'hono'
import { parseUuid } from '../../kernel/ids.ts'
import type { Prospect } from '../../vouchers/issuing.ts'
import type { Product } from '../../vouchers/service.ts'
import { type DeskIssueTexts, deskIssueEn, deskIssueIt } from '../messages/desk-issue.ts'
import { BatchList } from './batch-parts.tsx'
import {
  ChoiceField,
  EMPTY_FORM,
  type FormState,
  LongTextField,
  TextField,
  TickField,
} from './fields.tsx'
import { type AskedBatch, dayIn, readAsked, readRows, writeRows } from './issue-order.ts'
import { ProspectTables } from './issue-table.tsx'
import { type DeskLanguage, DeskPage, type Notice } from './layout.tsx'
import { attempt, Hidden, type MoneyKit, placesOf } from './money-kit.tsx'
import { answerPage, type ShownFault } from './page.ts'
import { readFields } from './reading.ts'
import { type DeskContext, type DeskEnv, DeskRefusal, deskRoles, readForm } from './session.ts'
import { fill, showMoney } from './show.ts'
import { VoucherLinks } from './voucher-links.tsx'

const PATH = '/desk/issue'
const REASON_MAX = 200
const PRODUCTS_MAX = 200
const RECENT_BATCHES = 10

export const ISSUE_TEXTS: Readonly<Record<DeskLanguage, DeskIssueTexts>> = {
  it: deskIssueIt,
  en: deskIssueEn,
}

/** Vouchers for one person or many: chosen, looked at row by row, then prepared for somebody else to approve. */
export function addIssue(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles('operator'))
  routes.get(PATH, (c) => drawChoice(c, kit, EMPTY_FORM))
  routes.post(PATH, async (c) => {
    const values = await readForm(c)
    if (values.step === 'prepare') return prepare(c, kit, values)
    if (values.step === 'change') return drawChoice(c, kit, { values, faults: {} })
    const { language } = c.get('desk')
    const { form, order } = readAsked(values, language, ISSUE_TEXTS[language])
    return order === undefined ? drawChoice(c, kit, form) : drawCheck(c, kit, { form, order })
  })
}

async function prepare(
  c: DeskContext,
  kit: MoneyKit,
  values: Readonly<Record<string, string>>,
): Promise<Response> {
  const { who, language } = c.get('desk')
  const fields = readFields(values, language)
  const reason = fields.line('reason', REASON_MAX, true)
  const id = fields.id('id')
  const [productId, contactPointId] = [values.product ?? '', values.place ?? '']
  const expiresOn = dayIn(values.expiresOn)
  const people = readRows(values.rows ?? '')
  const asked: AskedBatch = {
    ...{ productId, contactPointId, people },
    ...(expiresOn === undefined ? {} : { expiresOn }),
  }
  const isAtOnce = fields.isTicked('atOnce')
  if (reason === null) return drawCheck(c, kit, { form: fields.state(), order: asked })
  const order = { ...asked, id, reason, ...(isAtOnce ? { isAtOnce } : {}) }
  const fault = await attempt(language, () => kit.issuing.prepareBatch(order, who))
  if (fault === undefined) {
    return c.redirect(`/desk/batches/${id}?done=${isAtOnce ? 'atOnce' : 'prepared'}`, 303)
  }
  return drawCheck(c, kit, { form: fields.state(), order: asked, fault })
}

interface Choosable {
  readonly products: readonly Product[]
  readonly places: Awaited<ReturnType<typeof placesOf>>
}

async function choosable(c: DeskContext, kit: MoneyKit): Promise<Choosable> {
  const [products, places] = await Promise.all([
    kit.vouchers.listProducts({ limit: PRODUCTS_MAX }),
    placesOf(kit, c.get('desk').who),
  ])
  return { products, places }
}

async function drawChoice(
  c: DeskContext,
  kit: MoneyKit,
  form: FormState,
  fault?: ShownFault,
): Promise<Response> {
  const session = c.get('desk')
  const { who, language } = session
  const texts = ISSUE_TEXTS[language]
  const [found, batches] = await Promise.all([
    choosable(c, kit),
    kit.issuing.listBatches({ limit: RECENT_BATCHES }, who),
  ])
  const notice: Notice | undefined = fault && { kind: 'wrong', text: fault.text }
  const hasFaults = fault !== undefined || Object.keys(form.faults).length > 0
  return answerPage(
    c,
    <DeskPage {...{ assets: kit.assets, session, notice }} title={texts.title} section="issue">
      <VoucherLinks language={language} here={PATH} />
      <p>{texts.lead}</p>
      <ChoiceForm form={form} found={found} texts={texts} />
      <h2>{texts.recent}</h2>
      <BatchList batches={batches} texts={texts} language={language} />
    </DeskPage>,
    hasFaults ? 422 : 200,
  )
}

function ChoiceForm({
  form,
  found: { products, places },
  texts,
}: {
  readonly form: FormState
  readonly found: Choosable
  readonly texts: DeskIssueTexts
}) {
  if (products.length === 0) return <p class="alert alert-warning">{texts.noProducts}</p>
  if (places.length === 0) return <p class="alert alert-warning">{texts.noPlaces}</p>
  const named = (one: { readonly id: string; readonly name: string }) =>
    [one.id, `${one.name} (${one.id})`] as const
  return (
    <form method="post" action={PATH} class="desk-card" novalidate>
      <div class="desk-fields">
        <ChoiceField
          {...{ form, name: 'product', label: texts.product, options: products.map(named) }}
        />
        <ChoiceField {...{ form, name: 'place', label: texts.place, options: places.map(named) }} />
      </div>
      <TickField form={form} name="everybody" label={texts.everybody} />
      <LongTextField
        {...{ form, name: 'people', label: texts.people, hint: texts.peopleHint }}
        maxlength={400_000}
      />
      <div class="desk-fields">
        <TextField
          {...{ form, name: 'amount', label: texts.amount, hint: texts.amountHint }}
          inputmode="decimal"
        />
        <TextField
          {...{ form, name: 'expiresOn', label: texts.expiresOn, hint: texts.expiresHint }}
          type="date"
        />
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
  readonly order: AskedBatch
  readonly fault?: ShownFault
}

/** The table before anything is written. */
async function drawCheck(
  c: DeskContext,
  kit: MoneyKit,
  { form, order, fault }: Checking,
): Promise<Response> {
  const session = c.get('desk')
  const { who, language } = session
  const texts = ISSUE_TEXTS[language]
  let prospect: Prospect | undefined
  const refusal = await attempt(language, async () => {
    prospect = await kit.issuing.checkBatch(order, who)
  })
  if (prospect === undefined) return drawChoice(c, kit, form, refusal ?? fault)
  const { emergencyMonthlyCap: cap } = await kit.network.dutiesOf(order.contactPointId)
  const hasFaults = fault !== undefined || Object.keys(form.faults).length > 0
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session }}
      title={texts.title}
      section="issue"
      notice={fault && { kind: 'wrong', text: fault.text }}
    >
      <ProspectTables prospect={prospect} texts={texts} language={language} />
      <ConfirmForm
        {...{ form, order, prospect, texts }}
        id={parseUuid(form.values.id ?? '') ?? kit.runtime.newId()}
        cap={cap === 0n ? null : showMoney(cap, prospect.facts.product.unit, language)}
      />
      <form method="post" action={PATH} class="desk-actions">
        <Hidden values={keptOf(form)} />
        <button class="btn btn-outline-secondary" type="submit" name="step" value="change">
          {texts.changeFirst}
        </button>
      </form>
    </DeskPage>,
    hasFaults ? 422 : 200,
  )
}

const KEPT = ['product', 'place', 'everybody', 'people', 'amount', 'expiresOn'] as const

/** What was chosen, to be changed. */
function keptOf({ values }: FormState): Readonly<Record<string, string>> {
  return Object.fromEntries(
    KEPT.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])),
  )
}

interface ConfirmProps {
  readonly form: FormState
  readonly order: AskedBatch
  readonly prospect: Prospect
  readonly texts: DeskIssueTexts
  readonly id: string
  /** What one person may be given without a second person, as text. */
  readonly cap: string | null
}

function ConfirmForm({ form, order, prospect, texts, id, cap }: ConfirmProps) {
  const good = prospect.rows.filter(({ fault }) => fault === null).length
  if (good === 0) return <p class="alert alert-warning">{texts.nobody}</p>
  const { productId, contactPointId, expiresOn } = order
  const values = {
    ...{ id, product: productId, place: contactPointId, rows: writeRows(prospect.rows) },
    ...(expiresOn === undefined ? {} : { expiresOn }),
    ...keptOf(form),
  }
  return (
    <form method="post" action={PATH} class="desk-card" novalidate>
      <p>{texts.prepareLead}</p>
      <Hidden values={values} />
      <TextField
        {...{ form, name: 'reason', label: texts.reason, hint: texts.reasonHint }}
        isRequired
        maxlength={REASON_MAX}
      />
      {cap === null ? null : (
        <TickField form={form} name="atOnce" label={fill(texts.atOnce, { cap })} />
      )}
      <div class="desk-actions">
        <button class="btn btn-primary" type="submit" name="step" value="prepare">
          {fill(texts.prepare, { good })}
        </button>
      </div>
    </form>
  )
}

/** The id in an address. */
export function idIn(c: DeskContext) {
  const id = parseUuid(c.req.param('id') ?? '')
  if (id === undefined) throw new DeskRefusal('not_found')
  return id
}
