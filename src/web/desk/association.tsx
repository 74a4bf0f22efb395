import type { Hono } from 'hono'
import type { Association } from '../../currency/association-service.ts'
import { MEMBER_PARTIES } from '../../currency/core/earning.ts'
import { romeDay } from '../../kernel/days.ts'
import { MemberTable, periodOf, ReceivedTables } from './association-parts.tsx'
import { ASSOCIATIONS_PATH } from './associations.tsx'
import { ASSOCIATION_TEXTS, EARNING_TEXTS } from './earning-parts.tsx'
import { ChoiceField, EMPTY_FORM, type FormState, TextField } from './fields.tsx'
import { DeskPage, type DeskSession } from './layout.tsx'
import { attempt, Facts, type MoneyKit, noticeOf } from './money-kit.tsx'
import { answerPage, type ShownFault } from './page.ts'
import { readFields } from './reading.ts'
import { type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'

const PATH = `${ASSOCIATIONS_PATH}/:id` as const
const CODE_MAX = 40

/** One association: who belongs to it, and for those who see money what it received. */
export function addAssociation(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles('operator', 'administrator', 'treasurer', 'auditor'))
  routes.use(`${PATH}/join`, deskRoles('operator', 'administrator'))
  routes.use(`${PATH}/leave`, deskRoles('operator', 'administrator'))
  routes.use(`${PATH}/end`, deskRoles('administrator', 'treasurer'))
  routes.get(PATH, (c) => draw(c, kit, EMPTY_FORM))
  routes.post(`${PATH}/join`, async (c) => {
    const { who, language } = c.get('desk')
    const fields = readFields(await readForm(c), language)
    const party = fields.choice('party', MEMBER_PARTIES, true)
    const holderId = fields.line('holder', CODE_MAX, true)
    const fromDay = fields.day('from', true)
    if (party === null || holderId === null || fromDay === null) {
      return draw(c, kit, fields.state(), undefined, 422)
    }
    return finish(c, kit, 'joined', fields.state(), () =>
      kit.associations.addMember(idOf(c), { party, holderId, fromDay }, who),
    )
  })
  routes.post(`${PATH}/leave`, async (c) => {
    const { who, language } = c.get('desk')
    const fields = readFields(await readForm(c), language)
    const party = fields.choice('party', MEMBER_PARTIES, true)
    const holderId = fields.line('holder', CODE_MAX, true)
    if (party === null || holderId === null) return draw(c, kit, EMPTY_FORM, undefined, 422)
    return finish(c, kit, 'left', EMPTY_FORM, () =>
      kit.associations.endMember(idOf(c), { party, holderId }, who),
    )
  })
  routes.post(`${PATH}/end`, (c) =>
    finish(c, kit, 'ended', EMPTY_FORM, () => kit.associations.end(idOf(c), c.get('desk').who)),
  )
}

function idOf(c: DeskContext): string {
  return c.req.param('id') ?? ''
}

async function finish(
  c: DeskContext,
  kit: MoneyKit,
  done: string,
  form: FormState,
  act: () => Promise<unknown>,
): Promise<Response> {
  const fault = await attempt(c.get('desk').language, act)
  if (fault !== undefined) return draw(c, kit, form, fault, fault.status === 404 ? 404 : 422)
  return c.redirect(`${ASSOCIATIONS_PATH}/${encodeURIComponent(idOf(c))}?done=${done}`, 303)
}

async function draw(
  c: DeskContext,
  kit: MoneyKit,
  form: FormState,
  fault?: ShownFault,
  status: 200 | 404 | 422 = 200,
): Promise<Response> {
  const session = c.get('desk')
  const { who, role, language } = session
  const { associations: texts } = EARNING_TEXTS[language]
  const association = await kit.associations.get(idOf(c), who)
  const members = await kit.associations.members(association.id, who)
  const period = periodOf(c, kit)
  const seesMoney = role !== 'operator'
  const found = seesMoney ? await kit.associations.received(association.id, period, who) : []
  const path = `${ASSOCIATIONS_PATH}/${encodeURIComponent(association.id)}`
  const mayAdd = role === 'operator' || role === 'administrator'
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session, notice: noticeOf(c, fault, texts.done) }}
      title={association.name}
      section="associations"
    >
      <FactsOf association={association} session={session} />
      <h2>{ASSOCIATION_TEXTS[language].members.title}</h2>
      <MemberTable {...{ members, language }} {...(mayAdd ? { endPath: `${path}/leave` } : {})} />
      {mayAdd && association.endedAt === null ? (
        <JoinForm {...{ form, session, path, today: romeDay(kit.runtime.now()) }} />
      ) : null}
      {seesMoney ? (
        <>
          <h2>{ASSOCIATION_TEXTS[language].money.title}</h2>
          <ReceivedTables {...{ found, period, language, action: path }} />
        </>
      ) : null}
      <EndForm {...{ association, session, path }} />
      <p>
        <a href={ASSOCIATIONS_PATH}>{texts.back}</a>
      </p>
    </DeskPage>,
    status,
  )
}

interface PartProps {
  readonly session: DeskSession
  readonly path: string
}

function FactsOf({
  association,
  session,
}: Pick<PartProps, 'session'> & { readonly association: Association }) {
  const { associations: texts } = EARNING_TEXTS[session.language]
  const { id, territoryId, programmeId, endedAt } = association
  return (
    <Facts
      pairs={[
        [texts.id, id],
        [texts.territory, territoryId],
        [texts.programme, programmeId],
        [texts.state, endedAt === null ? texts.active : texts.ended],
      ]}
    />
  )
}

function JoinForm({
  form,
  session,
  path,
  today,
}: PartProps & { readonly form: FormState; readonly today: string }) {
  const { associations: texts } = EARNING_TEXTS[session.language]
  const { members, parties } = ASSOCIATION_TEXTS[session.language]
  const dated = { ...form, values: { from: today, ...form.values } }
  return (
    <form method="post" action={`${path}/join`} class="desk-card pt-3" novalidate>
      <h3 class="h5">{texts.join}</h3>
      <p>{texts.joinLead}</p>
      <div class="desk-fields">
        <ChoiceField
          {...{ form, name: 'party', label: members.party, isRequired: true }}
          options={MEMBER_PARTIES.map((one) => [one, parties[one]] as const)}
        />
        <TextField
          {...{ form, name: 'holder', label: members.holder, maxlength: CODE_MAX }}
          isRequired
        />
        <TextField form={dated} name="from" label={texts.from} type="date" isRequired />
      </div>
      <div class="desk-actions">
        <button class="btn btn-primary" type="submit">
          {texts.joinSend}
        </button>
      </div>
    </form>
  )
}

function EndForm({
  association,
  session,
  path,
}: PartProps & { readonly association: Association }) {
  const { associations: texts } = EARNING_TEXTS[session.language]
  const mayEnd = session.role === 'administrator' || session.role === 'treasurer'
  if (!mayEnd || association.endedAt !== null) return null
  return (
    <form method="post" action={`${path}/end`} class="desk-card pt-3">
      <p>{texts.endLead}</p>
      <div class="desk-actions">
        <button class="btn btn-outline-danger" type="submit">
          {texts.end}
        </button>
      </div>
    </form>
  )
}
