import type { Assets } from '../assets.ts'
import { Document } from '../document.tsx'
import { DEMO_TEXTS, type DemoTexts } from '../messages/demo.ts'

/** Where each part of the demonstration begins to work. */
export const DEMO_PARTS: Readonly<Record<keyof DemoTexts['parts'], string>> = {
  operator: '/desk',
  colleague: '/desk/approvals',
  administrator: '/desk',
  treasurer: '/desk/funding',
  auditor: '/desk/access-log',
  analyst: '/desk',
  partner_owner: '/desk',
  association: '/association',
}

export type DemoLanguage = 'it' | 'en'

/** A phone, a till and the accounts between them, and a door for each role. */
export function DemoDocument({
  assets,
  language,
}: {
  readonly assets: Assets
  readonly language: DemoLanguage
}) {
  const texts = DEMO_TEXTS[language]
  const other = language === 'it' ? 'en' : 'it'
  return (
    <Document
      assets={assets}
      title={`${texts.title} | FRA NOI`}
      language={language}
      module="src/web/demo/client/main.ts"
      bodyClass="demo-body"
    >
      <header class="demo-bar">
        <span class="till-shop">FRA NOI</span>
        <a class="btn btn-bar" href={`/demo?language=${other}`} lang={other}>
          {texts.otherLanguage}
        </a>
      </header>
      <main class="demo-main">
        <h1>{texts.title}</h1>
        <p class="lead">{texts.lead}</p>
        <ol class="demo-steps">
          {texts.steps.map((step) => (
            <li>{step}</li>
          ))}
        </ol>
        <div class="demo-hand">
          <p class="demo-actions">
            <button type="button" class="btn btn-primary btn-lg" id="begin">
              {texts.begin}
            </button>
            <button type="button" class="btn btn-outline-primary btn-lg" id="show" disabled>
              {texts.show}
            </button>
          </p>
          <p id="said" class="demo-said" role="status" />
        </div>
        <Stage texts={texts} />
        <Doors texts={texts} />
      </main>
    </Document>
  )
}

function Stage({ texts }: { readonly texts: DemoTexts }) {
  return (
    <div class="demo-stage">
      <section aria-labelledby="phone-title">
        <h2 id="phone-title">{texts.phone}</h2>
        <div class="demo-frame" id="phone" data-title={texts.phone}>
          <p>{texts.notBegun}</p>
        </div>
      </section>
      <section aria-labelledby="till-title">
        <h2 id="till-title">{texts.till}</h2>
        <div class="demo-frame" id="till" data-title={texts.till}>
          <p>{texts.notBegun}</p>
        </div>
      </section>
      <section aria-labelledby="books-title">
        <h2 id="books-title">{texts.books}</h2>
        <div id="books">
          <p>{texts.notBegun}</p>
        </div>
      </section>
    </div>
  )
}

function Doors({ texts }: { readonly texts: DemoTexts }) {
  const parts = Object.keys(DEMO_PARTS) as (keyof typeof DEMO_PARTS)[]
  return (
    <section aria-labelledby="doors-title">
      <h2 id="doors-title">{texts.signIn}</h2>
      <p>{texts.signInLead}</p>
      <form method="post" action="/demo/sign-in" class="demo-doors">
        {parts.map((part) => (
          <button class="btn btn-outline-primary" type="submit" name="part" value={part}>
            <strong>{texts.parts[part]}</strong>
            <span>{texts.partsDo[part]}</span>
          </button>
        ))}
      </form>
    </section>
  )
}
