import type { Hono } from 'hono'
import { MEMBER_PARTIES } from '../../currency/core/earning.ts'
import { MemberTable } from '../desk/association-parts.tsx'
import { ASSOCIATION_TEXTS } from '../desk/earning-parts.tsx'
import { attempt, noticeOf } from '../desk/money-kit.tsx'
import { answerPage, type ShownFault } from '../desk/page.ts'
import { readFields } from '../desk/reading.ts'
import { type DeskContext, type DeskEnv, DeskRefusal, readForm } from '../desk/session.ts'
import { type AssociationKit, AssociationPage, ownAssociation, PLACES } from './kit.tsx'

const CODE_MAX = 40

/** Who belongs to the association, and letting somebody go. */
export function addMembers(routes: Hono<DeskEnv>, kit: AssociationKit): void {
  routes.get(PLACES.members, (c) => draw(c, kit))
  routes.post(`${PLACES.members}/end`, async (c) => {
    const { who, language } = c.get('desk')
    const { id } = await ownAssociation(c, kit)
    const fields = readFields(await readForm(c), language)
    const party = fields.choice('party', MEMBER_PARTIES, true)
    const holderId = fields.line('holder', CODE_MAX, true)
    if (party === null || holderId === null) throw new DeskRefusal('not_found')
    const fault = await attempt(language, () =>
      kit.associations.endMember(id, { party, holderId }, who),
    )
    return fault === undefined
      ? c.redirect(`${PLACES.members}?done=left`, 303)
      : draw(c, kit, fault)
  })
}

async function draw(c: DeskContext, kit: AssociationKit, fault?: ShownFault): Promise<Response> {
  const { who, language } = c.get('desk')
  const { members: texts } = ASSOCIATION_TEXTS[language]
  const association = await ownAssociation(c, kit)
  const members = await kit.associations.members(association.id, who)
  return answerPage(
    c,
    <AssociationPage
      {...{ c, kit, place: 'members' as const, notice: noticeOf(c, fault, texts.done) }}
      title={`${association.name}: ${texts.title}`}
    >
      <p>{texts.lead}</p>
      <MemberTable {...{ members, language, endPath: `${PLACES.members}/end` }} />
    </AssociationPage>,
    fault?.status ?? 200,
  )
}
