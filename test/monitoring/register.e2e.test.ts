import { afterAll, beforeAll, expect, test } from 'vitest'
import type { KeyRole } from '../../src/access/core/principal.ts'
import { newId, openProgramme, type Programme } from '../http/programme.ts'

let programme: Programme
beforeAll(async () => {
  programme = await openProgramme()
})
afterAll(() => programme?.close())

const PATH = '/api/v1/register-entries'
const SHA = 'b'.repeat(64)
const told = {
  ...{ programmeId: 'FRANOI-2', reference: 'TS-1', version: 0, kind: 'system_table' },
  ...{ day: '2026-05-04', place: 'Biella', territoryId: 'BI', title: 'Primo tavolo' },
  ...{ details: { decisions: 3 }, tookPart: { operators: 9 } },
  documents: [{ sha256: SHA, name: 'verbale.pdf' }],
}

async function ask(role: KeyRole, method: string, path: string, body?: unknown) {
  const answer = await programme.ask(role, method, PATH + path, body)
  const text = await answer.text()
  const isJson = answer.headers.get('content-type')?.includes('json') === true
  return { status: answer.status, text, body: isJson ? JSON.parse(text) : undefined }
}

test('an entry is told once, corrected beside what stood there, and never erased', async () => {
  const at = `/${newId()}`
  expect((await ask('operator', 'PUT', at, told)).body).toMatchObject({ version: 1, reason: null })
  expect((await ask('operator', 'PUT', at, told)).body.version).toBe(1)
  const right = { ...told, version: 1, details: { decisions: 4 }, reason: 'One was forgotten' }
  expect((await ask('operator', 'PUT', at, { ...right, reason: null })).body.code).toBe(
    'register_reason_missing',
  )
  const both = await Promise.all([
    ask('operator', 'PUT', at, right),
    ask('administrator', 'PUT', at, { ...right, details: { decisions: 5 } }),
  ])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  const { items } = (await ask('analyst', 'GET', at)).body
  expect(items.map(({ version }: { version: number }) => version)).toEqual([1, 2])
  expect(items[0]).toMatchObject({ details: { decisions: 3 }, documents: told.documents })
  expect(items[1].reason).toBe('One was forgotten')
  const { db } = programme.database
  for (const sql of ['update register_version set place = $1', 'delete from register_version']) {
    await expect(db.sql.unsafe(sql, sql.includes('$1') ? ['x'] : [])).rejects.toThrow()
  }
})

test.each([
  [{ reference: 'TS-1' }, 409, 'register_reference_taken'],
  [{ reference: 'X-1', version: 3 }, 404, 'register_entry_not_found'],
  [{ reference: 'X-2', details: { level: 'local' } }, 422, 'register_entry_unfit'],
  [{ reference: 'X-3', territoryId: 'NONE' }, 422, 'territory_unknown'],
  [{ reference: 'X-4', programmeId: 'NONE' }, 422, 'programme_unknown'],
])('%o is refused', async (part, status, code) => {
  const answer = await ask('operator', 'PUT', `/${newId()}`, { ...told, ...part })
  expect([answer.status, answer.body.code]).toEqual([status, code])
})

test('a file is looked at, read in whole or not at all, and twice is once', async () => {
  const csv = [
    'reference,kind,day,place,territory,title,level,citizens',
    'A-1,agreement,2026-04-01,Biella,BI,Protocollo,local,',
    'A-2,awareness,2026-04-02,Biella,BI,Festa,,120',
  ]
  const send = (lines: readonly string[], more: object = {}) =>
    ask('operator', 'POST', '/import', {
      ...{ programmeId: 'FRANOI-2', csv: lines.join('\n'), reason: 'Dal foglio', ...more },
    })
  const trial = await send(csv, { isTrial: true })
  expect(trial.body).toEqual({ added: 2, corrected: 0, same: 0, faults: [], isWritten: false })
  const bad = await send([...csv, 'A-3,awareness,2026-04-02,Biella,NONE,Festa,,'])
  expect(bad.body).toMatchObject({ isWritten: false, faults: [{ line: 4, field: 'territory' }] })
  expect((await ask('auditor', 'GET', '?kind=agreement')).body.items).toEqual([])
  // Whoever sends it in the same moment finds that it stands there.
  const [one, other] = await Promise.all([send(csv), send(csv)])
  expect([one.body.added + other.body.added, one.body.same + other.body.same]).toEqual([2, 2])
  const corrected = [...csv.slice(0, 2), 'A-2,awareness,2026-04-02,Biella,BI,Festa,,130']
  expect((await send(corrected)).body).toMatchObject({ added: 0, corrected: 1, same: 1 })
  const { items } = (await ask('auditor', 'GET', '?kind=awareness')).body
  expect(items).toMatchObject([{ version: 2, tookPart: { citizens: 130 }, reason: 'Dal foglio' }])
  const out = (await ask('auditor', 'GET', '.csv')).text
  expect((await send([out])).body).toMatchObject({ added: 0, corrected: 0, same: 3 })
})
