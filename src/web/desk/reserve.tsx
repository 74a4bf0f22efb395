import type { Hono } from 'hono'
import type { OutstandingByBooks } from '../../currency/minting.ts'
import { parseDay } from '../../kernel/days.ts'
import type { Unit } from '../../kernel/money.ts'
import { type DeskReserveTexts, deskReserveEn, deskReserveIt } from '../messages/desk-reserve.ts'
import { type DeskLanguage, DeskPage } from './layout.tsx'
import { Facts, type MoneyKit, Table } from './money-kit.tsx'
import { answerPage } from './page.ts'
import { type DeskContext, type DeskEnv, deskRoles } from './session.ts'
import { fill, showDay, showMoney } from './show.ts'

const PATH = '/desk/instruments/:id/reserve'
const MONTHS = 12
const WIDTH = 480
const HEIGHT = 120

export const RESERVE_TEXTS: Readonly<Record<DeskLanguage, DeskReserveTexts>> = {
  it: deskReserveIt,
  en: deskReserveEn,
}

/** What is outstanding of an instrument, what lies behind it, and whether all holds that has to. */
export function addReserve(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles('administrator', 'treasurer', 'auditor'))
  routes.get(PATH, (c) => draw(c, kit))
}

async function draw(c: DeskContext, { minting, assets }: MoneyKit): Promise<Response> {
  const session = c.get('desk')
  const { language } = session
  const texts = RESERVE_TEXTS[language]
  const id = c.req.param('id') ?? ''
  const asked = parseDay(c.req.query('day') ?? '')
  const [found, curve, breaches] = await Promise.all([
    minting.outstanding(id, asked),
    minting.curve(id, MONTHS),
    minting.breaches(),
  ])
  const { unit, reserveUnit, day } = found
  const own = (amount: bigint) => showMoney(amount, unit, language)
  const euro = (amount: bigint) => showMoney(amount, reserveUnit, language)
  const mine = breaches.filter(({ instrumentId }) => instrumentId === id)
  return answerPage(
    c,
    <DeskPage {...{ assets, session }} title={fill(texts.title, { id })} section="instruments">
      <form method="get" class="desk-actions">
        <label class="form-label" for="day">
          {texts.asOf}
        </label>
        <input class="form-control w-auto" id="day" name="day" type="date" value={day} />
        <button class="btn btn-outline-primary" type="submit">
          {texts.show}
        </button>
      </form>
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
      <Curve {...{ curve, texts, language, unit, reserveUnit }} />
      <h2>{texts.holds}</h2>
      {mine.length === 0 ? (
        <p class="alert alert-success">{texts.all}</p>
      ) : (
        mine.map(({ invariant, is, should }) => {
          const figures = { is: `${is}`, should: `${should}`, what: texts.invariants[invariant] }
          return <p class="alert alert-danger">{fill(texts.broken, figures)}</p>
        })
      )}
      <p>
        <a href={`/desk/instruments/${encodeURIComponent(id)}`}>{texts.back}</a>
      </p>
    </DeskPage>,
  )
}

interface CurveProps {
  readonly curve: readonly OutstandingByBooks[]
  readonly texts: DeskReserveTexts
  readonly language: DeskLanguage
  readonly unit: Unit
  readonly reserveUnit: Unit
}

/** Two lines, and the same as a table. */
function Curve({ curve, texts, language, unit, reserveUnit }: CurveProps) {
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
      <h2>{texts.curve}</h2>
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
        caption={texts.curve}
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
