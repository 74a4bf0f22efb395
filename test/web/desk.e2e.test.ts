import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EUR } from '../../src/kernel/money.ts'
import { buildIfStale } from '../support/build.ts'
import { enter, hiddenOf, openDesk, type TestDesk, typed } from './desk.ts'

let desk: TestDesk
beforeAll(async () => {
  await buildIfStale()
  desk = await openDesk()
}, 300_000)
afterAll(() => desk?.close())

const NEW = '/desk/people/new'

describe('the door of the desk', () => {
  test.each(['/desk', '/desk/people', NEW, '/desk/people/BI-P-1', '/desk/access-log'])(
    '%s sends away who did not sign in',
    async (path) => {
      expect(await desk.open(undefined, path)).toMatchObject({ status: 303, location: '/sign-in' })
    },
  )

  test('takes no form that did not come from a page of ours, and no key', async () => {
    const { app, services } = desk.people
    const cookie = [...desk.operator.browser.cookies].map((pair) => pair.join('=')).join('; ')
    const headers = { cookie, origin: 'http://evil.example' }
    const body = new URLSearchParams({ language: 'en' })
    const foreign = await app.request('/desk/language', { method: 'POST', headers, body })
    expect(foreign.status).toBe(403)
    const key = await services.access.createKey({ role: 'operator' })
    const withKey = await app.request('/desk', { headers: { authorization: `Bearer ${key}` } })
    expect(withKey.status).toBe(303)
  })

  test('shows who sits there, keeps no page, and lets them out', async () => {
    const member = await desk.people.member({ role: 'treasurer', name: 'Dora Bianchi' })
    const { text, headers, html } = await desk.open(member, '/desk')
    expect(text).toContain('Dora Bianchi')
    expect(text).toContain('Nothing waits')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('content-security-policy')).toContain("script-src 'self'")
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)/i)
    const out = await desk.open(member, '/desk/sign-out', {})
    expect(out).toMatchObject({ status: 303, location: '/sign-in' })
    expect((await desk.open(member, '/desk')).status).toBe(303)
  })

  test('speaks the other language, and goes back to where one was and nowhere else', async () => {
    const switched = (back: string) =>
      desk.open(desk.operator, '/desk/language', { language: 'it', back })
    expect(await switched('/desk/people?state=left')).toMatchObject({
      location: '/desk/people?state=left',
    })
    for (const back of ['//evil.example', 'https://evil.example', '/desk//evil', '/till']) {
      const { location } = await switched(back)
      expect(new URL(location ?? '', 'http://localhost').pathname).toMatch(/^\/desk/)
    }
  })

  test('is for the roles that a page is for; another is in the log before it is refused', async () => {
    expect((await desk.open(desk.administrator, NEW)).status).toBe(403)
    expect((await desk.open(desk.operator, '/desk/access-log')).status).toBe(403)
    const log = await desk.people.services.accessLog.list({ limit: 10, action: 'request.made' })
    const who = log.map(({ actorId, outcome }) => `${actorId} ${outcome}`)
    expect(who).toContain(`${desk.operator.id} refused`)
    expect(who).toContain(`${desk.administrator.id} refused`)
    expect((await desk.open(desk.auditor, '/desk/access-log')).text).toContain('request.made')
  })
})

describe('a new person', () => {
  test('is told at once whether they meet the rules, before anything is written', async () => {
    const before = await desk.people.services.plans.countBeneficiaries()
    const form = { ...hiddenOf((await desk.open(desk.operator, NEW)).html) }
    const late = { ...typed({ step: 'check', exitedOn: '2024-01-31' }), ...form }
    const { text, status, html } = await desk.open(desk.operator, NEW, late)
    expect(status).toBe(200)
    expect(text).toContain('Does not meet the rules')
    expect(text).toContain('the 18 months ended on 31/07/2025, the enrolment is of 04/05/2026')
    // What was typed is still there, and so are the ids.
    expect(html).toContain('value="Diallo"')
    expect(hiddenOf(html)).toEqual(form)
    expect(await desk.people.services.plans.countBeneficiaries()).toBe(before)
  })

  test('is entered whole, and once however often the form is sent', async () => {
    const { html } = await desk.open(desk.operator, NEW)
    const form = { ...hiddenOf(html), ...typed() }
    const first = await desk.open(desk.operator, NEW, form)
    expect(first.status).toBe(303)
    expect((await desk.open(desk.operator, NEW, form)).location).toBe(first.location)
    const { text } = await desk.open(desk.operator, first.location ?? '')
    expect(text).toContain('The person is entered')
    expect(text).toContain('Eligibility: Admitted')
    expect(text).toMatch(/Housing €600.00 €0.00 €600.00/)
    expect(text).toMatch(/The whole plan €1,000.00/)
    expect(text).toContain('Was given the notice: notice it 1')
    // Who it is stands behind a click.
    expect(text).not.toMatch(/Amina|Diallo|320 555|Reads Italian/)
  })

  test('says which fields are wrong, each tied to its sentence', async () => {
    const { html } = await desk.open(desk.operator, NEW)
    const wrong = { householdSize: '0', phone: 'call me', 'area-work': '1.000', familyName: '' }
    const form = { ...hiddenOf(html), ...typed(wrong) }
    const drawn = await desk.open(desk.operator, NEW, form)
    expect(drawn.status).toBe(422)
    expect(drawn.text).toContain('Look at the fields marked in red: 4.')
    for (const name of ['householdSize', 'phone', 'area-work', 'familyName']) {
      expect(drawn.html).toContain(`aria-describedby="${name}-fault`)
      expect(drawn.html).toContain(`id="${name}-fault"`)
    }
  })

  test('needs a name to be entered, and none to be checked', async () => {
    const { html } = await desk.open(desk.operator, NEW)
    const { givenName, familyName, birthDate, phone, ...rest } = typed()
    const form = { ...hiddenOf(html), ...rest }
    const drawn = await desk.open(desk.operator, NEW, form)
    expect(drawn.status).toBe(422)
    expect(drawn.html).toContain('id="givenName-fault"')
    const checked = await desk.open(desk.operator, NEW, { ...form, step: 'check' })
    expect(checked.text).toContain('Meets the rules')
  })

  test('cannot be entered at a contact point of others', async () => {
    const { html } = await desk.open(desk.operator, NEW)
    const form = { ...hiddenOf(html), ...typed({ contactPointId: 'MT' }) }
    expect(await desk.open(desk.operator, NEW, form)).toMatchObject({ status: 422 })
  })
})

describe('a person', () => {
  test('is out of reach of another contact point, as if they were not there, in every place', async () => {
    const code = await enter(desk)
    const nowhere = await desk.open(desk.elsewhere, '/desk/people/BI-P-NOBODY1')
    expect(nowhere.status).toBe(404)
    const { elsewhere } = desk
    const id = desk.people.runtime.newId()
    const seen = await Promise.all([
      desk.open(elsewhere, `/desk/people/${code}`),
      desk.open(elsewhere, `/desk/people/${code}/plan`),
      desk.open(elsewhere, `/desk/people/${code}/assess`),
      desk.open(elsewhere, `/desk/people/${code}/override`),
      desk.open(elsewhere, `/desk/people/${code}/who`, {}),
      desk.open(elsewhere, `/desk/people/${code}/wallet`, {}),
      desk.open(elsewhere, `/desk/people/${code}/wallet/revoke`, {}),
      desk.open(elsewhere, `/desk/people/${code}/pin`, { pin: '83920' }),
      desk.open(elsewhere, `/desk/people/${code}/identity`, typed()),
      desk.open(elsewhere, `/desk/people/${code}/assess`, { id, ...typed() }),
      desk.open(elsewhere, `/desk/people/${code}/plan`, { id, version: '0', status: 'active' }),
    ])
    expect(seen.map(({ status }) => status)).toEqual(seen.map(() => 404))
    const place = (text: string) => text.replaceAll(code, 'CODE').replaceAll('BI-P-NOBODY1', 'CODE')
    expect(place(seen[0]?.text ?? '')).toBe(place(nowhere.text))
    const log = await desk.people.services.accessLog.list({ limit: 50, subjectId: code })
    const refused = log.filter(({ outcome }) => outcome === 'refused')
    expect(refused.length).toBeGreaterThanOrEqual(seen.length)
    expect(new Set(refused.map(({ actorId }) => actorId))).toEqual(new Set([elsewhere.id]))
    expect((await desk.open(elsewhere, '/desk/people')).text).not.toContain(code)
    const search = await desk.open(elsewhere, '/desk/people', { q: code })
    expect(search.text).toContain('Nobody')
  })

  test('is shown to who clicks, and the click is in the log; to an auditor with a purpose', async () => {
    const code = await enter(desk, { familyName: 'Sissoko' })
    const path = `/desk/people/${code}`
    const { services } = desk.people
    const views = async () =>
      services.accessLog.list({ limit: 10, subjectId: code, action: 'beneficiary.viewed' })
    await desk.open(desk.operator, path)
    expect(await views()).toEqual([])
    const shown = await desk.open(desk.operator, `${path}/who`, {})
    expect(shown.html).toContain('value="Sissoko"')
    expect(shown.text).toContain('Reads Italian.')
    expect(await views()).toMatchObject([{ actorId: desk.operator.id, outcome: 'done' }])
    desk.people.runtime.advance(1000)
    expect((await desk.open(desk.auditor, `${path}/who`, {})).status).toBe(422)
    const why = { purpose: 'expenditure_check' }
    expect((await desk.open(desk.auditor, `${path}/who`, why)).html).toContain('Sissoko')
    expect(await views()).toMatchObject([
      { actorId: desk.auditor.id, detail: why },
      { actorId: desk.operator.id },
    ])
    expect((await desk.open(desk.administrator, `${path}/who`, why)).status).toBe(403)
  })

  test('is found by name, by code, and by the code of a voucher; a name stands in no address', async () => {
    const code = await enter(desk, { givenName: 'Bakary', familyName: 'Konaté' })
    const search = (q: string) => desk.open(desk.operator, '/desk/people', { q })
    const byName = await search('konate bakary')
    expect(byName).toMatchObject({ status: 200, location: null })
    expect(byName.text).toContain('Bakary Konaté')
    expect(byName.html).toContain(`href="/desk/people/${code}"`)
    expect((await search(code.toLowerCase().slice(0, -1))).location).toBe(`/desk/people/${code}`)
    expect((await search('Zzyzx')).text).toContain('Nobody')
    expect(await search('..')).toMatchObject({ status: 422 })
  })

  test('is admitted by exception once a second person agreed', async () => {
    const code = await enter(desk, { exitedOn: '2024-01-31' })
    const path = `/desk/people/${code}/override`
    const form = hiddenOf((await desk.open(desk.operator, path)).html)
    expect((await desk.open(desk.operator, path, { ...form, explanation: '' })).status).toBe(422)
    const asked = { ...form, ground: 'family_unity', explanation: 'Her sister is admitted.' }
    const sent = await desk.open(desk.operator, path, asked)
    expect(sent.location).toBe(`/desk/people/${code}?done=override`)
    const { text } = await desk.open(desk.operator, `/desk/people/${code}`)
    expect(text).toContain('Family unity: Waits for a second person')
    expect(text).not.toContain('Her sister')
    // Whoever asked is not told that it waits for them; the other is.
    expect((await desk.open(desk.operator, '/desk')).text).not.toContain('Exception of eligibility')
    expect((await desk.open(desk.administrator, '/desk')).text).toContain(
      'Exception of eligibility',
    )
  })

  test('has a plan that is changed by the version that was seen', async () => {
    const code = await enter(desk)
    const { html } = await desk.open(desk.operator, `/desk/people/${code}`)
    const edit = /href="(\/desk\/people\/[^"]+\/plan\?id=[^"]+)"/.exec(html)?.[1] ?? ''
    const drawn = await desk.open(desk.operator, edit)
    expect(drawn.html).toContain('value="600,00"')
    expect(drawn.text).toContain('Reads Italian.')
    const change = { ...hiddenOf(drawn.html), status: 'active', 'area-housing': '700' }
    const path = `/desk/people/${code}/plan`
    const saved = await desk.open(desk.operator, path, change)
    expect(saved.location).toBe(`/desk/people/${code}?done=plan`)
    const late = await desk.open(desk.operator, path, { ...change, 'area-housing': '800' })
    expect(late.status).toBe(422)
    expect(late.text).toContain('it stands at version 2')
  })

  test('gets a link that is told once, a PIN that is no easy one, and a consent that is taken back', async () => {
    const code = await enter(desk)
    const path = `/desk/people/${code}`
    const link = await desk.open(desk.operator, `${path}/wallet`, {})
    expect(link.text).toMatch(/http:\/\/localhost:3000\/w\/[A-Za-z0-9_-]{43}/)
    const after = await desk.open(desk.operator, path)
    expect(after.text).toContain('A link waits to be opened')
    expect(after.text).not.toMatch(/\/w\//)
    const easy = await desk.open(desk.operator, `${path}/pin`, { pin: '11111' })
    expect(easy).toMatchObject({ status: 422 })
    expect(easy.text).toContain('not easy to guess')
    const { location } = await desk.open(desk.operator, `${path}/pin`, { pin: '83920' })
    expect(location).toBe(`${path}?done=pin`)
    const { pins } = desk.people.services
    expect(await pins.checkPin(code, '83920')).toEqual({ status: 'right' })
    const agreed = {
      ...{ id: desk.people.runtime.newId(), consentPurpose: 'evaluation' },
      ...{ noticeLanguage: 'it', consentMethod: 'spoken' },
    }
    const recorded = await desk.open(desk.operator, `${path}/consent`, agreed)
    expect(recorded.location).toBe(`${path}?done=consent`)
    const back = await desk.open(desk.operator, `${path}/withdraw`, { id: agreed.id })
    expect(back.location).toBe(`${path}?done=withdrawn`)
    expect((await desk.open(desk.operator, path)).text).toContain('withdrawn on')
  })
})

describe('a file of people', () => {
  const send = async (csv: string, more: Readonly<Record<string, string>> = {}) => {
    const { html } = await desk.open(desk.operator, '/desk/people/import')
    const form = new FormData()
    const fields = { ...hiddenOf(html), programmeId: 'FRANOI-2', step: 'check', ...more }
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    if (more.step !== 'enter') form.set('file', new File([csv], 'people.csv'))
    else form.set('csv', csv)
    return desk.open(desk.operator, '/desk/people/import', form)
  }
  const HEAD = 'contact_point;household_size;language;given_name;family_name\n'

  test('with a problem enters nobody and says which line, which column and what may stand there', async () => {
    const answer = await send(`${HEAD}BI;2;fr;Awa;Ba\nMT;many;fr;Awa;Ba\n`)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('Lines read: 2. Problems: 2.')
    expect(answer.text).toContain('3 contact_point MT one of your contact points')
    expect(answer.text).toContain('3 household_size many')
    expect(answer.html).not.toContain('value="enter"')
  })

  test('has its problems told in Italian on the Italian page, also those of the last moment', async () => {
    const { cookies } = desk.operator.browser
    const taken = await enter(desk)
    cookies.set('franoi-language', 'it')
    const checked = await send(
      `${HEAD.trim()};phone;birth_date\nBI;many;fr;Awa;;call me;31/02/1990\nMT;1;fr;Awa;"Ba\n`,
    )
    for (const text of [
      'un numero intero da 1 a 20',
      'un numero come +39 333 123 4567',
      'un giorno che esiste, come 31/12/2027',
      'qualcosa: qui la cella non può restare vuota',
      'celle senza virgolette',
    ]) {
      expect(checked.text).toContain(text)
    }
    expect(checked.text).not.toMatch(/a whole number|a day that|not empty|quotation/)
    const csv = `id;${HEAD}${taken};BI;2;fr;Fatou;Ba\n`
    const late = await send(csv, { step: 'enter' })
    expect(late.text).toContain('Questo codice è già di un’altra persona')
    cookies.delete('franoi-language')
  })

  test('without one is entered with the next click, once', async () => {
    const { plans } = desk.people.services
    const csv = `${HEAD}BI;2;fr;Fatou;Cissé\nBI;1;ar;=cmd|calc;Ba\n`
    const before = await plans.countBeneficiaries()
    const checked = await send(csv)
    expect(checked.text).toContain('Enter 2 people')
    expect(await plans.countBeneficiaries()).toBe(before)
    const { id = '' } = hiddenOf(checked.html)
    for (let turn = 0; turn < 2; turn++) {
      const entered = await send(csv, { id, step: 'enter' })
      expect(entered.text).toContain('People entered: 2 of 2.')
      expect(await plans.countBeneficiaries()).toBe(before + 2)
    }
  })

  test('that is none is told so', async () => {
    expect((await send('')).status).toBe(422)
  })
})

test('vouchers stand on the page of their person, and lead there by the code of the card', async () => {
  const code = await enter(desk)
  const { vouchers } = desk.people.services
  await vouchers.addProducts([
    {
      ...{ id: 'FOOD', name: 'Food', unit: EUR, categories: ['food'] },
      ...{ minAmount: 100n, maxAmount: 10_000n, validityDays: 10 },
    },
  ])
  const order = { productId: 'FOOD', beneficiaryId: code, amount: 5000n }
  const made = await vouchers.issue({ ...order, id: desk.people.runtime.newId() }, null)
  const { typedCode } = made.voucher
  const { text } = await desk.open(desk.operator, `/desk/people/${code}`)
  expect(text).toContain(`${typedCode} FOOD Active €50.00 €50.00 14/05/2026`)
  const other = await enter(desk)
  expect((await desk.open(desk.operator, `/desk/people/${other}`)).text).toContain('no vouchers')
  const search = { q: typedCode.toLowerCase().replaceAll('-', ' ') }
  const found = await desk.open(desk.operator, '/desk/people', search)
  expect(found.location).toBe(`/desk/people/${code}`)
  expect((await desk.open(desk.elsewhere, '/desk/people', search)).location).toBeNull()
  // It is good for ten days more.
  const home = await desk.open(desk.operator, '/desk')
  expect(home.text).toContain('Vouchers that expire within 14 days: 1')
  expect((await desk.open(desk.elsewhere, '/desk')).text).not.toContain('Vouchers that expire')
})

test('what needs doing stands on the first page: who has no plan, who was not assessed', async () => {
  const code = await enter(desk, {
    ...{ protection: '', reception: '', exitedOn: '', enrolledOn: '', territoryId: '' },
    ...{ 'area-housing': '', 'area-education': '', objectives: '' },
  })
  const { text } = await desk.open(desk.operator, '/desk')
  expect(text).toMatch(/People to be assessed: \d/)
  expect(text).toMatch(/People without an active plan: \d/)
  const list = await desk.open(desk.operator, '/desk/people?state=not_assessed')
  expect(list.text).toContain(code)
  expect((await desk.open(desk.elsewhere, '/desk')).text).not.toContain(code)
})
