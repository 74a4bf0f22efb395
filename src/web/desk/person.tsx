import type { Hono } from 'hono'
import { VIEW_PURPOSES } from '../../plans/core/words.ts'
import { ChoiceField, EMPTY_FORM, type FormState } from './fields.tsx'
import { DeskPage, type DeskSession } from './layout.tsx'
import { answerPage, type DeskKit } from './page.ts'
import { IdentityFields, identityValues, PEOPLE_TEXTS } from './person-fields.tsx'
import { MoneySection, PERSON_MONEY_TEXTS } from './person-money.tsx'
import {
  ConsentSection,
  EligibilitySection,
  PinSection,
  PlanSection,
  VoucherSection,
  WalletSection,
} from './person-parts.tsx'
import {
  PERSON_TEXTS,
  type PersonView,
  readPerson,
  type SeenIdentity,
  type Shown,
} from './person-reading.ts'
import { type DeskContext, type DeskEnv, deskRoles } from './session.ts'
import { fill, showDay } from './show.ts'
import { STANDING_TEXTS } from './standing.tsx'

export const PERSON_PATH = '/desk/people/:code'

/** A person under their code. */
export function addPerson(routes: Hono<DeskEnv>, kit: DeskKit): void {
  routes.use(PERSON_PATH, deskRoles('operator', 'auditor', 'administrator'))
  routes.get(PERSON_PATH, async (c) => {
    const { language } = c.get('desk')
    const done: Readonly<Record<string, string>> = {
      ...PERSON_TEXTS[language].done,
      card_revoked: PERSON_MONEY_TEXTS[language].withdrawn,
    }
    const text = Object.hasOwn(done, c.req.query('done') ?? '')
      ? done[c.req.query('done') ?? '']
      : undefined
    const notice = text === undefined ? undefined : ({ kind: 'done', text } as const)
    return drawPerson(kit, c, { notice })
  })
}

export async function drawPerson(
  kit: DeskKit,
  c: DeskContext,
  shown: Shown,
  status: 200 | 422 = 200,
): Promise<Response> {
  const view = await readPerson(kit, c)
  // Where a form was refused, its address answers nothing else.
  const session = { ...c.get('desk'), path: `/desk/people/${view.person.id}` }
  const newId = () => kit.runtime.newId()
  const parts = { view, session, newId }
  const page = (
    <DeskPage
      assets={kit.assets}
      session={session}
      title={view.person.id}
      section="people"
      notice={shown.notice}
    >
      <Summary view={view} session={session} />
      <EligibilitySection {...parts} />
      <IdentitySection view={view} session={session} shown={shown} />
      <PlanSection {...parts} />
      <VoucherSection {...parts} />
      <MoneySection {...parts} card={shown.card} />
      <ConsentSection {...parts} />
      <WalletSection {...parts} link={shown.link} />
      <PinSection {...parts} form={shown.form ?? EMPTY_FORM} />
      <p>
        <a href="/desk/people">{PEOPLE_TEXTS[session.language].back}</a>
      </p>
    </DeskPage>
  )
  return answerPage(c, page, status)
}

interface SectionProps {
  readonly view: PersonView
  readonly session: DeskSession
}

function Summary({ view, session }: SectionProps) {
  const texts = PERSON_TEXTS[session.language]
  const { householdSize: size, language, contactPointId: point, isErased } = view.person
  return (
    <>
      <p>{fill(texts.householdOf, { size, language, point })}</p>
      {isErased ? <p class="alert alert-warning">{texts.erased}</p> : null}
      <Left view={view} session={session} />
      <StandingLinks view={view} session={session} />
    </>
  )
}

/** When they left the programme, and why. */
function Left({ view, session }: SectionProps) {
  const { leaving } = STANDING_TEXTS[session.language]
  const { leftOn, leavingReason } = view.person
  if (leftOn === null) return null
  const reason = leavingReason === null ? leaving.noReason : leaving.reasons[leavingReason]
  return <p class="alert alert-warning">{fill(leaving.left, { on: showDay(leftOn), reason })}</p>
}

/** What else can be done about how somebody stands: each is a page of its own. */
function StandingLinks({ view, session }: SectionProps) {
  const { links } = STANDING_TEXTS[session.language]
  const { id, isErased, leftOn } = view.person
  const mayLeave = view.assessments.length > 0 && leftOn === null
  const mayTalk = session.role === 'operator' || session.role === 'administrator'
  const pages = [
    ...(mayTalk && !isErased ? (['interview'] as const) : []),
    ...(session.role === 'operator' ? (['household'] as const) : []),
    ...(session.role === 'operator' && mayLeave ? (['leave'] as const) : []),
    ...(session.role === 'administrator' && !isErased ? (['erase'] as const) : []),
  ]
  if (pages.length === 0) return null
  return (
    <div class="desk-actions">
      {pages.map((page) => (
        <a class="btn btn-outline-primary" href={`/desk/people/${id}/${page}`}>
          {links[page]}
        </a>
      ))}
    </div>
  )
}

/** Who it is: hidden until somebody asks, which is written down. */
function IdentitySection({ view, session, shown }: SectionProps & { readonly shown: Shown }) {
  const texts = PERSON_TEXTS[session.language]
  const { id, isErased } = view.person
  if (isErased || session.role === 'administrator') return null
  const { seen, form } = shown
  return (
    <section class="desk-card" aria-labelledby="who">
      <h2 id="who">{texts.who}</h2>
      {seen === undefined ? (
        <AskWho id={id} session={session} />
      ) : (
        <SeenPerson id={id} session={session} seen={seen} form={form} />
      )}
    </section>
  )
}

function AskWho({ id, session }: { readonly id: string; readonly session: DeskSession }) {
  const texts = PERSON_TEXTS[session.language]
  const { purpose, purposes } = PEOPLE_TEXTS[session.language]
  const reasons = VIEW_PURPOSES.filter((one) => one !== 'accompaniment')
  return (
    <form method="post" action={`/desk/people/${id}/who`}>
      <p>{texts.whoHidden}</p>
      {session.role === 'auditor' ? (
        <ChoiceField
          form={EMPTY_FORM}
          name="purpose"
          label={purpose}
          options={reasons.map((one) => [one, purposes[one]] as const)}
        />
      ) : null}
      <button class="btn btn-outline-primary" type="submit">
        {texts.show}
      </button>
    </form>
  )
}

interface SeenProps {
  readonly id: string
  readonly session: DeskSession
  readonly seen: SeenIdentity
  readonly form: FormState | undefined
}

function SeenPerson({ id, session, seen, form }: SeenProps) {
  const texts = PERSON_TEXTS[session.language]
  const { personal, objectives } = seen
  const values = personal === null ? {} : identityValues(personal)
  const fields = (
    <IdentityFields
      form={form ?? { values, faults: {} }}
      texts={PEOPLE_TEXTS[session.language]}
      isFirst
    />
  )
  return (
    <>
      {personal === null && form === undefined ? <p>{texts.nothingPersonal}</p> : null}
      {session.role === 'operator' ? (
        <form method="post" action={`/desk/people/${id}/identity`} novalidate>
          {fields}
          <div class="desk-actions">
            <button class="btn btn-primary" type="submit">
              {texts.change}
            </button>
          </div>
        </form>
      ) : (
        <fieldset disabled>{fields}</fieldset>
      )}
      {[...objectives.values()].map((text) => (
        <>
          <h3>{texts.objectivesOf}</h3>
          <p class="desk-words">{text}</p>
        </>
      ))}
    </>
  )
}
