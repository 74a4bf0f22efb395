/** @jsxImportSource hono/jsx/dom */
import { render, useEffect, useState } from 'hono/jsx/dom'
import {
  findWalletLanguage,
  WALLET_LANGUAGES,
  WALLET_TEXTS,
  type WalletLanguage,
} from '../../messages/wallet.ts'
import { MONEY_TEXTS } from '../../messages/wallet-money.ts'
import { CodeScreen } from './code-screen.tsx'
import { HelpScreen } from './help-screen.tsx'
import type { OwnVoucher, Snapshot } from './model.ts'
import { MoneyScreen } from './money-screen.tsx'
import { PlacesScreen } from './places-screen.tsx'
import { type Speaking, speakingOf } from './speaking.ts'
import { SpendingScreen } from './spending-screen.tsx'
import { keepLanguage, readLanguage, readSent } from './storage.ts'
import { VouchersScreen } from './vouchers-screen.tsx'
import { fillUp, readWallet, type WalletState } from './wallet.ts'

const SECTIONS = ['vouchers', 'money', 'places', 'spending', 'help'] as const
type Section = (typeof SECTIONS)[number]

/** The page that is kept on the phone; in the demonstration it stands elsewhere, and is not. */
const SHELL = '/wallet'

function App({ speaking }: { readonly speaking: Speaking }) {
  const [asked, setAsked] = useState(takeAsked())
  const [state, setState] = useState<WalletState>({ kind: 'starting' })
  const [section, setSection] = useState<Section>((asked ?? readSent()) ? 'money' : 'vouchers')
  const [shown, setShown] = useState<OwnVoucher | undefined>(undefined)
  const look = async () => {
    const found = await readWallet()
    setState(found)
    if (found.kind === 'online') await fillUp(found.snapshot)
  }
  useEffect(() => void look(), [])
  const { texts } = speaking
  if (state.kind !== 'online' && state.kind !== 'offline') {
    return <Waiting kind={state.kind} speaking={speaking} onRetry={() => void look()} />
  }
  const back = () => {
    setShown(undefined)
    // What was paid meanwhile shows at once.
    void look()
  }
  return (
    <>
      <Bar speaking={speaking} />
      <main class="wallet-main">
        {state.kind === 'offline' && (
          <p class="alert alert-warning" role="status">
            {texts.noNetwork}{' '}
            <bdi>{speaking.day(new Date(state.snapshot.readAt).toISOString())}</bdi>
          </p>
        )}
        {shown === undefined ? (
          <Current
            {...{ section, speaking, asked, snapshot: state.snapshot, onShow: setShown }}
            isOnline={state.kind === 'online'}
            onChange={() => {
              setAsked(undefined)
              void look()
            }}
          />
        ) : (
          <CodeScreen
            voucher={shown}
            speaking={speaking}
            onBack={back}
            onUnbound={() => setState({ kind: 'unbound' })}
          />
        )}
      </main>
      {shown === undefined && (
        <nav class="wallet-menu" aria-label={texts.menu}>
          {sectionsOf(state.snapshot).map((one) => (
            <button
              key={one}
              type="button"
              class="wallet-tab"
              aria-current={one === section ? 'page' : undefined}
              onClick={() => setSection(one)}
            >
              {one === 'money' ? MONEY_TEXTS[speaking.language].money : texts[one]}
            </button>
          ))}
        </nav>
      )}
    </>
  )
}

/** Who holds no currency is not shown where it would be. */
function sectionsOf({ monies = [] }: Snapshot): readonly Section[] {
  return SECTIONS.filter((one) => one !== 'money' || monies.length > 0)
}

/** The code of a request that a camera opened this page with. It is taken out of the address: paid once, it is over. */
function takeAsked(): string | undefined {
  const [, code] = /^#pay=([0-9A-Za-z]{12})$/.exec(location.hash) ?? []
  if (code !== undefined) history.replaceState(null, '', `${location.pathname}${location.search}`)
  return code
}

function Current(props: {
  readonly section: Section
  readonly speaking: Speaking
  readonly snapshot: Snapshot
  readonly isOnline: boolean
  readonly asked: string | undefined
  readonly onShow: (voucher: OwnVoucher) => void
  readonly onChange: () => void
}) {
  const { section, speaking, snapshot, onShow, onChange } = props
  if (section === 'money') {
    const { isOnline, asked } = props
    const monies = snapshot.monies ?? []
    return <MoneyScreen {...{ monies, speaking, isOnline, asked, onChange }} />
  }
  if (section === 'places') return <PlacesScreen {...{ speaking, snapshot }} />
  if (section === 'spending') return <SpendingScreen {...{ speaking, snapshot, onChange }} />
  if (section === 'help') return <HelpScreen {...{ speaking, snapshot }} />
  return <VouchersScreen {...{ speaking, snapshot, onShow }} />
}

function Waiting({
  kind,
  speaking,
  onRetry,
}: {
  readonly kind: 'starting' | 'unbound' | 'unread'
  readonly speaking: Speaking
  readonly onRetry: () => void
}) {
  const { texts } = speaking
  const sentence = { starting: texts.starting, unbound: texts.notBound, unread: texts.noAnswer }
  return (
    <>
      <Bar speaking={speaking} />
      <main class="wallet-main">
        <h1>{texts.title}</h1>
        <p class="lead" role="status">
          {sentence[kind]}
        </p>
        {kind === 'unread' && (
          <button type="button" class="btn btn-primary btn-lg" onClick={onRetry}>
            {texts.retry}
          </button>
        )}
      </main>
    </>
  )
}

/** The other languages: each is a page of its own, since it may read from the other side. */
function Bar({ speaking: { texts, language } }: { readonly speaking: Speaking }) {
  return (
    <header class="wallet-bar">
      <nav aria-label={texts.language}>
        {WALLET_LANGUAGES.filter((one) => one !== language).map((one) => (
          <a
            key={one}
            lang={one}
            class="wallet-language"
            href={addressIn(one)}
            onClick={() => keepLanguage(one)}
          >
            {WALLET_TEXTS[one].name}
          </a>
        ))}
      </nav>
    </header>
  )
}

/** Of this page, wherever it stands. */
function addressIn(language: WalletLanguage): string {
  return `${location.pathname}?language=${language}`
}

/** Keeps the shell on the phone. Without a worker the wallet works where there is network. */
async function keepShell(): Promise<void> {
  try {
    await navigator.serviceWorker.register('/wallet-worker.js', { scope: SHELL })
    const { active } = await navigator.serviceWorker.ready
    active?.postMessage(location.href)
  } catch {
    // The browser forbids it, as some do in private windows.
  }
}

function start(root: HTMLElement): void {
  const language = findWalletLanguage(document.documentElement.lang) ?? 'en'
  const chosen = findWalletLanguage(readLanguage() ?? '')
  // Asked once: without network the page may come in the language that was kept.
  const isAsked = new URLSearchParams(location.search).get('language') === chosen
  if (chosen !== undefined && chosen !== language && !isAsked) {
    location.replace(`${addressIn(chosen)}${location.hash}`)
    return
  }
  render(<App speaking={speakingOf(language, WALLET_TEXTS[language])} />, root)
  if ('serviceWorker' in navigator && location.pathname === SHELL) void keepShell()
}

const root = document.getElementById('wallet')
if (root) start(root)
