/** Puts the fingerprints of files that were chosen into the field for them. The files themselves are not sent. */
async function takeFingerprints(chooser: HTMLInputElement, field: HTMLTextAreaElement) {
  const files = [...(chooser.files ?? [])]
  // What is left in the chooser would be sent along.
  chooser.value = ''
  for (const file of files) {
    const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer())
    const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0'))
    const before = field.value.trim()
    field.value = `${before === '' ? '' : `${before}\n`}${hex.join('')}  ${file.name}`
  }
}

const chooser = document.querySelector<HTMLInputElement>('input[type=file]')
const field = document.querySelector<HTMLTextAreaElement>('#documents')
// A page that did not come over a safe connection computes nothing: then the service does.
if (chooser !== null && field !== null && window.isSecureContext) {
  chooser.addEventListener('change', () => void takeFingerprints(chooser, field))
}
