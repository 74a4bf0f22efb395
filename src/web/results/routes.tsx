import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import type { AppEnv } from '../../http/env.ts'
import { INDICATORS } from '../../monitoring/core/indicators.ts'
import type { Board, Monitoring } from '../../monitoring/results.ts'
import { fill, showDay } from '../desk/show.ts'
import { monitoringEn, monitoringIt } from '../messages/monitoring.ts'

/** Any page may have it in a frame; it runs nothing, loads nothing and sends nothing. */
const FRAMED_ANYWHERE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors *"
const TOKEN = /^[A-Za-z0-9_-]{24}$/
const SECONDS_KEPT = 300

/**
 * The results of a programme for everybody, at an address that its administrator opened: as JSON for any origin, and as a
 * page to be framed. Totals only, and those of fewer than five are not told. An address that was withdrawn is not there.
 */
export function resultRoutes({ monitoring }: { readonly monitoring: Monitoring }): Hono<AppEnv> {
  const routes = new Hono<AppEnv>()
  const boardOf = async (token: string) =>
    TOKEN.test(token) ? await monitoring.readFeed(token) : undefined
  routes.get('/results/:token/data.json', async (c) => {
    c.header('access-control-allow-origin', '*')
    const board = await boardOf(c.req.param('token'))
    if (board === undefined) return c.notFound()
    return kept(c, `${JSON.stringify(factsOf(board), null, 2)}\n`, 'application/json')
  })
  routes.get('/results/:token', async (c) => {
    const board = await boardOf(c.req.param('token'))
    if (board === undefined) return c.notFound()
    c.header('content-security-policy', FRAMED_ANYWHERE)
    const language = c.req.query('language') === 'en' ? 'en' : 'it'
    const page = `<!doctype html>${(<Fragment board={board} language={language} />).toString()}`
    return kept(c, page, 'text/html')
  })
  return routes
}

/** Answers with a text that may be kept for a while, and need not be sent to whoever has it. */
function kept(c: Context<AppEnv>, text: string, type: string): Response {
  const etag = `"${createHash('sha256').update(text).digest('hex').slice(0, 32)}"`
  c.header('etag', etag)
  c.header('cache-control', `public, max-age=${SECONDS_KEPT}`)
  c.header('cross-origin-resource-policy', 'cross-origin')
  if (c.req.header('if-none-match') === etag) return c.body(null, 304)
  return c.body(text, 200, { 'content-type': `${type}; charset=utf-8` })
}

function factsOf({ programme, day, indicators, targets }: Board) {
  const known = new Map(INDICATORS.map((one) => [one.id, one]))
  return {
    programme: { id: programme.id, name: programme.name },
    day,
    indicators: indicators.map(({ id, value }) => ({
      ...{ id, value, isHeldBack: value === null },
      ...{ level: known.get(id)?.level, unit: known.get(id)?.unit },
      name: { it: monitoringIt.indicators[id]?.[0], en: monitoringEn.indicators[id]?.[0] },
      targets: targets
        .filter(({ indicator }) => indicator === id)
        .map(({ month, value: wanted }) => ({ month, value: wanted })),
    })),
  }
}

interface FragmentProps {
  readonly board: Board
  readonly language: 'it' | 'en'
}

function Fragment({ board, language }: FragmentProps) {
  const texts = language === 'it' ? monitoringIt : monitoringEn
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{board.programme.name}</title>
      </head>
      <body>
        <main>
          <h1>{board.programme.name}</h1>
          <table>
            <caption>{fill(texts.updated, { day: showDay(board.day) })}</caption>
            <thead>
              <tr>
                <th scope="col">{texts.indicator}</th>
                <th scope="col">{texts.value}</th>
              </tr>
            </thead>
            <tbody>
              {board.indicators.map(({ id, value }) => (
                <tr>
                  <th scope="row">{texts.indicators[id]?.[0] ?? id}</th>
                  <td>{value ?? texts.hidden}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </main>
      </body>
    </html>
  )
}
