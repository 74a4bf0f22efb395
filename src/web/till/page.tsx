import type { Assets } from '../assets.ts'
import { Document } from '../document.tsx'
import { en } from '../messages/en.ts'
import { it } from '../messages/it.ts'
import { tillIt } from '../messages/till.ts'

/** The till's shell. Everything in it is drawn on the device. */
export function TillDocument({ assets }: { assets: Assets }) {
  return (
    <Document
      assets={assets}
      title={`${tillIt.title} | FRA NOI`}
      language="it"
      module="src/web/till/client/main.tsx"
      bodyClass="till-body"
      manifest="/till/manifest.webmanifest"
    >
      <div id="till">
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
