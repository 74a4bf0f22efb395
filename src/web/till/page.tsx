import type { Assets } from '../assets.ts'
import { Document } from '../document.tsx'
import { en } from '../messages/en.ts'
import { it } from '../messages/it.ts'
import { tillIt } from '../messages/till.ts'

/**
 * The till's shell. Everything in it is drawn on the device.
 *
 * @param pairsAtOnce where the code in the address is used without asking, as in the demonstration
 */
export function TillDocument({ assets, pairsAtOnce }: { assets: Assets; pairsAtOnce?: boolean }) {
  return (
    <Document
      assets={assets}
      title={`${tillIt.title} | FRA NOI`}
      language="it"
      module="src/web/till/client/main.tsx"
      bodyClass="till-body"
      manifest="/till/manifest.webmanifest"
    >
      <div id="till" data-pairs={pairsAtOnce === true ? 'at-once' : undefined}>
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
