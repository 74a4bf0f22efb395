import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { pageOf, pageQuery, showPage } from '../http/paging.ts'
import { requestLogger } from '../http/request-log.ts'
import { callerUuid, line, parsedText, uuid } from '../http/schemas.ts'
import type { Streams } from '../http/streams.ts'
import { DomainError } from '../kernel/errors.ts'
import { isOpen } from './core/run.ts'
import { fileTypeOf, isFileName } from './files.ts'
import type { LiveRuns } from './live.ts'
import {
  answersShape,
  checkedShape,
  fullRunShape,
  modelShape,
  oraclesShape,
  presetShape,
  presetTextShape,
  runShape,
  showFields,
  showFullRun,
  showRun,
} from './routes-shapes.ts'
import type { Study } from './service.ts'

const tags = ['laboratory']
const READERS = ['analyst', 'administrator', 'treasurer', 'auditor'] as const
const RUNNERS = ['analyst', 'administrator'] as const
const TEXT_MAX = 200_000
const QUESTIONS_MAX = 100
const one = { params: z.strictObject({ id: uuid }) }
const NOT_FOUND = { 404: 'There is no such run.' } as const

const nameText = parsedText(
  (text) => (/^[a-z0-9-]{1,60}$/.test(text) ? text : undefined),
  'a name of small letters, digits and dashes',
).openapi({ type: 'string', pattern: '^[a-z0-9-]{1,60}$', example: 'gf500' })

const scenarioText = parsedText(
  // Neither half a character nor an empty one can be kept in the database.
  (text) =>
    text.length > 0 && text.length <= TEXT_MAX && !/[\0\p{Cs}]/u.test(text) ? text : undefined,
  `a scenario of at most ${TEXT_MAX} characters`,
).openapi({
  ...{ type: 'string', minLength: 1, maxLength: TEXT_MAX },
  description: 'YAML or JSON, as in a scenario file.',
  example: 'schemaVersion: 1',
})
const overlays = z.array(line(60)).max(20).default([])

const listPresets = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/laboratory/presets',
  operationId: 'listLaboratoryPresets',
  tags,
  summary: 'The scenarios that the laboratory comes with',
  responses: { 200: jsonAnswer('All of them.', z.object({ items: z.array(presetShape) })) },
})

const getPreset = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/laboratory/presets/{preset}',
  operationId: 'getLaboratoryPreset',
  tags,
  summary: 'A preset, as its file and with every default',
  request: { params: z.strictObject({ preset: nameText }) },
  responses: {
    200: jsonAnswer('The preset.', presetTextShape),
    ...problems({ 404: 'There is no such preset.' }),
  },
})

const getModel = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/laboratory/models/{model}',
  operationId: 'getLaboratoryModel',
  tags,
  summary: 'What the scenarios of a model look like, and what it tells',
  request: { params: z.strictObject({ model: nameText }) },
  responses: {
    200: jsonAnswer('The model.', modelShape),
    ...problems({ 404: 'There is no such model.' }),
  },
})

const checkScenario = createRoute({
  ...secured(...READERS),
  method: 'post',
  path: '/laboratory/scenarios',
  operationId: 'checkLaboratoryScenario',
  tags,
  summary: 'Read a scenario, fill in every default, name every fault; nothing is kept',
  request: { body: jsonBody(z.strictObject({ text: scenarioText, overlays })) },
  responses: {
    200: jsonAnswer('The scenario.', checkedShape),
    ...problems({ 422: 'It does not fit: `details.faults` names all faults.' }),
  },
})

const submitRun = createRoute({
  ...secured(...RUNNERS),
  method: 'post',
  path: '/laboratory/runs',
  operationId: 'submitLaboratoryRun',
  tags,
  summary: 'Have a scenario run by the workers',
  request: {
    body: jsonBody(
      z.strictObject({ id: callerUuid, title: line(120), scenario: scenarioText, overlays }),
    ),
  },
  responses: {
    201: jsonAnswer('The run; the same again gives the same.', fullRunShape),
    ...problems({
      409: 'The id was used for another one.',
      422: 'The scenario does not fit, or is too large.',
    }),
  },
})

const listRuns = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/laboratory/runs',
  operationId: 'listLaboratoryRuns',
  tags,
  summary: 'Runs, the newest first',
  request: { query: pageQuery(z.tuple([uuid])) },
  responses: { 200: jsonAnswer('A page.', pageOf(runShape)) },
})

const getRun = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/laboratory/runs/{id}',
  operationId: 'getLaboratoryRun',
  tags,
  summary: 'How far a run is, and what is known so far',
  request: one,
  responses: { 200: jsonAnswer('The run.', fullRunShape), ...problems(NOT_FOUND) },
})

const cancelRun = createRoute({
  ...secured(...RUNNERS),
  method: 'post',
  path: '/laboratory/runs/{id}/cancel',
  operationId: 'cancelLaboratoryRun',
  tags,
  summary: 'Break a run off; one that is over stays as it is',
  request: one,
  responses: { 200: jsonAnswer('The run.', fullRunShape), ...problems(NOT_FOUND) },
})

const eraseRun = createRoute({
  ...secured(...RUNNERS),
  method: 'post',
  path: '/laboratory/runs/{id}/erase',
  operationId: 'eraseLaboratoryRun',
  tags,
  summary: 'Remove a run that is over, with all it left',
  request: { ...one, body: jsonBody(z.strictObject({ reason: line(200) })) },
  responses: {
    204: { description: 'It is gone.' },
    ...problems({ ...NOT_FOUND, 409: 'The run is not over.' }),
  },
})

const getResult = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/laboratory/runs/{id}/result',
  operationId: 'getLaboratoryResult',
  tags,
  summary: 'The result of a run: figures with their errors, months, audit, provenance',
  request: one,
  responses: {
    200: jsonAnswer(
      'To the byte what `fra-noi simulate` writes.',
      z.record(z.string(), z.unknown()),
    ),
    ...problems({ ...NOT_FOUND, 409: 'The run has no result.' }),
  },
})

const fileName = parsedText(
  (text) => (isFileName(text) ? text : undefined),
  'the name of a file that a run leaves',
).openapi({ type: 'string', pattern: '^[a-z_.]{1,60}$', example: 'figures.csv' })

const getFile = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/laboratory/runs/{id}/files/{file}',
  operationId: 'getLaboratoryFile',
  tags,
  summary: 'A file that a run left',
  description:
    'Of a scenario: `result.json`, `report.it.html`, `report.en.html`, `figures.csv`, `series.csv`, `paths.parquet`. Of a study: `study.json`, the reports, and a table for each kind of thing, such as `estimates.csv` and `pairs.csv`.',
  request: { params: z.strictObject({ id: uuid, file: fileName }) },
  responses: {
    200: { description: 'The file.', content: { 'text/csv': { schema: z.string() } } },
    ...problems({ ...NOT_FOUND, 409: 'The run has no result.' }),
  },
})

const lastEventId = parsedText(
  (text) => (/^[a-z0-9-]{1,60}$/.test(text) ? text : undefined),
  'the id of the last event that arrived',
)
  .optional()
  .openapi({
    ...{ type: 'string', pattern: '^[a-z0-9-]{1,60}$' },
    description: 'Where to go on: browsers send it by themselves when a stream was lost.',
  })

const runEvents = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/laboratory/runs/{id}/events',
  operationId: 'listenToLaboratoryRun',
  tags,
  summary: 'How far a run is, as it goes on',
  description:
    'Server-sent events: `progress` with the run, at the beginning and whenever it changed, and `end` with the run when it is over, after which the stream ends; otherwise it ends after five minutes. After `Last-Event-ID` only what differs from then is told; 204 where that was the end.',
  request: { ...one, headers: z.object({ 'last-event-id': lastEventId }) },
  responses: {
    200: { description: 'The stream.', content: { 'text/event-stream': { schema: z.string() } } },
    204: { description: 'Nothing more is to come.' },
    ...problems(NOT_FOUND),
  },
})

const question = z.strictObject({
  ...{ id: line(100), model: line(60), case: line(100), quantity: line(200) },
  inputs: z.record(z.string(), z.unknown()).openapi({
    description: 'As the case wants them; what is missing or wrong is said in its answer.',
  }),
})

const answerQuestions = createRoute({
  ...secured(...READERS),
  method: 'post',
  path: '/laboratory/quantities',
  operationId: 'answerLaboratoryQuestions',
  tags,
  summary: 'Work out exact quantities, as `fra-noi simulate --quantity` does',
  request: {
    body: jsonBody(
      z.strictObject({
        quantities: z.array(question).min(1).max(QUESTIONS_MAX),
      }),
    ),
  },
  responses: {
    200: jsonAnswer('An answer for each, in their order.', answersShape),
    ...problems({ 422: 'It took too long.' }),
  },
})

const listOracles = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/laboratory/oracles',
  operationId: 'listLaboratoryOracles',
  tags,
  summary: 'The known values that the engine is checked against, with their sources',
  responses: { 200: jsonAnswer('All of them.', oraclesShape) },
})

interface StudyRouteDeps {
  readonly study: Study
  readonly streams: Streams
  readonly live: LiveRuns
}

/** The laboratory, under `/api/v1`. */
export function studyRoutes(deps: StudyRouteDeps): Api {
  const api = createApi()
  addLibrary(api, deps)
  addRuns(api, deps)
  addResults(api, deps)
  return api
}

function addLibrary(api: Api, { study }: StudyRouteDeps): void {
  api.openapi(listPresets, (c) => {
    const items = study.listPresets().map(({ text: _text, ...shown }) => shown)
    return c.json({ items }, 200)
  })
  api.openapi(getPreset, (c) => {
    const preset = study.findPreset(c.req.valid('param').preset)
    if (preset === undefined) throw new DomainError('preset_not_found', 'There is no such preset.')
    const { effective } = study.check({ text: preset.text, overlays: [] })
    return c.json({ ...preset, effective: showFields(effective) }, 200)
  })
  api.openapi(getModel, (c) => {
    const { schema, outputs, series, ...model } = study.describeModel(c.req.valid('param').model)
    return c.json(
      { ...model, schema: showFields(schema), outputs: [...outputs], series: [...series] },
      200,
    )
  })
  api.openapi(checkScenario, (c) => {
    const { effective, scenarioHash } = study.check(c.req.valid('json'))
    return c.json({ effective: showFields(effective), scenarioHash }, 200)
  })
  api.openapi(answerQuestions, async (c) => {
    const items = await study.answer(c.req.valid('json').quantities)
    return c.json({ items: [...items] }, 200)
  })
  api.openapi(listOracles, (c) => c.json({ items: [...study.listOracles()] }, 200))
}

function addRuns(api: Api, { study }: StudyRouteDeps): void {
  api.openapi(submitRun, async (c) => {
    const { scenario: text, ...run } = c.req.valid('json')
    return c.json(showFullRun(await study.submit({ ...run, text }, c.get('principal'))), 201)
  })
  api.openapi(listRuns, async (c) => {
    const { limit, cursor } = c.req.valid('query')
    const after = cursor === undefined ? {} : { after: cursor[0] }
    const found = await study.list({ limit: limit + 1, ...after })
    return c.json(showPage(found, limit, showRun), 200)
  })
  api.openapi(getRun, async (c) =>
    c.json(showFullRun(await study.get(c.req.valid('param').id)), 200),
  )
  api.openapi(cancelRun, async (c) =>
    c.json(showFullRun(await study.cancel(c.req.valid('param').id, c.get('principal'))), 200),
  )
  api.openapi(eraseRun, async (c) => {
    const { reason } = c.req.valid('json')
    await study.erase(c.req.valid('param').id, reason, c.get('principal'))
    return c.body(null, 204)
  })
}

function addResults(api: Api, { study, streams, live }: StudyRouteDeps): void {
  api.openapi(getResult, async (c) => {
    const body = await study.file(c.req.valid('param').id, 'result.json')
    return c.body(Buffer.from(body).toString(), 200, {
      'content-type': 'application/json',
    }) as never
  })
  api.openapi(getFile, async (c) => {
    const { id, file: name } = c.req.valid('param')
    return c.body(new Uint8Array(await study.file(id, name)), 200, {
      'content-type': fileTypeOf(name),
      'content-disposition': `attachment; filename="${id}-${name}"`,
    }) as never
  })
  api.openapi(runEvents, async (c) => {
    const run = await study.get(c.req.valid('param').id)
    let last = c.req.valid('header')['last-event-id']
    const placeOf = (now: typeof run) => `${now.state}-${now.pathsDone}`
    if (!isOpen(run.state) && last === placeOf(run)) return c.body(null, 204)
    return streams.open({
      owner: c.get('principal').id,
      follow: (listener) =>
        live.follow(run.id, {
          hear: (now) => {
            const id = placeOf(now)
            const event = isOpen(now.state) ? 'progress' : 'end'
            if (id !== last) listener.tell([{ event, id, data: showFullRun(now) }])
            last = id
            if (event === 'end') listener.end()
          },
          lost: (error) => {
            requestLogger(c).warn({ err: error }, 'a stream ended, for there was no looking')
            listener.end()
          },
        }),
    })
  })
}
