import type { Hono } from 'hono'
import type { Activity, Association } from '../../currency/association-service.ts'
import { romeDay } from '../../kernel/days.ts'
import type { Uuid } from '../../kernel/ids.ts'
import type { Unit } from '../../kernel/money.ts'
import {
  ActivityTable,
  ASSOCIATION_TEXTS,
  EARNING_TEXTS,
  freshForm,
  measureText,
  partyOf,
  readTold,
  rewardingToday,
  rewardText,
  TellFields,
  unitsOf,
} from './earning-parts.tsx'
import { ChoiceField, EMPTY_FORM, type FormState, TextField } from './fields.tsx'
import { drawForm } from './form-page.tsx'
import { type DeskLanguage, DeskPage, type Notice } from './layout.tsx'
import { attempt, type MoneyKit, Table } from './money-kit.tsx'
import { answerPage, type ShownFault } from './page.ts'
import { readFields } from './reading.ts'
import { type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'
import { fill, showDay } from './show.ts'

const PATH = '/desk/earnings'
const SHOWN = 100
const REASON_MAX = 200
const ASSOCIATIONS_MAX = 200

/** What associations confirmed, decided many at a time; and what an operator tells of somebody. */
export function addEarnings(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles('operator', 'administrator', 'treasurer', 'auditor'))
  routes.use(`${PATH}/new`, deskRoles('operator'))
  routes.get(PATH, (c) => draw(c, kit, EMPTY_FORM, toldBefore(c)))
  routes.post(PATH, (c) => decide(c, kit))
  routes.get(`${PATH}/new`, (c) => drawNew(c, kit, freshForm(kit)))
  routes.post(`${PATH}/new`, (c) => tell(c, kit))
}

function toldBefore(c: DeskContext): Notice | undefined {
  if (c.req.query('done') !== 'told') return undefined
  return { kind: 'done', text: EARNING_TEXTS[c.get('desk').language].earnings.told }
}

/** Decides on what is picked, one by one: what cannot be decided is said, and the others are done. */
async function decide(c: DeskContext, kit: MoneyKit): Promise<Response> {
  const { who, language } = c.get('desk')
  const { earnings } = EARNING_TEXTS[language]
  const values = await readForm(c)
  const fields = readFields(values, language)
  const state = fields.choice('state', ['approved', 'refused'] as const, true)
  const reason = fields.line('reason', REASON_MAX)
  const waiting = await kit.associations.listActivities(who, { limit: SHOWN, state: 'confirmed' })
  const picked = waiting.filter(({ id }) => fields.isTicked(`pick-${id}`))
  if (state === 'refused' && reason === null) fields.blame('reason', earnings.reasonNeeded)
  const wrong = picked.length === 0 ? earnings.nothingPicked : fields.state().faults.reason
  if (state === null || wrong !== undefined) {
    return draw(c, kit, fields.state(), { kind: 'wrong', text: wrong ?? earnings.nothingPicked })
  }
  const verdict =
    state === 'refused' ? ({ state, reason: reason ?? '' } as const) : ({ state } as const)
  const failed: string[] = []
  for (const one of picked) {
    const fault = await attempt(language, () => kit.associations.decide(one.id, verdict, who))
    const told = { who: one.holderId, day: showDay(one.day), why: fault?.text ?? '' }
    if (fault !== undefined) failed.push(fill(earnings.one, told))
  }
  const done = fill(earnings.decided, { count: picked.length - failed.length })
  if (failed.length === 0) return draw(c, kit, EMPTY_FORM, { kind: 'done', text: done })
  const list = fill(earnings.notDecided, { list: failed.join(' ') })
  return draw(c, kit, EMPTY_FORM, { kind: 'wrong', text: `${done} ${list}` })
}

async function draw(
  c: DeskContext,
  kit: MoneyKit,
  form: FormState,
  notice?: Notice,
): Promise<Response> {
  const session = c.get('desk')
  const { who, role, language } = session
  const texts = EARNING_TEXTS[language]
  const [waiting, latest, units] = await Promise.all([
    kit.associations.listActivities(who, { limit: SHOWN, state: 'confirmed' }),
    kit.associations.listActivities(who, { limit: SHOWN }),
    unitsOf(kit),
  ])
  const others = latest.filter(({ state }) => state !== 'confirmed')
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session, notice }}
      title={texts.earnings.title}
      section="earnings"
    >
      <p>{texts.earnings.lead}</p>
      {role === 'operator' ? (
        <p class="desk-actions">
          <a class="btn btn-outline-primary" href={`${PATH}/new`}>
            {texts.earnings.tell}
          </a>
        </p>
      ) : null}
      <h2>{texts.earnings.waiting}</h2>
      {waiting.length === 0 ? (
        <p class="desk-card pt-3">{texts.earnings.none}</p>
      ) : (
        <Waiting {...{ waiting, units, form, language, canDecide: role !== 'auditor' }} />
      )}
      {others.length === 0 ? null : (
        <ActivityTable
          {...{ activities: others, units, language, caption: texts.earnings.others }}
          isOfMany
        />
      )}
    </DeskPage>,
    notice?.kind === 'wrong' ? 422 : 200,
  )
}

interface WaitingProps {
  readonly waiting: readonly Activity[]
  readonly units: ReadonlyMap<string, Unit>
  readonly form: FormState
  readonly language: DeskLanguage
  readonly canDecide: boolean
}

function Waiting({ waiting, units, form, language, canDecide }: WaitingProps) {
  const { earnings } = EARNING_TEXTS[language]
  const texts = ASSOCIATION_TEXTS[language]
  const { hours } = texts
  return (
    <form method="post" action={PATH} novalidate class="desk-card pt-3">
      <Table
        caption={earnings.waiting}
        heads={[
          ...[earnings.pick, hours.who, { figure: hours.reward }, { figure: hours.howMuch }],
          ...[hours.kind, hours.day, hours.association],
        ]}
      >
        {waiting.map((one) => (
          <tr>
            <td>
              <input
                class="form-check-input"
                type="checkbox"
                name={`pick-${one.id}`}
                value="yes"
                checked={form.values[`pick-${one.id}`] === 'yes'}
                aria-label={fill(earnings.pickOf, {
                  ...{ kind: texts.kinds[one.kind], who: one.holderId },
                  day: showDay(one.day),
                })}
              />
            </td>
            <td>{one.holderId}</td>
            <td class="desk-figure">{rewardText(one, units, language)}</td>
            <td class="desk-figure">{measureText(one, texts, language)}</td>
            <td>{texts.kinds[one.kind]}</td>
            <td>{showDay(one.day)}</td>
            <td>{one.associationId}</td>
          </tr>
        ))}
      </Table>
      {canDecide ? (
        <>
          <div class="desk-actions">
            <button class="btn btn-primary" type="submit" name="state" value="approved">
              {earnings.approve}
            </button>
          </div>
          <div class="desk-fields">
            <TextField
              {...{ form, name: 'reason', label: earnings.reason, hint: earnings.reasonHint }}
              maxlength={REASON_MAX}
            />
          </div>
          <div class="desk-actions">
            <button class="btn btn-outline-danger" type="submit" name="state" value="refused">
              {earnings.refuse}
            </button>
          </div>
        </>
      ) : null}
    </form>
  )
}

async function tell(c: DeskContext, kit: MoneyKit): Promise<Response> {
  const { who, language } = c.get('desk')
  const fields = readFields(await readForm(c), language)
  const id: Uuid = fields.id('id')
  const active = await activeAssociations(kit, c)
  const associationId = fields.choice(
    'association',
    active.map((one) => one.id),
    true,
  )
  const told = readTold(fields, await rewardingToday(kit), ASSOCIATION_TEXTS[language])
  if (told === undefined || associationId === null) return drawNew(c, kit, fields.state())
  const party = await partyOf(kit, told.holderId)
  const fault = await attempt(language, () =>
    kit.associations.tell({ ...told, id, associationId, party }, who),
  )
  return fault === undefined
    ? c.redirect(`${PATH}?done=told`, 303)
    : drawNew(c, kit, fields.state(), fault)
}

async function activeAssociations(kit: MoneyKit, c: DeskContext): Promise<readonly Association[]> {
  const found = await kit.associations.list(c.get('desk').who, { limit: ASSOCIATIONS_MAX })
  return found.filter(({ endedAt }) => endedAt === null)
}

async function drawNew(
  c: DeskContext,
  kit: MoneyKit,
  form: FormState,
  fault?: ShownFault,
): Promise<Response> {
  const { language } = c.get('desk')
  const { earnings } = EARNING_TEXTS[language]
  const { hours } = ASSOCIATION_TEXTS[language]
  const [associations, instruments] = await Promise.all([
    activeAssociations(kit, c),
    rewardingToday(kit),
  ])
  return drawForm(c, kit, {
    ...{ title: earnings.tell, section: 'earnings', lead: earnings.tellLead, form, fault },
    ...{ action: `${PATH}/new`, hidden: { id: form.values.id ?? '' }, submit: hours.send },
    back: [PATH, earnings.back],
    fields: (
      <>
        <div class="desk-fields">
          <ChoiceField
            {...{ form, name: 'association', label: hours.association, empty: '–' }}
            options={associations.map(({ id, name }) => [id, name] as const)}
            isRequired
          />
        </div>
        <TellFields
          {...{ form, language, instruments, codes: [], today: romeDay(kit.runtime.now()) }}
        />
      </>
    ),
  })
}
