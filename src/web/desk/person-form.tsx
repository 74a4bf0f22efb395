import type { Child } from 'hono/jsx'
import type { FormState } from './fields.tsx'
import { DeskPage, type Notice } from './layout.tsx'
import { answerPage, type DeskKit } from './page.ts'
import { PEOPLE_TEXTS } from './person-fields.tsx'
import { codeOf, PERSON_TEXTS } from './person-reading.ts'
import { askerOf, type DeskContext } from './session.ts'
import { fill } from './show.ts'

/** A form of its own about a person. */
export interface PersonForm {
  readonly title: string
  readonly notice: Notice | undefined
  readonly button: string
  /** Where it stands, and is sent to, below the person. */
  readonly path: string
  /** Whether what it does cannot be taken back. */
  readonly isFinal?: boolean
  readonly children: Child
}

export async function drawPersonForm(
  { assets, casework }: DeskKit,
  c: DeskContext,
  drawn: PersonForm,
): Promise<Response> {
  const session = c.get('desk')
  const { title, notice, button, path, isFinal = false, children } = drawn
  const { id: code } = await casework.people.get(askerOf(c), codeOf(c))
  const page = (
    <DeskPage
      assets={assets}
      session={session}
      title={`${title}: ${code}`}
      section="people"
      notice={notice}
    >
      <form method="post" action={`/desk/people/${code}/${path}`} novalidate class="desk-card pt-3">
        {children}
        <div class="desk-actions">
          <button class={isFinal ? 'btn btn-danger' : 'btn btn-primary'} type="submit">
            {button}
          </button>
        </div>
      </form>
      <p>
        <a href={`/desk/people/${code}`}>
          {fill(PERSON_TEXTS[session.language].backToPerson, { code })}
        </a>
      </p>
    </DeskPage>
  )
  return answerPage(c, page, notice === undefined ? 200 : 422)
}

/** How many fields of a form are to be corrected. */
export function countFaults(c: DeskContext, { faults }: FormState): Notice {
  const { fieldsWrong } = PEOPLE_TEXTS[c.get('desk').language]
  return { kind: 'wrong', text: fill(fieldsWrong, { count: Object.keys(faults).length }) }
}
