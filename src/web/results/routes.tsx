import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import type { AppEnv } from '../../http/env.ts'
import { decimalText } from '../../kernel/money.ts'
import { INDICATORS } from '../../monitoring/core/indicators.ts'
import type { Board, Monitoring } from '../../monitoring/results.ts'
import { type Assets, createAssets } from '../assets.ts'
import type { DeskLanguage } from '../desk/layout.tsx'
import { MONITORING_TEXTS, showIndicator, targetsText } from '../desk/monitoring-parts.tsx'
import { fill, showDay } from '../desk/show.ts'
import { Document } from '../document.tsx'
import { type MonitoringTexts, monitoringEn, monitoringIt } from '../messages/monitoring.ts'

/** Any page may have it in a frame; it runs nothing, sends nothing, and loads what it looks like from here. */
const FRAMED_ANYWHERE = [
  ...["default-src 'none'", "style-src 'self'", "font-src 'self'", "img-src 'self' data:"],
  ...["base-uri 'none'", "form-action 'none'", 'frame-ancestors *'],
].join('; ')
const TOKEN = /^[A-Za-z0-9_-]{24}$/
const SECONDS_KEPT = 300

/**
 * The results of a programme for everybody, at an address that its administrator opened: as JSON for any origin, and as a
 * page to be framed. Totals only, and those of fewer than five are not told. An address that was withdrawn is not there.
 */
export function resultRoutes(
  { monitoring }: { readonly monitoring: Monitoring },
  assets: Assets = createAssets(),
): Hono<AppEnv> {
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
    const page = `<!doctype html>${(<ResultsPage {...{ assets, board, language }} />).toString()}`
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

const KNOWN = new Map(INDICATORS.map((one) => [one.id, one]))

function factsOf({ programme, day, indicators, targets }: Board) {
  return {
    programme: { id: programme.id, name: programme.name },
    day,
    indicators: indicators.map(({ id, value }) => {
      const isMoney = KNOWN.get(id)?.unit === 'money'
      const figure = isMoney ? decimalText : Number
      return {
        ...{ id, value: value === null ? null : figure(value), isHeldBack: value === null },
        level: KNOWN.get(id)?.level,
        unit: isMoney ? programme.unit : KNOWN.get(id)?.unit,
        name: { it: monitoringIt.indicators[id]?.[0], en: monitoringEn.indicators[id]?.[0] },
        targets: targets
          .filter(({ indicator }) => indicator === id)
          .map(({ month, value: wanted }) => ({
            ...{ month, value: isMoney ? decimalText(BigInt(wanted)) : wanted },
          })),
      }
    }),
  }
}

interface PageProps {
  readonly assets: Assets
  readonly board: Board
  readonly language: DeskLanguage
}

const LEVELS = ['outcome', 'output'] as const

/** A sentence for each figure, what came of it first. It stands in frames: a heading, lists, and no script. */
function ResultsPage({ assets, board, language }: PageProps) {
  const texts = MONITORING_TEXTS[language]
  const other = language === 'it' ? 'en' : 'it'
  return (
    <Document {...{ assets, language, title: board.programme.name }} bodyClass="results-body">
      <main>
        <h1>{board.programme.name}</h1>
        <p>
          {texts.feedIntro} {fill(texts.updated, { day: showDay(board.day) })}
        </p>
        {LEVELS.map((level) => (
          <section>
            <h2>{texts.feedHeads[level]}</h2>
            <ul class="results-list">
              {board.indicators
                .filter(({ id }) => KNOWN.get(id)?.level === level)
                .map(({ id, value }) => (
                  <Sentence {...{ board, texts, id, value }} />
                ))}
            </ul>
          </section>
        ))}
        <p>
          <a href={`?language=${other}`} lang={other} hreflang={other}>
            {texts.otherLanguage}
          </a>
        </p>
      </main>
    </Document>
  )
}

interface SentenceProps {
  readonly board: Board
  readonly texts: MonitoringTexts
  readonly id: string
  readonly value: bigint | null
}

function Sentence({ board, texts, id, value }: SentenceProps) {
  const [name = id, definition = ''] = texts.indicators[id] ?? []
  const targets = targetsText(board, id, texts)
  return (
    <li>
      <p>
        <strong>{value === null ? '–' : showIndicator(board, id, value, texts)}</strong> {name}
      </p>
      <p>
        {value === null ? `${texts.hidden}. ` : ''}
        {definition}
        {targets === '' ? '' : ` ${texts.target}: ${targets}.`}
      </p>
    </li>
  )
}
