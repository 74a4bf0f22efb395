import type { Hono } from 'hono'
import { PAYMENT_KINDS } from '../../currency/core/deed.ts'
import { PAYMENT_STATUSES } from '../../currency/core/payment.ts'
import type { ListedPayment, PaymentFilter } from '../../currency/on-behalf.ts'
import { parseDay } from '../../kernel/days.ts'
import { parseUuid } from '../../kernel/ids.ts'
import { EUR, type Unit } from '../../kernel/money.ts'
import {
  type DeskPaymentsTexts,
  deskPaymentsEn,
  deskPaymentsIt,
} from '../messages/desk-payments.ts'
import { ASSOCIATION_TEXTS, unitsOf } from './earning-parts.tsx'
import { ChoiceField, TextField } from './fields.tsx'
import { FiltersForm } from './filters-form.tsx'
import { type DeskLanguage, DeskPage } from './layout.tsx'
import { type MoneyKit, Table } from './money-kit.tsx'
import { answerPage } from './page.ts'
import { type DeskContext, type DeskEnv, deskRoles } from './session.ts'
import { showMoney, showTime } from './show.ts'

export const PAYMENTS_PATH = '/desk/payments'
const SHOWN = 50
const FILTERS = ['instrument', 'day', 'payer', 'payee', 'kind', 'status'] as const
export const CODE_MAX = 40
const DECLINED = PAYMENT_STATUSES.filter((status) => status !== 'paid')

export const PAYMENT_TEXTS: Readonly<Record<DeskLanguage, DeskPaymentsTexts>> = {
  it: deskPaymentsIt,
  en: deskPaymentsEn,
}

/** What was paid with the currency and what was declined, as a list that can be narrowed. */
export function addPayments(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PAYMENTS_PATH, deskRoles('operator', 'administrator', 'treasurer', 'auditor'))
  routes.get(PAYMENTS_PATH, (c) => draw(c, kit))
}

type Query = Readonly<Record<string, string>>

/** The filters that can be read; one that cannot lets all pass. */
function filterOf(query: Query): PaymentFilter {
  const { instrument = '', payer = '', payee = '' } = query
  const day = parseDay(query.day ?? '')
  const kind = PAYMENT_KINDS.find((one) => one === query.kind)
  const status = (['declined', ...PAYMENT_STATUSES] as const).find((one) => one === query.status)
  const isCode = (text: string) => /^[\x21-\x7e]{1,40}$/.test(text)
  return {
    ...(isCode(instrument) ? { instrumentId: instrument } : {}),
    ...(day === undefined ? {} : { day }),
    ...(isCode(payer) ? { payer } : {}),
    ...(isCode(payee) ? { payee } : {}),
    ...(kind === undefined ? {} : { kind }),
    ...(status === undefined ? {} : { status }),
  }
}

async function draw(c: DeskContext, kit: MoneyKit): Promise<Response> {
  const session = c.get('desk')
  const { who, language, role } = session
  const texts = PAYMENT_TEXTS[language]
  const query = c.req.query()
  const filter = filterOf(query)
  const after = parseUuid(query.after ?? '')
  const page = { limit: SHOWN + 1, ...(after === undefined ? {} : { after }) }
  const [found, units] = await Promise.all([
    kit.purchases.desk.list({ ...filter, ...page }, who),
    unitsOf(kit),
  ])
  const payments = found.slice(0, SHOWN)
  const kept = new URLSearchParams(
    FILTERS.flatMap((name) => (query[name] ? [[name, query[name]]] : [])),
  )
  const further = new URLSearchParams([...kept, ['after', payments.at(-1)?.id ?? '']])
  return answerPage(
    c,
    <DeskPage {...{ assets: kit.assets, session }} title={texts.title} section="payments">
      <p>{texts.lead}</p>
      {role === 'operator' ? (
        <p class="desk-actions">
          <a class="btn btn-outline-primary" href={`${PAYMENTS_PATH}/new`}>
            {texts.new}
          </a>
        </p>
      ) : null}
      <Filters {...{ query, texts, language }} instruments={[...units.keys()]} />
      {payments.length === 0 ? (
        <p>{texts.none}</p>
      ) : (
        <PaymentTable {...{ payments, units, language }} caption={texts.caption} />
      )}
      {found.length > SHOWN ? (
        <p>
          <a href={`${PAYMENTS_PATH}?${further}`}>{texts.next}</a>
        </p>
      ) : null}
      <p>
        <a href={`/api/v1/currency-payments.csv?${new URLSearchParams({ ...filter })}`} download>
          {texts.csv}
        </a>
      </p>
    </DeskPage>,
  )
}

interface FiltersProps {
  readonly query: Query
  readonly texts: DeskPaymentsTexts
  readonly language: DeskLanguage
  readonly instruments: readonly string[]
}

function Filters({ query, texts, language, instruments }: FiltersProps) {
  const form = { values: query, faults: {} }
  const { declined } = ASSOCIATION_TEXTS[language]
  return (
    <FiltersForm action={PAYMENTS_PATH} texts={texts}>
      <ChoiceField
        {...{ form, name: 'instrument', label: texts.instrument, empty: texts.all }}
        options={instruments.map((id) => [id, id] as const)}
      />
      <TextField {...{ form, name: 'day', label: texts.day }} type="date" />
      <TextField
        {...{ form, name: 'payer', label: texts.payer, hint: texts.codeHint }}
        maxlength={CODE_MAX}
      />
      <TextField
        {...{ form, name: 'payee', label: texts.payee, hint: texts.codeHint }}
        maxlength={CODE_MAX}
      />
      <ChoiceField
        {...{ form, name: 'kind', label: texts.kind, empty: texts.all }}
        options={PAYMENT_KINDS.map((kind) => [kind, texts.kinds[kind]] as const)}
      />
      <ChoiceField
        {...{ form, name: 'status', label: texts.status, empty: texts.all }}
        options={[
          ['paid', texts.statuses.paid] as const,
          ['declined', texts.statuses.declined] as const,
          ...DECLINED.map((one) => [one, declined[one]] as const),
        ]}
      />
    </FiltersForm>
  )
}

interface TableProps {
  readonly payments: readonly ListedPayment[]
  readonly units: ReadonlyMap<string, Unit>
  readonly language: DeskLanguage
  readonly caption: string
}

/** Payments, each with the address of its own page. */
export function PaymentTable({ payments, units, language, caption }: TableProps) {
  const texts = PAYMENT_TEXTS[language]
  return (
    <Table
      caption={caption}
      heads={[
        ...[texts.at, texts.kind, { figure: texts.amount }, texts.payer, texts.payee],
        ...[texts.status, texts.instrument],
      ]}
    >
      {payments.map((one) => (
        <tr>
          <td>
            <a href={`${PAYMENTS_PATH}/${one.id}`}>{showTime(one.recordedAt)}</a>
          </td>
          <td>{texts.kinds[one.kind]}</td>
          <td class="desk-figure">{amountOf(one, units, language)}</td>
          <td>{sideText(one.payer, language) ?? texts.issued}</td>
          <td>{sideText(one.payee, language) ?? texts.gone}</td>
          <td>{statusText(one, language)}</td>
          <td>{one.instrumentId}</td>
        </tr>
      ))}
    </Table>
  )
}

export function amountOf(
  { amount, instrumentId }: ListedPayment,
  units: ReadonlyMap<string, Unit>,
  language: DeskLanguage,
): string {
  return showMoney(amount, units.get(instrumentId) ?? EUR, language)
}

export function sideText(side: ListedPayment['payer'], language: DeskLanguage): string | undefined {
  if (side === null) return undefined
  return `${ASSOCIATION_TEXTS[language].parties[side.party]} ${side.holderId}`
}

/** That it was paid, or the sentence that says why not. */
export function statusText({ status }: ListedPayment, language: DeskLanguage): string {
  if (status === 'paid') return PAYMENT_TEXTS[language].statuses.paid
  return ASSOCIATION_TEXTS[language].declined[status]
}
