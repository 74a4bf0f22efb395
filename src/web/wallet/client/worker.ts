/** Keeps the shell of the wallet on the phone, so that it opens where there is no network. Never keeps an answer of the API. */

interface Scope {
  readonly location: Location
  readonly clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', listen: (event: Waiting) => void): void
  addEventListener(type: 'fetch', listen: (event: Fetching) => void): void
}
interface Waiting {
  waitUntil(done: Promise<unknown>): void
}
interface Fetching extends Waiting {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}

const KEPT_IN = 'fra-noi wallet'
const PAGE = '/wallet'
const FILES = /(?:href|src)="(\/(?:assets\/|icon)[^"]+)"/g

const scope = globalThis as unknown as Scope

/** Keeps a page and the files that it names, and drops the files that no kept page names any more. */
async function keep(address: string, page: Response): Promise<void> {
  const cache = await caches.open(KEPT_IN)
  const files = filesOf(await page.clone().text())
  const missing: string[] = []
  for (const file of files) if ((await cache.match(file)) === undefined) missing.push(file)
  await cache.addAll(missing)
  await cache.put(address, page)
  await dropUnnamed(cache)
}

async function dropUnnamed(cache: Cache): Promise<void> {
  const named = new Set<string>()
  const kept = await cache.keys()
  for (const request of kept) {
    if (new URL(request.url).pathname !== PAGE) continue
    const page = await cache.match(request)
    for (const file of filesOf((await page?.text()) ?? '')) named.add(file)
  }
  for (const request of kept) {
    const { pathname } = new URL(request.url)
    if (pathname !== PAGE && !named.has(pathname)) await cache.delete(request)
  }
}

function filesOf(page: string): readonly string[] {
  return [...page.matchAll(FILES)].map(([, file = '']) => file)
}

async function openPage(event: Fetching): Promise<Response> {
  try {
    const response = await fetch(event.request)
    if (response.ok) event.waitUntil(keep(event.request.url, response.clone()))
    return response
  } catch (error) {
    const cache = await caches.open(KEPT_IN)
    const exact = await cache.match(event.request.url)
    const kept = exact ?? (await cache.match(event.request.url, { ignoreSearch: true }))
    if (kept === undefined) throw error
    return kept
  }
}

async function openFile(request: Request): Promise<Response> {
  const cache = await caches.open(KEPT_IN)
  return (await cache.match(request.url)) ?? fetch(request)
}

scope.addEventListener('install', (event) => {
  event.waitUntil(scope.skipWaiting())
})

scope.addEventListener('activate', (event) => {
  event.waitUntil(scope.clients.claim())
})

scope.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== scope.location.origin) return
  if (request.mode === 'navigate' && pathname === PAGE) event.respondWith(openPage(event))
  else if (pathname.startsWith('/assets/') || pathname === '/icon.svg') {
    event.respondWith(openFile(request))
  }
})

// The first page was opened before there was a worker: the page asks for it to be kept.
globalThis.addEventListener('message', (event: MessageEvent) => {
  const address: unknown = event.data
  if (typeof address !== 'string' || new URL(address).pathname !== PAGE) return
  const kept = fetch(address).then((response) =>
    response.ok ? keep(address, response) : undefined,
  )
  ;(event as unknown as Waiting).waitUntil(kept)
})

export {}
