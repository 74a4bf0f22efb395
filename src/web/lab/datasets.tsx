import type { Hono } from 'hono'
import { addDays, romeDay } from '../../kernel/days.ts'
import { DomainError } from '../../kernel/errors.ts'
import { type Dataset, EVIDENCE_DEFAULTS } from '../../study/evidence.ts'
import { ChoiceField, EMPTY_FORM, type FormState, TextField } from '../desk/fields.tsx'
import type { Notice } from '../desk/layout.tsx'
import { namesOf, Table } from '../desk/money-kit.tsx'
import { answerPage, tried } from '../desk/page.ts'
import { readFields } from '../desk/reading.ts'
import { type DeskContext, type DeskEnv, deskRoles, readForm } from '../desk/session.ts'
import { fill, showDay, showTime } from '../desk/show.ts'
import { DATASETS_PATH, EVIDENCE_TEXTS } from './evidence-words.ts'
import { type LabKit, LabPage, labFaultOf, maySubmit } from './kit.tsx'

const PAGE = 20
const PROGRAMMES_MAX = 200
/** Of fewer and of more people than this nothing is asked for. */
export const THRESHOLDS = [3, 1000] as const
const LEVELS = ['0.9', '0.95', '0.99'] as const
/** Letters, digits and the signs of an id. */
const ID_MAX = 60

/** The datasets of evidence, and where one is frozen. */
export function addDatasets(routes: Hono<DeskEnv>, kit: LabKit): void {
  routes.get(DATASETS_PATH, (c) => draw(kit, c, EMPTY_FORM))
  routes.post(DATASETS_PATH, deskRoles('analyst', 'administrator'), (c) => freeze(kit, c))
}

async function freeze(kit: LabKit, c: DeskContext): Promise<Response> {
  const { language, who } = c.get('desk')
  const texts = EVIDENCE_TEXTS[language]
  const fields = readFields(await readForm(c), language)
  const programmeId = fields.line('programme', ID_MAX, true)
  const day = fields.day('day', true)
  const threshold = fields.wholeNumber('threshold', ...THRESHOLDS)
  const level = fields.choice('level', LEVELS, true)
  if (programmeId === null || day === null || threshold === null || level === null)
    return draw(kit, c, fields.state())
  let dataset: Dataset | undefined
  const refused = await tried(
    language,
    async () => {
      const order = { ...EVIDENCE_DEFAULTS, programmeId, day, threshold, level: Number(level) }
      dataset = await kit.evidence.freeze(order, who)
    },
    (error, spoken) => {
      blameDay(error, fields.blame, texts)
      return labFaultOf(error, spoken)
    },
  )
  if (dataset !== undefined)
    return c.redirect(`${DATASETS_PATH}/${dataset.sha256}?done=frozen`, 303)
  return draw(kit, c, fields.state(), { kind: 'wrong', text: refused?.text ?? '' })
}

/** Says at its field what the books refused. */
export function blameDay(
  error: unknown,
  blame: (name: string, sentence: string) => void,
  texts: { readonly notOver: string; readonly noProgramme: string },
): void {
  if (!(error instanceof DomainError)) return
  if (error.code === 'day_not_over') blame('day', texts.notOver)
  if (error.code === 'programme_unknown') blame('programme', texts.noProgramme)
}

async function draw(
  kit: LabKit,
  c: DeskContext,
  form: FormState,
  notice?: Notice,
): Promise<Response> {
  const session = c.get('desk')
  const { language } = session
  const texts = EVIDENCE_TEXTS[language]
  const asked = c.req.query('after') ?? ''
  const after = /^[0-9a-f]{64}$/.test(asked) ? { after: asked } : {}
  const found = await kit.evidence.list({ limit: PAGE + 1, ...after })
  const datasets = await Promise.all(
    found.slice(0, PAGE).map(({ sha256 }) => kit.evidence.get(sha256)),
  )
  const last = datasets.at(-1)
  const isWrong = notice !== undefined || Object.keys(form.faults).length > 0
  const page = (
    <LabPage {...{ kit, session, notice }} title={texts.title} place="datasets">
      <p>{texts.lead}</p>
      <section class="desk-card">
        <h2>{texts.listed}</h2>
        <List {...{ kit, datasets, language }} names={await namesOf(kit, datasets.map(by))} />
        {found.length > PAGE && last !== undefined ? (
          <p>
            <a href={`${DATASETS_PATH}?after=${last.sha256}`}>{texts.more}</a>
          </p>
        ) : null}
      </section>
      {maySubmit(session.role) ? (
        <>
          <FreezeForm {...{ form, language }} {...(await choicesOf(kit))} />
          <p>
            <a href={`${DATASETS_PATH}/import`}>{texts.toImport}</a>
          </p>
        </>
      ) : (
        <p class="form-text">{texts.readOnly}</p>
      )}
    </LabPage>
  )
  return answerPage(c, page, isWrong ? 422 : 200)
}

function by({ createdBy }: Dataset) {
  return createdBy
}

/** The programmes there are, and the last day of the month before this one. */
export async function choicesOf({ network, runtime }: LabKit) {
  const today = romeDay(runtime.now())
  const programmes = await network.listProgrammes({ limit: PROGRAMMES_MAX })
  return {
    programmes: programmes.map(({ id, name }) => [id, name] as const),
    monthEnd: addDays(today, -Number(today.slice(8))),
  }
}

interface ListProps {
  readonly datasets: readonly Dataset[]
  readonly names: Awaited<ReturnType<typeof namesOf>>
  readonly language: 'it' | 'en'
}

function List({ datasets, names, language }: ListProps) {
  const texts = EVIDENCE_TEXTS[language]
  if (datasets.length === 0) return <p>{texts.none}</p>
  const heads = [texts.name, texts.kind, texts.day, texts.holds, texts.at, texts.by, texts.hash]
  return (
    <Table caption={texts.listCaption} heads={heads}>
      {datasets.map(({ sha256, kind, title, day, content, createdAt, createdBy }) => (
        <tr>
          <th scope="row">
            <a href={`${DATASETS_PATH}/${sha256}`}>{title}</a>
          </th>
          <td>{texts.kinds[kind]}</td>
          <td>{day === null ? '' : showDay(day)}</td>
          <td class="study-cell">
            {fill(texts.holdsParts, {
              ...{ figures: content.estimates.length, curves: content.survival.length },
              ...{ tables: content.tables.length, withheld: content.withheld.length },
            })}
          </td>
          <td>{showTime(createdAt)}</td>
          <td>{(createdBy === null ? undefined : names.get(createdBy)) ?? texts.somebody}</td>
          <td>
            <code>{sha256.slice(0, 12)}</code>
          </td>
        </tr>
      ))}
    </Table>
  )
}

interface FreezeProps extends Awaited<ReturnType<typeof choicesOf>> {
  readonly form: FormState
  readonly language: 'it' | 'en'
}

function FreezeForm({ form, language, programmes, monthEnd }: FreezeProps) {
  const texts = EVIDENCE_TEXTS[language]
  const first = { day: monthEnd, threshold: `${EVIDENCE_DEFAULTS.threshold}`, level: '0.95' }
  const shown = { ...form, values: { ...first, ...form.values } }
  return (
    <section class="desk-card" id="freeze">
      <h2>{texts.freeze}</h2>
      <p>{texts.freezeLead}</p>
      <form method="post" action={DATASETS_PATH} class="lab-form">
        <div class="study-fields">
          <ChoiceField
            {...{ form: shown, name: 'programme', label: texts.programme, options: programmes }}
          />
          <TextField
            {...{ form: shown, name: 'day', label: texts.lastDay, hint: texts.lastDayHint }}
            type="date"
            isRequired
          />
          <TextField
            {...{ form: shown, name: 'threshold', label: texts.threshold }}
            hint={texts.thresholdHint}
            inputmode="numeric"
            isRequired
          />
          <ChoiceField
            {...{ form: shown, name: 'level', label: texts.level }}
            options={LEVELS.map((one) => [one, `${Math.round(Number(one) * 100)}\u00a0%`])}
          />
        </div>
        <div class="desk-actions">
          <button class="btn btn-primary" type="submit">
            {texts.freezeNow}
          </button>
        </div>
      </form>
    </section>
  )
}
