import type { Assets } from '../assets.ts'
import { preferredLanguage } from '../code/page.tsx'
import { Document } from '../document.tsx'
import { CARD_TEXTS } from '../messages/card.ts'
import { WALLET_LINK_TEXTS } from '../messages/wallet-link.ts'

/**
 * What a wallet link opens: one button. Looking at the page does nothing, so a messenger that fetches a preview does
 * not use the link up.
 */
export function WalletLinkDocument({
  assets,
  acceptLanguage,
}: {
  readonly assets: Assets
  /** The request's Accept-Language; the first of our languages in it is spoken. */
  readonly acceptLanguage: string
}) {
  const language = preferredLanguage(acceptLanguage)
  const { title, explanation, button } = WALLET_LINK_TEXTS[language]
  return (
    <Document
      assets={assets}
      title={title}
      language={language}
      direction={CARD_TEXTS[language].direction}
      module="src/web/wallet-link/client/main.ts"
    >
      <main class="container py-4">
        <h1>{title}</h1>
        <p class="lead" id="said" role="status">
          {explanation}
        </p>
        <button type="button" id="open" class="btn btn-primary btn-lg">
          {button}
        </button>
      </main>
    </Document>
  )
}
