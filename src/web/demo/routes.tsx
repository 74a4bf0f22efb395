import { type Context, Hono } from 'hono'
import type { MiddlewareHandler } from 'hono/types'
import { keepSession, keepWallet } from '../../http/cookies.ts'
import type { AppEnv } from '../../http/env.ts'
import { requestLogger } from '../../http/request-log.ts'
import { isFromOurPages } from '../../http/same-origin.ts'
import { DEMO_CSP, FRAMED_PAGE_CSP, FRAMED_TILL_CSP } from '../../http/security-headers.ts'
import type { Streams } from '../../http/streams.ts'
import { DomainError } from '../../kernel/errors.ts'
import { parseUuid } from '../../kernel/ids.ts'
import type { Demonstration } from '../../pilot/demonstration.ts'
import type { BooksPicture, DemonstrationBooks } from '../../pilot/demonstration-books.ts'
import { type Assets, createAssets } from '../assets.ts'
import { TillDocument } from '../till/page.tsx'
import { WalletDocument } from '../wallet/page.tsx'
import { DEMO_PARTS, DemoDocument } from './page.tsx'

export interface DemoDeps {
  readonly demonstration: Demonstration
  readonly demonstrationBooks: DemonstrationBooks
  readonly streams: Streams
  readonly publicUrl: string
}

/**
 * The page on which anybody tries the demonstration. Mount it at `/`. Where the database holds no demonstration, none of
 * its addresses is there. Only here may a page of ours stand in a frame, and only in one of ours.
 */
export function demoRoutes(deps: DemoDeps, assets: Assets = createAssets()): Hono<AppEnv> {
  const routes = new Hono<AppEnv>()
  routes.use('/demo', onlyThere(deps))
  routes.use('/demo/*', onlyThere(deps))
  routes.get('/demo', (c) => {
    const wanted = c.req.query('language') ?? c.req.header('accept-language') ?? ''
    c.header('vary', 'accept-language')
    const language = /^en\b/i.test(wanted) ? 'en' : 'it'
    return answer(c, <DemoDocument assets={assets} language={language} />, DEMO_CSP)
  })
  routes.get('/demo/till', (c) =>
    answer(c, <TillDocument assets={assets} pairsAtOnce />, FRAMED_TILL_CSP),
  )
  routes.get('/demo/wallet', (c) => {
    const wanted = c.req.query('language') ?? ''
    const acceptLanguage = c.req.header('accept-language') ?? ''
    const page = <WalletDocument {...{ assets, wanted, acceptLanguage }} />
    return answer(c, page, FRAMED_PAGE_CSP)
  })
  routes.post('/demo/begin', (c) => begin(c, deps))
  routes.post('/demo/sign-in', (c) => signIn(c, deps))
  routes.get('/demo/events', (c) => tellBooks(c, deps))
  return routes
}

/** As if there were nothing, where there is no demonstration; and no page of another site may begin anything. */
function onlyThere({ demonstration, publicUrl }: DemoDeps): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (!(await demonstration.isOpen())) {
      throw new DomainError('demonstration_closed', 'There is no demonstration at this address.')
    }
    if (!isFromOurPages(c.req, publicUrl)) {
      throw new DomainError(
        'cross_site_request',
        'This request did not come from a page of this service.',
      )
    }
    c.header('cache-control', 'no-store')
    return next()
  }
}

async function begin(c: Context<AppEnv>, { demonstration, publicUrl }: DemoDeps) {
  const { walletCookie, voucherId, pairingCode, since } = await demonstration.begin()
  keepWallet(c, publicUrl, walletCookie)
  return c.json({ voucherId, pairingCode, since: since.toString() }, 201)
}

async function signIn(c: Context<AppEnv>, { demonstration, publicUrl }: DemoDeps) {
  const { part } = await c.req.parseBody()
  const path = Object.entries(DEMO_PARTS).find(([one]) => one === part)?.[1]
  if (typeof part !== 'string' || path === undefined) {
    throw new DomainError('demonstration_closed', 'Nobody of this name is in the demonstration.')
  }
  keepSession(c, publicUrl, await demonstration.signIn(part))
  return c.redirect(path, 303)
}

async function tellBooks(c: Context<AppEnv>, { demonstrationBooks, streams }: DemoDeps) {
  const voucherId = parseUuid(c.req.query('voucher') ?? '')
  const since = /^\d{1,18}$/.exec(c.req.query('since') ?? '')?.[0]
  if (voucherId === undefined || since === undefined) {
    throw new DomainError('voucher_not_found', 'There is no such voucher in the demonstration.')
  }
  let last = c.req.header('last-event-id')
  const follow = await demonstrationBooks.follow(voucherId, BigInt(since))
  return streams.open({
    owner: `demonstration ${voucherId}`,
    follow: (listener) =>
      follow({
        hear: (picture) => {
          const id = picture.position.toString()
          if (id !== last) listener.tell([{ event: 'books', id, data: shown(picture) }])
          last = id
        },
        lost: (error) => {
          requestLogger(c).warn({ err: error }, 'a stream ended, for there was no looking')
          listener.end()
        },
      }),
  })
}

/** What the page is told: amounts as digits. */
function shown({ position, unit, accounts, debits, credits }: BooksPicture) {
  return {
    ...{ position: position.toString(), unit },
    ...{ debits: debits.toString(), credits: credits.toString() },
    accounts: accounts.map(({ name, opening, entries, closing }) => ({
      ...{ name, opening: opening.toString(), closing: closing.toString() },
      entries: entries.map(({ position: at, code, side, amount }) => ({
        ...{ position: at.toString(), code, side, amount: amount.toString() },
      })),
    })),
  }
}

type Page = { toString(): string | Promise<string> }

async function answer(c: Context<AppEnv>, page: Page, policy: string): Promise<Response> {
  c.header('content-security-policy', policy)
  c.header('x-robots-tag', 'noindex')
  return c.html(`<!doctype html>${await page.toString()}`)
}
