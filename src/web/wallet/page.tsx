import type { Assets } from '../assets.ts'
import { preferredLanguage } from '../code/page.tsx'
import { Document } from '../document.tsx'
import { CARD_TEXTS } from '../messages/card.ts'
import { findWalletLanguage, WALLET_TEXTS } from '../messages/wallet.ts'

/** The shell of the wallet: the same for everybody, so that a phone may keep it. What is in it comes from the API. */
export function WalletDocument({
  assets,
  wanted,
  acceptLanguage,
}: {
  readonly assets: Assets
  /** The language that was chosen on the phone, where one was. */
  readonly wanted: string
  /** The request's Accept-Language. */
  readonly acceptLanguage: string
}) {
  const language =
    findWalletLanguage(wanted) ?? findWalletLanguage(preferredLanguage(acceptLanguage)) ?? 'en'
  const { title, needsScript } = WALLET_TEXTS[language]
  return (
    <Document
      assets={assets}
      title={title}
      language={language}
      direction={CARD_TEXTS[language].direction}
      module="src/web/wallet/client/main.tsx"
      bodyClass="wallet-body"
    >
      <div id="wallet">
        <noscript>
          <p class="alert alert-danger m-3">{needsScript}</p>
        </noscript>
      </div>
    </Document>
  )
}
