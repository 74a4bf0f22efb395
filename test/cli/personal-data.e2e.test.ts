import { afterAll, beforeAll, expect, test } from 'vitest'
import { CONTACT_POINT_ID, newId, openProgramme, type Programme } from '../http/programme.ts'
import { buildIfStale } from '../support/build.ts'
import { runCommand } from '../support/program.ts'

let programme: Programme

beforeAll(async () => {
  await buildIfStale()
  programme = await openProgramme()
})
afterAll(() => programme.close())

test('personal data gets a new key beside a service that goes on, and says how much it was', async () => {
  const personal = { givenName: 'Amina', familyName: 'Diallo' }
  const sent = { contactPointId: CONTACT_POINT_ID, householdSize: 1, language: 'fr', personal }
  const entered = await programme.ask('operator', 'POST', '/api/v1/beneficiaries', {
    ...{ ...sent, requestId: newId() },
  })
  const { id } = await entered.json()
  const env = { DATABASE_URL: programme.database.url }
  const words = ['personal-data', 'rotate']
  const wrong = await runCommand(words, { ...env, FRANOI_SECRET: 'x'.repeat(32) })
  expect(wrong).toMatchObject({ exitCode: 1, output: '' })
  expect(wrong.messages).toContain('sealed under another secret')
  const right = { ...env, FRANOI_SECRET: 'a secret of thirty-two characters.' }
  expect(await runCommand(words, right)).toMatchObject({ exitCode: 0, output: '1\n' })
  const path = `/api/v1/beneficiaries/${id}/personal-data`
  expect(await (await programme.ask('operator', 'GET', path)).json()).toMatchObject({ personal })
})
