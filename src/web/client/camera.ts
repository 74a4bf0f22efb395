import { openQrReader } from './qr-reader.ts'
import { pause } from './runtime.ts'

const LOOK_EVERY_MS = 100
/** A longer side above this only makes reading slower. */
const PHOTO_SIDE_MAX = 2000

/**
 * Shows the rear camera in a video element.
 *
 * @returns what turns the camera off, or `undefined` where there is no camera or it was not allowed
 */
export async function startCamera(video: HTMLVideoElement): Promise<(() => void) | undefined> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: {
        facingMode: { ideal: 'environment' },
        width: { ideal: 1280 },
        height: { ideal: 720 },
      },
    })
    const stop = () => {
      for (const track of stream.getTracks()) track.stop()
    }
    video.srcObject = stream
    await video.play().catch(() => undefined)
    return stop
  } catch {
    return undefined
  }
}

/** Looks at the video again and again and reports every code in it, until `stopped` fires. */
export async function watchForCodes(
  video: HTMLVideoElement,
  onCode: (text: string) => void,
  stopped: AbortSignal,
): Promise<void> {
  const read = await openQrReader()
  while (!stopped.aborted) {
    if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
      for (const text of await read(video).catch(() => [])) {
        if (!stopped.aborted) onCode(text)
      }
    }
    await pause(LOOK_EVERY_MS, stopped)
  }
}

/** Reads the codes in a photo. A large photo is tried again smaller, which evens out its noise. */
export async function readPhoto(photo: Blob): Promise<readonly string[]> {
  const [read, whole] = await Promise.all([openQrReader(), createImageBitmap(photo)])
  const longer = Math.max(whole.width, whole.height)
  for (const scale of [Math.min(1, PHOTO_SIDE_MAX / longer), Math.min(1, 800 / longer)]) {
    const picture = await createImageBitmap(whole, {
      resizeWidth: Math.round(whole.width * scale),
      resizeHeight: Math.round(whole.height * scale),
      resizeQuality: 'high',
    })
    const texts = await read(picture)
    if (texts.length > 0) return texts
  }
  return []
}
