import type { Assets } from '../assets.ts'
import { Document } from '../document.tsx'
import { en } from '../messages/en.ts'
import { it } from '../messages/it.ts'

/** The shell of the page that prints cards. What is on the cards comes from the API, with the operator's key. */
export function PrintDocument({ assets }: { assets: Assets }) {
  return (
    <Document
      assets={assets}
      title={`${it.print.title} | FRA NOI`}
      language="it"
      module="src/web/print/client/main.tsx"
      bodyClass="print-body"
    >
      <div id="print">
        <noscript>
          <p class="alert alert-danger m-3">{it.needsScript}</p>
          <p class="alert alert-danger m-3" lang="en">
            {en.needsScript}
          </p>
        </noscript>
      </div>
    </Document>
  )
}
