import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { NewConsent } from '../../src/plans/consents.ts'
import { type ContactPoints, newcomer, newId, openContactPoints, person } from './contact-points.ts'

let house: ContactPoints
const anna = person('operator', 'BI')

beforeAll(async () => {
  house = await openContactPoints()
})
afterAll(() => house.close())

async function consent(changes: Partial<NewConsent> = {}): Promise<NewConsent> {
  const { id } = await house.casework.people.enter(anna, newcomer())
  return {
    ...{ id: newId(), beneficiaryId: id, purpose: 'evaluation', language: 'it', version: 1 },
    ...{ method: 'spoken_with_interpreter', ...changes },
  }
}

test('there is a notice in Italian and in English, with the digest of what it says', async () => {
  const notices = await house.casework.consents.notices()
  expect(notices.map(({ language, version }) => [language, version])).toEqual([
    ['en', 1],
    ['it', 1],
  ])
  for (const { text, digest } of notices) {
    expect(createHash('sha256').update(text).digest('hex')).toBe(digest)
    // The elements of article 13: who, why, on what ground, for whom, how long, rights, complaint.
    expect(text).toMatch(/garanteprivacy\.it/)
    expect(text).toMatch(/art\. 6/)
    expect(text.split('\n\n').length).toBeGreaterThanOrEqual(10)
  }
})

test('a new version is published beside the old, which stays', async () => {
  const { consents } = house.casework
  const admin = person('administrator')
  const second = { language: 'en', version: 2, text: 'How we use your data, by Associazione X.' }
  const [one, two] = await Promise.all([1, 2].map(() => consents.publishNotice(admin, second)))
  expect(one).toEqual(two)
  await expect(
    consents.publishNotice(admin, { ...second, text: 'Something else.' }),
  ).rejects.toMatchObject({ code: 'notice_conflict', details: { version: 2 } })
  await expect(consents.publishNotice(admin, { ...second, version: 9 })).rejects.toMatchObject({
    code: 'notice_conflict',
  })
  const languages = (await consents.notices()).map(
    ({ language, version }) => `${language} ${version}`,
  )
  expect(languages).toEqual(['en 2', 'en 1', 'it 1'])
  await expect(house.database.db.sql`update privacy_notice set text = 'x'`).rejects.toThrow(
    /permission denied/,
  )
})

test('who took a consent, when, how and to which text is kept, and can be sent again', async () => {
  const { consents } = house.casework
  const asked = await consent()
  const all = await Promise.all([1, 2, 3].map(() => consents.record(anna, asked)))
  expect(new Set(all.map(({ takenAt }) => takenAt.getTime())).size).toBe(1)
  expect(all[0]).toMatchObject({ takenBy: anna.who.id, version: 1, withdrawnAt: null })
  await expect(
    consents.record(anna, { ...asked, purpose: 'contact_after_end' }),
  ).rejects.toMatchObject({ code: 'consent_conflict' })
  await expect(consents.record(anna, await consent({ version: 7 }))).rejects.toMatchObject({
    code: 'notice_not_found',
  })
})

test('somebody is informed who was given the newest notice in a language, until it is taken back or replaced', async () => {
  const { consents } = house.casework
  const asked = await consent({ purpose: 'information' })
  const { beneficiaryId } = asked
  const isInformed = async () => (await house.plans.informedOf([beneficiaryId])).size === 1
  await consents.record(anna, { ...asked, id: newId(), purpose: 'evaluation' })
  expect(await isInformed()).toBe(false)
  await consents.record(anna, asked)
  expect(await isInformed()).toBe(true)
  await consents.withdraw(anna, asked.id)
  expect(await isInformed()).toBe(false)
  await consents.record(anna, { ...asked, id: newId() })
  expect(await isInformed()).toBe(true)
  const next = { language: 'it', version: 2, text: 'Come usiamo i tuoi dati: testo nuovo.' }
  await consents.publishNotice(person('administrator'), next)
  expect(await isInformed()).toBe(false)
  await consents.record(anna, { ...asked, id: newId(), version: 2 })
  expect(await isInformed()).toBe(true)
})

test('a consent is taken back once, by those who walk with the person', async () => {
  const { consents } = house.casework
  const asked = await consent()
  await consents.record(anna, asked)
  await expect(consents.withdraw(person('operator', 'MT'), asked.id)).rejects.toMatchObject({
    code: 'consent_not_found',
  })
  const taken = await consents.withdraw(anna, asked.id)
  expect(taken.withdrawnAt).toBeInstanceOf(Date)
  expect(await consents.withdraw(anna, asked.id)).toEqual(taken)
  expect(await consents.consentsOf(anna, asked.beneficiaryId)).toEqual([taken])
  const log = await house.accessLog.list({ limit: 9, subjectId: asked.beneficiaryId })
  expect(log.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual(
    expect.arrayContaining([
      'consent.recorded done',
      'consent.withdrawn done',
      'consent.withdrawn refused',
    ]),
  )
})
