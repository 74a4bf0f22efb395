import { type Camera, startCamera, watchForCodes } from '../../client/camera.ts'
import { newId } from '../../client/runtime.ts'
import { give } from '../../till/client/signals.ts'
import { looksLikeVoucher } from '../../till/client/typing.ts'

type Said = 'scanNone' | 'scanAim' | 'scanOther' | 'scanSending' | 'scanUnknown'

/** The parts of the page that the camera needs. */
interface Place {
  readonly video: HTMLVideoElement
  readonly frame: HTMLElement
  readonly start: HTMLElement
  readonly stop: HTMLElement
  readonly done: HTMLElement
  say(what: Said): void
}

function findPlace(): Place | undefined {
  const box = document.getElementById('scan')
  const video = box?.querySelector('video')
  const frame = box?.querySelector<HTMLElement>('.desk-camera')
  const [start, stop, status, done] = ['scan-start', 'scan-stop', 'scan-status', 'scanned'].map(
    (id) => document.getElementById(id),
  )
  if (!box || !video || !frame || !start || !stop || !status || !done) return undefined
  const texts = JSON.parse(status.dataset.texts ?? '{}') as Record<Said, string>
  const say = (what: Said) => {
    if (status.textContent !== texts[what]) status.textContent = texts[what]
  }
  box.hidden = false
  return { video, frame, start, stop, done, say }
}

/** Hands over what the camera sees, one card after the other; a card that stays in view is handed over once. */
async function scan(place: Place, stopped: AbortSignal): Promise<void> {
  const camera: Camera | undefined = await startCamera(place.video)
  if (camera === undefined) return place.say('scanNone')
  stopped.addEventListener('abort', camera.stop)
  if (stopped.aborted) return camera.stop()
  place.frame.hidden = false
  place.say('scanAim')
  const answered = new Set<string>()
  let isBusy = false
  const onCode = async (text: string) => {
    if (isBusy || answered.has(text)) return
    if (!looksLikeVoucher(text)) return place.say('scanOther')
    isBusy = true
    place.say('scanSending')
    const line = await handOver(text)
    if (line === undefined) {
      give('wait')
      place.say('scanUnknown')
    } else {
      answered.add(text)
      give(line.classList.contains('desk-met') ? 'good' : 'bad')
      place.done.prepend(line)
      place.say('scanAim')
    }
    isBusy = false
  }
  await watchForCodes(place.video, (text) => void onCode(text), stopped).catch(() =>
    place.say('scanNone'),
  )
}

/** Sends the form with one code, and takes what became of it from the page that answers. */
async function handOver(codes: string): Promise<Element | undefined> {
  const body = new URLSearchParams({ id: newId(), codes })
  const answer = await fetch(location.pathname, { method: 'POST', body }).catch(() => undefined)
  if (answer === undefined || !answer.ok) return undefined
  const text = await answer.text().catch(() => '')
  const page = new DOMParser().parseFromString(text, 'text/html')
  return page.querySelector('#results li') ?? undefined
}

function open(place: Place): void {
  let left = new AbortController()
  const show = (isOn: boolean) => {
    place.start.hidden = isOn
    place.stop.hidden = !isOn
    if (!isOn) place.frame.hidden = true
  }
  place.start.addEventListener('click', () => {
    left = new AbortController()
    show(true)
    void scan(place, left.signal)
  })
  place.stop.addEventListener('click', () => {
    left.abort()
    show(false)
  })
}

const place = findPlace()
if (place !== undefined) open(place)
