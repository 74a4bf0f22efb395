/** @jsxImportSource hono/jsx/dom */
import { useState } from 'hono/jsx/dom'
import { OWN_REASONS } from '../../../vouchers/core/refund.ts'
import type { Reply } from '../../client/api.ts'
import { showDay } from '../../client/days.ts'
import type { WalletTexts } from '../../messages/wallet.ts'
import type { Spent } from './model.ts'
import { newSaying, sayNotRight } from './wallet.ts'

interface PartProps {
  readonly spent: Spent
  readonly texts: WalletTexts
  /** Told when something was said. */
  readonly onSaid: () => void
}

/** How what was said about a purchase stands, and the form to say that something is not right. */
export function DisputePart({ spent, texts, onSaid }: PartProps) {
  const [isOpen, setOpen] = useState(false)
  // Sent again after no answer, it is still the same.
  const [id] = useState(newSaying())
  const [outcome, setOutcome] = useState('')
  const send = async (event: Event) => {
    event.preventDefault()
    const form = event.target
    if (!(form instanceof HTMLFormElement)) return
    const reason = String(new FormData(form).get('reason') ?? '')
    const reply = await sayNotRight(id, spent, reason)
    if (reply.kind !== 'answered') return setOutcome(sentenceOf(reply, texts))
    setOpen(false)
    onSaid()
  }
  return (
    <div>
      <Standing spent={spent} texts={texts} />
      {isOpen && (
        <form onSubmit={send} class="mb-3">
          <p>{texts.wrongLead}</p>
          <label for={`wrong-${spent.id}`} class="form-label">
            {texts.wrongWhat}
          </label>
          <select id={`wrong-${spent.id}`} name="reason" class="form-select mb-3">
            {OWN_REASONS.map((one) => (
              <option key={one} value={one}>
                {texts.wrongReasons[one]}
              </option>
            ))}
          </select>
          <button type="submit" class="btn btn-primary">
            {texts.wrongSend}
          </button>{' '}
          <button type="button" class="btn btn-link wallet-flat" onClick={() => setOpen(false)}>
            {texts.back}
          </button>
        </form>
      )}
      <p role="status" class="m-0">
        {outcome}
      </p>
      {!isOpen && mayDispute(spent) && (
        <button type="button" class="btn btn-link wallet-flat" onClick={() => setOpen(true)}>
          {texts.wrong}
        </button>
      )}
    </div>
  )
}

function Standing({ spent: { dispute }, texts }: Pick<PartProps, 'spent' | 'texts'>) {
  if (dispute === undefined || dispute === null) return null
  const sentence = texts.wrongStates[dispute.state]
  return (
    <p class="m-0">
      {sentence} {dispute.state === 'open' && <bdi>{showDay(dispute.dueOn)}</bdi>}
    </p>
  )
}

/** What was kept by an earlier version of this page says nothing about it. */
function mayDispute({ disputable = '0', dispute = null }: Spent): boolean {
  return disputable !== '0' && dispute?.state !== 'open'
}

function sentenceOf(reply: Reply, texts: WalletTexts): string {
  if (reply.kind !== 'refused') return texts.noAnswer
  return reply.code === 'dispute_after_settlement' ? texts.wrongPaid : texts.wrongRefused
}
