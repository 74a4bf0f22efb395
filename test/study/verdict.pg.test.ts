import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import type { StudyResult } from '../../simulations/study/study-result.ts'
import type { Principal } from '../../src/access/core/principal.ts'
import { createServices, type Services } from '../../src/app.ts'
import { addDays, romeDay } from '../../src/kernel/days.ts'
import { loadDemonstrationPilot } from '../../src/pilot/service.ts'
import { tellStory } from '../../src/pilot/story.ts'
import { systemRuntime } from '../../src/runtime.ts'
import { EVIDENCE_DEFAULTS } from '../../src/study/evidence.ts'
import { createStudyWork } from '../../src/study/jobs.ts'
import { countChunks } from '../../src/study/store.ts'
import { DEMONSTRATION } from '../pilot/folders.ts'
import { plantedText } from '../simulations/study/planted.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

const DAY_MS = 86_400_000
const PROGRAMME = 'FRANOI-2'
const analyst: Principal = { kind: 'person', id: systemRuntime.newId(), role: 'analyst' }

let fresh: TestDatabase
let services: Services
let passed = 0
const runtime = { ...systemRuntime, now: () => systemRuntime.now() + passed }

beforeAll(async () => {
  fresh = await createTestDatabase()
  services = createServices({
    ...{ db: fresh.db, runtime, publicUrl: 'http://localhost:3000' },
    secret: 'a secret of thirty-two characters.',
  })
  await services.keys.prepare()
})
afterAll(async () => {
  await services.ledger.close()
  await services.studyThreads.close()
  await fresh.drop()
})

test('from the import of a pilot over its evidence to a verdict', async () => {
  const deps = { ...services, db: fresh.db, runtime }
  await loadDemonstrationPilot(DEMONSTRATION, deps)
  await tellStory(deps)
  passed = 2 * DAY_MS

  const day = addDays(romeDay(runtime.now()), -1)
  const order = { programmeId: PROGRAMME, day, ...EVIDENCE_DEFAULTS }
  const { sha256, content } = await services.evidence.freeze(order, analyst)
  const seen = content.estimates.find(({ name }) => name === 'purchase_mean')
  expect(seen?.n).toBeGreaterThanOrEqual(EVIDENCE_DEFAULTS.threshold)

  const studyId = runtime.newId()
  const text = studyOf(sha256)
  await services.studies.create({ id: studyId, text, note: 'with the pilot' }, analyst)
  const runId = runtime.newId()
  await services.studies.run({ runId, studyId, number: 1 }, analyst)
  await doAll(runId)

  const bytes = await services.study.file(runId, 'study.json')
  const { findings, provenance, inputs } = JSON.parse(Buffer.from(bytes).toString()) as StudyResult
  expect(provenance.evidence).toMatchObject([{ name: 'pilot', hash: sha256, day }])
  const [basket] = inputs
  expect(basket).toMatchObject({ name: 'basket', standing: 'evidence' })
  expect(basket?.median).toBeCloseTo((seen?.value ?? 0) / 100, 6)
  expect(findings.verdict.design).toBe('best')
  expect(['decided', 'undecided']).toContain(findings.verdict.kind)
  const report = Buffer.from(await services.study.file(runId, 'report.it.html')).toString()
  expect(report).toContain(sha256)
})

/** The planted study, its baskets as large as the pilot's purchases. */
function studyOf(sha256: string): string {
  const study = parse(plantedText({ seed: 4, worlds: 8, paths: 4 }))
  const basket = {
    ...{ name: 'basket', title: { it: 'Spesa media', en: 'Mean purchase' }, unit: 'EUR' },
    ...{ evidence: 'pilot/purchase_mean', times: 0.01, standing: 'evidence' },
    ...{ at: { support: 'parameters.needs.*.basket' }, source: 'the books of the pilot' },
  }
  const [place] = study.places
  const small = { months: '2 months', people: { beneficiaries: 15 } }
  const file = {
    ...study,
    evidence: [{ name: 'pilot', hash: sha256 }],
    places: [{ ...place, change: { support: { parameters: small } } }],
    inputs: [basket],
  }
  return stringify(file).replaceAll('scenario: small', 'scenario: circulation-vouchers')
}

async function doAll(runId: ReturnType<typeof runtime.newId>): Promise<void> {
  const { accessLog, studyThreads } = services
  const deps = { db: fresh.db, runtime, accessLog, send: async () => {} }
  const [chunks, settling] = createStudyWork(deps, studyThreads, 1).queues
  const { asked } = await countChunks(fresh.db.sql, runId)
  for (let number = 0; number < asked; number++) await chunks?.run({ runId, number })
  await settling?.run({ runId })
}
