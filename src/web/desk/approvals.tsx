import type { Hono } from 'hono'
import type { Approval } from '../../access/approvals.ts'
import { APPROVAL_KINDS, APPROVERS, refusalOf } from '../../access/core/duties.ts'
import type { Principal } from '../../access/core/principal.ts'
import { versionOfSubject } from '../../currency/instrument-preparing.ts'
import { DomainError } from '../../kernel/errors.ts'
import { parseUuid, type Uuid } from '../../kernel/ids.ts'
import { EUR, parseMinor, parseUnit } from '../../kernel/money.ts'
import { OVERRIDE_REFUSALS } from '../../plans/core/words.ts'
import type { DeskApprovalsTexts } from '../messages/desk-approvals.ts'
import { APPROVAL_TEXTS, DecisionForms } from './decision-forms.tsx'
import { idIn } from './issue.tsx'
import { type DeskLanguage, DeskPage, type DeskSession } from './layout.tsx'
import { addressOf } from './minting-kit.tsx'
import { attempt, Facts, type MoneyKit, namesOf, noticeOf, Table } from './money-kit.tsx'
import { answerPage, type ShownFault } from './page.ts'
import { readFields } from './reading.ts'
import { askerOf, type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'
import { fill, showDay, showMoney, showTime } from './show.ts'

const PATH = '/desk/approvals'
const SHOWN_MAX = 50
const REASON_MAX = 200

/** What one prepared and another decides: what waits, with its figures, and what was decided. */
export function addApprovals(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  for (const path of [PATH, `${PATH}/:id`] as const) {
    routes.use(path, deskRoles('operator', 'administrator', 'treasurer', 'auditor'))
  }
  routes.get(PATH, (c) => draw(c, kit))
  routes.get(`${PATH}/:id`, (c) => c.redirect(`${PATH}#${idIn(c)}`, 303))
  routes.post(`${PATH}/:id`, async (c) => {
    const { language } = c.get('desk')
    const fields = readFields(await readForm(c), language)
    const state = fields.choice('state', ['approved', 'refused', 'withdrawn'] as const, true)
    const reason = fields.line('reason', REASON_MAX)
    if (state === null || (state === 'refused' && reason === null)) {
      const text = APPROVAL_TEXTS[language].reasonNeeded
      return draw(c, kit, { text, status: 422 })
    }
    const fault = await attempt(language, () => decide(c, kit, idIn(c), { state, reason }))
    return fault === undefined ? c.redirect(`${PATH}?done=${state}`, 303) : draw(c, kit, fault)
  })
}

interface Asked {
  readonly state: 'approved' | 'refused' | 'withdrawn'
  readonly reason: string | null
}

/** Hands a decision to the capability that owns what is decided on. */
async function decide(
  c: DeskContext,
  kit: MoneyKit,
  id: Uuid,
  { state, reason }: Asked,
): Promise<void> {
  const { who } = c.get('desk')
  const approval = await kit.approvals.find(id)
  if (approval === undefined) throw notFound()
  const version = versionOfSubject(approval.subjectId)
  const subjectId = version === undefined ? parseUuid(approval.subjectId) : id
  if (subjectId === undefined) throw notFound()
  if (state === 'withdrawn') return withdraw(kit, approval, subjectId, who)
  const verdict =
    state === 'refused' ? ({ state, reason: reason ?? '' } as const) : ({ state } as const)
  switch (approval.kind) {
    case 'instrument': {
      if (version === undefined) throw notFound()
      await kit.instruments.decide(version, verdict, who)
      return
    }
    case 'voucher_batch': {
      // A schedule asks for the same kind of approval as each of its batches.
      const isSchedule = approval.summary.schedule !== undefined
      await (isSchedule
        ? kit.issuing.decideSchedule(subjectId, verdict, who)
        : kit.issuing.decideBatch(subjectId, verdict, who))
      return
    }
    case 'voucher_change':
      await kit.issuing.decideChange(subjectId, verdict, who)
      return
    case 'envelope_move':
      await kit.networkDesk.decideMove(subjectId, verdict, who)
      return
    case 'funding':
      await kit.networkDesk.decideTranche(subjectId, verdict, who)
      return
    case 'emergency_cap':
      await kit.networkDesk.decideCapRaise(subjectId, verdict, who)
      return
    case 'eligibility_override': {
      const ground = OVERRIDE_REFUSALS.find((one) => one === reason) ?? 'not_justified'
      const decision =
        state === 'refused' ? ({ state, reason: ground } as const) : ({ state } as const)
      await kit.casework.overrides.decide(askerOf(c), subjectId, decision)
      return
    }
    case 'currency_grant':
      await kit.minting.decideGrant(subjectId, verdict, who)
      return
    case 'reserve_release':
      await kit.minting.decideRelease(subjectId, verdict, who)
      return
    case 'refund':
      await kit.vouchers.decideRefund(
        { id: subjectId, approved: state === 'approved', ...(reason === null ? {} : { reason }) },
        who,
      )
      return
    case 'clearing':
      await kit.clearing.decide(subjectId, verdict, who)
      return
    default:
      throw notFound()
  }
}

async function withdraw(
  kit: MoneyKit,
  { id, kind, state }: Approval,
  subjectId: Uuid,
  who: Principal,
): Promise<void> {
  if (kind === 'refund') await kit.vouchers.withdrawRefund(subjectId, who)
  else if (kind === 'dispute') await kit.vouchers.withdrawDispute(subjectId, who)
  else if (!(await kit.approvals.withdraw(id, who))) {
    throw new DomainError('approval_closed', `This was decided before: it is ${state}.`)
  }
}

async function draw(c: DeskContext, kit: MoneyKit, fault?: ShownFault): Promise<Response> {
  const session = c.get('desk')
  const { who, language } = session
  const texts = APPROVAL_TEXTS[language]
  const decidable = APPROVAL_KINDS.filter((kind) => APPROVERS[kind].includes(who.role))
  const page = { limit: SHOWN_MAX }
  const [mine, waiting, latest] = await Promise.all([
    kit.approvals.list(who, { ...page, decidable }),
    kit.approvals.list(who, { ...page, state: 'waiting' }),
    kit.approvals.list(who, page),
  ])
  const own = new Set(mine.map(({ id }) => id))
  const others = waiting.filter(({ id }) => !own.has(id))
  const decided = latest.filter(({ state }) => state !== 'waiting')
  const all = [...mine, ...others, ...decided]
  const names = await namesOf(
    kit,
    all.flatMap(({ preparedBy, decidedBy }) => [preparedBy, decidedBy]),
  )
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session }}
      title={texts.title}
      section="approvals"
      notice={noticeOf(c, fault, texts.done)}
    >
      <p>{texts.lead}</p>
      <h2>{texts.mine}</h2>
      {mine.length === 0 ? <p>{texts.noneMine}</p> : null}
      {mine.map((approval) => (
        <Card {...{ approval, session, names, texts }} />
      ))}
      {others.length === 0 ? null : <h2>{texts.others}</h2>}
      {others.map((approval) => (
        <Card {...{ approval, session, names, texts }} />
      ))}
      <h2>{texts.history}</h2>
      <History {...{ decided, names, texts, language }} />
    </DeskPage>,
    fault?.status ?? 200,
  )
}

type Names = ReadonlyMap<Uuid, string>

interface CardProps {
  readonly approval: Approval
  readonly session: DeskSession
  readonly names: Names
  readonly texts: DeskApprovalsTexts
}

function Card({ approval, session, names, texts }: CardProps) {
  const { language, who } = session
  const name = names.get(approval.preparedBy) ?? texts.somebody
  const details = detailsOf(approval)
  return (
    <article class="desk-card" id={approval.id} aria-labelledby={`title-${approval.id}`}>
      <h3 class="h5 mt-3" id={`title-${approval.id}`}>
        {texts.kinds[approval.kind]}
      </h3>
      <p>{fill(texts.prepared, { name, time: showTime(approval.preparedAt) })}</p>
      <Facts pairs={figuresOf(approval, texts, language)} />
      {details === undefined ? null : (
        <p>
          <a href={details}>{texts.details}</a>
        </p>
      )}
      <DecisionForms approval={approval} who={who} language={language} />
      {isWithdrawable(approval, who) ? (
        <form method="post" action={`${PATH}/${approval.id}`} class="desk-actions">
          <button class="btn btn-outline-secondary" type="submit" name="state" value="withdrawn">
            {texts.withdraw}
          </button>
        </form>
      ) : null}
    </article>
  )
}

function isWithdrawable(approval: Approval, who: Principal): boolean {
  return refusalOf({ ...approval, isOpen: true }, who) === 'approval_own'
}

/** Where one looks at what is to be decided. */
function detailsOf({ kind, subjectId, summary }: Approval): string | undefined {
  if (kind === 'voucher_batch') {
    return `/desk/${summary.schedule === undefined ? 'batches' : 'schedules'}/${subjectId}`
  }
  if (kind === 'refund') return `/desk/refunds/${subjectId}`
  if (kind === 'clearing') return `/desk/clearing/${subjectId}`
  if (kind === 'dispute') return `/desk/disputes/${subjectId}`
  if (kind === 'reward') return '/desk/earnings'
  if (kind === 'voucher_change') return `/desk/vouchers/${summary.voucher ?? ''}`
  if (kind === 'currency_grant' || kind === 'reserve_release') {
    const page = kind === 'currency_grant' ? 'grants' : 'releases'
    return `${addressOf(summary.instrument ?? '', page)}/${subjectId}`
  }
  if (kind === 'instrument') return `/desk/instruments/${summary.instrument ?? ''}`
  return undefined
}

/** The figures of an approval as people read them; ids of things that have a page of their own are left out. */
export function figuresOf(
  { summary, kind }: Approval,
  texts: DeskApprovalsTexts,
  language: DeskLanguage,
): readonly (readonly [string, string])[] {
  const unit = parseUnit(summary.unit ?? '') ?? EUR
  return Object.entries(summary).flatMap(([name, text]) => {
    const label = labelOf(name, kind, texts)
    if (label === undefined || (name === 'voucher' && kind === 'voucher_change')) return []
    const amount = AMOUNTS.includes(name) ? parseMinor(text) : undefined
    if (amount !== undefined) return [[label, showMoney(amount, unit, language)] as const]
    const words: Readonly<Record<string, string>> = texts.words
    return [[label, /^\d{4}-\d{2}-\d{2}$/.test(text) ? showDay(text) : (words[text] ?? text)]]
  })
}

const AMOUNTS = ['amount', 'total', 'cleared']

function labelOf(
  name: string,
  kind: Approval['kind'],
  { summary, clearing }: DeskApprovalsTexts,
): string | undefined {
  const labels: Readonly<Record<string, string>> =
    kind === 'clearing' ? { ...summary, ...clearing } : summary
  return labels[name]
}

interface HistoryProps {
  readonly decided: readonly Approval[]
  readonly names: Names
  readonly texts: DeskApprovalsTexts
  readonly language: DeskLanguage
}

function History({ decided, names, texts, language }: HistoryProps) {
  if (decided.length === 0) return <p>{texts.noHistory}</p>
  return (
    <Table
      caption={texts.history}
      heads={[texts.kind, texts.figures, texts.state, texts.decided, texts.why]}
    >
      {decided.map((approval) => {
        const { kind, state, decidedBy, decidedAt, reason } = approval
        const figures = figuresOf(approval, texts, language)
        const name = decidedBy === null ? '' : (names.get(decidedBy) ?? texts.somebody)
        return (
          <tr>
            <td>{texts.kinds[kind]}</td>
            <td>{figures.map(([label, text]) => `${label}: ${text}`).join(' · ')}</td>
            <td>{texts.states[state]}</td>
            <td>{`${name} ${decidedAt === null ? '' : showTime(decidedAt)}`}</td>
            <td>{reasonText(reason, texts)}</td>
          </tr>
        )
      })}
    </Table>
  )
}

function reasonText(reason: string | null, texts: DeskApprovalsTexts): string {
  const grounds: Readonly<Record<string, string>> = texts.grounds
  return reason === null ? '' : (grounds[reason] ?? reason)
}

function notFound(): DomainError {
  return new DomainError('approval_not_found', 'There is nothing to approve with this id.')
}
