import QRCode from 'qrcode'

/** Level M reads with up to 15 % of it damaged: enough for a folded card, and the modules stay large. */
const OPTIONS = { errorCorrectionLevel: 'M', margin: 4 } as const
const PNG_PIXELS_PER_MODULE = 8

/** Draws a QR code as SVG, with the four empty modules around it that readers need. */
export function renderQrSvg(text: string): Promise<string> {
  return QRCode.toString(text, { ...OPTIONS, type: 'svg' })
}

/** Draws a QR code as PNG, 8 pixels a module. */
export async function renderQrPng(text: string): Promise<Uint8Array> {
  return QRCode.toBuffer(text, { ...OPTIONS, type: 'png', scale: PNG_PIXELS_PER_MODULE })
}
