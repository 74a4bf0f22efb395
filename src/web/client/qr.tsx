/** @jsxImportSource hono/jsx/dom */
import { create } from 'qrcode'

/** Modules that stay empty around the code, for readers to find it. */
const MARGIN = 4

/** Draws a QR code as one path. A screen is not torn or folded, so level L: its modules are the largest. */
export function QrPicture({ text, label }: { readonly text: string; readonly label: string }) {
  const { modules } = create(text, { errorCorrectionLevel: 'L' })
  const side = modules.size + 2 * MARGIN
  let path = ''
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column)) path += `M${column + MARGIN} ${row + MARGIN}h1v1h-1z`
    }
  }
  return (
    <svg
      class="wallet-qr"
      viewBox={`0 0 ${side} ${side}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <path d={path} fill="#000" />
    </svg>
  )
}
