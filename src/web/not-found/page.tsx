import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type { AppEnv } from '../../http/env.ts'
import { PAGE_CSP } from '../../http/security-headers.ts'
import { type Assets, createAssets } from '../assets.ts'
import { preferredLanguage } from '../code/page.tsx'
import { LANGUAGE_COOKIE } from '../desk/session.ts'
import { Document } from '../document.tsx'
import { type NotFoundTexts, notFoundAr, notFoundEn, notFoundIt } from '../messages/not-found.ts'

const TEXTS = { it: notFoundIt, en: notFoundEn, ar: notFoundAr } as const

type Language = keyof typeof TEXTS

/** What programs ask for, whatever they would accept. */
const NO_PAGES = /^\/(?:api|assets|\.well-known)(?:\/|$)|^\/(?:healthz|readyz)$/

/**
 * Answers whoever opened an address that leads nowhere in a browser, in a language of theirs. Give it to
 * `answerUnknownRoutes`.
 *
 * @returns `undefined` for programs: they are told by a problem
 */
export function notFoundPage(
  assets: Assets = createAssets(),
): (c: Context<AppEnv>) => Promise<Response> | undefined {
  return (c) => {
    const { path, method } = c.req
    const isRead = method === 'GET' || method === 'HEAD'
    const acceptsPages = /\btext\/html\b/i.test(c.req.header('accept') ?? '')
    return isRead && acceptsPages && !NO_PAGES.test(path) ? answer(c, assets) : undefined
  }
}

async function answer(c: Context<AppEnv>, assets: Assets): Promise<Response> {
  const language = languageOf(c)
  const isDesk = /^\/desk(?:\/|$)/.test(c.req.path)
  c.header('content-security-policy', PAGE_CSP)
  c.header('cache-control', 'no-store')
  c.header('vary', 'accept, accept-language')
  c.header('x-robots-tag', 'noindex')
  const page = <NotFoundDocument {...{ assets, language, isDesk }} />
  return c.html(`<!doctype html>${await page.toString()}`, 404)
}

interface NotFoundDocumentProps {
  readonly assets: Assets
  readonly language: Language
  readonly isDesk: boolean
}

function NotFoundDocument({ assets, language, isDesk }: NotFoundDocumentProps) {
  const texts: NotFoundTexts = TEXTS[language]
  const direction = language === 'ar' ? 'rtl' : 'ltr'
  return (
    <Document assets={assets} title={`${texts.title} | FRA NOI`} {...{ language, direction }}>
      <main class="container py-4">
        <h1>{texts.title}</h1>
        <p class="lead">{texts.text}</p>
        <p>
          <a class="btn btn-primary btn-lg" href={isDesk ? '/desk' : '/'}>
            {isDesk ? texts.desk : texts.home}
          </a>
        </p>
      </main>
    </Document>
  )
}

/** What was chosen at the desk, or else the first language of the browser that there is a text in. */
function languageOf(c: Context<AppEnv>): Language {
  const chosen = getCookie(c, LANGUAGE_COOKIE)
  if (chosen === 'it' || chosen === 'en') return chosen
  const preferred = preferredLanguage(c.req.header('accept-language') ?? '')
  return preferred in TEXTS ? (preferred as Language) : 'it'
}
