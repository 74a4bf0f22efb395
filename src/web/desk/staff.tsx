import type { Hono } from 'hono'
import { STAFF_ROLES } from '../../access/core/principal.ts'
import type { StaffMember, StaffPage } from '../../access/staff.ts'
import { parseUuid } from '../../kernel/ids.ts'
import type { DeskStaffTexts } from '../messages/desk-staff.ts'
import { ChoiceField, type FormState, TextField } from './fields.tsx'
import { FiltersForm } from './filters-form.tsx'
import { type DeskLanguage, DeskPage, FRAME_TEXTS, type Notice } from './layout.tsx'
import { type MoneyKit, placesOf, Table } from './money-kit.tsx'
import { answerPage } from './page.ts'
import { countFaults } from './person-form.tsx'
import { readFields } from './reading.ts'
import { askerOf, type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'
import {
  blameFor,
  readScope,
  ScopeFields,
  STAFF_PATH,
  STAFF_TEXTS,
  stateOf,
  whereOf,
} from './staff-kit.tsx'
import { drawMember } from './staff-member.tsx'

const SHOWN = 50
const STATES = ['invited', 'active', 'suspended'] as const
const EMAIL_MAX = 254

/** The people who sign in, and inviting somebody. */
export function addStaff(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(STAFF_PATH, deskRoles('administrator', 'auditor'))
  routes.use(`${STAFF_PATH}/new`, deskRoles('administrator'))
  routes.get(STAFF_PATH, (c) => drawList(kit, c))
  routes.get(`${STAFF_PATH}/new`, (c) =>
    drawInvitation(kit, c, { values: { id: kit.runtime.newId() }, faults: {} }),
  )
  routes.post(`${STAFF_PATH}/new`, (c) => invite(kit, c))
}

/** The link is in this answer and nowhere else; the same form sent again tells the same link. */
async function invite(kit: MoneyKit, c: DeskContext): Promise<Response> {
  const { language, who } = c.get('desk')
  const fields = readFields(await readForm(c), language)
  const id = fields.id('id')
  const email = fields.line('email', EMAIL_MAX, true)
  const scope = readScope(fields, await placesOf(kit, who))
  if (email === null || scope === undefined) return again(kit, c, fields.state())
  try {
    const { member, link } = await kit.staff.invite({ ...scope, id, email }, askerOf(c).who)
    return drawMember(kit, c, { member, link })
  } catch (error) {
    const text = blameFor(error, fields, language)
    return again(kit, c, fields.state(), text)
  }
}

function again(kit: MoneyKit, c: DeskContext, form: FormState, text?: string): Promise<Response> {
  const notice = text === undefined ? countFaults(c, form) : ({ kind: 'wrong', text } as const)
  return drawInvitation(kit, c, form, notice)
}

async function drawInvitation(
  kit: MoneyKit,
  c: DeskContext,
  form: FormState,
  notice?: Notice,
): Promise<Response> {
  const session = c.get('desk')
  const texts = STAFF_TEXTS[session.language]
  const points = await placesOf(kit, session.who)
  return answerPage(
    c,
    <DeskPage {...{ assets: kit.assets, session, notice }} title={texts.invite} section="staff">
      <p>{texts.inviteLead}</p>
      <form method="post" action={`${STAFF_PATH}/new`} novalidate class="desk-card pt-3">
        <input type="hidden" name="id" value={form.values.id} />
        <div class="desk-fields">
          <TextField
            {...{ form, name: 'email', label: texts.email, type: 'email', maxlength: EMAIL_MAX }}
            isRequired
            isFirst
          />
        </div>
        <ScopeFields {...{ form, points, language: session.language }} />
        <div class="desk-actions">
          <button class="btn btn-primary" type="submit">
            {texts.send}
          </button>
        </div>
      </form>
      <p>
        <a href={STAFF_PATH}>{texts.back}</a>
      </p>
    </DeskPage>,
    notice === undefined ? 200 : 422,
  )
}

function filterOf(query: Readonly<Record<string, string>>): Omit<StaffPage, 'limit'> {
  const after = parseUuid(query.after ?? '')
  const role = STAFF_ROLES.find((one) => one === query.role)
  const state = STATES.find((one) => one === query.state)
  return {
    ...(after === undefined ? {} : { after }),
    ...(role === undefined ? {} : { role }),
    ...(state === undefined ? {} : { state }),
  }
}

async function drawList(kit: MoneyKit, c: DeskContext): Promise<Response> {
  const session = c.get('desk')
  const { language } = session
  const texts = STAFF_TEXTS[language]
  const filter = filterOf(c.req.query())
  const found = await kit.staff.list({ ...filter, limit: SHOWN + 1 })
  const members = found.slice(0, SHOWN)
  const last = found.length > SHOWN ? members.at(-1) : undefined
  const values = { role: filter.role ?? '', state: filter.state ?? '' }
  const next = new URLSearchParams({ ...values, after: last?.id ?? '' })
  return answerPage(
    c,
    <DeskPage {...{ assets: kit.assets, session }} title={texts.title} section="staff">
      <p>{texts.lead}</p>
      {session.role === 'administrator' ? (
        <div class="desk-actions">
          <a class="btn btn-primary" href={`${STAFF_PATH}/new`}>
            {texts.invite}
          </a>
        </div>
      ) : null}
      <Filters {...{ values, texts, language }} />
      {members.length === 0 ? (
        <p class="desk-card pt-3">{texts.none}</p>
      ) : (
        <Members {...{ members, texts, language }} />
      )}
      {last === undefined ? null : (
        <p>
          <a href={`${STAFF_PATH}?${next}`}>{texts.next}</a>
        </p>
      )}
    </DeskPage>,
  )
}

interface ListProps {
  readonly texts: DeskStaffTexts
  readonly language: DeskLanguage
}

function Filters({
  values,
  texts,
  language,
}: ListProps & { readonly values: Readonly<Record<string, string>> }) {
  const { roles } = FRAME_TEXTS[language]
  const shared = { form: { values, faults: {} }, empty: texts.all }
  return (
    <FiltersForm action={STAFF_PATH} texts={texts}>
      <ChoiceField
        {...{ ...shared, name: 'role', label: texts.role }}
        options={STAFF_ROLES.map((role) => [role, roles[role]] as const)}
      />
      <ChoiceField
        {...{ ...shared, name: 'state', label: texts.state }}
        options={STATES.map((state) => [state, texts.states[state]] as const)}
      />
    </FiltersForm>
  )
}

function Members({
  members,
  texts,
  language,
}: ListProps & { readonly members: readonly StaffMember[] }) {
  const { roles } = FRAME_TEXTS[language]
  return (
    <Table
      caption={texts.caption}
      heads={[texts.name, texts.role, texts.where, texts.state, texts.email]}
    >
      {members.map((member) => (
        <tr class={member.suspendedAt === null ? '' : 'desk-not-met'}>
          <td>
            <a href={`${STAFF_PATH}/${member.id}`}>{member.name}</a>
          </td>
          <td>{roles[member.role]}</td>
          <td>{whereOf(member)}</td>
          <td>{texts.states[stateOf(member)]}</td>
          <td>{member.email}</td>
        </tr>
      ))}
    </Table>
  )
}
