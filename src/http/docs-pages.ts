import { createRequire } from 'node:module'
import { html } from 'hono/html'
import { type Api, createApi } from './openapi.ts'
import { PROBLEMS } from './problem-codes.ts'
import { PAGE_CSP } from './security-headers.ts'
import { fileAt, fileOf, serveFile } from './static-files.ts'

const resolve = createRequire(import.meta.url).resolve
const JAVASCRIPT = 'text/javascript; charset=utf-8'
const CSS = 'text/css; charset=utf-8'

/** Starts the viewer. A file of its own, because the page's policy runs nothing that is inline. */
const START = `SwaggerUIBundle({
  url: '/api/v1/openapi.json',
  dom_id: '#viewer',
  deepLinking: true,
  // Without this the viewer would send the document to a service on the internet.
  validatorUrl: null,
})
`

const STYLE = `body { font: 1rem/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem }
h2 { font: 600 1.1rem ui-monospace, monospace; margin-top: 2rem }
:target { background: #fff3bf }
`

/**
 * `/docs`: the API to read and to try, shown by Swagger UI from this service alone. `/problems`: what each code of
 * a problem means; its `type` leads here. Serves the files named below and no other.
 */
export function docsPages(): Api {
  const api = createApi()
  api.get('/docs', (c) => {
    c.header('content-security-policy', PAGE_CSP)
    return c.html(VIEWER)
  })
  api.get('/docs/start.js', serveFile(fileOf(START, JAVASCRIPT)))
  for (const [name, type] of [
    ['swagger-ui.css', CSS],
    ['swagger-ui-bundle.js', JAVASCRIPT],
  ] as const) {
    api.get(`/docs/${name}`, serveFile(fileAt(resolve(`swagger-ui-dist/${name}`), type)))
  }
  api.get('/problems', (c) => {
    c.header('content-security-policy', PAGE_CSP)
    return c.html(problemsPage())
  })
  api.get('/problems/style.css', serveFile(fileOf(STYLE, CSS)))
  return api
}

const VIEWER = html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>fra-noi: the API</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
    <script src="/docs/swagger-ui-bundle.js" defer></script>
    <script src="/docs/start.js" defer></script>
  </head>
  <body>
    <div id="viewer"></div>
    <noscript>This page needs JavaScript; the document itself is at <a href="/api/v1/openapi.json">/api/v1/openapi.json</a>.</noscript>
  </body>
</html>`

function problemsPage() {
  const sections = Object.entries(PROBLEMS).map(
    ([code, { status, title, advice }]) => html`<h2 id="${code}">${code}</h2>
      <p>${status}. ${title}. ${advice.replaceAll('`', '')}</p>`,
  )
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>fra-noi: problems</title>
    <link rel="stylesheet" href="/problems/style.css" />
  </head>
  <body>
    <main>
      <h1>Problems</h1>
      <p>What the <code>code</code> of an error answer means and what to do about it.</p>
      ${sections}
    </main>
  </body>
</html>`
}
