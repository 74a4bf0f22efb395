/** How often the state is asked for where it is not told, milliseconds. */
const EVERY_MS = 1500

const shownIn = (page: Document) => page.getElementById('progress')

/** Draws anew what changes while a batch is issued, or a simulation runs; tells whether there is more to come. */
async function look(): Promise<boolean> {
  const answer = await fetch(location.href).catch(() => undefined)
  if (answer?.ok !== true) return true
  const next = shownIn(new DOMParser().parseFromString(await answer.text(), 'text/html'))
  if (next?.dataset.live === 'no') {
    // What can be done now stands below: the whole page is drawn again.
    location.reload()
    return false
  }
  if (next !== null) shownIn(document)?.replaceWith(next)
  return true
}

async function ask(): Promise<void> {
  if (await look()) setTimeout(ask, EVERY_MS)
}

/** Looks when the service tells of progress, and asks by itself where it cannot be heard. */
function follow(): void {
  const { live, events: address = '' } = shownIn(document)?.dataset ?? {}
  if (live !== 'yes') return
  const events = new EventSource(address)
  let looking: Promise<boolean> = Promise.resolve(true)
  events.addEventListener('progress', () => {
    // One look after the other, so that an older page never takes the place of a newer one.
    looking = looking.then((goesOn) => (goesOn ? look() : false))
  })
  events.addEventListener('error', () => {
    // While it only lost the network, the browser tries by itself.
    if (events.readyState === EventSource.CLOSED) void ask()
  })
}

follow()
