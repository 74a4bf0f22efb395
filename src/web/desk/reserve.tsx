import type { Hono } from 'hono'
import type { Breach, Invariant } from '../../currency/core/invariants.ts'
import type { OutstandingByBooks } from '../../currency/minting.ts'
import type { Instrument } from '../../currency/service.ts'
import { type Day, parseDay, romeDay } from '../../kernel/days.ts'
import type { Unit } from '../../kernel/money.ts'
import { type DeskReserveTexts, deskReserveEn, deskReserveIt } from '../messages/desk-reserve.ts'
import { type DeskLanguage, DeskPage } from './layout.tsx'
import {
  BackToInstrument,
  MintingLinks,
  rolesOf,
  type Standing,
  withStanding,
} from './minting-kit.tsx'
import { Facts, type MoneyKit, Table } from './money-kit.tsx'
import { answerPage } from './page.ts'
import { type DeskContext, type DeskEnv, deskRoles } from './session.ts'
import { fill, showDay, showMoney } from './show.ts'

const PATH = '/desk/instruments/:id/reserve'
const MONTHS = 12
const WIDTH = 480
const HEIGHT = 120

const RESERVE_TEXTS: Readonly<Record<DeskLanguage, DeskReserveTexts>> = {
  it: deskReserveIt,
  en: deskReserveEn,
}

/** What is outstanding of an instrument, what lies behind it, and whether all holds that has to. */
export function addReserve(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles(...rolesOf('reserve')))
  routes.get(
    PATH,
    withStanding(kit, 'reserve', (c, standing) => draw(c, kit, standing)),
  )
}

async function draw(c: DeskContext, kit: MoneyKit, standing: Standing): Promise<Response> {
  const session = c.get('desk')
  const { language, role } = session
  const texts = RESERVE_TEXTS[language]
  const { instrument, rules } = standing
  const { id } = instrument
  const today = romeDay(kit.runtime.now())
  const typed = c.req.query('day') ?? ''
  const day = typed === '' ? today : parseDay(typed)
  const wrong = { typed, example: today }
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session }}
      title={fill(texts.title, { id })}
      section="instruments"
      notice={day === undefined ? { kind: 'wrong', text: fill(texts.dayWrong, wrong) } : undefined}
    >
      <form method="get" class="desk-actions">
        <label class="form-label" for="day">
          {texts.asOf}
        </label>
        <input class="form-control w-auto" id="day" name="day" type="date" value={day ?? ''} />
        <button class="btn btn-outline-primary" type="submit">
          {texts.show}
        </button>
      </form>
      {day !== undefined && day > today ? <p>{texts.dayToCome}</p> : null}
      {day === undefined ? null : await figuresOn(kit, standing, day, language)}
      <h2>{texts.holds}</h2>
      <p>{fill(texts.holdsNow, { today: showDay(today) })}</p>
      <Breaches {...{ instrument, language }} found={await kit.minting.breaches(id)} />
      <MintingLinks {...{ id, rules, role, language }} here="reserve" />
      <BackToInstrument {...{ id, language }} />
    </DeskPage>,
    day === undefined ? 422 : 200,
  )
}

/** What was outstanding at the end of a day, and how it came to that. */
async function figuresOn(
  { minting }: MoneyKit,
  { instrument }: Standing,
  day: Day,
  language: DeskLanguage,
) {
  const { id, unit, reserveUnit } = instrument
  const texts = RESERVE_TEXTS[language]
  const [found, curve] = await Promise.all([
    minting.outstanding(id, day),
    minting.curve(id, MONTHS, day),
  ])
  const own = (amount: bigint) => showMoney(amount, unit, language)
  const euro = (amount: bigint) => showMoney(amount, reserveUnit, language)
  return (
    <>
      <Facts
        pairs={[
          [texts.outstanding, own(found.outstanding)],
          [texts.held, own(found.held)],
          [texts.fund, own(found.fund)],
          [texts.faded, own(found.faded)],
          [texts.reserve, euro(found.reserve)],
          [texts.required, euro(found.required)],
          [texts.free, euro(found.reserve - found.required)],
        ]}
      />
      <Curve {...{ curve, texts, language, unit, reserveUnit, day }} />
    </>
  )
}

/** What the two figures of a breach count: the money itself, euro, or things. */
const COUNTED: Readonly<Record<Invariant, 'own' | 'reserve' | 'things'>> = {
  reserve_backs_what_is_outstanding: 'reserve',
  wallets_are_what_is_outstanding: 'own',
  credit_sums_to_zero: 'own',
  credit_stays_within_its_lines: 'things',
  a_discount_never_becomes_euro: 'things',
  lots_are_the_books: 'things',
  bought_is_paid_in: 'reserve',
  changed_is_paid_out: 'reserve',
  donations_are_their_share: 'own',
}

interface BreachesProps {
  readonly found: readonly Breach[]
  readonly instrument: Pick<Instrument, 'unit' | 'reserveUnit'>
  readonly language: DeskLanguage
}

/** Each thing that does not hold as a sentence, with its figures as they are read. */
export function Breaches({ found, instrument, language }: BreachesProps) {
  const texts = RESERVE_TEXTS[language]
  const shown = (figure: bigint, counted: (typeof COUNTED)[Invariant]) =>
    counted === 'things'
      ? `${figure}`
      : showMoney(figure, counted === 'own' ? instrument.unit : instrument.reserveUnit, language)
  if (found.length === 0) return <p class="alert alert-success">{texts.all}</p>
  return (
    <>
      {found.map(({ invariant, is, should }) => {
        const counted = COUNTED[invariant]
        const figures = { is: shown(is, counted), should: shown(should, counted) }
        return <p class="alert alert-danger">{fill(texts.broken[invariant], figures)}</p>
      })}
    </>
  )
}

interface CurveProps {
  readonly curve: readonly OutstandingByBooks[]
  readonly texts: DeskReserveTexts
  readonly language: DeskLanguage
  readonly unit: Unit
  readonly reserveUnit: Unit
  readonly day: Day
}

/** Two lines, and the same as a table. */
function Curve({ curve, texts, language, unit, reserveUnit, day: until }: CurveProps) {
  const title = fill(texts.curve, { day: showDay(until) })
  const most = curve.reduce(
    (top, { outstanding, reserve }) =>
      [top, outstanding, reserve].reduce((a, b) => (a > b ? a : b)),
    1n,
  )
  const points = (figure: (one: OutstandingByBooks) => bigint) =>
    curve
      .map((one, index) => {
        const x = (index * WIDTH) / Math.max(1, curve.length - 1)
        return `${x.toFixed(1)},${(HEIGHT - Number((figure(one) * BigInt(HEIGHT)) / most)).toFixed(1)}`
      })
      .join(' ')
  const shown = (amount: bigint) => showMoney(amount, unit, language)
  const last = curve.at(-1)
  const words = fill(texts.picture, {
    first: shown(curve[0]?.outstanding ?? 0n),
    last: shown(last?.outstanding ?? 0n),
    reserve: showMoney(last?.reserve ?? 0n, reserveUnit, language),
  })
  const line = { fill: 'none', stroke: 'currentColor', 'stroke-width': '2' }
  return (
    <>
      <h2>{title}</h2>
      <svg
        viewBox={`-4 -4 ${WIDTH + 8} ${HEIGHT + 8}`}
        class="desk-curve"
        role="img"
        aria-label={words}
      >
        <polyline {...line} points={points(({ outstanding }) => outstanding)} />
        <polyline {...line} stroke-dasharray="6 4" points={points(({ reserve }) => reserve)} />
      </svg>
      <p>{words}</p>
      <Table
        caption={title}
        heads={[texts.day, { figure: texts.outstanding }, { figure: texts.reserve }]}
      >
        {curve.map(({ day, outstanding, reserve }) => (
          <tr>
            <td>{showDay(day)}</td>
            <td class="desk-figure">{shown(outstanding)}</td>
            <td class="desk-figure">{showMoney(reserve, reserveUnit, language)}</td>
          </tr>
        ))}
      </Table>
    </>
  )
}
