import { writeFileSync } from 'node:fs'
import { PNG } from 'pngjs'

const WIDTH = 640
const HEIGHT = 480
const FRAMES = 10
/** How bright a table is on which a card lies: 0 black, 255 white. */
const TABLE = 90

/** How badly a hand and a shop's light treat a picture. */
export interface Bad {
  /** Degrees, clockwise. */
  readonly turned?: number
  /** Over so many pixels of the camera each point is smeared, in both directions. */
  readonly blur?: number
  /** What is left of the light: 1 all of it. */
  readonly light?: number
}

/**
 * Films a picture lying on a grey table, as a Y4M file for Chromium's fake camera.
 * Source of the format: yuv4mpeg(5), mjpegtools.
 *
 * @param png the picture; it is scaled to fit the frame with some room around it
 * @param path where the film is written
 */
export function filmPicture(png: Uint8Array, path: string, bad: Bad = {}): void {
  const { turned = 0, blur = 0, light = 1 } = bad
  const picture = PNG.sync.read(Buffer.from(png))
  const angle = (turned * Math.PI) / 180
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const wide = Math.abs(picture.width * cos) + Math.abs(picture.height * sin)
  const high = Math.abs(picture.width * sin) + Math.abs(picture.height * cos)
  const scale = Math.min((WIDTH * 0.94) / wide, (HEIGHT * 0.94) / high)
  const sharp = Buffer.alloc(WIDTH * HEIGHT, TABLE)
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const [dx, dy] = [(x - WIDTH / 2) / scale, (y - HEIGHT / 2) / scale]
      const left = dx * cos + dy * sin + picture.width / 2
      const top = dy * cos - dx * sin + picture.height / 2
      const isOnIt = left >= 0 && top >= 0 && left < picture.width && top < picture.height
      if (isOnIt) sharp[y * WIDTH + x] = brightness(picture, left, top, 1 / scale)
    }
  }
  const luma = smeared(sharp, blur).map((value) => Math.round(value * light))
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`)
  const colourless = Buffer.alloc((WIDTH * HEIGHT) / 2, 128)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, colourless])
  writeFileSync(path, Buffer.concat([header, ...new Array<Buffer>(FRAMES).fill(frame)]))
}

/** Each point as the mean of those around it. */
function smeared(luma: Buffer, blur: number): Buffer {
  const reach = Math.floor(blur / 2)
  if (reach === 0) return luma
  const result = Buffer.from(luma)
  for (let y = reach; y < HEIGHT - reach; y++) {
    for (let x = reach; x < WIDTH - reach; x++) {
      let sum = 0
      for (let dy = -reach; dy <= reach; dy++) {
        for (let dx = -reach; dx <= reach; dx++) sum += luma[(y + dy) * WIDTH + x + dx] ?? 0
      }
      result[y * WIDTH + x] = Math.round(sum / (2 * reach + 1) ** 2)
    }
  }
  return result
}

/** The mean brightness of a square of the picture, as a lens with fewer pixels sees it. */
function brightness(picture: PNG, left: number, top: number, side: number): number {
  const reach = Math.max(1, Math.round(side))
  let sum = 0
  let count = 0
  for (let dy = 0; dy < reach; dy++) {
    for (let dx = 0; dx < reach; dx++) {
      const x = Math.min(picture.width - 1, Math.floor(left) + dx)
      const y = Math.min(picture.height - 1, Math.floor(top) + dy)
      const at = (y * picture.width + x) * 4
      const [red = 0, green = 0, blue = 0] = picture.data.subarray(at, at + 3)
      sum += 0.299 * red + 0.587 * green + 0.114 * blue
      count++
    }
  }
  return Math.round(sum / count)
}
