import type { Hono } from 'hono'
import type { Assessment } from '../../plans/core/eligibility.ts'
import { parseLanguage } from '../../plans/core/language.ts'
import { CONSENT_METHODS } from '../../plans/core/words.ts'
import type { NewPerson } from '../../plans/people.ts'
import { ELIGIBILITY_TEXTS, FactsFields, Findings, readFacts } from './eligibility-parts.tsx'
import { ChoiceField, type FormState, TextField, TickField } from './fields.tsx'
import { DeskPage, type Notice } from './layout.tsx'
import { answerPage, type DeskKit, tried } from './page.ts'
import {
  IdentityFields,
  PEOPLE_TEXTS,
  PlanFields,
  readIdentity,
  readPlan,
} from './person-fields.tsx'
import { allPlaces, contactPointsOf } from './places.ts'
import { type FormReader, readFields } from './reading.ts'
import { askerOf, type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'
import { fill } from './show.ts'

const PATH = '/desk/people/new'

/** A person at the desk for the first time: one page, entered whole or not at all. */
export function addNewPerson(routes: Hono<DeskEnv>, kit: DeskKit): void {
  routes.use(PATH, deskRoles('operator'))
  routes.get(PATH, async (c) => {
    const places = await placesOf(kit, c)
    const [first] = places.contactPoints
    const values = {
      ...{ requestId: kit.runtime.newId(), consentId: kit.runtime.newId() },
      ...{ contactPointId: first?.id ?? '', territoryId: first?.territoryId ?? '' },
      ...{ householdSize: '1', language: 'it', method: 'spoken' },
    }
    return draw(kit, c, places, { form: { values, faults: {} } })
  })
  routes.post(PATH, async (c) => {
    const places = await placesOf(kit, c)
    const values = await readForm(c)
    const { language } = c.get('desk')
    const fields = readFields(values, language)
    const { person, consent } = readPerson(fields, places, language)
    if (values.step === 'enter' && person !== null && person.personal === null) {
      fields.blame('givenName', PEOPLE_TEXTS[language].nameNeeded)
    }
    if (person === null || !fields.isGood()) {
      const count = Object.keys(fields.state().faults).length
      const text = fill(PEOPLE_TEXTS[language].fieldsWrong, { count })
      return draw(kit, c, places, { form: fields.state(), notice: { kind: 'wrong', text } }, 422)
    }
    const { assessment: asked } = person
    if (values.step !== 'enter' && asked !== null) {
      let assessment: Assessment | undefined
      const fault = await tried(language, async () => {
        assessment = await kit.casework.eligibility.check(asked.programmeId, asked.facts)
      })
      const notice = fault && ({ kind: 'wrong', text: fault.text } as const)
      return draw(kit, c, places, { form: fields.state(), assessment, notice })
    }
    let code = ''
    const fault = await tried(language, async () => {
      code = (await kit.casework.people.enter(askerOf(c), person)).id
      if (consent !== null) await giveNotice(kit, c, code, person.language, consent)
    })
    if (fault === undefined) return c.redirect(`/desk/people/${code}?done=entered`, 303)
    const notice = { kind: 'wrong', text: fault.text } as const
    return draw(kit, c, places, { form: fields.state(), notice }, 422)
  })
}

interface Places {
  readonly contactPoints: Awaited<ReturnType<typeof contactPointsOf>>
  readonly territories: Awaited<ReturnType<typeof allPlaces>>
}

async function placesOf({ network }: DeskKit, c: DeskContext): Promise<Places> {
  const [contactPoints, territories] = await Promise.all([
    contactPointsOf(network, c.get('desk').who),
    allPlaces(network),
  ])
  return { contactPoints, territories }
}

interface NoticeGiven {
  readonly id: ReturnType<FormReader['id']>
  readonly method: (typeof CONSENT_METHODS)[number]
}

function readPerson(
  fields: FormReader,
  { contactPoints, territories }: Places,
  language: 'it' | 'en',
): { readonly person: NewPerson | null; readonly consent: NoticeGiven | null } {
  const requestId = fields.id('requestId')
  const point = fields.choice(
    'contactPointId',
    contactPoints.map(({ id }) => id),
    true,
  )
  const householdSize = fields.wholeNumber('householdSize', 1, 20)
  const cardLanguage = fields.parsed('language', parseLanguage)
  const personal = readIdentity(fields, PEOPLE_TEXTS[language])
  const facts = readFacts(fields, territories)
  const plan = readPlan(fields)
  const method = fields.choice('method', CONSENT_METHODS)
  const consent =
    fields.isTicked('notice') && method !== null ? { id: fields.id('consentId'), method } : null
  const contactPoint = contactPoints.find(({ id }) => id === point)
  if (contactPoint === undefined || householdSize === null || cardLanguage === null) {
    return { person: null, consent }
  }
  const { programmeId, unit } = contactPoint
  // Nobody is held against the rules of whom nothing is known.
  const isKnown = Object.values(facts).some((fact) => fact !== null)
  const person = {
    ...{ requestId, id: null, contactPointId: contactPoint.id, householdSize, personal },
    ...{ language: cardLanguage, assessment: isKnown ? { programmeId, facts } : null },
    plan: plan === null ? null : { ...plan, unit, status: 'active' as const },
  }
  return { person, consent }
}

/** Writes that the notice was given: in the language of the person, or in Italian where there is none in it. */
async function giveNotice(
  { casework }: DeskKit,
  c: DeskContext,
  beneficiaryId: string,
  language: string,
  { id, method }: NoticeGiven,
): Promise<void> {
  const notices = await casework.consents.notices()
  const newest = (wanted: string) =>
    notices.filter((one) => one.language === wanted).sort((a, b) => b.version - a.version)[0]
  const notice = newest(language) ?? newest('it')
  if (notice === undefined) return
  await casework.consents.record(askerOf(c), {
    ...{ id, beneficiaryId, purpose: 'information', method },
    ...{ language: notice.language, version: notice.version },
  })
}

interface Drawn {
  readonly form: FormState
  readonly notice?: Notice | undefined
  readonly assessment?: Assessment | undefined
}

function draw(
  { assets }: DeskKit,
  c: DeskContext,
  places: Places,
  drawn: Drawn,
  status: 200 | 422 = 200,
): Promise<Response> {
  const session = c.get('desk')
  const { language } = session
  const texts = PEOPLE_TEXTS[language]
  const { form, assessment, notice } = drawn
  const page = (
    <DeskPage assets={assets} session={session} title={texts.new} section="people" notice={notice}>
      <p>{texts.newLead}</p>
      {assessment === undefined ? null : (
        <section class="desk-card" aria-labelledby="findings">
          <h2 id="findings">{ELIGIBILITY_TEXTS[language].title}</h2>
          <Findings assessment={assessment} language={language} places={places.territories} />
        </section>
      )}
      <PersonForm form={form} language={language} places={places} />
    </DeskPage>
  )
  return answerPage(c, page, status)
}

interface FormProps {
  readonly form: FormState
  readonly language: 'it' | 'en'
  readonly places: Places
}

function PersonForm({ form, language, places }: FormProps) {
  const texts = PEOPLE_TEXTS[language]
  const points = places.contactPoints.map(({ id, name }) => [id, `${name} (${id})`] as const)
  const methods = CONSENT_METHODS.map((method) => [method, texts.methods[method]] as const)
  return (
    <form method="post" action={PATH} novalidate>
      <input type="hidden" name="requestId" value={form.values.requestId} />
      <input type="hidden" name="consentId" value={form.values.consentId} />
      <section class="desk-card">
        <h2>{texts.who}</h2>
        <IdentityFields form={form} texts={texts} isFirst />
      </section>
      <section class="desk-card">
        <h2>{ELIGIBILITY_TEXTS[language].title}</h2>
        <div class="desk-fields">
          <ChoiceField
            form={form}
            name="contactPointId"
            label={texts.contactPoint}
            options={points}
            isRequired
          />
          <TextField
            form={form}
            name="householdSize"
            label={texts.householdSize}
            type="number"
            min={1}
            max={20}
            isRequired
          />
          <TextField form={form} name="language" label={texts.language} maxlength={35} isRequired />
        </div>
        <FactsFields form={form} language={language} territories={places.territories} />
        <div class="desk-actions">
          <button class="btn btn-outline-primary" type="submit" name="step" value="check">
            {texts.check}
          </button>
        </div>
      </section>
      <section class="desk-card">
        <h2>{texts.plan}</h2>
        <p>{texts.planLead}</p>
        <PlanFields form={form} texts={texts} />
      </section>
      <section class="desk-card">
        <h2>{texts.noticeTitle}</h2>
        <TickField form={form} name="notice" label={texts.notice} />
        <ChoiceField form={form} name="method" label={texts.method} options={methods} />
      </section>
      <div class="desk-actions">
        <button class="btn btn-primary btn-lg" type="submit" name="step" value="enter">
          {texts.enter}
        </button>
      </div>
    </form>
  )
}
