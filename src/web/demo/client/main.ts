import { textOf } from '../../client/api.ts'
import { applyLanguage } from '../../client/language.ts'
import { DEMO_TEXTS } from '../../messages/demo.ts'
import { drawBooks, readPicture, saidOf } from './books.ts'

const language = document.documentElement.lang === 'en' ? 'en' : 'it'
const texts = DEMO_TEXTS[language]
const KEPT_UNDER = 'fra-noi demonstration'

/** The voucher that the accounts are about, and the place in the books where it began. */
interface Visit {
  readonly voucherId: string
  readonly since: string
}

let events: EventSource | undefined
let newest: string | undefined

function say(text: string): void {
  const said = document.getElementById('said')
  if (said !== null) said.textContent = text
}

function button(id: string): HTMLButtonElement | undefined {
  const found = document.getElementById(id)
  return found instanceof HTMLButtonElement ? found : undefined
}

/** A frame of its own each time: a new address behind the `#` would not open the page again. */
function putFrame(place: string, address: string): void {
  const box = document.getElementById(place)
  if (box === null) return
  const frame = document.createElement('iframe')
  frame.src = address
  frame.title = box.dataset.title ?? ''
  box.replaceChildren(frame)
}

function frameIn(place: string): HTMLIFrameElement | null {
  return document.querySelector(`#${place} iframe`)
}

async function begin(): Promise<void> {
  const pressed = button('begin')
  if (pressed !== undefined) pressed.disabled = true
  const answer = await fetch('/demo/begin', { method: 'POST' }).catch(() => undefined)
  const body: unknown = await answer?.json().catch(() => undefined)
  if (pressed !== undefined) pressed.disabled = false
  const [voucherId, since, code] = ['voucherId', 'since', 'pairingCode'].map((name) =>
    textOf(body, name),
  )
  if (answer?.status !== 201 || voucherId === undefined || since === undefined) {
    const isEmpty = textOf(body, 'code') === 'envelope_exhausted'
    return say(isEmpty ? texts.envelopeEmpty : texts.beginFailed)
  }
  say('')
  sessionStorage.setItem(KEPT_UNDER, JSON.stringify({ voucherId, since }))
  show({ voucherId, since }, code)
}

/** Puts the phone and the till beside each other, and follows the books. */
function show({ voucherId, since }: Visit, pairingCode?: string): void {
  // The till speaks what this page speaks.
  applyLanguage(language)
  putFrame('phone', `/demo/wallet?language=${language}`)
  putFrame('till', pairingCode === undefined ? '/demo/till' : `/demo/till#pair=${pairingCode}`)
  const again = button('begin')
  if (again !== undefined) again.textContent = texts.beginAgain
  const hand = button('show')
  if (hand !== undefined) hand.disabled = false
  newest = undefined
  events?.close()
  events = new EventSource(`/demo/events?voucher=${voucherId}&since=${since}`)
  events.addEventListener('books', (event) => follow(event.data))
}

function follow(data: string): void {
  const picture = readPicture(data)
  const place = document.getElementById('books')
  if (picture === undefined || place === null) return
  drawBooks(place, picture, language)
  const isNew = newest !== undefined && newest !== picture.position
  newest = picture.position
  const said = saidOf(picture, language)
  if (!isNew || said === undefined) return
  say(said)
  // What was paid meanwhile shows on the phone at once.
  frameIn('phone')?.contentWindow?.location.reload()
}

/** What a camera would do: carries the code from the phone into the till. Gives what is to be said about it. */
function showCode(): string {
  const phone = frameIn('phone')?.contentDocument
  const field = frameIn('till')?.contentDocument?.querySelector<HTMLInputElement>('#typed')
  if (!field) return texts.amountFirst
  const code = codeOn(phone)
  if (code) return handOver(field, code)
  // The phone shows its vouchers: it is opened on the first one, and looked at again.
  const open = phone?.querySelector<HTMLButtonElement>('.wallet-voucher .btn')
  if (!open || !phone) return texts.noVoucher
  const watcher = new MutationObserver(() => {
    const shown = codeOn(phone)
    if (!shown) return
    watcher.disconnect()
    say(handOver(field, shown))
  })
  watcher.observe(phone.body, { childList: true, subtree: true })
  open.click()
  return ''
}

function codeOn(phone: Document | null | undefined): string | null | undefined {
  return phone?.querySelector('.wallet-typed bdi')?.textContent
}

function handOver(field: HTMLInputElement, code: string): string {
  field.value = code
  field.dispatchEvent(new Event('input', { bubbles: true }))
  return texts.shown
}

/** What this tab began before it was loaded again. */
function keptVisit(): Visit | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEPT_UNDER) ?? 'null')
    const [voucherId, since] = ['voucherId', 'since'].map((name) => textOf(kept, name))
    return voucherId === undefined || since === undefined ? undefined : { voucherId, since }
  } catch {
    return undefined
  }
}

button('begin')?.addEventListener('click', () => void begin())
button('show')?.addEventListener('click', () => say(showCode()))
const kept = keptVisit()
if (kept !== undefined) show(kept)
