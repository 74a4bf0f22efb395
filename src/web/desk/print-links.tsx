import { printPagesEn, printPagesIt } from '../messages/print-pages.ts'
import type { DeskLanguage } from './layout.tsx'

const TEXTS = { it: printPagesIt, en: printPagesEn } as const

interface LinksProps {
  readonly language: DeskLanguage
  /** Addresses under `/api/v1` that give a PDF, ready for one more part of the query. */
  readonly files: Readonly<Partial<Record<'sheets' | 'letters' | 'letter', string>>>
}

/** Leads to the cards as files to be printed; names are on them only where somebody asks for it. */
export function PrintLinks({ language, files }: LinksProps) {
  const texts = TEXTS[language]
  const kinds = (['sheets', 'letters', 'letter'] as const).flatMap((kind) => {
    const address = files[kind]
    return address === undefined ? [] : [{ kind, address: `/api/v1${address}` }]
  })
  return (
    <section class="desk-card">
      <h2 class="h5">{texts.heading}</h2>
      <p>{texts.hint}</p>
      <p class="desk-actions">
        {kinds.map(({ kind, address }) => (
          <a class="btn btn-outline-primary" href={address} download>
            {texts[kind]}
          </a>
        ))}
      </p>
      <p>
        {kinds.map(({ kind, address }) => (
          <>
            <a class="me-3" href={`${address}names=yes`} download>
              {texts[kind]}, {texts.withNames}
            </a>{' '}
          </>
        ))}
      </p>
    </section>
  )
}
