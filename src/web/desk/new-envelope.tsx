import type { Hono } from 'hono'
import { type Area, parseArea } from '../../ledger/core/colour.ts'
import { ENVELOPE_AREAS } from '../../network/core/areas.ts'
import type { NewEnvelope } from '../../network/desk.ts'
import { MONEY_TEXTS } from './envelopes.tsx'
import { ChoiceField, type FormState, TextField } from './fields.tsx'
import { drawForm } from './form-page.tsx'
import type { DeskLanguage } from './layout.tsx'
import { attempt, type MoneyKit, placesOf } from './money-kit.tsx'
import type { ShownFault } from './page.ts'
import { type FormReader, readFields } from './reading.ts'
import { type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'

const PATH = '/desk/new-envelope'
const LIST = '/desk/envelopes'
const PROGRAMMES_MAX = 200
const CODE_MAX = 40
const AREA_MAX = 24

/** An envelope is opened with nothing in it; what comes in, two people answer for. */
export function addNewEnvelope(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles('administrator', 'treasurer'))
  routes.get(PATH, (c) => draw(c, kit, { values: { id: kit.runtime.newId() }, faults: {} }))
  routes.post(PATH, async (c) => {
    const { who, language } = c.get('desk')
    const fields = readFields(await readForm(c), language)
    const envelope = readEnvelope(fields, language)
    if (envelope === undefined) return draw(c, kit, fields.state())
    const fault = await attempt(language, () => kit.networkDesk.openEnvelope(envelope, who))
    if (fault === undefined) return c.redirect(`${LIST}?done=opened`, 303)
    return draw(c, kit, fields.state(), fault)
  })
}

function readEnvelope(fields: FormReader, language: DeskLanguage): NewEnvelope | undefined {
  const id = fields.id('id')
  const contactPointId = fields.line('place', CODE_MAX, true)
  const programmeId = fields.line('programme', CODE_MAX, true)
  const area = fields.choice('area', ENVELOPE_AREAS, true)
  const typed = fields.line('colourArea', AREA_MAX)
  const colourArea: Area | null = typed === null ? null : (parseArea(typed) ?? null)
  if (typed !== null && colourArea === null) {
    fields.blame('colourArea', MONEY_TEXTS[language].funding.areaWrong)
  }
  if (!fields.isGood() || contactPointId === null || programmeId === null || area === null) {
    return undefined
  }
  return { id, contactPointId, programmeId, area, colourArea }
}

async function draw(
  c: DeskContext,
  kit: MoneyKit,
  form: FormState,
  fault?: ShownFault,
): Promise<Response> {
  const { who, language } = c.get('desk')
  const texts = MONEY_TEXTS[language]
  const { envelopes: words } = texts
  const [places, programmes] = await Promise.all([
    placesOf(kit, who),
    kit.network.listProgrammes({ limit: PROGRAMMES_MAX }),
  ])
  return drawForm(c, kit, {
    ...{ title: words.open, section: 'envelopes', lead: words.openLead, form, fault },
    ...{ action: PATH, hidden: { id: form.values.id ?? '' }, submit: words.openSubmit },
    back: [LIST, words.title],
    fields: (
      <div class="desk-fields">
        <ChoiceField
          {...{ form, name: 'place', label: words.place }}
          options={places.map(({ id, name }) => [id, name] as const)}
          isRequired
        />
        <ChoiceField
          {...{ form, name: 'programme', label: words.programme }}
          options={programmes.map(({ id, name }) => [id, name] as const)}
          isRequired
        />
        <ChoiceField
          {...{ form, name: 'area', label: words.area }}
          options={ENVELOPE_AREAS.map((one) => [one, texts.areas[one]] as const)}
          isRequired
        />
        <TextField
          {...{ form, name: 'colourArea', label: words.colourArea, hint: words.colourAreaHint }}
          maxlength={AREA_MAX}
        />
      </div>
    ),
  })
}
