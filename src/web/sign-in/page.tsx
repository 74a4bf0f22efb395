import type { Assets } from '../assets.ts'
import { Document } from '../document.tsx'
import { en } from '../messages/en.ts'
import { it } from '../messages/it.ts'
import { signInIt } from '../messages/sign-in.ts'

/** The shell of the sign-in, and of the links that lead to it. What is asked next comes from the API. */
export function SignInDocument({ assets }: { assets: Assets }) {
  return (
    <Document
      assets={assets}
      title={`${signInIt.title} | FRA NOI`}
      language="it"
      module="src/web/sign-in/client/main.tsx"
    >
      <div id="sign-in">
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
