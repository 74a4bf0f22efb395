import type { Hono } from 'hono'
import { OVERRIDE_GROUNDS } from '../../plans/core/words.ts'
import {
  ELIGIBILITY_TEXTS,
  FactsFields,
  Findings,
  factValues,
  readFacts,
} from './eligibility-parts.tsx'
import { ChoiceField, type FormState, LongTextField } from './fields.tsx'
import type { Notice } from './layout.tsx'
import { type DeskKit, tried } from './page.ts'
import { countFaults, drawPersonForm } from './person-form.tsx'
import { codeOf } from './person-reading.ts'
import { allPlaces } from './places.ts'
import { readFields } from './reading.ts'
import {
  askerOf,
  type DeskContext,
  type DeskEnv,
  DeskRefusal,
  deskRoles,
  readForm,
} from './session.ts'

const ASSESS = '/desk/people/:code/assess'
const OVERRIDE = '/desk/people/:code/override'

/** Holding what is known of a person against the rules, and asking for an exception. */
export function addAssessing(routes: Hono<DeskEnv>, kit: DeskKit): void {
  routes.use(ASSESS, deskRoles('operator'))
  routes.use(OVERRIDE, deskRoles('operator'))
  routes.get(ASSESS, async (c) => {
    const newest = await newestOf(kit, c)
    const known = newest === undefined ? {} : factValues(newest.facts)
    return drawAssess(kit, c, { values: { ...known, id: kit.runtime.newId() }, faults: {} })
  })
  routes.post(ASSESS, (c) => assess(kit, c))
  routes.get(OVERRIDE, (c) =>
    drawOverride(kit, c, { values: { id: kit.runtime.newId() }, faults: {} }),
  )
  routes.post(OVERRIDE, (c) => askForOverride(kit, c))
}

async function newestOf({ casework }: DeskKit, c: DeskContext) {
  const [newest] = await casework.eligibility.assessmentsOf(askerOf(c), codeOf(c))
  return newest
}

async function assess(kit: DeskKit, c: DeskContext): Promise<Response> {
  const { language } = c.get('desk')
  const fields = readFields(await readForm(c), language)
  const id = fields.id('id')
  const facts = readFacts(fields, await allPlaces(kit.network))
  const { id: beneficiaryId, contactPointId } = await kit.casework.people.get(askerOf(c), codeOf(c))
  const contactPoint = await kit.network.findContactPoint(contactPointId)
  if (contactPoint === undefined) throw new DeskRefusal('not_found')
  if (!fields.isGood()) return drawAssess(kit, c, fields.state(), countFaults(c, fields.state()))
  const { programmeId } = contactPoint
  const fault = await tried(language, () =>
    kit.casework.eligibility.assess(askerOf(c), { id, beneficiaryId, programmeId, facts }),
  )
  if (fault === undefined) return c.redirect(`/desk/people/${beneficiaryId}?done=assessed`, 303)
  return drawAssess(kit, c, fields.state(), { kind: 'wrong', text: fault.text })
}

async function askForOverride(kit: DeskKit, c: DeskContext): Promise<Response> {
  const { language } = c.get('desk')
  const fields = readFields(await readForm(c), language)
  const id = fields.id('id')
  const assessmentId = fields.id('assessmentId')
  const ground = fields.choice('ground', OVERRIDE_GROUNDS, true)
  const explanation = fields.paragraphs('explanation', 2000, true)
  if (ground === null || explanation === null) {
    return drawOverride(kit, c, fields.state(), countFaults(c, fields.state()))
  }
  const asked = { id, assessmentId, ground, explanation }
  const fault = await tried(language, () => kit.casework.overrides.prepare(askerOf(c), asked))
  if (fault === undefined) return c.redirect(`/desk/people/${codeOf(c)}?done=override`, 303)
  return drawOverride(kit, c, fields.state(), { kind: 'wrong', text: fault.text })
}

async function drawAssess(
  kit: DeskKit,
  c: DeskContext,
  form: FormState,
  notice?: Notice,
): Promise<Response> {
  const { language } = c.get('desk')
  const texts = ELIGIBILITY_TEXTS[language]
  const territories = await allPlaces(kit.network)
  return drawPersonForm(kit, c, {
    ...{ title: texts.assess, notice, button: texts.assess, path: 'assess' },
    children: (
      <>
        <input type="hidden" name="id" value={form.values.id} />
        <p>{texts.assessLead}</p>
        <FactsFields form={form} language={language} territories={territories} />
      </>
    ),
  })
}

async function drawOverride(
  kit: DeskKit,
  c: DeskContext,
  form: FormState,
  notice?: Notice,
): Promise<Response> {
  const { language } = c.get('desk')
  const texts = ELIGIBILITY_TEXTS[language]
  const newest = await newestOf(kit, c)
  if (newest === undefined) throw new DeskRefusal('not_found')
  const grounds = OVERRIDE_GROUNDS.map((one) => [one, texts.grounds[one]] as const)
  const assessmentId = form.values.assessmentId ?? newest.id
  return drawPersonForm(kit, c, {
    ...{ title: texts.override, notice, button: texts.send, path: 'override' },
    children: (
      <>
        <input type="hidden" name="id" value={form.values.id} />
        <input type="hidden" name="assessmentId" value={assessmentId} />
        <Findings assessment={newest} language={language} places={await allPlaces(kit.network)} />
        <p>{texts.overrideLead}</p>
        <ChoiceField form={form} name="ground" label={texts.ground} options={grounds} isRequired />
        <LongTextField
          form={form}
          name="explanation"
          label={texts.explanation}
          hint={texts.explanationHint}
          maxlength={2000}
          isRequired
        />
      </>
    ),
  })
}
