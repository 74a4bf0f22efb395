import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Principal } from '../../src/access/core/principal.ts'
import { addDays, romeDay } from '../../src/kernel/days.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { formOf, studyIn } from '../../src/web/lab/study-edit.ts'
import { CONTACT_POINT_ID, newId } from '../http/programme.ts'
import { type Desk, openDeskProgramme, type Seat } from './desk-seat.ts'
import { SMALL_STUDY } from './lab-study.ts'

type Fields = Readonly<Record<string, string>>

let desk: Desk
let analyst: Seat
let auditor: Seat
const by: Principal = { kind: 'person', id: newId() as Uuid, role: 'analyst' }

beforeAll(async () => {
  desk = await openDeskProgramme()
  analyst = await desk.seat('analyst', 'Anna Neri')
  auditor = await desk.seat('auditor', 'Ugo Bianchi')
}, 300_000)
afterAll(() => desk?.shut())

/** What a browser of somebody's would send. */
async function send(seat: Seat, path: string, form?: Fields) {
  const cookie = `${seat.cookie.name}=${seat.cookie.value}`
  const body = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }
  const headers = { cookie, 'sec-fetch-site': 'same-origin', 'accept-language': 'en' }
  const answer = await desk.app.request(path, { ...body, headers })
  const to = answer.headers.get('location') ?? ''
  return { status: answer.status, to, headers: answer.headers, text: await answer.text() }
}

async function begun(): Promise<Uuid> {
  const id = newId() as Uuid
  await desk.services.studies.create({ id, text: SMALL_STUDY, note: 'first' }, by)
  return id
}

const formed = (): Fields => ({
  ...formOf(studyIn(SMALL_STUDY) ?? {}, 'en'),
  from: '1',
  number: '2',
})
const LOW = 'f.inputs.0.law.low'

test('a study is begun from one that is ready, and from a text, whose faults are told', async () => {
  const list = await send(analyst, '/lab/studies')
  expect(list.text).toContain('Vouchers, currency or receipts in Biella and Matera')
  const id = newId()
  const made = await send(analyst, '/lab/studies', { id, file: 'biella-matera' })
  expect([made.status, made.to]).toEqual([303, `/lab/studies/${id}`])
  const page = await send(auditor, made.to)
  expect(page.text).toContain('Repaid receipts')
  expect(page.text).toContain('Purchases of a person in a month')
  expect(page.text).toMatch(
    /In this study: 0 from evidence, \d published elsewhere, \d+ assumptions/,
  )
  expect(page.text).toContain('Anna Neri')
  expect(page.text).toContain('Copy of biella-matera')
  expect(page.text).not.toContain('Run this version')
  const bad = await send(analyst, '/lab/studies', { id: newId(), text: 'studyVersion: 1\nname: x' })
  expect(bad.status).toBe(422)
  expect(bad.text).toContain('name: x')
  expect(bad.text).toContain('designs')
}, 60_000)

test('a form that is wrong says so at its field, keeps what was typed, and saves a version when it is right', async () => {
  const id = await begun()
  const at = `/lab/studies/${id}/edit`
  const wrong = await send(analyst, at, {
    ...{ ...formed(), [LOW]: '9', 'f.inputs.0.source': 'counted in the pilot' },
    ...{ note: 'the pilot counted them', step: 'save' },
  })
  expect(wrong.status).toBe(422)
  expect(wrong.text).toContain('Low must be below high')
  expect(wrong.text).toContain('counted in the pilot')
  expect(wrong.text).toContain('value="the pilot counted them"')
  expect(wrong.text).toMatch(/name="f\.inputs\.0\.law\.low"[^>]*value="9"/)
  const word = await send(analyst, at, { ...formed(), [LOW]: 'many', step: 'check' })
  expect(word.status).toBe(422)
  const silent = await send(analyst, at, { ...formed(), [LOW]: '6', step: 'save' })
  expect(silent.text).toContain('Write what you changed.')
  const same = await send(analyst, at, { ...formed(), note: 'nothing', step: 'save' })
  expect(same.text).toContain('there is nothing to save')
  const checked = await send(analyst, at, { ...formed(), [LOW]: '6', step: 'check' })
  expect(checked.text).toMatch(/It is right: 4 designs, \d+ sums/)
  const form = { ...formed(), [LOW]: '6', note: 'at least six', step: 'save' }
  expect(await send(analyst, at, form)).toMatchObject({ status: 303, to: `/lab/studies/${id}` })
  const { newest } = await desk.services.studies.get(id)
  expect([newest.number, newest.note]).toEqual([2, 'at least six'])
  expect(newest.text).toContain('low: 6')
  const changes = await send(auditor, `/lab/studies/${id}/changes?from=1&to=2`)
  expect(changes.text).toContain('Purchases a month')
  expect(changes.text).toContain('5.5')
  expect(changes.text).toContain('Low</span>')
  expect(changes.text).not.toContain('law.low')
  expect((await send(auditor, `/lab/studies/${id}/versions/1`)).text).toBe(SMALL_STUDY)
})

test('somebody else saved meanwhile: it is told, nothing is lost, and it can be saved after theirs', async () => {
  const id = await begun()
  const theirs = SMALL_STUDY.replace('weight: 2', 'weight: 3')
  await desk.services.studies.revise({ id, number: 2, text: theirs, note: 'theirs' }, by)
  const at = `/lab/studies/${id}/edit`
  const mine = { ...formed(), [LOW]: '6', note: 'mine', step: 'save' }
  const told = await send(analyst, at, mine)
  expect(told.status).toBe(422)
  expect(told.text).toContain('somebody else saved version 2')
  expect(told.text).toContain(`/lab/studies/${id}/changes?from=1&amp;to=2`)
  expect(told.text).toMatch(/name="f\.inputs\.0\.law\.low"[^>]*value="6"/)
  expect(told.text).toContain('name="number" value="3"')
  expect((await send(analyst, at, { ...mine, number: '3' })).status).toBe(303)
  expect((await desk.services.studies.get(id)).newest).toMatchObject({ number: 3, note: 'mine' })
})

test('the file as a text: a fault is told, what is right is saved; a design is left out by its tick', async () => {
  const id = await begun()
  const at = `/lab/studies/${id}/file`
  expect((await send(analyst, at)).text).toContain('studyVersion: 1')
  const form = { from: '1', number: '2', note: 'weights', step: 'save' }
  const bad = await send(analyst, at, {
    ...form,
    text: SMALL_STUDY.replace('seed: 4', 'seed: four'),
  })
  expect(bad.status).toBe(422)
  expect(bad.text).toContain('seed: four')
  expect(bad.text).toContain('It takes a number')
  const good = { ...form, text: SMALL_STUDY.replace('weight: 2', 'weight: 4') }
  expect((await send(analyst, at, good)).status).toBe(303)
  const { 'design.poorer': _left, ...rest } = formed()
  const edit = `/lab/studies/${id}/edit`
  const left = { ...rest, from: '2', number: '3', note: 'without the poorer', step: 'save' }
  expect((await send(analyst, edit, left)).status).toBe(303)
  const { newest } = await desk.services.studies.get(id)
  expect(newest.text).not.toContain('poorer')
  const old = await send(analyst, `/lab/studies/${id}?version=1`)
  expect(old.text).toContain('This is version 1: the newest is 3.')
})

const yesterday = () => addDays(romeDay(Date.now()), -1)
const DATASETS = '/lab/datasets'
const frozen = () => ({ programme: 'FRANOI-2', day: yesterday(), threshold: '5', level: '0.95' })

test('a dataset is frozen by a form, once however often it is sent, and looked at by its hash', async () => {
  expect((await send(auditor, DATASETS)).text).toContain('There is none yet.')
  const made = await send(analyst, DATASETS, frozen())
  expect(made.status).toBe(303)
  expect((await send(analyst, DATASETS, frozen())).to).toBe(made.to)
  const list = await send(auditor, DATASETS)
  expect(list.text.match(/href="\/lab\/datasets\/[0-9a-f]{64}"/g)).toHaveLength(1)
  expect(list.text).toContain('Anna Neri')
  expect(list.text).not.toContain('Freeze a new dataset')
  const page = await send(auditor, made.to)
  expect(page.text).toContain('This dataset changes no more.')
  expect(page.text).toContain('The books have no contract with instalments that fall due.')
  expect(page.text).not.toContain('Use it in a study')
  expect((await send(analyst, made.to)).text).toContain(`&amp;day=${yesterday()}`)
  const [, hash] = /datasets\/([0-9a-f]+)/.exec(made.to) ?? []
  const file = `/api/v1/laboratory/datasets/${hash}/files/content.json`
  expect((await send(auditor, file)).text).toContain('"arrears"')
})

test('what is wrong with a dataset is said at its field; what is not there or not allowed is refused', async () => {
  const today = romeDay(Date.now())
  const early = await send(analyst, DATASETS, { ...frozen(), day: today, threshold: '7' })
  expect(early.status).toBe(422)
  expect(early.text).toMatch(/id="day-fault">This day is not over yet/)
  expect(early.text).toMatch(/name="threshold"[^>]*value="7"/)
  const unknown = await send(analyst, DATASETS, { ...frozen(), programme: 'NOWHERE' })
  expect(unknown.text).toContain('id="programme-fault"')
  const strange = { ...frozen(), day: '31 May', threshold: '2', level: '1' }
  const wrong = await send(analyst, DATASETS, strange)
  expect(wrong.text.match(/id="(?:day|threshold|level)-fault"/g)).toHaveLength(3)
  expect((await send(auditor, DATASETS, frozen())).status).toBe(403)
  expect((await send(auditor, `${DATASETS}/import`)).status).toBe(403)
  expect((await send(auditor, `${DATASETS}/${'0'.repeat(64)}`)).status).toBe(404)
  expect((await send(auditor, `${DATASETS}/first`)).status).toBe(404)
})

const TABLE = 'name,value,low,high,level,n,method,unit\n'
const head = { kind: 'outside', title: 'Elsewhere', population: 'All', source: 'example.org' }

test('a table of others is brought in, each of its faults told with its line', async () => {
  const at = `${DATASETS}/import`
  const lines =
    'Trips,6,7,9,0.95,31,counted,purchases\ntrips,x,1,2,2,1.5,,\ntrips,6,5,7,0.95,9,a,b\n'
  const bad = await send(analyst, at, {
    ...head,
    csv: `${TABLE}${lines}${'trips,1,1,1,0.9,1,a,b\n'}`,
  })
  expect(bad.status).toBe(422)
  expect(bad.text).toContain('Trips,6,7,9')
  for (const told of ['It takes a number', 'It must lie between 0 and 1', 'a whole number'])
    expect(bad.text).toContain(told)
  expect(bad.text).toContain('Another line has this name already.')
  expect((await send(analyst, at, { ...head, csv: 'naam,value\n' })).text).toContain(
    'The headings must',
  )
  expect((await send(analyst, at, { ...head, title: '', csv: '' })).text).toContain(
    'id="csv-fault"',
  )
  const csv = `${TABLE}trips,6,5,7,0.95,31,counted,purchases\n`
  const made = await send(analyst, at, { ...head, csv })
  expect(made.status).toBe(303)
  expect((await send(auditor, made.to)).text).toMatch(/trips.*counted/s)
})

test('another rule is tried by an address; a day or a rule that is wrong is told, and few may ask', async () => {
  const query = new URLSearchParams({ programme: 'FRANOI-2', day: yesterday(), run: 'yes' })
  const at = `/lab/replays?${query}`
  const same = await send(analyst, at)
  expect(same.status).toBe(200)
  expect(same.text).toContain('the result is what happened, to the cent')
  expect(same.text).toContain('Nothing would have been different for anybody.')
  const other = await send(analyst, `${at}&validityDays=10`)
  expect(other.text).toContain('vouchers good for 10 days')
  const [entry] = await desk.services.accessLog.list({ limit: 1, action: 'programme.replayed' })
  expect(entry?.detail).toMatchObject({ day: yesterday() })
  const late = await send(analyst, `${at.replace(yesterday(), '2099-01-01')}&validityDays=10`)
  expect(late.status).toBe(422)
  expect(late.text).toMatch(/id="day-fault">This day is not over yet/)
  expect((await send(analyst, `${at}&commission=200`)).text).toContain('id="commission-fault"')
  expect((await send(auditor, at)).status).toBe(403)
})

test('an assumption is put onto a dataset on the page; what does not fit is said at its field', async () => {
  const id = await begun()
  const csv = `${TABLE}trips,6,5,7,0.95,31,counted,purchases\n`
  const { to } = await send(analyst, `${DATASETS}/import`, { ...head, csv })
  const hash = /datasets\/([0-9a-f]+)/.exec(to)?.[1] ?? ''
  const at = `/lab/studies/${id}/edit`
  expect((await send(analyst, at)).text).not.toContain('<optgroup label="Elsewhere">')
  const offered = await send(analyst, `${at}?dataset=${hash}`)
  expect(offered.text).toContain('<optgroup label="Elsewhere">')
  const linked = { ...formed(), dataset: hash, 'f.inputs.0.from': `${hash}/trips` }
  const shown = await send(analyst, at, { ...linked, step: 'show' })
  expect(shown.status).toBe(200)
  expect(shown.text).toContain('From the dataset Elsewhere: trips, 6.0')
  // What the page shows is sent again, the dataset not chosen any more.
  const [, origin = ''] = /<option value="([^"]+)" selected="">trips/.exec(shown.text) ?? []
  const again = { ...linked, dataset: '', 'f.inputs.0.from': origin }
  const saved = { ...again, note: 'as they measured', step: 'save' }
  expect((await send(analyst, at, saved)).status).toBe(303)
  const page = await send(auditor, `/lab/studies/${id}`)
  expect(page.text).toContain('In this study: 1 from evidence, 0 published elsewhere')
  expect(page.text).toContain(`/lab/datasets/${hash}`)
  const bad = { 'f.indicators.0.worst': 'x', 'f.indicators.0.best': '1' }
  const wrong = await send(analyst, at, { ...formed(), ...bad, step: 'check' })
  expect(wrong.text).toMatch(/id="f\.indicators\.0\.worst-fault"><p>It takes a number/)
  expect(wrong.text).toContain('href="#indicators.0"')
  const numbers = await send(auditor, `/lab/studies/${id}/numbers`)
  expect(numbers.text).toContain('uncertain: see the assumptions')
  expect(numbers.text).not.toContain('parameters.')
})

test('who only reads changes nothing, and whom it does not concern does not get in', async () => {
  const id = await begun()
  const operator = await desk.seat('operator', 'Rita Verdi', [CONTACT_POINT_ID])
  const runId = newId() as Uuid
  await desk.services.studies.run({ runId, studyId: id, number: 1 }, by)
  const run = `/lab/studies/${id}/runs/${runId}`
  expect((await send(operator, run)).status).toBe(403)
  expect((await send(operator, `${run}/files/report.en.html`)).status).toBe(403)
  expect((await send(operator, '/lab/studies')).status).toBe(403)
  for (const path of ['edit', 'file']) {
    expect((await send(auditor, `/lab/studies/${id}/${path}`)).status).toBe(403)
    const form = { ...formed(), note: 'x', step: 'save' }
    expect((await send(auditor, `/lab/studies/${id}/${path}`, form)).status).toBe(403)
  }
  const start = { run: newId(), number: '1' }
  expect((await send(auditor, `/lab/studies/${id}/run`, start)).status).toBe(403)
  expect((await send(auditor, '/lab/studies', { id: newId(), file: 'x' })).status).toBe(403)
  expect((await send(auditor, run)).text).toContain('waiting')
  expect((await send(auditor, `${run}/files/report.en.html`)).status).toBe(409)
  expect((await send(auditor, `${run}/files/secret.csv`)).status).toBe(404)
  expect((await send(auditor, `/lab/studies/${newId()}/runs/${runId}`)).status).toBe(404)
  expect((await send(auditor, `/lab/runs/${runId}`)).to).toBe(run)
  expect((await send(auditor, `/lab/studies/${newId()}`)).status).toBe(404)
  expect((await send(auditor, '/lab/studies/nothing')).status).toBe(404)
})
