import type { Child } from 'hono/jsx'
import type { Assets } from './assets.ts'

const NO_LINKS = { scripts: [], preloads: [], styles: [] }

interface DocumentProps {
  readonly assets: Assets
  readonly title: string
  /** BCP 47 tag of the page's main language. */
  readonly language: string
  readonly direction?: 'ltr' | 'rtl'
  /** The client module of the page, by its source path; pages without one leave it out. */
  readonly module?: string
  readonly bodyClass?: string
  /** The address of the manifest, where the page can be installed. */
  readonly manifest?: string
  readonly children: Child
}

/** The frame of every page. Nothing in it is inline, so the strictest content security policy holds. */
export function Document(props: DocumentProps) {
  const direction = props.direction ?? 'ltr'
  const sheet = direction === 'rtl' ? 'src/web/styles/page-rtl.css' : 'src/web/styles/page.css'
  const styles = props.assets.linksOf(sheet).styles
  const client = props.module === undefined ? NO_LINKS : props.assets.linksOf(props.module)
  return (
    <html lang={props.language} dir={direction}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="theme-color" content="#0b3d5c" />
        <title>{props.title}</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        {props.manifest !== undefined && <link rel="manifest" href={props.manifest} />}
        {[...styles, ...client.styles].map((href) => (
          <link rel="stylesheet" href={href} />
        ))}
        {client.preloads.map((href) => (
          <link rel="modulepreload" href={href} />
        ))}
        {client.scripts.map((src) => (
          <script type="module" src={src} />
        ))}
      </head>
      <body class={props.bodyClass}>{props.children}</body>
    </html>
  )
}
