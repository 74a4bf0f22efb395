import type { Hono } from 'hono'
import { parseUuid, type Uuid } from '../../kernel/ids.ts'
import type { Minor } from '../../kernel/money.ts'
import type { Move } from '../../network/desk.ts'
import type { Envelope } from '../../network/service.ts'
import { type DeskMoneyTexts, deskMoneyEn, deskMoneyIt } from '../messages/desk-money.ts'
import { APPROVAL_TEXTS } from './decision-forms.tsx'
import { ChoiceField, EMPTY_FORM, type FormState, TextField } from './fields.tsx'
import { type DeskLanguage, DeskPage } from './layout.tsx'
import { attempt, Hidden, type MoneyKit, noticeOf, Table } from './money-kit.tsx'
import { answerPage, type ShownFault } from './page.ts'
import { readFields } from './reading.ts'
import { type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'
import { fill, showMoney, showTime } from './show.ts'

const PATH = '/desk/envelopes'
const OPEN_PATH = '/desk/new-envelope'
const ENVELOPES_MAX = 500
const MOVES_MAX = 20
const REASON_MAX = 200
/** In the choice of envelopes, what no contact point has yet. */
const GRANT = 'grant'

export const MONEY_TEXTS: Readonly<Record<DeskLanguage, DeskMoneyTexts>> = {
  it: deskMoneyIt,
  en: deskMoneyEn,
}

/** Below so much, in minor units, an envelope is nearly empty: told before the hard stop is felt. */
export const NEARLY_EMPTY = 50_000n

/** What is left, per contact point and area, and moves that another person consents to. */
export function addEnvelopes(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles('operator', 'administrator', 'treasurer', 'auditor'))
  routes.get(PATH, (c) => draw(c, kit, { form: EMPTY_FORM }))
  routes.post(PATH, deskRoles('operator', 'administrator', 'treasurer'), async (c) => {
    const { who, language } = c.get('desk')
    const fields = readFields(await readForm(c), language)
    const id = fields.id('id')
    const from = fields.parsed('from', sideIn)
    const to = fields.parsed('to', sideIn)
    const amount = fields.amount('amount')
    const reason = fields.line('reason', REASON_MAX, true)
    if (amount === null || amount === 0n) {
      fields.blame('amount', MONEY_TEXTS[language].amountNeeded)
    }
    const form = fields.state()
    if (!fields.isGood() || from === null || to === null || amount === null || reason === null) {
      return draw(c, kit, { form })
    }
    const move = { id, amount, reason, fromEnvelopeId: from.id, toEnvelopeId: to.id }
    const fault = await attempt(language, () => kit.networkDesk.prepareMove(move, who))
    if (fault !== undefined) return draw(c, kit, { form, fault })
    return c.redirect(`${PATH}?done=moved`, 303)
  })
}

function sideIn(text: string): { readonly id: Uuid | null } | undefined {
  if (text === GRANT) return { id: null }
  const id = parseUuid(text)
  return id === undefined ? undefined : { id }
}

interface Shown {
  readonly form: FormState
  readonly fault?: ShownFault | undefined
}

async function draw(c: DeskContext, kit: MoneyKit, { form, fault }: Shown): Promise<Response> {
  const session = c.get('desk')
  const { who, role, language } = session
  const texts = MONEY_TEXTS[language]
  const scope = who.contactPointIds === undefined ? {} : { contactPointIds: who.contactPointIds }
  const [own, all, moves] = await Promise.all([
    kit.network.listEnvelopes({ limit: ENVELOPES_MAX, ...scope }),
    kit.network.listEnvelopes({ limit: ENVELOPES_MAX }),
    kit.networkDesk.listMoves({ limit: MOVES_MAX, ...scope }),
  ])
  const left = await kit.network.leftIn(own.map(({ accountId }) => accountId))
  const hasFaults = Object.keys(form.faults).length > 0
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session }}
      title={texts.envelopes.title}
      section="envelopes"
      notice={noticeOf(c, fault, { moved: texts.envelopes.done, opened: texts.envelopes.opened })}
    >
      <p>{texts.envelopes.lead}</p>
      <p>{texts.envelopes.stop}</p>
      {role === 'treasurer' || role === 'administrator' ? (
        <p class="desk-actions">
          <a class="btn btn-outline-primary" href={OPEN_PATH}>
            {texts.envelopes.open}
          </a>
        </p>
      ) : null}
      {own.length === 0 ? (
        <p>{texts.envelopes.none}</p>
      ) : (
        <Left {...{ envelopes: own, left, texts, language }} />
      )}
      {role === 'auditor' || all.length === 0 ? null : (
        <MoveForm {...{ form, texts, own, all }} id={kit.runtime.newId()} />
      )}
      <h2>{texts.envelopes.moves}</h2>
      <Moves {...{ moves, texts, language }} />
    </DeskPage>,
    fault?.status ?? (hasFaults ? 422 : 200),
  )
}

interface LeftProps {
  readonly envelopes: readonly Envelope[]
  readonly left: ReadonlyMap<Envelope['accountId'], Minor>
  readonly texts: DeskMoneyTexts
  readonly language: DeskLanguage
}

function Left({ envelopes, left, texts, language }: LeftProps) {
  const { place, area, colour, left: leftHead } = texts.envelopes
  return (
    <>
      <Table caption={texts.envelopes.title} heads={[place, area, colour, { figure: leftHead }]}>
        {envelopes.map((one) => (
          <tr>
            <td>{one.contactPointId}</td>
            <td>{texts.areas[one.area]}</td>
            <td>{one.colour ?? one.programmeId}</td>
            <td class="desk-figure">
              {showMoney(left.get(one.accountId) ?? 0n, one.unit, language)}
              {(left.get(one.accountId) ?? 0n) < NEARLY_EMPTY ? (
                <div class="text-secondary">{texts.envelopes.nearlyEmpty}</div>
              ) : null}
            </td>
          </tr>
        ))}
      </Table>
      <p>
        {texts.envelopes.total}: <strong>{totals(envelopes, left, language)}</strong>
      </p>
      {envelopes.length === ENVELOPES_MAX ? (
        <p>{fill(texts.atLeast, { max: ENVELOPES_MAX })}</p>
      ) : null}
    </>
  )
}

/** Units never mix: each has a sum of its own. */
function totals(
  envelopes: readonly Envelope[],
  left: LeftProps['left'],
  language: DeskLanguage,
): string {
  const sums = new Map<Envelope['unit'], Minor>()
  for (const { unit, accountId } of envelopes) {
    sums.set(unit, (sums.get(unit) ?? 0n) + (left.get(accountId) ?? 0n))
  }
  return [...sums].map(([unit, sum]) => showMoney(sum, unit, language)).join(' · ')
}

interface MoveFormProps {
  readonly form: FormState
  readonly texts: DeskMoneyTexts
  readonly own: readonly Envelope[]
  readonly all: readonly Envelope[]
  readonly id: Uuid
}

function MoveForm({ form, texts, own, all, id }: MoveFormProps) {
  const named = (one: Envelope) =>
    [
      one.id,
      `${one.contactPointId} · ${texts.areas[one.area]} · ${one.colour ?? one.programmeId}`,
    ] as const
  // The other side may be anybody's: it is the other side that consents.
  const mine = new Set(own.map((one) => one.id))
  const others = all.filter((one) => !mine.has(one.id))
  const grant = [GRANT, texts.envelopes.grant] as const
  const options = [...own.map(named), grant, ...others.map(named)]
  return (
    <form method="post" action={PATH} class="desk-card" novalidate>
      <h2>{texts.envelopes.move}</h2>
      <p>{texts.envelopes.moveLead}</p>
      <Hidden values={{ id }} />
      <div class="desk-fields">
        <ChoiceField {...{ form, name: 'from', label: texts.envelopes.from, options }} />
        <ChoiceField {...{ form, name: 'to', label: texts.envelopes.to, options }} />
        <TextField
          {...{ form, name: 'amount', label: texts.amount }}
          inputmode="decimal"
          isRequired
        />
        <TextField
          {...{ form, name: 'reason', label: texts.reason, hint: texts.reasonHint }}
          maxlength={REASON_MAX}
          isRequired
        />
      </div>
      <div class="desk-actions">
        <button class="btn btn-primary" type="submit">
          {texts.envelopes.ask}
        </button>
      </div>
    </form>
  )
}

interface MovesProps {
  readonly moves: readonly Move[]
  readonly texts: DeskMoneyTexts
  readonly language: DeskLanguage
}

function Moves({ moves, texts, language }: MovesProps) {
  if (moves.length === 0) return <p>{texts.envelopes.noMoves}</p>
  const { from, to, grant } = texts.envelopes
  return (
    <Table
      caption={texts.envelopes.moves}
      heads={[texts.prepared, from, to, { figure: texts.amount }, texts.reason, texts.state]}
    >
      {moves.map((move) => (
        <tr>
          <td>{showTime(move.preparedAt)}</td>
          <td>{move.fromContactPointId ?? grant}</td>
          <td>{move.toContactPointId ?? grant}</td>
          <td class="desk-figure">{showMoney(move.amount, move.unit, language)}</td>
          <td>{move.reason}</td>
          <td>
            {APPROVAL_TEXTS[language].states[move.state]}
            {move.decisionReason === null ? '' : `: ${move.decisionReason}`}
          </td>
        </tr>
      ))}
    </Table>
  )
}
