import { newSecret } from '../../client/runtime.ts'
import { findCardLanguage } from '../../messages/card.ts'
import { WALLET_LINK_TEXTS } from '../../messages/wallet-link.ts'

const KEPT_UNDER = 'fra-noi wallet link'

/** The secret of this phone for this link: the same at every press, so that asking again is answered the same. */
function secretFor(token: string): string {
  const [kept, secret] = (sessionStorage.getItem(KEPT_UNDER) ?? '').split(' ')
  if (kept === token && secret !== undefined) return secret
  const fresh = newSecret()
  sessionStorage.setItem(KEPT_UNDER, `${token} ${fresh}`)
  return fresh
}

async function openWallet(token: string): Promise<'done' | 'refused' | 'unknown'> {
  try {
    const response = await fetch('/api/v1/wallets', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, phone: secretFor(token) }),
      cache: 'no-store',
    })
    if (response.status === 201) {
      sessionStorage.removeItem(KEPT_UNDER)
      return 'done'
    }
    return [400, 404, 409].includes(response.status) ? 'refused' : 'unknown'
  } catch {
    return 'unknown'
  }
}

function start(): void {
  const button = document.getElementById('open')
  const said = document.getElementById('said')
  if (!(button instanceof HTMLButtonElement) || said === null) return
  const texts = WALLET_LINK_TEXTS[findCardLanguage(document.documentElement.lang) ?? 'it']
  button.addEventListener('click', async () => {
    button.disabled = true
    const outcome = await openWallet(location.pathname.slice('/w/'.length))
    said.textContent = texts[outcome]
    button.hidden = outcome !== 'unknown'
    button.disabled = false
    // In the place of the link, so that going back does not lead to a link that opens nothing any more.
    if (outcome === 'done') location.replace('/wallet')
  })
}

start()
