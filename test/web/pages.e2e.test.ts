import { beforeAll, describe, expect, test } from 'vitest'
import { webRoutes } from '../../src/web/routes.tsx'
import { buildIfStale } from '../support/build.ts'

const PAGES = [
  ...[
    '/',
    '/till',
    '/till/kit',
    '/print/vouchers',
    '/C/ABC123',
    '/c/abc123',
    '/P/ABC123',
    '/w/abc123',
    '/wallet',
  ],
]
const web = webRoutes()

beforeAll(() => buildIfStale(), 300_000)

async function read(path: string, headers: Record<string, string> = {}): Promise<string> {
  const response = await web.request(path, { headers })
  expect(response.status, path).toBe(200)
  return response.text()
}

function filesOf(page: string): readonly string[] {
  return [...page.matchAll(/(?:href|src)="(\/(?:assets\/|icon)[^"]+)"/g)].map(
    ([, path = '']) => path,
  )
}

describe('every page', () => {
  test.each(PAGES)('%s has nothing inline and names no other origin', async (path) => {
    const page = await read(path)
    expect(page).toMatch(/^<!doctype html><html lang="[a-z]+" dir="(ltr|rtl)">/)
    expect(page).not.toMatch(/<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|="javascript:/i)
    expect(page).not.toMatch(/https?:|\/\/[a-z]/i)
  })

  test.each(PAGES)('%s names files that are there, kept for a year', async (path) => {
    const files = filesOf(await read(path))
    expect(files.some((file) => file.endsWith('.css'))).toBe(true)
    for (const file of files) {
      const response = await web.request(file)
      expect(response.status, file).toBe(200)
      expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(50)
      const kept = file.startsWith('/assets/') ? /immutable/ : /max-age=86400/
      expect(response.headers.get('cache-control')).toMatch(kept)
    }
  })

  test.each(PAGES)('%s is asked for again, so that a new build is seen', async (path) => {
    const response = await web.request(path)
    expect(response.headers.get('cache-control')).toBe('no-cache')
  })

  test('only the till and the wallet may run WebAssembly and see through the camera', async () => {
    for (const path of PAGES) {
      const { headers } = await web.request(path)
      const reads = path === '/till' || path === '/wallet'
      expect(headers.get('content-security-policy')?.includes('wasm-unsafe-eval')).toBe(reads)
      expect(headers.get('content-security-policy')).not.toMatch(/unsafe-inline|'unsafe-eval'/)
      expect(headers.get('permissions-policy')?.includes('camera=(self)') ?? false).toBe(reads)
    }
  })
})

describe('the page behind a card', () => {
  test('is the same for every code, genuine or not', async () => {
    const page = await read('/C/04QW8ZJ5')
    expect(await read('/c/another')).toBe(page)
    expect(page).not.toContain('04QW8ZJ5')
  })

  test('begins in the language of the phone, right to left where it is read so', async () => {
    const arabic = await read('/C/X', { 'accept-language': 'ar-SY,ar;q=0.9' })
    expect(arabic).toContain('<html lang="ar" dir="rtl">')
    expect(filesOf(arabic).some((file) => /page-rtl.*\.css$/.test(file))).toBe(true)
    expect(arabic.match(/dir="rtl"/g)).toHaveLength(5)
    expect(await read('/C/X', { 'accept-language': 'uk' })).toContain('<html lang="uk" dir="ltr">')
  })
})

describe('the built files', () => {
  test('travel compressed to those who take it, with the same content', async () => {
    const [sheet = ''] = filesOf(await read('/')).filter((file) => file.endsWith('.css'))
    const small = await web.request(sheet, { headers: { 'accept-encoding': 'gzip, br' } })
    const plain = await web.request(sheet)
    expect(small.headers.get('content-encoding')).toBe('br')
    expect(plain.headers.get('content-encoding')).toBeNull()
    const { brotliDecompressSync } = await import('node:zlib')
    const unpacked = brotliDecompressSync(Buffer.from(await small.arrayBuffer())).toString()
    expect(unpacked).toBe(await plain.text())
  })

  test.each([
    '/assets/../manifest.json',
    '/assets/..%2fmanifest.json',
    '/assets/%2e%2e%2fmanifest.json',
    '/assets/nothing.js',
    '/assets/',
    '/manifest.json',
  ])('%s is not among them', async (path) => {
    expect((await web.request(path)).status).toBe(404)
  })

  test('say which entry is missing, where one was never built', async () => {
    const { createAssets } = await import('../../src/web/assets.ts')
    expect(() => createAssets().linksOf('src/web/none.ts')).toThrow(/none\.ts.*npm run build/)
    expect(() => createAssets('/nowhere').linksOf('x')).toThrow(/npm run build/)
  })
})
