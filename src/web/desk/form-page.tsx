import type { Child } from 'hono/jsx'
import type { FormState } from './fields.tsx'
import { DeskPage, type DeskSection } from './layout.tsx'
import { Hidden, type MoneyKit, noticeOf } from './money-kit.tsx'
import { answerPage, type ShownFault } from './page.ts'
import type { DeskContext } from './session.ts'

/** What a page that is one form shows. */
export interface FormPage {
  readonly title: string
  readonly section: DeskSection
  readonly lead?: string
  readonly form: FormState
  readonly fault?: ShownFault | undefined
  /** Where it is sent; the page's own address where nothing is said. */
  readonly action: string
  readonly hidden?: Readonly<Record<string, string>>
  readonly submit: string
  readonly back: readonly [href: string, text: string]
  /** Whether files are sent along. */
  readonly hasFiles?: boolean
  /** By which a script finds it. */
  readonly formId?: string
  readonly module?: string
  readonly fields: Child
}

/** Draws a page that is one form: what was typed stays, and what is wrong stands at its field. */
export function drawForm(c: DeskContext, { assets }: MoneyKit, shown: FormPage): Promise<Response> {
  const { title, section, lead, form, fault, action, back, submit, hidden = {} } = shown
  const hasFaults = Object.keys(form.faults).length > 0
  return answerPage(
    c,
    <DeskPage
      {...{ assets, session: c.get('desk'), title, section, notice: noticeOf(c, fault, {}) }}
      {...(shown.module === undefined ? {} : { module: shown.module })}
    >
      <form
        method="post"
        action={action}
        {...(shown.formId === undefined ? {} : { id: shown.formId })}
        class="desk-card pt-3"
        novalidate
        {...(shown.hasFiles === true ? { enctype: 'multipart/form-data' } : {})}
      >
        {lead === undefined ? null : <p>{lead}</p>}
        <Hidden values={hidden} />
        {shown.fields}
        <div class="desk-actions">
          <button class="btn btn-primary" type="submit">
            {submit}
          </button>
        </div>
      </form>
      <p>
        <a href={back[0]}>{back[1]}</a>
      </p>
    </DeskPage>,
    fault?.status ?? (hasFaults ? 422 : 200),
  )
}
