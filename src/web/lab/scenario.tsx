import type { Hono } from 'hono'
import { stringify } from 'yaml'
import { isObject, type Json, type JsonObject } from '../../../simulations/scenario/json.ts'
import {
  checkScenario,
  readScenario,
  ScenarioError,
  scenarioJsonSchema,
} from '../../../simulations/scenario/scenario.ts'
import { sourcesOf } from '../../../simulations/scenario/sources.ts'
import type { Notice } from '../desk/layout.tsx'
import { answerPage, tried } from '../desk/page.ts'
import { readFields } from '../desk/reading.ts'
import {
  type DeskContext,
  type DeskEnv,
  DeskRefusal,
  deskRoles,
  readForm,
} from '../desk/session.ts'
import { fill } from '../desk/show.ts'
import { stepped, typedInto } from './draft.ts'
import type { Beginning, Drawn } from './form-context.ts'
import { type LabKit, labFaultOf } from './kit.tsx'
import { SCENARIO_TEXTS } from './labels.tsx'
import { drawChoice } from './scenario-choice.tsx'
import { fileOf, overlaysIn } from './scenario-file.ts'
import { ScenarioPage } from './scenario-page.tsx'

export const SCENARIO_PATH = '/lab/scenario'

/** Choosing a scenario, changing it in a form made from its schema, and running it. */
export function addScenario(routes: Hono<DeskEnv>, kit: LabKit): void {
  routes.use(SCENARIO_PATH, deskRoles('analyst', 'administrator'))
  routes.get(SCENARIO_PATH, async (c) => {
    const preset = c.req.query('preset')
    if (preset === undefined) return drawChoice(kit, c, {})
    const overlay = c.req.query('overlay')
    const begun = begin(kit, { preset, overlays: overlay === undefined ? '' : overlay })
    return draw(kit, c, begun, { scenario: begun.original })
  })
  routes.post(SCENARIO_PATH, (c) => answerForm(kit, c))
}

async function answerForm(kit: LabKit, c: DeskContext): Promise<Response> {
  const { language } = c.get('desk')
  const texts = SCENARIO_TEXTS[language]
  const form = await readForm(c)
  const text = (await sentText(c)) ?? form.text ?? ''
  let begun: Beginning
  try {
    begun = begin(kit, { ...form, text })
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    const sentence = text.trim() === '' ? texts.noFile : texts.unreadable
    const notice: Notice = { kind: 'wrong', text: sentence }
    return drawChoice(kit, c, { text, notice, faults: text.trim() === '' ? [] : error.faults })
  }
  if (form.step === 'open') return draw(kit, c, begun, { scenario: begun.original })
  const { schema, original } = begun
  const typed = typedInto(schema, stateOf(form.state, original), form)
  const scenario = stepped(schema, typed, original, form)
  const isStep = !['check', 'run', 'download'].includes(form.step ?? '')
  if (isStep) return draw(kit, c, begun, { scenario })
  return finish(kit, c, begun, form, scenario)
}

/** Checks what was typed, and does what was asked with it where it is good. */
async function finish(
  kit: LabKit,
  c: DeskContext,
  begun: Beginning,
  form: Readonly<Record<string, string>>,
  typed: JsonObject,
): Promise<Response> {
  const { language, who } = c.get('desk')
  const texts = SCENARIO_TEXTS[language]
  let scenario: JsonObject
  try {
    scenario = checkScenario(typed).effective
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    const { faults } = error
    const notice: Notice = { kind: 'wrong', text: fill(texts.bad, { count: faults.length }) }
    return draw(kit, c, begun, { scenario: typed, faults, notice })
  }
  const { text, overlays, original } = begun
  if (form.step === 'download') {
    const file = fileOf(text, overlays, original, scenario, texts.was)
    c.header('content-disposition', 'attachment; filename="scenario.yaml"')
    return c.body(file, 200, { 'content-type': 'application/yaml; charset=utf-8' })
  }
  if (form.step === 'run') {
    const id = readFields(form, language).id('id')
    const file = fileOf(text, overlays, original, scenario, texts.was)
    const fault = await tried(
      language,
      () => kit.study.submit({ id, title: `${scenario.name}`, text: file, overlays: [] }, who),
      labFaultOf,
    )
    if (fault === undefined) return c.redirect(`/lab/runs/${id}`, 303)
    return draw(kit, c, begun, { scenario, notice: { kind: 'wrong', text: fault.text } })
  }
  const notice: Notice = { kind: 'done', text: texts.good }
  return draw(kit, c, begun, { scenario, notice, effective: stringify(scenario) })
}

/** @throws ScenarioError where the file is wrong */
function begin(kit: LabKit, form: Readonly<Record<string, string | undefined>>): Beginning {
  const preset = form.preset === '' ? undefined : form.preset
  const text = preset === undefined ? form.text : kit.study.findPreset(preset)?.text
  if (text === undefined) throw new DeskRefusal('not_found')
  const overlays = (form.overlays ?? '').split(',').filter((name) => name !== '')
  const { model, effective: original } = readScenario(text, overlays)
  const schema = scenarioJsonSchema(model)
  const offered = overlaysIn(text)
  const sources = sourcesOf(text, overlays)
  return { preset, text, overlays, offered, model, schema, original, sources }
}

/** The form's own note of the scenario as it was drawn; who changes it by hand changes their own scenario. */
function stateOf(text: string | undefined, original: JsonObject): JsonObject {
  try {
    const state = JSON.parse(text ?? '') as Json
    return isObject(state) ? state : original
  } catch {
    return original
  }
}

async function sentText(c: DeskContext): Promise<string | undefined> {
  const { file } = await c.req.parseBody()
  return file instanceof File && file.size > 0 ? file.text() : undefined
}

function draw(kit: LabKit, c: DeskContext, begun: Beginning, drawn: Drawn): Promise<Response> {
  const id = kit.runtime.newId()
  const page = <ScenarioPage {...{ kit, begun, drawn, id }} session={c.get('desk')} />
  return answerPage(c, page, drawn.notice?.kind === 'wrong' ? 422 : 200)
}
