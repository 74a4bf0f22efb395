import type { Approval } from '../../access/approvals.ts'
import { APPROVAL_KINDS, APPROVERS, HOLDING } from '../../access/core/duties.ts'
import { addDays, romeDay } from '../../kernel/days.ts'
import type { Feedback } from '../../plans/feedback.ts'
import type { Person } from '../../plans/people.ts'
import type { BatchStanding } from '../../vouchers/issuing.ts'
import type { Voucher } from '../../vouchers/service.ts'
import { type DeskHomeTexts, deskHomeEn, deskHomeIt } from '../messages/desk-home.ts'
import { findMoneyWork, MoneyWork } from './home-money.tsx'
import { SHOWN, Work } from './home-parts.tsx'
import { type DeskLanguage, DeskPage, type DeskSession } from './layout.tsx'
import { answerPage, type DeskKit } from './page.ts'
import { askerOf, type DeskContext } from './session.ts'
import { fill, showDay, showMoney, showTime } from './show.ts'

const TEXTS: Readonly<Record<DeskLanguage, DeskHomeTexts>> = { it: deskHomeIt, en: deskHomeEn }

const BATCHES_LOOKED_AT = 50
const SOON_DAYS = 14

interface Found {
  readonly approvals: readonly Approval[]
  readonly feedback: readonly Feedback[]
  readonly failed: readonly BatchStanding[]
  readonly issued: readonly Voucher[]
  readonly notAssessed: readonly Person[]
  readonly withoutPlan: readonly Person[]
  readonly expiring: readonly Voucher[]
}

/** What needs doing next, the most urgent first. */
export async function showHome(c: DeskContext, kit: DeskKit): Promise<Response> {
  const session = c.get('desk')
  const texts = TEXTS[session.language]
  const work = await findWork(c, kit)
  const money = await findMoneyWork(c, kit)
  const isIdle = [...Object.values(work), ...Object.values(money)].every(
    ({ length }) => length === 0,
  )
  return answerPage(
    c,
    <DeskPage assets={kit.assets} session={session} title={texts.title} section="home">
      <p>{isIdle ? texts.nothing : texts.lead}</p>
      <Approvals list={work.approvals} texts={texts} />
      <MoneyWork {...{ money, texts }} language={session.language} />
      <Unanswered list={work.feedback} texts={texts} />
      <Failed list={work.failed} texts={texts} />
      <Vouchers
        {...{ texts, session, list: work.issued, title: texts.issued, hint: texts.issuedHint }}
      />
      <People
        {...{ texts, list: work.notAssessed, title: texts.notAssessed }}
        more="/desk/people?state=not_assessed"
      />
      <People
        {...{ texts, list: work.withoutPlan, title: texts.withoutPlan }}
        more="/desk/people?plan=none"
      />
      <Vouchers {...{ texts, session, list: work.expiring, title: texts.expiring }} />
    </DeskPage>,
  )
}

async function findWork(c: DeskContext, kit: DeskKit): Promise<Found> {
  const { who, role } = c.get('desk')
  const { approvals, issuing, vouchers, casework, runtime } = kit
  const limit = SHOWN + 1
  // Refunds and disputes stand among the work about money, with their days.
  const decidable = APPROVAL_KINDS.filter(
    (kind) => APPROVERS[kind].includes(role) && !HOLDING.includes(kind),
  )
  const waiting = await approvals.list(who, { limit, decidable })
  const asker = askerOf(c)
  const isAnswering = role === 'operator' || role === 'administrator'
  const feedback = isAnswering
    ? await casework.feedback.list(asker, { limit, isWaiting: true })
    : []
  // Only who works at a contact point hands over, assesses and plans.
  if (role !== 'operator') {
    return {
      ...{ approvals: waiting, feedback, failed: [], issued: [], expiring: [] },
      ...{ notAssessed: [], withoutPlan: [] },
    }
  }
  const soon = addDays(romeDay(runtime.now()), SOON_DAYS)
  const [batches, issued, expiring, notAssessed, withoutPlan] = await Promise.all([
    issuing.listBatches({ limit: BATCHES_LOOKED_AT }, who),
    vouchers.list({ limit, status: 'issued' }, who),
    vouchers.list({ limit, status: 'active', expiresUntil: soon }, who),
    casework.people.list(asker, { limit, state: 'not_assessed' }),
    casework.people.list(asker, { limit, isWithoutPlan: true }),
  ])
  const failed = batches.filter((batch) => batch.failed > 0).slice(0, limit)
  return { approvals: waiting, feedback, failed, issued, expiring, notAssessed, withoutPlan }
}

interface ShownList<T> {
  readonly list: readonly T[]
  readonly texts: DeskHomeTexts
}

function Approvals({ list, texts }: ShownList<Approval>) {
  return (
    <Work texts={texts} title={texts.approvals} count={list.length} more="/desk/approvals">
      {list.slice(0, SHOWN).map((one) => (
        <li>
          <a href={`/desk/approvals#${one.id}`}>{texts.kinds[one.kind]}</a>{' '}
          {one.contactPointIds.join(', ')} {fill(texts.since, { at: showTime(one.preparedAt) })}
        </li>
      ))}
    </Work>
  )
}

function Unanswered({ list, texts }: ShownList<Feedback>) {
  const more = '/desk/feedback?state=waits'
  return (
    <Work texts={texts} title={texts.feedback} count={list.length} more={more}>
      {list.slice(0, SHOWN).map(({ id, kind, dueOn }) => (
        <li>
          <a href={`/desk/feedback/${id}`}>{texts.said[kind]}</a>{' '}
          {fill(texts.answerBy, { day: showDay(dueOn) })}
        </li>
      ))}
    </Work>
  )
}

function Failed({ list, texts }: ShownList<BatchStanding>) {
  return (
    <Work texts={texts} title={texts.failed} count={list.length}>
      {list.slice(0, SHOWN).map(({ id, productId, contactPointId, failed, count, period }) => (
        <li>
          <a href={`/desk/batches/${id}`}>
            {productId} · {contactPointId}
          </a>{' '}
          {period === null ? null : `${fill(texts.failedTurn, { day: showDay(period) })} `}
          {fill(texts.failedRow, { failed, count })}
        </li>
      ))}
    </Work>
  )
}

interface VouchersProps extends ShownList<Voucher> {
  readonly session: DeskSession
  readonly title: string
  readonly hint?: string
}

function Vouchers({ list, texts, session, title, hint }: VouchersProps) {
  return (
    <Work texts={texts} title={title} count={list.length} hint={hint}>
      {list.slice(0, SHOWN).map((one) => (
        <li>
          <a href={`/desk/people/${one.beneficiaryId}`}>{one.beneficiaryId}</a>{' '}
          {fill(texts.voucher, {
            amount: showMoney(one.remaining, one.unit, session.language),
            day: showDay(one.expiresOn),
          })}
        </li>
      ))}
    </Work>
  )
}

interface PeopleProps extends ShownList<Person> {
  readonly title: string
  readonly more: string
}

function People({ list, texts, title, more }: PeopleProps) {
  return (
    <Work texts={texts} title={title} count={list.length} more={more}>
      {list.slice(0, SHOWN).map(({ id, contactPointId }) => (
        <li>
          <a href={`/desk/people/${id}`}>{id}</a> {contactPointId}
        </li>
      ))}
    </Work>
  )
}
