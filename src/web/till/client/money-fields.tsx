/** @jsxImportSource hono/jsx/dom */
import type { Child } from 'hono/jsx/dom'
import { valueIn } from '../../client/fields.ts'
import type { TillMessages } from '../../messages/till.ts'

interface FieldProps {
  readonly id: string
  readonly name: string
  readonly value: string
  readonly write: (text: string) => void
  /** What is typed: an amount, a PIN that is not shown, or a name. */
  readonly kind: 'amount' | 'pin' | 'name'
}

/** A large field with its name. */
export function Field({ id, name, value, write, kind }: FieldProps) {
  return (
    <>
      <label class="form-label" for={id}>
        {name}
      </label>
      <input
        id={id}
        class="form-control form-control-lg"
        type={kind === 'pin' ? 'password' : 'text'}
        inputmode={kind === 'name' ? 'search' : kind === 'pin' ? 'numeric' : 'decimal'}
        autocomplete="off"
        value={value}
        onInput={(event: Event) => write(valueIn(event))}
      />
    </>
  )
}

interface ReasonsProps {
  readonly texts: TillMessages
  readonly reason: string
  readonly choose: (reason: string) => void
}

/** Why something is given back: one of the reasons that the service knows. */
export function Reasons({ texts, reason, choose }: ReasonsProps) {
  return (
    <>
      <label class="form-label" for="refund-reason">
        {texts.refundReason}
      </label>
      <select
        id="refund-reason"
        class="form-select form-select-lg"
        value={reason}
        onChange={(event: Event) => choose(valueIn(event))}
      >
        {(Object.keys(texts.reasons) as (keyof TillMessages['reasons'])[]).map((one) => (
          <option value={one}>{texts.reasons[one]}</option>
        ))}
      </select>
    </>
  )
}

interface HeadProps {
  readonly title: Child
  readonly back: string
  readonly onBack: () => void
}

/** The title of a screen, and the way back. */
export function Head({ title, back, onBack }: HeadProps) {
  return (
    <div class="till-topay">
      <h1>{title}</h1>
      <button type="button" class="btn btn-outline-primary" onClick={onBack}>
        {back}
      </button>
    </div>
  )
}
