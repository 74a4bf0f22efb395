import { type Api, createApi } from '../http/openapi.ts'
import { given } from './core/given.ts'
import { autonomyScore } from './core/interview.ts'
import type { InterviewRow, Monitoring, TargetSetting } from './results.ts'
import * as routes from './results-routes-shapes.ts'

/** Talks and targets, under `/api/v1`: told once, corrected by telling again, never erased. */
export function resultsRoutes({ monitoring }: { readonly monitoring: Monitoring }): Api {
  const api = createApi()
  api.openapi(routes.listTalks, async (c) => {
    const talks = await monitoring.talksWith(c.req.valid('param').id, c.get('principal'))
    return c.json({ items: talks.map((one) => showTalk(one, talks)) }, 200)
  })
  api.openapi(routes.recordTalk, async (c) => {
    const { id, answers, ...rest } = c.req.valid('json')
    const { id: beneficiaryId } = c.req.valid('param')
    const who = c.get('principal')
    const content = { ...rest, answers: given(answers) }
    const talk = await monitoring.record({ id, beneficiaryId, content }, who)
    return c.json(showTalk(talk, await monitoring.talksWith(beneficiaryId, who)), 200)
  })
  api.openapi(routes.listTargets, async (c) => {
    const settings = await monitoring.targetsOf(c.req.valid('param').id)
    return c.json({ items: settings.map((one) => showTarget(one, settings)) }, 200)
  })
  api.openapi(routes.setTarget, async (c) => {
    const { id } = c.req.valid('param')
    const target = await monitoring.setTarget(id, c.req.valid('json'), c.get('principal'))
    return c.json(showTarget(target, [target]), 200)
  })
  return api
}

/** @param all those with the same person, the last first */
function showTalk(talk: InterviewRow, all: readonly InterviewRow[]) {
  const { recordedAt, answers, services, ...rest } = talk
  const last = all.find(({ wave }) => wave === talk.wave)
  return {
    ...{ ...rest, answers: { ...answers }, services: services === null ? null : [...services] },
    ...{ score: autonomyScore(answers), counts: last?.id === talk.id },
    recordedAt: recordedAt.toISOString(),
  }
}

/** @param all those of the same programme, the last first */
function showTarget(setting: TargetSetting, all: readonly TargetSetting[]) {
  const { indicator, month, setAt } = setting
  const last = all.find((one) => one.indicator === indicator && one.month === month)
  return { ...setting, counts: last === setting, setAt: setAt.toISOString() }
}
