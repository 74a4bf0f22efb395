import type { Assets } from '../assets.ts'
import { Document } from '../document.tsx'
import { kitEn, kitIt } from '../messages/kit.ts'

const LANGUAGES = [
  ['it', kitIt],
  ['en', kitEn],
] as const

type Texts = typeof kitIt

/** A poster for the door and a card for the till, each in both languages on an A4 sheet. The same for every shop. */
export function KitDocument({ assets }: { readonly assets: Assets }) {
  return (
    <Document
      assets={assets}
      title={`${kitIt.title} | FRA NOI`}
      language="it"
      module="src/web/till-kit/client/main.ts"
    >
      <header class="print-toolbar no-print">
        <h1 class="h4">{kitIt.title}</h1>
        <button type="button" id="print" class="btn btn-primary">
          {kitIt.print}
        </button>
      </header>
      <main class="sheets" tabindex={0}>
        <section class="kit-sheet kit-poster">
          {LANGUAGES.map(([language, texts]) => (
            <Poster language={language} texts={texts} />
          ))}
        </section>
        <section class="kit-sheet">
          {LANGUAGES.map(([language, texts]) => (
            <CashierCard language={language} texts={texts} />
          ))}
        </section>
      </main>
    </Document>
  )
}

interface PartProps {
  readonly language: string
  readonly texts: Texts
}

function Poster({ language, texts }: PartProps) {
  return (
    <div lang={language}>
      <h2>
        <img src="/icon.svg" alt="" /> {texts.poster}
      </h2>
      <ol>
        {texts.posterHow.map((line) => (
          <li>{line}</li>
        ))}
      </ol>
      <p>{texts.posterPrivate}</p>
    </div>
  )
}

function CashierCard({ language, texts }: PartProps) {
  return (
    <div class="kit-card" lang={language}>
      <h2>{texts.card}</h2>
      <ol>
        {texts.steps.map((line) => (
          <li>{line}</li>
        ))}
      </ol>
      <Colour sign="✓" tone="till-green" name={texts.green} text={texts.greenDo} />
      <Colour sign="✕" tone="till-red" name={texts.red} text={texts.redDo} />
      <Colour sign="?" tone="till-amber" name={texts.amber} text={texts.amberDo} />
      <p>
        {texts.help} <span class="kit-line" />
      </p>
    </div>
  )
}

interface ColourProps {
  readonly sign: string
  readonly tone: string
  readonly name: string
  readonly text: string
}

function Colour({ sign, tone, name, text }: ColourProps) {
  return (
    <div class={`kit-colour ${tone}`}>
      <span aria-hidden="true">{sign}</span>
      <p>
        <strong>{name}</strong>
        <br />
        {text}
      </p>
    </div>
  )
}
