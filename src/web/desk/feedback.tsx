import type { Hono } from 'hono'
import { romeDay } from '../../kernel/days.ts'
import { parseUuid, type Uuid } from '../../kernel/ids.ts'
import { FEEDBACK_CLOSINGS, FEEDBACK_KINDS } from '../../plans/core/feedback.ts'
import type { Feedback, FeedbackPage } from '../../plans/feedback.ts'
import {
  type DeskFeedbackTexts,
  deskFeedbackEn,
  deskFeedbackIt,
} from '../messages/desk-feedback.ts'
import { ChoiceField, EMPTY_FORM, type FormState, LongTextField } from './fields.tsx'
import { FiltersForm } from './filters-form.tsx'
import { type DeskLanguage, DeskPage } from './layout.tsx'
import { Facts, noticeOf, Table } from './money-kit.tsx'
import { answerPage, type DeskKit, faultOf, type ShownFault } from './page.ts'
import { readFields } from './reading.ts'
import {
  askerOf,
  type DeskContext,
  type DeskEnv,
  DeskRefusal,
  deskRoles,
  readForm,
} from './session.ts'
import { fill, showDay, showTime } from './show.ts'

const PATH = '/desk/feedback'
const SHOWN = 50
const ANSWER_MAX = 4000
const STATES = ['waits', 'answered'] as const

const TEXTS: Readonly<Record<DeskLanguage, DeskFeedbackTexts>> = {
  it: deskFeedbackIt,
  en: deskFeedbackEn,
}

/** What people said from their wallets, and what it is answered. No role of a partner is let in. */
export function addFeedback(routes: Hono<DeskEnv>, kit: DeskKit): void {
  for (const path of [PATH, `${PATH}/:id`, `${PATH}/:id/close`]) {
    routes.use(path, deskRoles('operator', 'administrator'))
  }
  routes.get(PATH, (c) => drawList(kit, c))
  routes.get(`${PATH}/:id`, (c) => drawOne(kit, c, { form: EMPTY_FORM }))
  routes.post(`${PATH}/:id`, async (c) => {
    const fields = readFields(await readForm(c), c.get('desk').language)
    const text = fields.paragraphs('answer', ANSWER_MAX, true)
    if (text === null) return drawOne(kit, c, { form: fields.state() }, 422)
    return settle(kit, c, 'answered', fields.state(), () =>
      kit.casework.feedback.answer(askerOf(c), idOf(c), text),
    )
  })
  routes.post(`${PATH}/:id/close`, async (c) => {
    const fields = readFields(await readForm(c), c.get('desk').language)
    const reason = fields.choice('reason', FEEDBACK_CLOSINGS, true)
    if (reason === null) return drawOne(kit, c, { form: fields.state() }, 422)
    return settle(kit, c, 'closed', fields.state(), () =>
      kit.casework.feedback.close(askerOf(c), idOf(c), reason),
    )
  })
}

async function settle(
  kit: DeskKit,
  c: DeskContext,
  done: 'answered' | 'closed',
  form: FormState,
  act: () => Promise<unknown>,
): Promise<Response> {
  try {
    await act()
  } catch (error) {
    const fault = faultOf(error, c.get('desk').language)
    // What is not there has no page on which that could be said.
    if (fault === undefined || fault.status === 404) throw error
    return drawOne(kit, c, { form, fault }, 422)
  }
  return c.redirect(`${PATH}/${idOf(c)}?done=${done}`, 303)
}

function idOf(c: DeskContext): Uuid {
  const id = parseUuid(c.req.param('id') ?? '')
  if (id === undefined) throw new DeskRefusal('not_found')
  return id
}

function filterOf(query: Readonly<Record<string, string>>) {
  const after = parseUuid(query.after ?? '')
  const kind = FEEDBACK_KINDS.find((one) => one === query.kind)
  const state = STATES.find((one) => one === query.state)
  const page: Omit<FeedbackPage, 'limit'> = {
    ...(after === undefined ? {} : { after }),
    ...(kind === undefined ? {} : { kind }),
    ...(state === undefined ? {} : { isWaiting: state === 'waits' }),
  }
  return { page, values: { kind: kind ?? '', state: state ?? '' } }
}

async function drawList(kit: DeskKit, c: DeskContext): Promise<Response> {
  const session = c.get('desk')
  const texts = TEXTS[session.language]
  const { page, values } = filterOf(c.req.query())
  const found = await kit.casework.feedback.list(askerOf(c), { ...page, limit: SHOWN + 1 })
  const items = found.slice(0, SHOWN)
  const last = found.length > SHOWN ? items.at(-1) : undefined
  const isFiltered = Object.keys(page).length > 0
  const next = new URLSearchParams({ ...values, after: last?.id ?? '' })
  return answerPage(
    c,
    <DeskPage {...{ assets: kit.assets, session }} title={texts.title} section="feedback">
      <p>{texts.lead}</p>
      {session.role === 'operator' ? <p>{texts.leadPoint}</p> : null}
      <Filters values={values} texts={texts} />
      {items.length === 0 ? (
        <p class="desk-card pt-3">{isFiltered ? texts.noneFilter : texts.none}</p>
      ) : (
        <List {...{ items, texts, today: romeDay(kit.runtime.now()) }} />
      )}
      {last === undefined ? null : (
        <p>
          <a href={`${PATH}?${next}`}>{texts.next}</a>
        </p>
      )}
      <p>
        <a href="/api/v1/feedback.csv">{texts.csv}</a>
      </p>
    </DeskPage>,
  )
}

interface FiltersProps {
  readonly values: Readonly<Record<string, string>>
  readonly texts: DeskFeedbackTexts
}

function Filters({ values, texts }: FiltersProps) {
  const shared = { form: { values, faults: {} }, empty: texts.all }
  return (
    <FiltersForm action={PATH} texts={texts}>
      <ChoiceField
        {...{ ...shared, name: 'state', label: texts.state }}
        options={STATES.map((one) => [one, texts.states[one]] as const)}
      />
      <ChoiceField
        {...{ ...shared, name: 'kind', label: texts.kind }}
        options={FEEDBACK_KINDS.map((one) => [one, texts.kinds[one]] as const)}
      />
    </FiltersForm>
  )
}

interface ListProps {
  readonly items: readonly Feedback[]
  readonly texts: DeskFeedbackTexts
  readonly today: string
}

function List({ items, texts, today }: ListProps) {
  return (
    <Table
      caption={texts.caption}
      heads={[texts.due, texts.kind, texts.about, texts.person, texts.became, texts.received]}
    >
      {items.map((one) => (
        <tr class={isOverdue(one, today) ? 'desk-not-met' : ''}>
          <td>
            <a href={`${PATH}/${one.id}`} aria-label={`${texts.read}: ${showDay(one.dueOn)}`}>
              {showDay(one.dueOn)}
            </a>
          </td>
          <td>{texts.kinds[one.kind]}</td>
          <td>{aboutOf(one, texts)}</td>
          <td>{one.beneficiaryId ?? texts.anonymous}</td>
          <td>{becameOf(one, texts, today)}</td>
          <td>{showDay(one.receivedOn)}</td>
        </tr>
      ))}
    </Table>
  )
}

function isOpen({ answeredAt, closing }: Feedback): boolean {
  return answeredAt === null && closing === null
}

function isOverdue(one: Feedback, today: string): boolean {
  return isOpen(one) && one.dueOn < today
}

function becameOf(one: Feedback, texts: DeskFeedbackTexts, today: string): string {
  if (one.answeredAt !== null) return texts.answered
  if (one.closing !== null) return texts.closed
  return isOverdue(one, today) ? texts.overdue : texts.waits
}

function aboutOf({ about, partnerId }: Feedback, { abouts }: DeskFeedbackTexts): string {
  return fill(abouts[about], { partner: partnerId ?? '' })
}

interface Drawn {
  readonly form: FormState
  readonly fault?: ShownFault
}

async function drawOne(
  kit: DeskKit,
  c: DeskContext,
  { form, fault }: Drawn,
  status: 200 | 422 = 200,
): Promise<Response> {
  const one = await kit.casework.feedback.read(askerOf(c), idOf(c))
  const session = { ...c.get('desk'), path: `${PATH}/${one.id}` }
  const texts = TEXTS[session.language]
  const today = romeDay(kit.runtime.now())
  const { beneficiaryId: person } = one
  const notice = noticeOf(c, fault, texts.done)
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session, notice }}
      title={fill(texts.one, { day: showDay(one.receivedOn) })}
      section="feedback"
    >
      <p>{texts.lookLogged}</p>
      <Facts
        pairs={[
          [texts.kind, texts.kinds[one.kind]],
          [texts.about, aboutOf(one, texts)],
          [
            texts.person,
            person === null ? texts.anonymous : <a href={`/desk/people/${person}`}>{person}</a>,
          ],
          [texts.due, showDay(one.dueOn)],
          [texts.became, becameOf(one, texts, today)],
        ]}
      />
      <section class="desk-card" aria-labelledby="said">
        <h2 id="said">{texts.said}</h2>
        <p class="desk-words" dir="auto">
          {one.text ?? texts.erased}
        </p>
      </section>
      <Became one={one} texts={texts} />
      {isOpen(one) ? <AnswerForms {...{ one, texts, form }} /> : null}
      <p>
        <a href={PATH}>{texts.back}</a>
      </p>
    </DeskPage>,
    status,
  )
}

interface OneProps {
  readonly one: Feedback
  readonly texts: DeskFeedbackTexts
}

function Became({ one, texts }: OneProps) {
  const { answeredAt, answer, closing, closedAt } = one
  if (closing !== null && closedAt !== null) {
    return <p>{fill(texts.closedAt, { at: showTime(closedAt), reason: texts.reasons[closing] })}</p>
  }
  if (answeredAt === null) return null
  return (
    <section class="desk-card" aria-labelledby="answered">
      <h2 id="answered">{fill(texts.answeredAt, { at: showTime(answeredAt) })}</h2>
      <p class="desk-words" dir="auto">
        {answer ?? texts.erased}
      </p>
    </section>
  )
}

function AnswerForms({ one, texts, form }: OneProps & { readonly form: FormState }) {
  const path = `${PATH}/${one.id}`
  return (
    <>
      {one.text === null ? null : (
        <form method="post" action={path} novalidate class="desk-card pt-3">
          <LongTextField
            {...{ form, name: 'answer', label: texts.answer, hint: texts.answerHint }}
            maxlength={ANSWER_MAX}
            isRequired
          />
          <div class="desk-actions">
            <button class="btn btn-primary" type="submit">
              {texts.send}
            </button>
          </div>
        </form>
      )}
      {one.kind === 'complaint' && one.text !== null ? null : (
        <form method="post" action={`${path}/close`} novalidate class="desk-card">
          <h2>{texts.close}</h2>
          <p>{texts.closeLead}</p>
          <div class="desk-fields">
            <ChoiceField
              {...{ form, name: 'reason', label: texts.reason, empty: '–', isRequired: true }}
              options={FEEDBACK_CLOSINGS.map((reason) => [reason, texts.reasons[reason]] as const)}
            />
          </div>
          <div class="desk-actions">
            <button class="btn btn-outline-primary" type="submit">
              {texts.closeIt}
            </button>
          </div>
        </form>
      )}
    </>
  )
}
