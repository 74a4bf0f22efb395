import type { Hono } from 'hono'
import { refusalOf } from '../../access/core/duties.ts'
import { romeDay } from '../../kernel/days.ts'
import type { Uuid } from '../../kernel/ids.ts'
import type { Dispute, DisputeEvent } from '../../vouchers/claims.ts'
import type { DeskClaimsTexts } from '../messages/desk-claims.ts'
import { CLAIM_READERS, CLAIM_TEXTS, partnerNames } from './claims.tsx'
import { APPROVAL_TEXTS } from './decision-forms.tsx'
import { ChoiceField, EMPTY_FORM, type FormState, TextField } from './fields.tsx'
import { idIn } from './issue.tsx'
import { DeskPage } from './layout.tsx'
import { attempt, Facts, Hidden, type MoneyKit, namesOf, noticeOf, Table } from './money-kit.tsx'
import { answerPage, type ShownFault } from './page.ts'
import { type FormReader, readFields } from './reading.ts'
import { peopleSide } from './refund.tsx'
import { type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'
import { fill, showDay, showMoney, showTime } from './show.ts'

const PATH = '/desk/disputes/:id'
const REASON_MAX = 200
const OUTCOMES = ['to_voucher', 'to_partner'] as const

/** A dispute: what was said in it, and the decision of somebody who did not open it. */
export function addDispute(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles(...CLAIM_READERS))
  routes.get(PATH, (c) => draw(c, kit, EMPTY_FORM))
  routes.post(PATH, deskRoles('operator', 'administrator', 'partner_owner'), async (c) => {
    const { language } = c.get('desk')
    const fields = readFields(await readForm(c), language)
    const id = idIn(c)
    const act = fields.isTicked('decides') ? decision(fields, id) : note(fields, id)
    if (act === undefined) return draw(c, kit, fields.state())
    const fault = await attempt(language, () => act.run(c, kit))
    if (fault !== undefined) return draw(c, kit, fields.state(), fault)
    return c.redirect(`/desk/disputes/${id}?done=${act.done}`, 303)
  })
}

interface Act {
  readonly done: 'note' | 'decided'
  run(c: DeskContext, kit: MoneyKit): Promise<unknown>
}

function decision(fields: FormReader, id: Uuid): Act | undefined {
  const outcome = fields.choice('outcome', OUTCOMES, true)
  const reason = fields.line('why', REASON_MAX, true)
  if (outcome === null || reason === null) return undefined
  return {
    done: 'decided',
    run: (c, { vouchers }) => vouchers.decideDispute({ id, outcome, reason }, c.get('desk').who),
  }
}

function note(fields: FormReader, disputeId: Uuid): Act | undefined {
  const id = fields.id('id')
  const reason = fields.line('note', REASON_MAX, true)
  if (reason === null) return undefined
  return {
    done: 'note',
    run: (c, { vouchers }) => vouchers.noteDispute({ id, disputeId, reason }, c.get('desk').who),
  }
}

async function draw(
  c: DeskContext,
  kit: MoneyKit,
  form: FormState,
  fault?: ShownFault,
): Promise<Response> {
  const session = c.get('desk')
  const { who, role, language } = session
  const texts = CLAIM_TEXTS[language]
  const { dispute, events } = await kit.vouchers.getDispute(idIn(c), who)
  const [approval, partners, names] = await Promise.all([
    kit.approvals.findFor('dispute', dispute.id),
    partnerNames(kit, [dispute]),
    // A shop is told which side spoke, and not who.
    namesOf(kit, role === 'partner_owner' ? [] : events.map(({ actorId }) => actorId)),
  ])
  const isOpen = dispute.state === 'open'
  const refusal = approval === undefined ? undefined : refusalOf({ ...approval, isOpen }, who)
  const mayDecide = isOpen && refusal === undefined
  const hasFaults = Object.keys(form.faults).length > 0
  const today = romeDay(kit.runtime.now())
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session }}
      title={fill(texts.disputeTitle, {
        amount: showMoney(dispute.amount, dispute.unit, language),
      })}
      section="claims"
      notice={noticeOf(c, fault, texts.done)}
    >
      <Facts
        pairs={[
          [texts.state, texts.disputeStates[dispute.state]],
          [texts.side, texts.sides[dispute.side]],
          [texts.partner, partners.get(dispute.partnerId) ?? dispute.partnerId],
          [texts.since, showTime(dispute.openedAt)],
          ...(isOpen ? ([[texts.due, dueOf(dispute, texts, today)]] as const) : []),
          ...(role === 'partner_owner' ? [] : peopleSide(dispute, texts)),
        ]}
      />
      <h2>{texts.history}</h2>
      <Said {...{ dispute, events, names, texts }} />
      {mayDecide ? <DecideForm {...{ dispute, form, texts }} /> : null}
      {isOpen && refusal !== undefined ? (
        <p class="text-secondary">{APPROVAL_TEXTS[language].refusals[refusal]}</p>
      ) : null}
      {isOpen && role !== 'treasurer' && role !== 'auditor' ? (
        <NoteForm {...{ dispute, form, texts }} id={kit.runtime.newId()} />
      ) : null}
      <p>
        <a href="/desk/claims">{texts.back}</a>
      </p>
    </DeskPage>,
    fault?.status ?? (hasFaults ? 422 : 200),
  )
}

function dueOf({ dueOn }: Dispute, texts: DeskClaimsTexts, today: string): string {
  return dueOn < today ? `${showDay(dueOn)} (${texts.late})` : showDay(dueOn)
}

interface SaidProps {
  readonly dispute: Dispute
  readonly events: readonly DisputeEvent[]
  readonly names: ReadonlyMap<Uuid, string>
  readonly texts: DeskClaimsTexts
}

function Said({ dispute, events, names, texts }: SaidProps) {
  const own: Readonly<Record<string, string>> = texts.own
  const whoOf = ({ actorId }: DisputeEvent) => names.get(actorId) ?? sideOf(actorId)
  // Who signed in has a name; besides them a phone opens a dispute, and a till or a program of the shop.
  const sideOf = (actorId: Uuid) =>
    actorId === dispute.openedBy && dispute.side === 'beneficiary'
      ? texts.fromWallet
      : texts.sides.partner
  return (
    <Table caption={texts.history} heads={[texts.when, texts.what, texts.reason, texts.who]}>
      {events.map((event) => (
        <tr>
          <td>{showTime(event.recordedAt)}</td>
          <td>{texts.said[event.kind]}</td>
          <td>{own[event.reason] ?? event.reason}</td>
          <td>{whoOf(event)}</td>
        </tr>
      ))}
    </Table>
  )
}

interface FormProps {
  readonly dispute: Dispute
  readonly form: FormState
  readonly texts: DeskClaimsTexts
}

function DecideForm({ dispute: { id }, form, texts }: FormProps) {
  return (
    <form method="post" action={`/desk/disputes/${id}`} class="desk-card" novalidate>
      <h2>{texts.decide}</h2>
      <p>{texts.decideLead}</p>
      <Hidden values={{ decides: 'yes' }} />
      <div class="desk-fields">
        <ChoiceField
          {...{ form, name: 'outcome', label: texts.outcome, empty: '' }}
          options={OUTCOMES.map((one) => [one, texts.outcomes[one]] as const)}
          isRequired
        />
        <TextField
          {...{ form, name: 'why', label: texts.decideReason, hint: texts.reasonHint }}
          maxlength={REASON_MAX}
          isRequired
        />
      </div>
      <div class="desk-actions">
        <button class="btn btn-primary" type="submit">
          {texts.decideSubmit}
        </button>
      </div>
    </form>
  )
}

function NoteForm({ dispute, form, texts, id }: FormProps & { readonly id: string }) {
  return (
    <form method="post" action={`/desk/disputes/${dispute.id}`} class="desk-card" novalidate>
      <h2>{texts.note}</h2>
      <Hidden values={{ id: form.values.id ?? id }} />
      <TextField
        {...{ form, name: 'note', label: texts.noteText, hint: texts.reasonHint }}
        maxlength={REASON_MAX}
        isRequired
      />
      <div class="desk-actions">
        <button class="btn btn-outline-primary" type="submit">
          {texts.noteSubmit}
        </button>
      </div>
    </form>
  )
}
