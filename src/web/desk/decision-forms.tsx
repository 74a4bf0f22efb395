import type { Approval } from '../../access/approvals.ts'
import { type ApprovalKind, refusalOf } from '../../access/core/duties.ts'
import type { Principal } from '../../access/core/principal.ts'
import { OVERRIDE_REFUSALS } from '../../plans/core/words.ts'
import {
  type DeskApprovalsTexts,
  deskApprovalsEn,
  deskApprovalsIt,
} from '../messages/desk-approvals.ts'
import type { DeskLanguage } from './layout.tsx'

export const APPROVAL_TEXTS: Readonly<Record<DeskLanguage, DeskApprovalsTexts>> = {
  it: deskApprovalsIt,
  en: deskApprovalsEn,
}

/** What is decided on these pages; the others are decided where they are looked into. */
export const DECIDED_HERE: readonly ApprovalKind[] = [
  'voucher_batch',
  'voucher_change',
  'envelope_move',
  'funding',
  'eligibility_override',
  'emergency_cap',
  'refund',
  'currency_grant',
  'reserve_release',
  'clearing',
  'instrument',
]

interface DecisionProps {
  readonly approval: Approval
  readonly who: Principal
  readonly language: DeskLanguage
  /** Where the decision is sent; the page of the approvals where nothing is said. */
  readonly address?: string
}

/** Approve, or refuse with a reason; where somebody may do neither, it says why. */
export function DecisionForms(props: DecisionProps) {
  const { approval, who, language, address = `/desk/approvals/${approval.id}` } = props
  const texts = APPROVAL_TEXTS[language]
  const isOpen = approval.state === 'waiting'
  if (!isOpen) return null
  const refusal = refusalOf({ ...approval, isOpen }, who)
  if (refusal !== undefined) return <p class="text-secondary">{texts.refusals[refusal]}</p>
  if (!DECIDED_HERE.includes(approval.kind)) return <p>{texts.elsewhere}</p>
  return (
    <div class="desk-card">
      <form method="post" action={address} class="desk-actions">
        <button class="btn btn-primary" type="submit" name="state" value="approved">
          {texts.approve}
        </button>
      </form>
      <form method="post" action={address} novalidate>
        <ReasonField approval={approval} texts={texts} />
        <div class="desk-actions">
          <button class="btn btn-outline-danger" type="submit" name="state" value="refused">
            {texts.refuse}
          </button>
        </div>
      </form>
    </div>
  )
}

/** Why an exception is refused is one of a few grounds, for it may be told to the person. */
function ReasonField({
  approval,
  texts,
}: {
  readonly approval: Approval
  readonly texts: DeskApprovalsTexts
}) {
  const id = `reason-${approval.id}`
  const hint = `${id}-hint`
  if (approval.kind === 'eligibility_override') {
    return (
      <div>
        <label class="form-label" for={id}>
          {texts.reason}
        </label>
        <select id={id} name="reason" class="form-select">
          {OVERRIDE_REFUSALS.map((ground) => (
            <option value={ground}>{texts.grounds[ground]}</option>
          ))}
        </select>
      </div>
    )
  }
  return (
    <div>
      <label class="form-label" for={id}>
        {texts.reason}
      </label>
      <input
        {...{ id, name: 'reason', maxlength: 200, 'aria-describedby': hint }}
        class="form-control"
        type="text"
        autocomplete="off"
        required
      />
      <div class="form-text" id={hint}>
        {texts.reasonHint}
      </div>
    </div>
  )
}
