import { describe, expect, test } from 'vitest'
import { docsPages } from '../../src/http/docs-pages.ts'
import { createFailedAttempts } from '../../src/http/failed-attempts.ts'
import { answerUnknownRoutes, createFrame } from '../../src/http/frame.ts'
import { PROBLEMS } from '../../src/http/problem-codes.ts'
import { PAGE_CSP } from '../../src/http/security-headers.ts'
import { createLog } from '../../src/log.ts'
import { systemRuntime } from '../../src/runtime.ts'

function createPages() {
  const app = createFrame({
    log: createLog('silent'),
    runtime: systemRuntime,
    publicUrl: 'http://localhost:3000',
    authenticator: {
      ways: [],
      failures: createFailedAttempts({ now: systemRuntime.now }),
    },
  })
  app.route('/', docsPages())
  answerUnknownRoutes(app)
  return app
}

describe('the pages that describe the API', () => {
  test.each(['/docs', '/problems'])('%s names only files of this service', async (path) => {
    const response = await createPages().request(path)
    const page = await response.text()
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('text/html')
    expect(response.headers.get('content-security-policy')).toBe(PAGE_CSP)
    expect(page).not.toMatch(/<script(?![^>]*src=)|<style|style=|onload=|https?:/)
    for (const [, file] of page.matchAll(/(?:src|href)="(\/(?:docs|problems)\/[^"]+)"/g)) {
      const loaded = await createPages().request(String(file))
      expect(loaded.status).toBe(200)
      expect(loaded.headers.get('content-type')).toMatch(/^text\/(css|javascript)/)
      expect(loaded.headers.get('cache-control')).toBe('public, max-age=86400')
    }
  })

  test('are not sent again to a browser that has them', async () => {
    const app = createPages()
    const first = await app.request('/docs/swagger-ui.css')
    const etag = first.headers.get('etag') ?? ''
    const again = await app.request('/docs/swagger-ui.css', { headers: { 'if-none-match': etag } })
    expect(again.status).toBe(304)
    expect(await again.text()).toBe('')
  })

  test.each([
    '/docs/',
    '/docs/index.html',
    '/docs/swagger-ui-bundle.js.map',
    '/docs/package.json',
    '/docs/..%2fpackage.json',
    '/docs/%2e%2e/package.json',
    '/problems/',
  ])('serve nothing but their few files (%s)', async (path) => {
    expect((await createPages().request(path)).status).toBe(404)
  })

  test('explain every code at the place where a problem points to', async () => {
    const page = await (await createPages().request('/problems')).text()
    for (const code of Object.keys(PROBLEMS)) expect(page).toContain(`<h2 id="${code}">`)
  })
})
