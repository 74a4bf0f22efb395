import type { Hono } from 'hono'
import { parseUuid, type Uuid } from '../../kernel/ids.ts'
import type { Unit } from '../../kernel/money.ts'
import { PLAN_STATUSES } from '../../plans/core/words.ts'
import { ChoiceField, type FormState } from './fields.tsx'
import { DeskPage, type Notice } from './layout.tsx'
import { answerPage, type DeskKit, tried } from './page.ts'
import { PEOPLE_TEXTS, PlanFields, planValues, readPlan } from './person-fields.tsx'
import { codeOf, PERSON_TEXTS } from './person-reading.ts'
import { type FormReader, readFields } from './reading.ts'
import {
  askerOf,
  type DeskContext,
  type DeskEnv,
  DeskRefusal,
  deskRoles,
  readForm,
} from './session.ts'
import { fill } from './show.ts'

const PATH = '/desk/people/:code/plan'

/** Writing a plan, or changing the one that stands by the version that was seen. */
export function addPlan(routes: Hono<DeskEnv>, kit: DeskKit): void {
  routes.use(PATH, deskRoles('operator'))
  routes.get(PATH, async (c) => {
    const id = parseUuid(c.req.query('id') ?? '')
    const values = id === undefined ? newPlan(kit) : await standingPlan(kit, c, id)
    return draw(kit, c, { values, faults: {} })
  })
  routes.post(PATH, async (c) => {
    const { language } = c.get('desk')
    const fields = readFields(await readForm(c), language)
    const wanted = readWanted(fields)
    const unit = await unitOf(kit, c)
    if (wanted === null || !fields.isGood()) {
      const count = Object.keys(fields.state().faults).length
      const text = fill(PEOPLE_TEXTS[language].fieldsWrong, { count })
      return draw(kit, c, fields.state(), { kind: 'wrong', text })
    }
    const fault = await tried(language, () =>
      kit.casework.individualPlans.save(askerOf(c), codeOf(c), { ...wanted, unit }),
    )
    if (fault === undefined) return c.redirect(`/desk/people/${codeOf(c)}?done=plan`, 303)
    return draw(kit, c, fields.state(), { kind: 'wrong', text: fault.text })
  })
}

function newPlan({ runtime }: DeskKit): FormState['values'] {
  return { id: runtime.newId(), version: '0', status: 'active' }
}

/** The plan with its objectives, which are personal: that they were read is in the access log. */
async function standingPlan(
  { casework }: DeskKit,
  c: DeskContext,
  id: Uuid,
): Promise<FormState['values']> {
  const code = codeOf(c)
  const plan = (await casework.individualPlans.plansOf(askerOf(c), code)).find(
    (one) => one.id === id,
  )
  if (plan === undefined) throw new DeskRefusal('not_found')
  const { objectives } = await casework.identities.view(askerOf(c), code, undefined)
  return {
    ...planValues(plan, objectives.get(id) ?? null),
    ...{ id, version: `${plan.version}`, status: plan.status },
  }
}

function readWanted(fields: FormReader) {
  const id = fields.id('id')
  const version = fields.wholeNumber('version', 0, 100_000)
  const status = fields.choice('status', PLAN_STATUSES, true)
  const figures = readPlan(fields) ?? { ceiling: 0n, lines: new Map(), objectives: null }
  return version === null || status === null ? null : { id, version, status, ...figures }
}

/** That of the contact point: its envelopes pay. */
async function unitOf({ casework, network }: DeskKit, c: DeskContext): Promise<Unit> {
  const { contactPointId } = await casework.people.get(askerOf(c), codeOf(c))
  const contactPoint = await network.findContactPoint(contactPointId)
  if (contactPoint === undefined) throw new DeskRefusal('not_found')
  return contactPoint.unit
}

async function draw(
  { assets, casework }: DeskKit,
  c: DeskContext,
  form: FormState,
  notice?: Notice,
): Promise<Response> {
  const session = c.get('desk')
  const { language } = session
  const texts = PERSON_TEXTS[language]
  const people = PEOPLE_TEXTS[language]
  const { id: code } = await casework.people.get(askerOf(c), codeOf(c))
  const isNew = form.values.version === '0'
  const statuses = PLAN_STATUSES.map((one) => [one, texts.planStatuses[one]] as const)
  const page = (
    <DeskPage
      assets={assets}
      session={session}
      title={`${isNew ? texts.newPlan : texts.editPlan}: ${code}`}
      section="people"
      notice={notice}
    >
      <form method="post" action={`/desk/people/${code}/plan`} novalidate class="desk-card pt-3">
        <input type="hidden" name="id" value={form.values.id} />
        <input type="hidden" name="version" value={form.values.version} />
        <p>{people.planLead}</p>
        {isNew ? null : <p class="text-secondary">{texts.planLead}</p>}
        <ChoiceField form={form} name="status" label={texts.planStatus} options={statuses} />
        <PlanFields form={form} texts={people} />
        <div class="desk-actions">
          <button class="btn btn-primary" type="submit">
            {texts.savePlan}
          </button>
        </div>
      </form>
      <p>
        <a href={`/desk/people/${code}`}>{fill(texts.backToPerson, { code })}</a>
      </p>
    </DeskPage>
  )
  return answerPage(c, page, notice === undefined ? 200 : 422)
}
