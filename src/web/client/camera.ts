import { openQrReader } from './qr-reader.ts'
import { pause } from './runtime.ts'

const LOOK_EVERY_MS = 100
/** A longer side above this only makes reading slower. */
const PHOTO_SIDE_MAX = 2000

/** Turns a camera's light on or off; false where it would not. */
export type Torch = (isOn: boolean) => Promise<boolean>

/** A camera that is on. */
export interface Camera {
  stop(): void
  /** Only where it has a light. */
  readonly torch?: Torch
}

/**
 * Shows the rear camera in a video element.
 *
 * @returns the camera, or `undefined` where there is none or it was not allowed
 */
export async function startCamera(video: HTMLVideoElement): Promise<Camera | undefined> {
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
    const torch = torchOf(stream)
    return { stop, ...(torch === undefined ? {} : { torch }) }
  } catch {
    return undefined
  }
}

/** Source: W3C, MediaStream Image Capture: `torch` among the capabilities of a track. */
function torchOf(stream: MediaStream): Torch | undefined {
  const [track] = stream.getVideoTracks()
  const capabilities: object = track?.getCapabilities?.() ?? {}
  if (track === undefined || Reflect.get(capabilities, 'torch') !== true) return undefined
  return async (torch) => {
    const advanced = [{ torch }] as unknown as MediaTrackConstraintSet[]
    return track.applyConstraints({ advanced }).then(
      () => true,
      () => false,
    )
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
