import type { Hono } from 'hono'
import type { Uuid } from '../../kernel/ids.ts'
import type { Minor } from '../../kernel/money.ts'
import { PARTNER_STEP_NAMES, PARTNER_STEPS } from '../../network/core/kinds.ts'
import type { PartnerEvent } from '../../network/desk.ts'
import type { Agreement, Outlet, Partner } from '../../network/service.ts'
import type { DeskMoneyTexts } from '../messages/desk-money.ts'
import { MONEY_TEXTS } from './envelopes.tsx'
import { EMPTY_FORM, type FormState, TextField } from './fields.tsx'
import { type DeskLanguage, DeskPage } from './layout.tsx'
import { attempt, Facts, Hidden, type MoneyKit, namesOf, noticeOf, Table } from './money-kit.tsx'
import { answerPage, type ShownFault } from './page.ts'
import { addressOf, PARTNER_TEXTS } from './partner-details.tsx'
import { addTerminals, TerminalPart, type Terminals } from './partner-terminals.tsx'
import { validity } from './partners.tsx'
import { readFields } from './reading.ts'
import { type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'
import { fill, showCategories, showDay, showMoney, showTime } from './show.ts'

const PATH = '/desk/partners/:id'
const OUTLETS_MAX = 100
const TERMINALS_MAX = 100
const REASON_MAX = 200

/** A partner with its agreements, outlets and tills; suspended, resumed, ended. */
export function addPartner(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles('operator', 'administrator', 'treasurer', 'auditor'))
  routes.get(PATH, (c) => draw(c, kit, { form: EMPTY_FORM }))
  routes.post(PATH, deskRoles('operator', 'administrator'), async (c) => {
    const { who, language } = c.get('desk')
    const fields = readFields(await readForm(c), language)
    const step = fields.choice('step', PARTNER_STEP_NAMES, true)
    const request = { id: fields.id('id'), reason: fields.line('reason', REASON_MAX, true) }
    const { reason } = request
    const form = fields.state()
    if (step === null || reason === null) return draw(c, kit, { form })
    const id = c.req.param('id')
    const fault = await attempt(language, () =>
      kit.networkDesk.stepPartner(id, step, { ...request, reason }, who),
    )
    if (fault !== undefined) return draw(c, kit, { form, fault })
    return c.redirect(`${addressOf(id)}?done=step`, 303)
  })
  addTerminals(routes, kit)
}

interface Shown {
  readonly form: FormState
  readonly fault?: ShownFault | undefined
}

interface Whole {
  readonly partner: Partner
  readonly agreements: readonly Agreement[]
  readonly events: readonly PartnerEvent[]
  readonly outlets: readonly Outlet[]
  readonly terminals: Terminals
  readonly owed: Minor
  /** Whether it is for whoever looks to change it. */
  readonly isKept: boolean
}

async function read(c: DeskContext, kit: MoneyKit): Promise<Whole> {
  const { who } = c.get('desk')
  const partnerId = c.req.param('id') ?? ''
  const partner = await kit.networkDesk.findPartner(partnerId, who)
  const [history, outlets, terminals, owed, isKept] = await Promise.all([
    kit.networkDesk.historyOf(partnerId, who),
    kit.network.listOutlets({ limit: OUTLETS_MAX, partnerId }),
    kit.terminals.list(who, { limit: TERMINALS_MAX, partnerId }),
    kit.network.owedTo(partner),
    kit.networkDesk.keepsPartner(partnerId, who),
  ])
  return { partner, ...history, outlets, terminals, owed, isKept }
}

async function draw(c: DeskContext, kit: MoneyKit, { form, fault }: Shown): Promise<Response> {
  const session = c.get('desk')
  const { role, language } = session
  const texts = MONEY_TEXTS[language]
  const { partners: words } = texts
  const whole = await read(c, kit)
  const { partner, agreements, events, outlets, terminals, owed, isKept } = whole
  const names = await namesOf(
    kit,
    events.map(({ actorId }) => actorId),
  )
  const mayChange = isKept && (role === 'operator' || role === 'administrator')
  const hasFaults = Object.keys(form.faults).length > 0
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session }}
      title={partner.name}
      section="partners"
      notice={noticeOf(c, fault, {
        ...PARTNER_TEXTS[language].done,
        ...{ step: words.doneStep, unpaired: words.doneUnpaired },
      })}
    >
      <Facts
        pairs={[
          [texts.state, texts.statuses[partner.status]],
          [words.kind, texts.kinds[partner.kind]],
          [words.sells, showCategories(partner.categories, language)],
          [words.owed, showMoney(owed, partner.unit, language)],
        ]}
      />
      {mayChange ? <Doors {...{ partner, language }} hasAgreement={agreements.length > 0} /> : null}
      <h2>{words.agreements}</h2>
      <Agreements {...{ agreements, texts, language }} />
      <h2>{words.outlets}</h2>
      <Outlets {...{ partner, outlets, texts, language, mayChange }} />
      <h2>{words.terminals}</h2>
      <TerminalPart {...{ partner, outlets, terminals, texts, mayChange }} />
      <h2>{words.history}</h2>
      <Events {...{ events, names, texts }} />
      {mayChange ? <Steps {...{ partner, form, texts }} newId={kit.runtime.newId} /> : null}
    </DeskPage>,
    fault?.status ?? (hasFaults ? 422 : 200),
  )
}

interface DoorsProps {
  readonly partner: Partner
  readonly language: DeskLanguage
  readonly hasAgreement: boolean
}

/** To the forms in which things about a partner are written. */
function Doors({ partner: { id }, language, hasAgreement }: DoorsProps) {
  const texts = PARTNER_TEXTS[language]
  const address = addressOf(id)
  const doors = [
    ['agreement', hasAgreement ? texts.renewLink : texts.agreementLink],
    ['outlet', texts.outletLink],
    ['details', texts.changeLink],
  ] as const
  return (
    <p class="desk-actions">
      {doors.map(([path, text]) => (
        <a class="btn btn-outline-primary" href={`${address}/${path}`}>
          {text}
        </a>
      ))}
    </p>
  )
}

interface AgreementsProps {
  readonly agreements: readonly Agreement[]
  readonly texts: DeskMoneyTexts
  readonly language: DeskLanguage
}

function Agreements({ agreements, texts, language }: AgreementsProps) {
  const { partners: words } = texts
  if (agreements.length === 0) return <p>{words.noAgreement}</p>
  return (
    <Table
      caption={words.agreements}
      heads={[
        ...[words.signedOn, words.validUntil, words.products, words.sells, words.settled],
        PARTNER_TEXTS[language].documents,
      ]}
    >
      {agreements.map((one) => (
        <tr>
          <td>{showDay(one.signedOn)}</td>
          <td>{validity(one, texts)}</td>
          <td>{one.products?.join(', ') ?? words.all}</td>
          <td>{one.categories === null ? words.all : showCategories(one.categories, language)}</td>
          <td>
            {fill(words.settledText, {
              period: texts.periods[one.settlementPeriod],
              days: one.settlementDays,
            })}
          </td>
          <td>
            {one.documents.map(({ name, sha256 }) => (
              <div>
                {name}{' '}
                <code title={PARTNER_TEXTS[language].fingerprint}>{sha256.slice(0, 12)}…</code>
              </div>
            ))}
          </td>
        </tr>
      ))}
    </Table>
  )
}

interface OutletsProps {
  readonly partner: Partner
  readonly outlets: readonly Outlet[]
  readonly texts: DeskMoneyTexts
  readonly language: DeskLanguage
  readonly mayChange: boolean
}

function Outlets({ partner, outlets, texts, language, mayChange }: OutletsProps) {
  const { partners: words } = texts
  if (outlets.length === 0) return <p>{words.noOutlets}</p>
  const address = `${addressOf(partner.id)}/outlet`
  return (
    <Table caption={words.outlets} heads={[words.name, words.town, words.hours]}>
      {outlets.map(({ id, name, town, openingHours, closedAt }) => (
        <tr>
          <td>
            {mayChange ? (
              <a
                href={`${address}?outlet=${encodeURIComponent(id)}`}
                aria-label={fill(PARTNER_TEXTS[language].outletEdit, { name })}
              >
                {name}
              </a>
            ) : (
              name
            )}
          </td>
          <td>{town}</td>
          <td>{closedAt === null ? (openingHours ?? '') : words.closed}</td>
        </tr>
      ))}
    </Table>
  )
}

interface EventsProps {
  readonly events: readonly PartnerEvent[]
  readonly names: ReadonlyMap<Uuid, string>
  readonly texts: DeskMoneyTexts
}

function Events({ events, names, texts }: EventsProps) {
  const { partners: words } = texts
  if (events.length === 0) return <p>{words.noHistory}</p>
  return (
    <Table caption={words.history} heads={[words.when, words.what, texts.reason, words.who]}>
      {events.map(({ kind, reason, actorId, recordedAt }) => (
        <tr>
          <td>{showTime(recordedAt)}</td>
          <td>{texts.steps[kind]}</td>
          <td>{reason}</td>
          <td>{names.get(actorId) ?? ''}</td>
        </tr>
      ))}
    </Table>
  )
}

interface StepsProps {
  readonly partner: Partner
  readonly form: FormState
  readonly texts: DeskMoneyTexts
  readonly newId: () => Uuid
}

/** What the status of the partner allows, one button each. */
function Steps({ partner: { id, status }, form, texts, newId }: StepsProps) {
  const steps = PARTNER_STEP_NAMES.filter((step) =>
    PARTNER_STEPS[step].from.some((one) => one === status),
  )
  if (steps.length === 0) return null
  return (
    <form method="post" action={addressOf(id)} class="desk-card" novalidate>
      <h2>{texts.partners.steps}</h2>
      <Hidden values={{ id: newId() }} />
      <TextField
        {...{ form, name: 'reason', label: texts.reason, hint: texts.reasonHint }}
        maxlength={REASON_MAX}
        isRequired
      />
      <div class="desk-actions">
        {steps.map((step) => (
          <button
            class={step === 'resume' ? 'btn btn-primary' : 'btn btn-outline-danger'}
            type="submit"
            name="step"
            value={step}
          >
            {texts.steps[step]}
          </button>
        ))}
      </div>
    </form>
  )
}
