/** How often the state of a batch is asked for while it is being issued, milliseconds. */
const EVERY_MS = 1500

/** Draws anew what changes while a batch is issued, until there is nothing more to come. */
async function follow(): Promise<void> {
  const shown = document.getElementById('progress')
  if (shown?.dataset.live !== 'yes') return
  const answer = await fetch(location.href).catch(() => undefined)
  if (answer?.ok === true) {
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const next = page.getElementById('progress')
    if (next?.dataset.live === 'no') {
      // What can be done now stands below: the whole page is drawn again.
      location.reload()
      return
    }
    if (next !== null) shown.replaceWith(next)
  }
  setTimeout(follow, EVERY_MS)
}

follow()
