import type { Child } from 'hono/jsx'
import type { Uuid, VoucherId } from '../../kernel/ids.ts'
import type { Voucher } from '../../vouchers/service.ts'
import type { DeskVouchersTexts } from '../messages/desk-vouchers.ts'
import { ChoiceField, type FormState, TextField } from './fields.tsx'
import { VOUCHER_TEXTS } from './hand-over.tsx'
import type { DeskLanguage } from './layout.tsx'
import { attempt, Hidden, type MoneyKit } from './money-kit.tsx'
import type { ShownFault } from './page.ts'
import { type FormReader, readFields } from './reading.ts'
import { type DeskContext, readForm } from './session.ts'
import { fill, showMoney } from './show.ts'

const ACTIONS = ['replace', 'activate', 'block', 'unblock', 'cancel', 'top_up', 'extend'] as const
type Action = (typeof ACTIONS)[number]
const REASON_MAX = 200

/** What a form of the page asks for is done, and leads to the page that shows it; or what is wrong is drawn. */
export async function actOnVoucher(
  c: DeskContext,
  kit: MoneyKit,
  voucherId: Uuid,
): Promise<Response | { readonly form: FormState; readonly fault?: ShownFault | undefined }> {
  const { language } = c.get('desk')
  const fields = readFields(await readForm(c), language)
  const action = fields.choice('action', ACTIONS, true)
  const id = fields.id('id')
  const reason = action === 'activate' ? '' : fields.line('reason', REASON_MAX, true)
  if (action === null || reason === null) return { form: fields.state() }
  const request = { id, reason, voucherId: voucherId as VoucherId }
  const act = askFor(c, kit, action, fields, request)
  if (act === undefined) return { form: fields.state() }
  let shown: VoucherId = request.voucherId
  const fault = await attempt(language, async () => {
    shown = await act()
  })
  if (fault !== undefined) return { form: fields.state(), fault }
  return c.redirect(`/desk/vouchers/${shown}?done=${DONE[action]}`, 303)
}

const DONE: Readonly<Record<Action, keyof DeskVouchersTexts['done']>> = {
  replace: 'replaced',
  activate: 'activated',
  block: 'block',
  unblock: 'unblock',
  cancel: 'cancel',
  top_up: 'asked',
  extend: 'asked',
}

interface Request {
  readonly id: Uuid
  readonly reason: string
  readonly voucherId: VoucherId
}

/** @returns what does it and gives the voucher to show; `undefined` where a field is wrong */
function askFor(
  c: DeskContext,
  { vouchers, issuing }: MoneyKit,
  action: Action,
  fields: FormReader,
  { id, reason, voucherId }: Request,
): (() => Promise<VoucherId>) | undefined {
  const { who } = c.get('desk')
  const same = (work: Promise<unknown>) => work.then(() => voucherId)
  switch (action) {
    case 'activate':
      return () => same(issuing.activate({ id, voucherIds: [voucherId] }, who))
    case 'replace': {
      const newVoucherId = fields.id('newVoucherId') as VoucherId
      return async () => (await issuing.replace(voucherId, { id, newVoucherId, reason }, who)).id
    }
    case 'top_up': {
      const amount = fields.amount('amount')
      if (amount === null || amount === 0n) {
        fields.blame('amount', VOUCHER_TEXTS[c.get('desk').language].amountNeeded)
        return undefined
      }
      const order = { id, voucherId, reason, kind: action, amount } as const
      return () => same(issuing.prepareChange(order, who))
    }
    case 'extend': {
      const expiresOn = fields.day('expiresOn', true)
      if (expiresOn === null) return undefined
      const order = { id, voucherId, reason, kind: action, expiresOn } as const
      return () => same(issuing.prepareChange(order, who))
    }
    default:
      return () => same(vouchers[action](voucherId, { id, reason }, who))
  }
}

interface ActionsProps {
  readonly voucher: Voucher
  readonly form: FormState
  readonly texts: DeskVouchersTexts
  readonly language: DeskLanguage
  readonly newId: () => Uuid
}

/** The card comes first, handed over or lost; what is rarer is folded away. */
export function VoucherActions(props: ActionsProps) {
  const { voucher, form, texts, newId } = props
  const { status } = voucher
  const wrong = form.values.action
  return (
    <>
      {status === 'issued' ? (
        <form method="post" class="desk-actions">
          <Hidden values={{ id: newId() }} />
          <button class="btn btn-primary" type="submit" name="action" value="activate">
            {texts.handNow}
          </button>
        </form>
      ) : null}
      <Lost {...props} isOpen={wrong === 'replace'} />
      <details class="desk-card" open={wrong !== undefined && wrong !== 'replace'}>
        <summary class="py-2">{texts.otherActions}</summary>
        <Asking {...props} action={status === 'blocked' ? 'unblock' : 'block'} />
        <Asking {...props} action="cancel" lead={texts.cancelLead} />
        <Asking {...props} action="top_up" lead={texts.topUpLead}>
          <TextField
            {...{ form: wrong === 'top_up' ? form : BLANK, name: 'amount', label: texts.side }}
            inputmode="decimal"
            isRequired
          />
        </Asking>
        <Asking {...props} action="extend" lead={texts.topUpLead}>
          <TextField
            {...{ form: wrong === 'extend' ? form : BLANK, name: 'expiresOn' }}
            label={texts.expiresOn}
            type="date"
            isRequired
          />
        </Asking>
      </details>
    </>
  )
}

const BLANK: FormState = { values: {}, faults: {} }

function Lost({ voucher, texts, language, newId, isOpen }: ActionsProps & { isOpen: boolean }) {
  const amount = showMoney(voucher.remaining, voucher.unit, language)
  const form: FormState = { values: { lost: texts.lostReasons[0] ?? '' }, faults: {} }
  return (
    <details class="desk-card" open={isOpen}>
      <summary class="py-2 fw-bold">{texts.lost}</summary>
      <p>{fill(texts.lostLead, { amount })}</p>
      <form method="post">
        <Hidden values={{ id: newId(), newVoucherId: newId() }} />
        <ChoiceField
          {...{ form, name: 'reason', label: texts.lostReason }}
          options={texts.lostReasons.map((reason) => [reason, reason] as const)}
        />
        <div class="desk-actions">
          <button class="btn btn-primary" type="submit" name="action" value="replace">
            {texts.lostConfirm}
          </button>
        </div>
      </form>
    </details>
  )
}

interface AskingProps extends ActionsProps {
  readonly action: Exclude<Action, 'replace' | 'activate'>
  readonly lead?: string
  readonly children?: Child
}

function Asking({ action, lead, children, texts, form, newId }: AskingProps) {
  const field = `reason-${action}`
  const fault = form.values.action === action ? form.faults.reason : undefined
  const names: Readonly<Record<typeof action, string>> = {
    block: texts.block,
    unblock: texts.unblock,
    cancel: texts.cancel,
    top_up: texts.topUp,
    extend: texts.extend,
  }
  return (
    <form method="post" class="border-top pt-3" novalidate>
      <h2 class="h6 mt-0">{names[action]}</h2>
      {lead === undefined ? null : <p>{lead}</p>}
      <Hidden values={{ id: newId() }} />
      {children}
      <label class="form-label" for={field}>
        {texts.reason}
      </label>
      <input
        id={field}
        class={fault === undefined ? 'form-control' : 'form-control is-invalid'}
        type="text"
        name="reason"
        maxlength={REASON_MAX}
        autocomplete="off"
        required
        aria-describedby={`${field}-hint`}
      />
      <div class={fault === undefined ? 'form-text' : 'invalid-feedback'} id={`${field}-hint`}>
        {fault ?? texts.reasonHint}
      </div>
      <div class="desk-actions">
        <button
          class={action === 'cancel' ? 'btn btn-outline-danger' : 'btn btn-outline-primary'}
          type="submit"
          name="action"
          value={action}
        >
          {action === 'top_up' || action === 'extend' ? texts.ask : names[action]}
        </button>
      </div>
    </form>
  )
}
