import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { pageOf, pageQuery, pageRows, showPage } from '../http/paging.ts'
import { callerUuid, line, uuid } from '../http/schemas.ts'
import { fullRunShape, runShape, showFullRun, showRun } from './routes-shapes.ts'
import type { Study } from './service.ts'
import type { Studies } from './studies.ts'
import {
  checkedStudyShape,
  showStudy,
  showVersion,
  studyFileShape,
  studyShape,
  studyText,
  versionShape,
} from './studies-routes-shapes.ts'

const tags = ['laboratory']
const READERS = ['analyst', 'administrator', 'treasurer', 'auditor'] as const
const WRITERS = ['analyst', 'administrator'] as const
const one = { params: z.strictObject({ id: uuid }) }
const note = line(300).openapi({
  description: 'What is new in it, in the words of who changed it.',
  example: 'Delivery takes twelve days, as the pilot showed.',
})
const number = z.int().min(1).max(100_000)
const NOT_FOUND = { 404: 'There is no such study.' } as const
const UNFIT = { 422: 'It does not fit: `details.faults` names all faults; or it is too large.' }

const listFiles = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/laboratory/study-files',
  operationId: 'listStudyFiles',
  tags,
  summary: 'The studies that the laboratory comes with, to begin from',
  responses: { 200: jsonAnswer('All of them.', z.object({ items: z.array(studyFileShape) })) },
})

const check = createRoute({
  ...secured(...READERS),
  method: 'post',
  path: '/laboratory/studies/check',
  operationId: 'checkStudy',
  tags,
  summary: 'Read a study with all that it names, name every fault; nothing is kept',
  request: { body: jsonBody(z.strictObject({ text: studyText })) },
  responses: { 200: jsonAnswer('What it comes to.', checkedStudyShape), ...problems(UNFIT) },
})

const create = createRoute({
  ...secured(...WRITERS),
  method: 'post',
  path: '/laboratory/studies',
  operationId: 'createStudy',
  tags,
  summary: 'Begin a study; what it says is its first version',
  request: { body: jsonBody(z.strictObject({ id: callerUuid, text: studyText, note })) },
  responses: {
    201: jsonAnswer('The study; the same again gives the same.', studyShape),
    ...problems({ 409: 'The id was used for another one.', ...UNFIT }),
  },
})

const list = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/laboratory/studies',
  operationId: 'listStudies',
  tags,
  summary: 'Studies by their newest versions, the one changed last first',
  request: { query: pageQuery(z.tuple([uuid])) },
  responses: { 200: jsonAnswer('A page.', pageOf(versionShape)) },
})

const get = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/laboratory/studies/{id}',
  operationId: 'getStudy',
  tags,
  summary: 'A study with all its versions: who changed what',
  request: one,
  responses: { 200: jsonAnswer('The study.', studyShape), ...problems(NOT_FOUND) },
})

const revise = createRoute({
  ...secured(...WRITERS),
  method: 'post',
  path: '/laboratory/studies/{id}/versions',
  operationId: 'reviseStudy',
  tags,
  summary: 'Change a study: its next version; those before it stay',
  request: {
    ...one,
    body: jsonBody(
      z.strictObject({
        number: number.openapi({
          description: 'One more than the newest; the same again is safe.',
        }),
        ...{ text: studyText, note },
      }),
    ),
  },
  responses: {
    201: jsonAnswer('The study.', studyShape),
    ...problems({ ...NOT_FOUND, 409: 'Somebody changed it meanwhile.', ...UNFIT }),
  },
})

const run = createRoute({
  ...secured(...WRITERS),
  method: 'post',
  path: '/laboratory/studies/{id}/runs',
  operationId: 'runStudy',
  tags,
  summary: 'Have a version of a study run by the workers',
  description:
    'Its progress, its events and its files are those of a run: `/laboratory/runs/{id}`; its paths are the scenarios in worlds that the study runs.',
  request: { ...one, body: jsonBody(z.strictObject({ id: callerUuid, number })) },
  responses: {
    201: jsonAnswer('The run; the same again gives the same.', fullRunShape),
    ...problems({ ...NOT_FOUND, 409: 'The id was used for another one.', ...UNFIT }),
  },
})

const listRuns = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/laboratory/studies/{id}/runs',
  operationId: 'listRunsOfStudy',
  tags,
  summary: 'Runs of all versions of a study, the newest first',
  request: { ...one, query: pageQuery(z.tuple([uuid])) },
  responses: { 200: jsonAnswer('A page.', pageOf(runShape)), ...problems(NOT_FOUND) },
})

interface StudiesRouteDeps {
  readonly studies: Studies
  readonly study: Study
}

/** Studies of the laboratory, under `/api/v1`. */
export function studiesRoutes({ studies, study }: StudiesRouteDeps): Api {
  const api = createApi()
  api.openapi(listFiles, (c) => {
    const items = studies.listFiles().map((file) => ({ ...file }))
    return c.json({ items }, 200)
  })
  api.openapi(check, async (c) => c.json(await studies.check(c.req.valid('json').text), 200))
  api.openapi(create, async (c) => {
    const created = await studies.create(c.req.valid('json'), c.get('principal'))
    return c.json(showStudy(created), 201)
  })
  api.openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid('query')
    const after = cursor === undefined ? {} : { after: cursor[0] }
    const found = await studies.list({ limit: limit + 1, ...after })
    const { rows, nextCursor } = pageRows(found, limit, (last) => [last.studyId])
    return c.json({ items: rows.map(showVersion), nextCursor }, 200)
  })
  api.openapi(get, async (c) => c.json(showStudy(await studies.get(c.req.valid('param').id)), 200))
  api.openapi(revise, async (c) => {
    const { id } = c.req.valid('param')
    const revision = { id, ...c.req.valid('json') }
    return c.json(showStudy(await studies.revise(revision, c.get('principal'))), 201)
  })
  api.openapi(run, async (c) => {
    const { id: studyId } = c.req.valid('param')
    const { id: runId, number: wanted } = c.req.valid('json')
    const submitted = { runId, studyId, number: wanted }
    const id = await studies.run(submitted, c.get('principal'))
    return c.json(showFullRun(await study.get(id)), 201)
  })
  api.openapi(listRuns, async (c) => {
    const { id: studyId } = c.req.valid('param')
    await studies.get(studyId)
    const { limit, cursor } = c.req.valid('query')
    const after = cursor === undefined ? {} : { after: cursor[0] }
    const found = await study.list({ limit: limit + 1, studyId, ...after })
    return c.json(showPage(found, limit, showRun), 200)
  })
  return api
}
