/**
 * Lets the till open without a network: the page and its files, and nothing else. What the service answers to the till is
 * never kept, and a page that can be had is always the newest.
 */

interface FetchEvent extends Event {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}
interface LifeEvent extends Event {
  waitUntil(done: Promise<unknown>): void
}
interface WorkerScope {
  skipWaiting(): Promise<void>
  readonly clients: { claim(): Promise<void> }
  readonly location: { readonly origin: string }
  addEventListener(name: 'install' | 'activate', listener: (event: LifeEvent) => void): void
  addEventListener(name: 'fetch', listener: (event: FetchEvent) => void): void
}

const scope = globalThis as unknown as WorkerScope
const SHELL = 'fra-noi-till-shell'
const PAGE = '/till'

scope.addEventListener('install', (event) => {
  event.waitUntil(keepShell().then(() => scope.skipWaiting()))
})
scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()))
scope.addEventListener('fetch', (event) => {
  const { origin, pathname } = new URL(event.request.url)
  if (event.request.method !== 'GET' || origin !== scope.location.origin) return
  if (pathname === PAGE && event.request.mode === 'navigate') event.respondWith(openPage())
  // Named by their content: what is kept is right for ever.
  else if (pathname.startsWith('/assets/')) event.respondWith(openFile(event.request))
})

async function keepShell(): Promise<void> {
  await renew(await fetch(PAGE, { cache: 'no-cache' }))
}

async function openPage(): Promise<Response> {
  try {
    const page = await fetch(PAGE, { cache: 'no-cache' })
    // Whatever else a Wi-Fi portal says is shown and not kept.
    if (page.ok && page.headers.has('content-security-policy')) await renew(page.clone())
    return page
  } catch (error) {
    const kept = await (await caches.open(SHELL)).match(PAGE)
    if (kept === undefined) throw error
    return kept
  }
}

async function openFile(request: Request): Promise<Response> {
  const shell = await caches.open(SHELL)
  const kept = await shell.match(request)
  if (kept !== undefined) return kept
  const file = await fetch(request)
  if (file.ok) await shell.put(request, file.clone())
  return file
}

/** Keeps a page with its files, and forgets those of the build before it. */
async function renew(page: Response): Promise<void> {
  const shell = await caches.open(SHELL)
  const [text, before] = await Promise.all([
    page.clone().text(),
    shell.match(PAGE).then((kept) => kept?.text()),
  ])
  if (text === before) return
  for (const request of await shell.keys()) await shell.delete(request)
  const files = [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, file = '']) => file)
  await shell.addAll([...new Set(files)])
  await shell.put(PAGE, page)
}
