import type { Hono } from 'hono'
import type { Approval } from '../../access/approvals.ts'
import { romeDay } from '../../kernel/days.ts'
import { EUR, type Unit } from '../../kernel/money.ts'
import type { BatchStanding, Schedule } from '../../vouchers/issuing.ts'
import type { DeskSchedulesTexts } from '../messages/desk-schedules.ts'
import { batchState } from './batch-parts.tsx'
import { DecisionForms } from './decision-forms.tsx'
import { ISSUE_TEXTS, idIn } from './issue.tsx'
import { type DeskLanguage, DeskPage } from './layout.tsx'
import { attempt, Facts, type MoneyKit, noticeOf, Table } from './money-kit.tsx'
import { answerPage, type ShownFault } from './page.ts'
import { readFields } from './reading.ts'
import { nextOf, rhythmOf, SCHEDULE_TEXTS, stateOf, worthOf } from './schedules.tsx'
import { type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'
import { fill, showDay, showMoney } from './show.ts'

const PATH = '/desk/schedules/:id'
const TURNS_MAX = 24
const STEPS = ['pause', 'resume', 'stop'] as const

/** A recurring voucher: when it gives next, what each turn gave, and why somebody got nothing. */
export function addSchedule(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles('operator', 'administrator', 'auditor'))
  routes.get(PATH, (c) => draw(c, kit))
  routes.post(PATH, deskRoles('operator', 'administrator'), async (c) => {
    const { who, language } = c.get('desk')
    const step = readFields(await readForm(c), language).choice('step', STEPS, true)
    const id = idIn(c)
    if (step === null) return draw(c, kit)
    const { pauseSchedule, resumeSchedule, endSchedule } = kit.issuing
    const act = { pause: pauseSchedule, resume: resumeSchedule, stop: endSchedule }[step]
    const fault = await attempt(language, () => act(id, who))
    if (fault !== undefined) return draw(c, kit, fault)
    return c.redirect(`/desk/schedules/${id}?done=${step}`, 303)
  })
}

/** A turn, and how many got nothing for each reason. */
interface Turn {
  readonly batch: BatchStanding
  readonly reasons: readonly string[]
}

async function turnsOf(c: DeskContext, kit: MoneyKit, schedule: Schedule): Promise<Turn[]> {
  const { who, language } = c.get('desk')
  const { faults } = ISSUE_TEXTS[language]
  const { late } = ISSUE_TEXTS[language]
  const page = { limit: TURNS_MAX, scheduleId: schedule.id }
  const batches = await kit.issuing.listBatches(page, who)
  return Promise.all(
    batches.map(async (batch) => {
      if (batch.failed === 0) return { batch, reasons: [] }
      const lines = await kit.issuing.listBatchLines(batch.id, { limit: batch.count }, who)
      const counts = new Map<string, number>()
      for (const { fault, amount } of lines) {
        if (fault === null) continue
        const later: Readonly<Record<string, string>> = late
        const text = fill(later[fault] ?? faults[fault], {
          amount: showMoney(amount, batch.unit, language),
        })
        counts.set(text, (counts.get(text) ?? 0) + 1)
      }
      return { batch, reasons: [...counts].map(([text, count]) => `${count} × ${text}`) }
    }),
  )
}

async function draw(c: DeskContext, kit: MoneyKit, fault?: ShownFault): Promise<Response> {
  const session = c.get('desk')
  const { who, role, language } = session
  const texts = SCHEDULE_TEXTS[language]
  const schedule = await kit.issuing.getSchedule(idIn(c), who)
  const [turns, approval, products] = await Promise.all([
    turnsOf(c, kit, schedule),
    kit.approvals.findFor('voucher_batch', schedule.id),
    kit.vouchers.findProducts([schedule.productId]),
  ])
  const product = products.get(schedule.productId)
  const rhythm = rhythmOf(schedule, texts)
  const state = stateOf(schedule, approval, romeDay(kit.runtime.now()))
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session }}
      title={fill(texts.titleOf, { product: product?.name ?? schedule.productId, rhythm })}
      section="schedules"
      notice={noticeOf(c, fault, texts.done)}
    >
      <Facts pairs={factsOf({ schedule, approval, state, unit: product?.unit ?? EUR, language })} />
      {approval === undefined ? null : (
        <DecisionForms approval={approval} who={who} language={language} />
      )}
      {role === 'auditor' ? null : <Steps {...{ schedule, state, texts }} />}
      <h2>{texts.turns}</h2>
      <Turns {...{ turns, texts, language }} />
      <p>
        <a href="/desk/schedules">{texts.back}</a>
      </p>
    </DeskPage>,
    fault?.status ?? 200,
  )
}

interface FactsOf {
  readonly schedule: Schedule
  readonly approval: Approval | undefined
  readonly state: keyof DeskSchedulesTexts['states']
  readonly unit: Unit
  readonly language: DeskLanguage
}

function factsOf({ schedule, approval, state, unit, language }: FactsOf) {
  const texts = SCHEDULE_TEXTS[language]
  const { beneficiaryIds, contactPointId, fromDay, untilDay, maxTotal, reason } = schedule
  const why =
    approval?.state === 'refused' && approval.reason !== null ? `: ${approval.reason}` : ''
  return [
    [texts.state, `${texts.states[state]}${why}`],
    [texts.next, nextOf(schedule, texts)],
    [texts.place, contactPointId],
    [
      texts.who,
      beneficiaryIds.length === 0 ? texts.all : fill(texts.some, { count: beneficiaryIds.length }),
    ],
    [texts.amount, worthOf(schedule, unit, texts, language)],
    [texts.maxTotal, showMoney(maxTotal, unit, language)],
    [texts.from, showDay(fromDay)],
    [texts.until, showDay(untilDay)],
    [texts.reason, reason],
  ] as const
}

interface StepsProps {
  readonly schedule: Schedule
  readonly state: keyof DeskSchedulesTexts['states']
  readonly texts: DeskSchedulesTexts
}

/** What its state allows, one button each. */
function Steps({ schedule: { id }, state, texts }: StepsProps) {
  const steps = STEPS.filter(
    (step) =>
      (step === 'pause' && state === 'running') ||
      (step === 'resume' && state === 'paused') ||
      (step === 'stop' && (state === 'running' || state === 'paused' || state === 'waiting')),
  )
  if (steps.length === 0) return null
  return (
    <form method="post" action={`/desk/schedules/${id}`} class="desk-card">
      <h2>{texts.steps}</h2>
      <p>{texts.pauseLead}</p>
      <div class="desk-actions">
        {steps.map((step) => (
          <button
            class={step === 'stop' ? 'btn btn-outline-danger' : 'btn btn-primary'}
            type="submit"
            name="step"
            value={step}
          >
            {texts[step]}
          </button>
        ))}
      </div>
    </form>
  )
}

interface TurnsProps {
  readonly turns: readonly Turn[]
  readonly texts: DeskSchedulesTexts
  readonly language: DeskLanguage
}

function Turns({ turns, texts, language }: TurnsProps) {
  if (turns.length === 0) return <p>{texts.noTurns}</p>
  const { states } = ISSUE_TEXTS[language]
  return (
    <Table
      caption={texts.turns}
      heads={[
        ...[texts.turn, texts.state, { figure: texts.issued }, { figure: texts.failed }],
        ...[{ figure: texts.total }, texts.why],
      ]}
    >
      {turns.map(({ batch, reasons }) => (
        <tr class={batch.failed > 0 ? 'desk-not-met' : ''}>
          <td>
            <a href={`/desk/batches/${batch.id}`}>
              {batch.period === null ? '' : showDay(batch.period)}
            </a>
          </td>
          <td>{states[batchState(batch)]}</td>
          <td class="desk-figure">{batch.issued}</td>
          <td class="desk-figure">{batch.failed}</td>
          <td class="desk-figure">{showMoney(batch.issuedTotal, batch.unit, language)}</td>
          <td>
            {reasons.map((reason) => (
              <div>{reason}</div>
            ))}
          </td>
        </tr>
      ))}
    </Table>
  )
}
