import type { Hono } from 'hono'
import type { Approval } from '../../access/approvals.ts'
import { type Day, romeDay } from '../../kernel/days.ts'
import { EUR, type Unit } from '../../kernel/money.ts'
import type { Schedule } from '../../vouchers/issuing.ts'
import type { Product } from '../../vouchers/service.ts'
import {
  type DeskSchedulesTexts,
  deskSchedulesEn,
  deskSchedulesIt,
} from '../messages/desk-schedules.ts'
import { type DeskLanguage, DeskPage } from './layout.tsx'
import { type MoneyKit, Table } from './money-kit.tsx'
import { answerPage } from './page.ts'
import { type DeskContext, type DeskEnv, deskRoles } from './session.ts'
import { fill, showDay, showMoney } from './show.ts'

const PATH = '/desk/schedules'
const SHOWN_MAX = 50

export const SCHEDULE_TEXTS: Readonly<Record<DeskLanguage, DeskSchedulesTexts>> = {
  it: deskSchedulesIt,
  en: deskSchedulesEn,
}

/** Vouchers that are given again and again: how each stands, and when it gives next. */
export function addSchedules(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles('operator', 'administrator', 'auditor'))
  routes.get(PATH, async (c) => {
    const { who } = c.get('desk')
    const schedules = await kit.issuing.listSchedules({ limit: SHOWN_MAX }, who)
    const [products, approvals] = await Promise.all([
      kit.vouchers.findProducts(schedules.map(({ productId }) => productId)),
      Promise.all(schedules.map(({ id }) => kit.approvals.findFor('voucher_batch', id))),
    ])
    return draw(c, kit, { schedules, products, approvals })
  })
}

/** How a schedule stands today. */
export function stateOf(
  schedule: Schedule,
  approval: Approval | undefined,
  today: Day,
): keyof DeskSchedulesTexts['states'] {
  if (schedule.stoppedAt !== null) return 'stopped'
  if (schedule.approvedAt === null) {
    if (approval?.state === 'refused' || approval?.state === 'withdrawn') return approval.state
    return 'waiting'
  }
  if (schedule.untilDay < today) return 'over'
  return schedule.pausedAt === null ? 'running' : 'paused'
}

/** When a schedule gives, as a person says it. */
export function rhythmOf({ cadence, dueDay }: Schedule, texts: DeskSchedulesTexts): string {
  if (cadence === 'monthly') return fill(texts.rhythm.monthly, { day: dueDay })
  const weekdays: Readonly<Record<number, string>> = texts.weekdays
  return fill(texts.rhythm.weekly, { weekday: weekdays[dueDay] ?? '' })
}

export function nextOf({ nextOn }: Schedule, texts: DeskSchedulesTexts): string {
  return nextOn === null ? texts.noNext : showDay(nextOn)
}

/** What each voucher of it is worth. */
export function worthOf(
  { amount }: Schedule,
  unit: Unit,
  texts: DeskSchedulesTexts,
  language: DeskLanguage,
): string {
  return amount === null ? texts.byProduct : showMoney(amount, unit, language)
}

interface Shown {
  readonly schedules: readonly Schedule[]
  readonly products: ReadonlyMap<string, Product>
  readonly approvals: readonly (Approval | undefined)[]
}

function draw(c: DeskContext, kit: MoneyKit, shown: Shown): Promise<Response> {
  const session = c.get('desk')
  const { role, language } = session
  const texts = SCHEDULE_TEXTS[language]
  const { schedules, products, approvals } = shown
  const today = romeDay(kit.runtime.now())
  const heads = [texts.product, texts.place, texts.when, texts.next, { figure: texts.amount }]
  return answerPage(
    c,
    <DeskPage {...{ assets: kit.assets, session }} title={texts.title} section="schedules">
      <p>{texts.lead}</p>
      {role === 'auditor' ? null : (
        <p class="desk-actions">
          <a class="btn btn-primary" href="/desk/new-schedule">
            {texts.newLink}
          </a>
        </p>
      )}
      {schedules.length === 0 ? (
        <p>{texts.none}</p>
      ) : (
        <Table caption={texts.list} heads={[...heads, texts.state]}>
          {schedules.map((one, index) => (
            <tr>
              <td>
                <a href={`${PATH}/${one.id}`}>
                  {products.get(one.productId)?.name ?? one.productId}
                </a>
              </td>
              <td>{one.contactPointId}</td>
              <td>{rhythmOf(one, texts)}</td>
              <td>{nextOf(one, texts)}</td>
              <td class="desk-figure">
                {worthOf(one, products.get(one.productId)?.unit ?? EUR, texts, language)}
              </td>
              <td>{texts.states[stateOf(one, approvals[index], today)]}</td>
            </tr>
          ))}
        </Table>
      )}
    </DeskPage>,
  )
}
