import type { Assets } from '../assets.ts'
import { Document } from '../document.tsx'
import { en } from '../messages/en.ts'
import { it, type Messages } from '../messages/it.ts'

/** The front door: where to look, in Italian and in English. */
export function LandingDocument({ assets }: { assets: Assets }) {
  return (
    <Document assets={assets} title={it.landing.title} language="it">
      <main class="container py-4">
        <Doors texts={it.landing} level="h1" />
        <hr class="my-4" />
        <div lang="en">
          <Doors texts={en.landing} level="h2" />
        </div>
      </main>
    </Document>
  )
}

function Doors({ texts, level }: { texts: Messages['landing']; level: 'h1' | 'h2' }) {
  const doors = [
    { href: '/sign-in', title: texts.signIn, text: texts.signInText },
    { href: '/till', title: texts.till, text: texts.tillText },
    { href: '/print/vouchers', title: texts.print, text: texts.printText },
    { href: '/docs', title: texts.api, text: texts.apiText },
    { href: '/.well-known/jwks.json', title: texts.keys, text: texts.keysText },
  ]
  return (
    <>
      {level === 'h1' ? <h1>{texts.title}</h1> : <h2 class="h1">{texts.title}</h2>}
      <p class="lead">{texts.lead}</p>
      <ul class="landing-doors">
        {doors.map(({ href, title, text }) => (
          <li>
            <a href={href}>{title}</a>
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
