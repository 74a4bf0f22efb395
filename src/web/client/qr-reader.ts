import wasmAddress from 'barcode-detector/zxing_reader.wasm?url'

/** What a code can be read from. */
export type Picture = HTMLVideoElement | ImageBitmap

/** Finds the texts of the QR codes in a picture. */
export type QrReader = (picture: Picture) => Promise<readonly string[]>

interface Detector {
  detect(picture: Picture): Promise<readonly { readonly rawValue: string }[]>
}
interface DetectorClass {
  new (options: { formats: string[] }): Detector
  getSupportedFormats(): Promise<readonly string[]>
}

let opened: Promise<QrReader> | undefined

/** The browser's own reader where it knows QR codes, otherwise the one in WebAssembly from our own server. Opened once. */
export function openQrReader(): Promise<QrReader> {
  opened ??= open()
  opened.catch(() => {
    opened = undefined
  })
  return opened
}

async function open(): Promise<QrReader> {
  const detector = (await findNative()) ?? (await loadReader())
  return async (picture) => (await detector.detect(picture)).map(({ rawValue }) => rawValue)
}

async function findNative(): Promise<Detector | undefined> {
  const native = Reflect.get(globalThis, 'BarcodeDetector') as DetectorClass | undefined
  const formats: readonly string[] = (await native?.getSupportedFormats().catch(() => [])) ?? []
  return native && formats.includes('qr_code') ? new native({ formats: ['qr_code'] }) : undefined
}

async function loadReader(): Promise<Detector> {
  const { BarcodeDetector, prepareZXingModule } = await import('barcode-detector/ponyfill')
  prepareZXingModule({ overrides: { locateFile: () => wasmAddress } })
  return new BarcodeDetector({ formats: ['qr_code'] })
}
