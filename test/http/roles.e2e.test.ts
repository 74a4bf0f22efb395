import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cast, openCast } from './cast.ts'
import { type NamedOperation, type OpenApiDocument, operationsOf } from './openapi-reading.ts'
import { newId } from './programme.ts'
import { ALLOWED, OPEN } from './rights.ts'
import { rightsPage, rolesOf } from './rights-page.ts'

let cast: Cast
let document: OpenApiDocument
beforeAll(async () => {
  cast = await openCast()
  document = await (await cast.people.app.request('/api/v1/openapi.json')).json()
})
afterAll(() => cast.close())

describe.each(Object.keys(ALLOWED))('%s', (name) => {
  const [method = '', path = ''] = name.split(' ')
  const allowed: readonly string[] = ALLOWED[name] ?? []
  // A body that no route accepts: whoever is let in is told that it is wrong, and nothing is done.
  const body = method === 'GET' ? undefined : {}

  test('lets in whom it should, and nobody else', async () => {
    const at = path.replace(/\{\w+\}/g, () => newId())
    for (const caller of cast.near) {
      const answer = await caller.send(method, at, body)
      const { role, way } = caller
      const seen = { role, way, status: answer.status, code: answer.body?.code }
      if (role === 'nobody') {
        expect(seen).toEqual({ role, way, status: 401, code: 'unauthenticated' })
      } else if (allowed.includes(role)) {
        expect([200, 201, 400, 404, 409, 422], JSON.stringify(seen)).toContain(answer.status)
      } else {
        expect(seen).toEqual({ role, way, status: 403, code: 'forbidden' })
        for (const needed of allowed) expect(answer.body.detail).toContain(needed)
      }
    }
  })
})

test('whoever is refused stands in the access log', async () => {
  const caller = cast.as('beneficiary')
  await caller.send('GET', '/api/v1/approvals')
  const page = { limit: 200, action: 'request.made', outcome: 'refused' } as const
  const found = await cast.people.services.accessLog.list({
    ...{ ...page, subjectKind: 'route', subjectId: 'GET /api/v1/approvals' },
  })
  expect(found.map(({ role }) => role)).toContain('beneficiary')
})

test.each(OPEN)('%s asks for no role, and is not kept from anybody', async (name) => {
  const [method = '', path = ''] = name.split(' ')
  for (const caller of cast.near.filter(({ way }) => way !== 'session')) {
    const answer = await caller.send(method, path, method === 'GET' ? undefined : {})
    expect(answer.status, caller.role).not.toBe(403)
    expect(answer.status).toBeLessThan(500)
  }
})

test('every address of the document stands in the tables, with the same roles', () => {
  const operations = operationsOf(document)
  const isOpen = (one: NamedOperation) => rolesOf(one).length === 0
  const named = ({ method, path }: NamedOperation) => `${method} ${path}`
  expect(operations.filter(isOpen).map(named).sort()).toEqual([...OPEN].sort())
  const listed = operations
    .filter((one) => !isOpen(one))
    .map((one): [string, string[]] => [named(one), rolesOf(one)])
  const wanted = Object.entries(ALLOWED).map(([name, roles]) => [name, [...roles].sort()])
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(wanted))
})

test('the page of the documentation says the same', async () => {
  const text = rightsPage(operationsOf(document), pagesOf(cast.people.app.routes))
  await expect(text).toMatchFileSnapshot('../../docs/reference/who-may-do-what.md')
})

test.each(['/', '/till', '/sign-in', '/docs'])('the page %s is for everybody', async (path) => {
  for (const caller of cast.near) expect((await caller.send('GET', path)).status).toBe(200)
})

/** The addresses of pages: what is neither the API nor a file that a page loads. */
function pagesOf(routes: readonly { readonly method: string; readonly path: string }[]): string[] {
  const isPage = (path: string) =>
    !/^\/(api|assets|healthz|readyz|\.well-known)|\.\w+$|\*/.test(path)
  const paths = routes.filter(({ method }) => method === 'GET').map(({ path }) => path)
  return [...new Set(paths.filter(isPage))].sort()
}
