import type { Hono } from 'hono'
import type { Activity } from '../../currency/association-service.ts'
import { romeDay } from '../../kernel/days.ts'
import { parseUuid } from '../../kernel/ids.ts'
import type { Unit } from '../../kernel/money.ts'
import {
  ActivityTable,
  ASSOCIATION_TEXTS,
  freshForm,
  measureText,
  partyOf,
  readTold,
  rewardingToday,
  rewardText,
  TellFields,
  unitsOf,
} from '../desk/earning-parts.tsx'
import type { FormState } from '../desk/fields.tsx'
import type { DeskLanguage } from '../desk/layout.tsx'
import { attempt, Facts, noticeOf } from '../desk/money-kit.tsx'
import { answerPage, type ShownFault } from '../desk/page.ts'
import { readFields } from '../desk/reading.ts'
import { type DeskContext, type DeskEnv, DeskRefusal, readForm } from '../desk/session.ts'
import { fill, showDay } from '../desk/show.ts'
import { type AssociationKit, AssociationPage, ownAssociation, PLACES } from './kit.tsx'

const SHOWN = 50

/** Hours and gifts: what waits for the association, telling of more, and what became of the latest. */
export function addHours(routes: Hono<DeskEnv>, kit: AssociationKit): void {
  routes.get(PLACES.hours, (c) => draw(c, kit, freshForm(kit)))
  routes.post(PLACES.hours, async (c) => {
    const { who, language } = c.get('desk')
    const association = await ownAssociation(c, kit)
    const fields = readFields(await readForm(c), language)
    const id = fields.id('id')
    const instruments = await rewardingToday(kit, association.programmeId)
    const told = readTold(fields, instruments, ASSOCIATION_TEXTS[language])
    if (told === undefined) return draw(c, kit, fields.state(), undefined, 422)
    const party = await partyOf(kit, told.holderId)
    const associationId = association.id
    return finish(c, kit, 'told', fields.state(), () =>
      kit.associations.tell({ ...told, id, associationId, party }, who),
    )
  })
  routes.post(`${PLACES.hours}/activities/:id`, async (c) => {
    const { who } = c.get('desk')
    const id = parseUuid(c.req.param('id'))
    const { act } = await readForm(c)
    if (id === undefined) throw new DeskRefusal('not_found')
    return act === 'withdraw'
      ? finish(c, kit, 'withdrawn', freshForm(kit), () => kit.associations.withdraw(id, who))
      : finish(c, kit, 'confirmed', freshForm(kit), () => kit.associations.confirm(id, who))
  })
}

async function finish(
  c: DeskContext,
  kit: AssociationKit,
  done: string,
  form: FormState,
  act: () => Promise<unknown>,
): Promise<Response> {
  const fault = await attempt(c.get('desk').language, act)
  return fault === undefined
    ? c.redirect(`${PLACES.hours}?done=${done}`, 303)
    : draw(c, kit, form, fault, 422)
}

async function draw(
  c: DeskContext,
  kit: AssociationKit,
  form: FormState,
  fault?: ShownFault,
  status: 200 | 422 = 200,
): Promise<Response> {
  const { who, language } = c.get('desk')
  const { hours } = ASSOCIATION_TEXTS[language]
  const association = await ownAssociation(c, kit)
  const [waiting, latest, members, instruments, units] = await Promise.all([
    kit.associations.listActivities(who, { limit: SHOWN, state: 'told' }),
    kit.associations.listActivities(who, { limit: SHOWN }),
    kit.associations.members(association.id, who),
    rewardingToday(kit, association.programmeId),
    unitsOf(kit),
  ])
  const codes = members.filter(({ untilDay }) => untilDay === null).map((one) => one.holderId)
  const shared = { units, language }
  const isOpen = association.endedAt === null
  return answerPage(
    c,
    <AssociationPage
      {...{ c, kit, place: 'hours' as const, notice: noticeOf(c, fault, hours.done) }}
      title={`${association.name}: ${hours.title}`}
    >
      <p>{hours.lead}</p>
      <h2>{hours.waiting}</h2>
      {waiting.length === 0 ? <p>{hours.noneWaiting}</p> : null}
      {waiting.map((one) => (
        <ToConfirm {...{ one, ...shared }} />
      ))}
      {isOpen ? <TellForm {...{ form, language, instruments, codes }} kit={kit} /> : null}
      <h2>{hours.latest}</h2>
      {latest.length === 0 ? (
        <p>{hours.none}</p>
      ) : (
        <ActivityTable {...{ activities: latest, ...shared, caption: hours.latest }} />
      )}
    </AssociationPage>,
    status,
  )
}

interface OneProps {
  readonly one: Activity
  readonly units: ReadonlyMap<string, Unit>
  readonly language: DeskLanguage
}

function ToConfirm({ one, units, language }: OneProps) {
  const texts = ASSOCIATION_TEXTS[language]
  const { hours } = texts
  const title = fill('{kind}, {who}', { kind: texts.kinds[one.kind], who: one.holderId })
  return (
    <article class="desk-card" aria-labelledby={`title-${one.id}`}>
      <h3 class="h5 mt-3" id={`title-${one.id}`}>
        {title}
      </h3>
      <Facts
        pairs={[
          [hours.day, showDay(one.day)],
          [hours.howMuch, measureText(one, texts, language)],
          [hours.reward, rewardText(one, units, language)],
        ]}
      />
      <form method="post" action={`${PLACES.hours}/activities/${one.id}`} class="desk-actions">
        <button
          class="btn btn-primary"
          type="submit"
          name="act"
          value="confirm"
          aria-describedby={`title-${one.id}`}
        >
          {hours.confirm}
        </button>
        <button
          class="btn btn-outline-secondary"
          type="submit"
          name="act"
          value="withdraw"
          aria-describedby={`title-${one.id}`}
        >
          {hours.withdraw}
        </button>
      </form>
    </article>
  )
}

interface TellProps {
  readonly form: FormState
  readonly language: DeskLanguage
  readonly instruments: Awaited<ReturnType<typeof rewardingToday>>
  readonly codes: readonly string[]
  readonly kit: AssociationKit
}

function TellForm({ form, language, instruments, codes, kit }: TellProps) {
  const { hours } = ASSOCIATION_TEXTS[language]
  return (
    <>
      <h2>{hours.tell}</h2>
      {codes.length === 0 ? <p>{hours.noMembers}</p> : null}
      {instruments.length === 0 ? (
        <p>{hours.noMoney}</p>
      ) : (
        <form method="post" action={PLACES.hours} class="desk-card pt-3" novalidate>
          <p>{hours.tellLead}</p>
          <input type="hidden" name="id" value={form.values.id} />
          <TellFields
            {...{ form, language, instruments, codes, today: romeDay(kit.runtime.now()) }}
          />
          <div class="desk-actions">
            <button class="btn btn-primary" type="submit">
              {hours.send}
            </button>
          </div>
        </form>
      )}
    </>
  )
}
