import { writeFileSync } from 'node:fs'
import { PNG } from 'pngjs'

const WIDTH = 640
const HEIGHT = 480
const FRAMES = 10
/** How bright a table is on which a card lies: 0 black, 255 white. */
const TABLE = 90

/**
 * Films a picture lying on a grey table, as a Y4M file for Chromium's fake camera.
 * Source of the format: yuv4mpeg(5), mjpegtools.
 *
 * @param png the picture; it is scaled to fit the frame with some room around it
 * @param path where the film is written
 */
export function filmPicture(png: Uint8Array, path: string): void {
  const picture = PNG.sync.read(Buffer.from(png))
  const luma = Buffer.alloc(WIDTH * HEIGHT, TABLE)
  const scale = Math.min((WIDTH * 0.94) / picture.width, (HEIGHT * 0.94) / picture.height)
  const width = Math.floor(picture.width * scale)
  const height = Math.floor(picture.height * scale)
  const left = Math.floor((WIDTH - width) / 2)
  const top = Math.floor((HEIGHT - height) / 2)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      luma[(top + y) * WIDTH + left + x] = brightness(picture, x / scale, y / scale, 1 / scale)
    }
  }
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`)
  const colourless = Buffer.alloc((WIDTH * HEIGHT) / 2, 128)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, colourless])
  writeFileSync(path, Buffer.concat([header, ...new Array<Buffer>(FRAMES).fill(frame)]))
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
