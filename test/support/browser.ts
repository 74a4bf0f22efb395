import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { unpackChromium } from './chromium.ts'

/** A page, and everything it did that a page of ours must not do. */
export interface WatchedPage {
  readonly page: Page
  /** Errors on the console, exceptions, broken policies, requests to other origins. */
  readonly complaints: readonly string[]
  close(): Promise<void>
}

export interface PageOptions {
  readonly width?: number
  readonly height?: number
  /** Pixels of the screen for each CSS pixel; pictures of small things want several. */
  readonly scale?: number
  /** What the browser asks for in Accept-Language. */
  readonly locale?: string
  /** Complaints that a test brings about on purpose. */
  readonly expected?: RegExp
}

/**
 * Starts the real Chromium.
 *
 * @param video a Y4M file that its camera shows, over and over; without one there is no camera
 */
export async function launchBrowser(video?: string): Promise<Browser> {
  const { executablePath, env } = await unpackChromium()
  return chromium.launch({
    executablePath,
    env: { ...environment(), ...env },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      ...(video === undefined
        ? []
        : [
            '--use-fake-ui-for-media-stream',
            '--use-fake-device-for-media-stream',
            `--use-file-for-fake-video-capture=${video}`,
          ]),
    ],
  })
}

/** Opens an address in a profile of its own: nothing kept from other tests. */
export async function openPage(
  browser: Browser,
  address: string,
  options: PageOptions = {},
): Promise<WatchedPage> {
  const { width = 390, height = 844, scale = 1, locale = 'it-IT' } = options
  const viewport = { width, height }
  const context = await browser.newContext({ viewport, locale, deviceScaleFactor: scale })
  const page = await openIn(context, address, options)
  return { ...page, close: () => context.close() }
}

/** Opens an address in a profile that is already there, as a second window of the same device. */
export async function openIn(
  context: BrowserContext,
  address: string,
  { expected }: PageOptions = {},
): Promise<WatchedPage> {
  const page = await context.newPage()
  const complaints: string[] = []
  const complain = (text: string) => {
    if (!expected?.test(text)) complaints.push(text)
  }
  const { origin } = new URL(address)
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complain(message.text())
  })
  page.on('pageerror', (error) => complain(`exception: ${error.message}`))
  page.on('request', (request) => {
    const url = new URL(request.url())
    const isInside = url.protocol === 'data:' || url.protocol === 'blob:'
    if (!isInside && url.origin !== origin) complain(`request to ${url.origin}`)
  })
  await page.goto(address)
  return { page, complaints, close: () => page.close() }
}

/** True where the page can be scrolled sideways. */
export function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  )
}

function environment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  )
}
