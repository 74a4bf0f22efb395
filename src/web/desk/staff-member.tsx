import type { Hono } from 'hono'
import type { StaffMember } from '../../access/staff.ts'
import { parseUuid } from '../../kernel/ids.ts'
import type { DeskStaffTexts } from '../messages/desk-staff.ts'
import type { FormState } from './fields.tsx'
import { type DeskLanguage, DeskPage, FRAME_TEXTS, type Notice } from './layout.tsx'
import { Facts, type MoneyKit, noticeOf, placesOf } from './money-kit.tsx'
import { answerPage, tried } from './page.ts'
import { countFaults } from './person-form.tsx'
import { readFields } from './reading.ts'
import {
  askerOf,
  type DeskContext,
  type DeskEnv,
  DeskRefusal,
  deskRoles,
  readForm,
} from './session.ts'
import { showTime } from './show.ts'
import {
  blameFor,
  readScope,
  ScopeFields,
  STAFF_PATH,
  STAFF_TEXTS,
  scopeValues,
  stateOf,
  whereOf,
} from './staff-kit.tsx'

const MEMBER_PATH = `${STAFF_PATH}/:id`

/** One of those who sign in: what they may do, and whether they come in. */
export function addStaffMember(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(MEMBER_PATH, deskRoles('administrator', 'auditor'))
  routes.get(MEMBER_PATH, async (c) => drawMember(kit, c, { member: await memberOf(kit, c) }))
  routes.post(MEMBER_PATH, deskRoles('administrator'), (c) => change(kit, c))
  const { suspend, reinstate, resetFactor, inviteAgain } = kit.staff
  const acts = [
    ['suspend', 'suspended', suspend],
    ['reinstate', 'reinstated', reinstate],
    ['reset-factor', 'factor', resetFactor],
  ] as const
  for (const [path, done, act] of acts) {
    routes.post(`${MEMBER_PATH}/${path}`, deskRoles('administrator'), async (c) => {
      const { id } = await memberOf(kit, c)
      return settle(kit, c, () => act(id, askerOf(c).who), `${STAFF_PATH}/${id}?done=${done}`)
    })
  }
  routes.post(`${MEMBER_PATH}/invitation`, deskRoles('administrator'), async (c) => {
    const member = await memberOf(kit, c)
    let link = null
    const refused = await settle(kit, c, async () => {
      link = await inviteAgain(member.id, askerOf(c).who)
    })
    return refused ?? drawMember(kit, c, { member, link })
  })
}

async function memberOf({ staff }: MoneyKit, c: DeskContext): Promise<StaffMember> {
  const id = parseUuid(c.req.param('id') ?? '')
  const member = id === undefined ? undefined : await staff.find(id)
  if (member === undefined) throw new DeskRefusal('not_found')
  return member
}

/** Does it and goes on to an address, or says above the member why not. */
async function settle(
  kit: MoneyKit,
  c: DeskContext,
  act: () => Promise<unknown>,
  next: string,
): Promise<Response>
async function settle(
  kit: MoneyKit,
  c: DeskContext,
  act: () => Promise<unknown>,
): Promise<Response | undefined>
async function settle(
  kit: MoneyKit,
  c: DeskContext,
  act: () => Promise<unknown>,
  next?: string,
): Promise<Response | undefined> {
  const fault = await tried(c.get('desk').language, act)
  if (fault === undefined) return next === undefined ? undefined : c.redirect(next, 303)
  const member = await memberOf(kit, c)
  return drawMember(kit, c, { member, notice: { kind: 'wrong', text: fault.text } }, 422)
}

async function change(kit: MoneyKit, c: DeskContext): Promise<Response> {
  const { language, who } = c.get('desk')
  const member = await memberOf(kit, c)
  const fields = readFields(await readForm(c), language)
  const scope = readScope(fields, await placesOf(kit, who))
  let notice: Notice | undefined
  if (scope !== undefined) {
    try {
      await kit.staff.change(member.id, scope, askerOf(c).who)
      return c.redirect(`${STAFF_PATH}/${member.id}?done=changed`, 303)
    } catch (error) {
      const text = blameFor(error, fields, language)
      if (text !== undefined) notice = { kind: 'wrong', text }
    }
  }
  const form = fields.state()
  return drawMember(kit, c, { member, form, notice: notice ?? countFaults(c, form) }, 422)
}

interface Drawn {
  readonly member: StaffMember
  /** What was typed and cannot be saved so. */
  readonly form?: FormState
  readonly notice?: Notice | undefined
  /** An invitation that is told once; `null` where it was opened before. */
  readonly link?: string | null
}

export async function drawMember(
  kit: MoneyKit,
  c: DeskContext,
  { member, form, notice, link }: Drawn,
  status: 200 | 422 = 200,
): Promise<Response> {
  const session = { ...c.get('desk'), path: `${STAFF_PATH}/${member.id}` }
  const { language, role, who } = session
  const texts = STAFF_TEXTS[language]
  const points = await placesOf(kit, who)
  const isOwn = who.id === member.id
  const mayChange = role === 'administrator' && !isOwn
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session }}
      title={member.name}
      section="staff"
      notice={notice ?? noticeOf(c, undefined, texts.done)}
    >
      {link === undefined || link === null ? null : <Link link={link} texts={texts} />}
      <MemberFacts {...{ member, texts, language }} />
      {isOwn ? (
        <p>
          {texts.own} <a href="/desk/own">{texts.ownLink}</a>
        </p>
      ) : null}
      {mayChange ? (
        <>
          <form method="post" action={session.path} novalidate class="desk-card">
            <h2>{texts.change}</h2>
            <p>{texts.changeLead}</p>
            <ScopeFields
              form={form ?? { values: scopeValues(member), faults: {} }}
              {...{ points, language }}
            />
            <div class="desk-actions">
              <button class="btn btn-primary" type="submit">
                {texts.save}
              </button>
            </div>
          </form>
          <Acts {...{ member, texts, path: session.path }} />
        </>
      ) : null}
      <p>
        <a href={STAFF_PATH}>{texts.back}</a>
      </p>
    </DeskPage>,
    status,
  )
}

function Link({ link, texts }: { readonly link: string; readonly texts: DeskStaffTexts }) {
  return (
    <section class="desk-card desk-link" aria-labelledby="link">
      <h2 id="link">{texts.link}</h2>
      <p>{texts.linkLead}</p>
      <p>
        <code>{link}</code>
      </p>
      <p>
        {texts.linkMailed} <a href="/desk/outbox">{texts.toOutbox}</a>
      </p>
    </section>
  )
}

interface MemberProps {
  readonly member: StaffMember
  readonly texts: DeskStaffTexts
}

function MemberFacts({
  member,
  texts,
  language,
}: MemberProps & { readonly language: DeskLanguage }) {
  const { email, role, invitedAt, activatedAt, suspendedAt } = member
  const where = whereOf(member)
  return (
    <Facts
      pairs={[
        [texts.email, email],
        [texts.role, FRAME_TEXTS[language].roles[role]],
        ...(where === '' ? [] : [[texts.where, where] as const]),
        [texts.state, texts.states[stateOf(member)]],
        [texts.invitedAt, showTime(invitedAt)],
        [texts.activatedAt, activatedAt === null ? texts.never : showTime(activatedAt)],
        ...(suspendedAt === null ? [] : [[texts.suspendedAt, showTime(suspendedAt)] as const]),
      ]}
    />
  )
}

function Acts({ member, texts, path }: MemberProps & { readonly path: string }) {
  const state = stateOf(member)
  const acts = [
    ...(state === 'invited' ? [['invitation', texts.inviteAgain, undefined] as const] : []),
    ...(state === 'active'
      ? [['reset-factor', texts.resetFactor, texts.resetFactorLead] as const]
      : []),
    state === 'suspended'
      ? (['reinstate', texts.reinstate, undefined] as const)
      : (['suspend', texts.suspend, texts.suspendLead] as const),
  ]
  return (
    <section class="desk-card" aria-labelledby="acts">
      <h2 id="acts">{texts.actions}</h2>
      {acts.map(([name, label, lead]) => (
        <form method="post" action={`${path}/${name}`} class="mb-3">
          {lead === undefined ? null : <p class="mb-1">{lead}</p>}
          <button class="btn btn-outline-primary" type="submit">
            {label}
          </button>
        </form>
      ))}
    </section>
  )
}
