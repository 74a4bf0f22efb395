/** Lets a file be dropped on the place around its field, and checks it at once. */
function openDropPlace(place: HTMLElement): void {
  const field = place.querySelector('input')
  const mark = (isOver: boolean) => place.classList.toggle('desk-drop-over', isOver)
  place.addEventListener('dragover', (event) => {
    event.preventDefault()
    mark(true)
  })
  place.addEventListener('dragleave', () => mark(false))
  place.addEventListener('drop', (event) => {
    event.preventDefault()
    mark(false)
    const files = event.dataTransfer?.files
    if (field === null || files === undefined || files.length === 0) return
    field.files = files
    field.form?.requestSubmit()
  })
}

for (const place of document.querySelectorAll<HTMLElement>('[data-drop]')) openDropPlace(place)
