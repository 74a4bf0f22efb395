import type { Hono } from 'hono'
import { INSTRUMENT_PRESETS } from '../../currency/core/presets.ts'
import { type InstrumentRules, instrumentRules } from '../../currency/core/rules.ts'
import { type FormValues, formOfRules, rulesOfForm } from '../../currency/core/rules-form.ts'
import { earliestDay } from '../../currency/core/versions.ts'
import { approvedOf } from '../../currency/instrument-preparing.ts'
import type { InstrumentRecord } from '../../currency/instruments.ts'
import { type Day, parseDay, romeDay } from '../../kernel/days.ts'
import { DomainError } from '../../kernel/errors.ts'
import { EXAMPLE_TEXTS, exampleLines } from '../core/instrument-example.ts'
import type { DeskInstrumentsTexts } from '../messages/desk-instruments.ts'
import { ChoiceField, EMPTY_FORM, type FormState, TextField } from './fields.tsx'
import { drawForm } from './form-page.tsx'
import { INSTRUMENT_TEXTS, RuleFields } from './instrument-form.tsx'
import { blameField, readRules } from './instrument-reading.ts'
import type { DeskLanguage } from './layout.tsx'
import { attempt, type MoneyKit } from './money-kit.tsx'
import type { ShownFault } from './page.ts'
import { type FormReader, readFields } from './reading.ts'
import { type DeskContext, type DeskEnv, DeskRefusal, deskRoles, readForm } from './session.ts'
import { fill } from './show.ts'

const NEW = '/desk/new-instrument'
const PATH = '/desk/instruments'
const MODULE = 'src/web/desk/client/instrument.ts'
const PROGRAMMES_MAX = 200
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/

/** A new kind of money, and further rules of one that is there: the same form, with an example that is worked out. */
export function addNewInstrument(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  for (const path of [NEW, `${PATH}/:id/rules`] as const) {
    routes.use(path, deskRoles('administrator', 'treasurer'))
  }
  routes.get(NEW, (c) => {
    const asked = c.req.query('preset') ?? ''
    const preset = INSTRUMENT_PRESETS.find(({ key }) => key === asked) ?? INSTRUMENT_PRESETS[0]
    if (preset === undefined) throw new DeskRefusal('not_found')
    const values = { ...begin(c, kit, preset.rules, 0), id: preset.key.toUpperCase() }
    return draw(c, kit, { form: { ...EMPTY_FORM, values } })
  })
  routes.post(NEW, async (c) => {
    const read = await readVersion(c)
    const id = read.fields.line('id', 40, true)
    if (id !== null && !ID.test(id)) read.fields.blame('id', read.texts.idWrong)
    const programmeId = read.fields.line('programme', 40, true)
    if (
      read.version === undefined ||
      id === null ||
      programmeId === null ||
      !read.fields.isGood()
    ) {
      return draw(c, kit, { form: read.fields.state() })
    }
    const asked = { id, programmeId, ...read.version }
    return carryOut(c, kit, read, id, () => kit.instruments.prepare(asked, c.get('desk').who))
  })
  routes.get(`${PATH}/:id/rules`, async (c) => {
    const record = await kit.instruments.get(c.req.param('id'))
    const approved = approvedOf(record.versions)
    const rules = (approved.at(-1) ?? record.versions.at(-1))?.rules
    if (rules === undefined) throw new DeskRefusal('not_found')
    const values = begin(c, kit, rules, approved.length)
    return draw(c, kit, { form: { ...EMPTY_FORM, values }, record })
  })
  routes.post(`${PATH}/:id/rules`, async (c) => {
    const record = await kit.instruments.get(c.req.param('id'))
    const read = await readVersion(c)
    const { version } = read
    if (version === undefined) return draw(c, kit, { form: read.fields.state(), record })
    return carryOut(
      c,
      kit,
      read,
      record.id,
      () => kit.instruments.prepareVersion(record.id, version, c.get('desk').who),
      record,
    )
  })
}

/** What a form begins with. */
function begin(c: DeskContext, { runtime }: MoneyKit, rules: InstrumentRules, approved: number) {
  const today = romeDay(runtime.now())
  const standing = Array.from({ length: approved }, (_, index) => {
    return { version: index + 1, validFrom: today, rules }
  })
  const validFrom: string = earliestDay(standing, today)
  return { ...formOfRules(rules, c.get('desk').language), validFrom }
}

interface Read {
  readonly values: FormValues
  readonly fields: FormReader
  readonly texts: DeskInstrumentsTexts
  /** `undefined` where something is wrong. */
  readonly version: { readonly rules: InstrumentRules; readonly validFrom: Day } | undefined
}

async function readVersion(c: DeskContext): Promise<Read> {
  const { language } = c.get('desk')
  const texts = INSTRUMENT_TEXTS[language]
  const values = await readForm(c)
  const fields = readFields(values, language)
  const validFrom = fields.day('validFrom', true)
  const rules = readRules(values, texts, fields.blame)
  const isGood = rules !== undefined && validFrom !== null
  return { values, fields, texts, version: isGood ? { rules, validFrom } : undefined }
}

/** What may not change while an instrument lives is said at its field, as everything else that is wrong there. */
async function carryOut(
  c: DeskContext,
  kit: MoneyKit,
  { values, fields, texts }: Read,
  id: string,
  act: () => Promise<unknown>,
  record?: InstrumentRecord,
): Promise<Response> {
  const fault = await attempt(c.get('desk').language, () =>
    act().catch((error: unknown) => {
      for (const [path, message] of faultsOf(error)) {
        blameField(path.split('.'), message, values, texts, fields.blame)
      }
      throw error
    }),
  )
  if (fault !== undefined) {
    return draw(c, kit, { form: fields.state(), fault, ...(record ? { record } : {}) })
  }
  return c.redirect(`${PATH}/${encodeURIComponent(id)}?done=prepared`, 303)
}

function faultsOf(error: unknown): readonly (readonly [string, string])[] {
  if (!(error instanceof DomainError) || error.code !== 'instrument_rules_fixed') return []
  return (error.details.faults ?? []) as readonly (readonly [string, string])[]
}

interface Shown {
  readonly form: FormState
  readonly fault?: ShownFault | undefined
  /** Of further rules. */
  readonly record?: InstrumentRecord
}

async function draw(
  c: DeskContext,
  kit: MoneyKit,
  { form, fault, record }: Shown,
): Promise<Response> {
  const { language } = c.get('desk')
  const texts = INSTRUMENT_TEXTS[language]
  const programmes = await kit.network.listProgrammes({ limit: PROGRAMMES_MAX })
  const address = record === undefined ? PATH : `${PATH}/${encodeURIComponent(record.id)}`
  const today = romeDay(kit.runtime.now())
  return drawForm(c, kit, {
    ...{ form, fault, section: 'instruments', submit: texts.submit, module: MODULE },
    formId: 'rules',
    ...(record === undefined
      ? { title: texts.newTitle, lead: texts.newLead, action: NEW, back: [PATH, texts.back] }
      : {
          title: fill(texts.furtherTitle, { name: record.versions.at(-1)?.rules.name ?? '' }),
          ...{ lead: texts.furtherLead, action: `${address}/rules` },
          back: [address, texts.backOne],
        }),
    fields: (
      <>
        <div class="desk-fields">
          {record === undefined ? (
            <>
              <TextField
                {...{ form, name: 'id', label: texts.id, hint: texts.idHint }}
                maxlength={40}
                isRequired
              />
              <ChoiceField
                {...{ form, name: 'programme', label: texts.programme }}
                options={programmes.map((one) => [one.id, one.name] as const)}
              />
            </>
          ) : null}
          <TextField
            {...{ form, name: 'validFrom', label: texts.validFrom }}
            type="date"
            isRequired
          />
        </div>
        <RuleFields form={form} texts={texts} />
        <Example {...{ form, language, today }} />
      </>
    ),
  })
}

interface ExampleProps {
  readonly form: FormState
  readonly language: DeskLanguage
  readonly today: Day
}

/** What the rules come to; a script works it out again as one types. */
function Example({ form, language, today }: ExampleProps) {
  const texts = EXAMPLE_TEXTS[language]
  const { data } = instrumentRules.safeParse(rulesOfForm(form.values))
  const day = parseDay(form.values.validFrom ?? '') ?? today
  const lines = data === undefined ? [texts.none] : exampleLines(data, day, language)
  return (
    <section class="desk-example" aria-labelledby="example-title">
      <h2 id="example-title">{texts.title}</h2>
      <p class="form-text">{texts.lead}</p>
      <ul id="example-lines" aria-live="polite" data-today={today}>
        {lines.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
    </section>
  )
}
