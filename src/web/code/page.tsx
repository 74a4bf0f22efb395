import type { Assets } from '../assets.ts'
import { Document } from '../document.tsx'
import {
  CARD_LANGUAGES,
  CARD_TEXTS,
  type CardLanguage,
  findCardLanguage,
} from '../messages/card.ts'

interface CodeDocumentProps {
  readonly assets: Assets
  /** The request's Accept-Language; the first of our languages in it comes first. */
  readonly acceptLanguage: string
}

/**
 * What the camera app of a phone opens from a card: what the thing is, in every language of the cards.
 * It is the same page for every code, genuine or not, and it never looks the code up.
 */
export function CodeDocument({ assets, acceptLanguage }: CodeDocumentProps) {
  const first = preferredLanguage(acceptLanguage)
  const { title, direction } = CARD_TEXTS[first]
  const languages = [first, ...CARD_LANGUAGES.filter((language) => language !== first)]
  return (
    <Document
      assets={assets}
      title={title}
      language={first}
      direction={direction}
      bodyClass="code-body"
    >
      <main class="code-main">
        {languages.map((language) => (
          <CodeText language={language} isFirst={language === first} />
        ))}
      </main>
    </Document>
  )
}

function CodeText({ language, isFirst }: { language: CardLanguage; isFirst: boolean }) {
  const { name, direction, title, use, ask } = CARD_TEXTS[language]
  return (
    <section
      lang={language}
      dir={direction}
      class={isFirst ? 'code-text code-text-first' : 'code-text'}
    >
      <p class="code-language">{name}</p>
      {isFirst ? <h1>{title}</h1> : <h2>{title}</h2>}
      <p>{use}</p>
      <p>{ask}</p>
    </section>
  )
}

/** The wanted language that comes first in the header; Italian where there is none of ours. */
export function preferredLanguage(acceptLanguage: string): CardLanguage {
  const wanted = acceptLanguage.split(',').map((part) => {
    const [tag = '', ...parameters] = part.split(';')
    const quality = parameters.map((one) => /^\s*q=([0-9.]+)\s*$/.exec(one)?.[1]).find(Boolean)
    return { tag, quality: Number(quality ?? '1') }
  })
  // Sorting keeps the order of equals.
  const ordered = wanted.sort((a, b) => b.quality - a.quality)
  return ordered.map(({ tag }) => findCardLanguage(tag)).find((found) => found) ?? 'it'
}
