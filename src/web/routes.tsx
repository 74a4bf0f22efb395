import { type Context, Hono } from 'hono'
import type { AppEnv } from '../http/env.ts'
import { CAMERA_ALLOWED, PAGE_CSP, TILL_CSP, WORKER_CSP } from '../http/security-headers.ts'
import { type Assets, createAssets } from './assets.ts'
import { CodeDocument } from './code/page.tsx'
import { LandingDocument } from './landing/page.tsx'
import { PrintDocument } from './print/page.tsx'
import { SignInDocument } from './sign-in/page.tsx'
import { TILL_MANIFEST } from './till/install.ts'
import { TillDocument } from './till/page.tsx'
import { KitDocument } from './till-kit/page.tsx'
import { readVerifyPage } from './verify/page.ts'
import { WalletDocument } from './wallet/page.tsx'
import { WalletLinkDocument } from './wallet-link/page.tsx'

/**
 * Every page but those of the desk, and the files they load. Mount it at `/`.
 *
 * Pages need no sign-in to be opened: they hold no figures, and ask the API with the key that a person pastes, or
 * with the session of whoever signed in.
 *
 * @param assets the built client files; by default those in `dist/web`
 * @example app.route('/', webRoutes())
 */
export function webRoutes(assets: Assets = createAssets()): Hono<AppEnv> {
  const routes = new Hono<AppEnv>()
  routes.route('/', assets.routes)
  routes.get('/', (c) => answer(c, <LandingDocument assets={assets} />))
  routes.get('/till', (c) => {
    c.header('permissions-policy', CAMERA_ALLOWED)
    return answer(c, <TillDocument assets={assets} />, TILL_CSP)
  })
  installable(routes, assets)
  routes.get('/till/kit', (c) => answer(c, <KitDocument assets={assets} />))
  routes.get('/print/vouchers', (c) => answer(c, <PrintDocument assets={assets} />))
  routes.get('/sign-in', (c) => answer(c, <SignInDocument assets={assets} />))
  // What stands behind is read in the browser: the address of a link is a secret until it was used.
  routes.get('/sign-in/:door{invitation|password}/:token', (c) =>
    answer(c, <SignInDocument assets={assets} />),
  )
  routes.get('/verify', (c) => {
    const { html, policy } = readVerifyPage()
    return answer(c, html, policy)
  })
  routes.get('/wallet', (c) => {
    const acceptLanguage = c.req.header('accept-language') ?? ''
    const wanted = c.req.query('language') ?? ''
    c.header('vary', 'accept-language')
    c.header('x-robots-tag', 'noindex')
    // The code of whoever is to be paid is read by the camera.
    c.header('permissions-policy', CAMERA_ALLOWED)
    return answer(c, <WalletDocument {...{ assets, wanted, acceptLanguage }} />, TILL_CSP)
  })
  // At the root, so that the wallet's page is in its scope; and asked for again, as pages are.
  routes.get('/wallet-worker.js', async (c) => {
    const [script = ''] = assets.linksOf('src/web/wallet/client/worker.ts').scripts
    const file = await assets.routes.request(script)
    const headers = {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'no-cache',
    }
    c.header('content-security-policy', PAGE_CSP)
    return c.body(await file.text(), 200, headers)
  })
  // The same page for every link, genuine or not: it is never looked up here.
  routes.get('/w/:token', (c) => {
    const acceptLanguage = c.req.header('accept-language') ?? ''
    c.header('vary', 'accept-language')
    c.header('x-robots-tag', 'noindex')
    return answer(c, <WalletLinkDocument assets={assets} acceptLanguage={acceptLanguage} />)
  })
  // What somebody shows to be paid opens the wallet of whoever points a camera at it; it is never looked up here.
  routes.get('/:door{[Rr]}/:code{[0-9A-Za-z]+}', (c) =>
    c.redirect(`/wallet#pay=${c.req.param('code')}`),
  )
  routes.get('/:door{[CcPp]}/:code', (c) => {
    const acceptLanguage = c.req.header('accept-language') ?? ''
    c.header('vary', 'accept-language')
    return answer(c, <CodeDocument assets={assets} acceptLanguage={acceptLanguage} />)
  })
  return routes
}

/** What makes the till an app of its own: its manifest, and the worker that opens it without a network. */
function installable(routes: Hono<AppEnv>, assets: Assets): void {
  routes.get('/till/manifest.webmanifest', (c) => {
    c.header('cache-control', 'no-cache')
    c.header('content-type', 'application/manifest+json')
    return c.body(JSON.stringify(TILL_MANIFEST))
  })
  routes.get('/till/worker.js', async (c) => {
    const [built = ''] = assets.linksOf('src/web/till/worker/worker.ts').scripts
    const file = await assets.routes.request(built)
    // Asked for again each time: a browser takes it for a new one where a byte of it changed.
    c.header('cache-control', 'no-cache')
    c.header('content-type', 'text/javascript; charset=utf-8')
    c.header('content-security-policy', WORKER_CSP)
    c.header('service-worker-allowed', '/till')
    return c.body(await file.text())
  })
}

type Page = Parameters<Context['html']>[0] | { toString(): string | Promise<string> }

async function answer(c: Context<AppEnv>, page: Page, policy = PAGE_CSP): Promise<Response> {
  c.header('content-security-policy', policy)
  // Pages name files by their hash: a kept page must not outlive the build it came from.
  c.header('cache-control', 'no-cache')
  const text = await page.toString()
  return c.html(text.startsWith('<!doctype') ? text : `<!doctype html>${text}`)
}
