import type { Hono } from 'hono'
import { parseUuid } from '../../kernel/ids.ts'
import { INDICATORS } from '../../monitoring/core/indicators.ts'
import { MONTH_MAX, TARGET_MAX } from '../../monitoring/core/targets.ts'
import { type Board, EXPORT_FILES, type Selection } from '../../monitoring/results.ts'
import type { MonitoringTexts } from '../messages/monitoring.ts'
import { ChoiceField, EMPTY_FORM, TextField } from './fields.tsx'
import { FiltersForm } from './filters-form.tsx'
import { DeskPage } from './layout.tsx'
import { attempt, Hidden, type MoneyKit, noticeOf } from './money-kit.tsx'
import {
  Autonomy,
  Groups,
  Indicators,
  MONITORING_TEXTS,
  Services,
  TargetChart,
} from './monitoring-parts.tsx'
import { answerPage, type ShownFault } from './page.ts'
import { allPlaces, type Place } from './places.ts'
import { readFields } from './reading.ts'
import { type DeskContext, type DeskEnv, DeskRefusal, deskRoles, readForm } from './session.ts'
import { fill, showDay } from './show.ts'

const PATH = '/desk/monitoring'
const FILES_PATH = `${PATH}/exports/:id/:file{[a-z]+\\.csv}`
const READERS = ['analyst', 'administrator', 'treasurer', 'auditor'] as const
/** Who sets targets and takes figures out. */
const KEEPERS = ['analyst', 'administrator'] as const
const ID_MAX = 40
const CHOICES_MAX = 200

/** The board of results: indicators against targets, cohorts, the files of an evaluator, the feed for everybody. */
export function addMonitoring(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles(...READERS))
  routes.use(`${PATH}/*`, deskRoles(...KEEPERS))
  routes.get(PATH, (c) => draw(c, kit))
  routes.post(PATH, deskRoles(...KEEPERS), async (c) => {
    const { language, role } = c.get('desk')
    const values = await readForm(c)
    const programmeId = values.programme ?? ''
    const done = { target: 'target', open: 'opened', withdraw: 'withdrawn', export: 'exported' }
    const step = Object.keys(done).find((one) => one === values.step) as keyof typeof done
    if (step === undefined) throw new DeskRefusal('not_found')
    // What everybody may read is for whoever answers for the programme to say.
    const isFeed = step === 'open' || step === 'withdraw'
    if (isFeed && role !== 'administrator') throw new DeskRefusal('forbidden')
    const id = readFields(values, language)
    const fault = await attempt(language, () => act(c, kit, step, programmeId, values))
    if (fault !== undefined) return draw(c, kit, fault)
    const query = new URLSearchParams({ programme: programmeId, done: done[step] })
    if (step === 'export') query.set('export', id.id('id'))
    return c.redirect(`${PATH}?${query}`, 303)
  })
  routes.get(FILES_PATH, async (c) => {
    const id = parseUuid(c.req.param('id'))
    const file = EXPORT_FILES.find((one) => `${one}.csv` === c.req.param('file'))
    if (id === undefined || file === undefined) throw new DeskRefusal('not_found')
    const text = await kit.monitoring.exportFile(id, file, c.get('desk').who)
    if (text === undefined) throw new DeskRefusal('not_found')
    return c.body(text, 200, {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${file}.csv"`,
    })
  })
}

async function act(
  c: DeskContext,
  { monitoring }: MoneyKit,
  step: 'target' | 'open' | 'withdraw' | 'export',
  programmeId: string,
  values: Readonly<Record<string, string>>,
): Promise<unknown> {
  const { who, language } = c.get('desk')
  const fields = readFields(values, language)
  if (step === 'export') return monitoring.beginExport(fields.id('id'), programmeId, who)
  if (step !== 'target') return monitoring.setFeed(programmeId, step === 'open', who)
  const month = fields.wholeNumber('month', 1, MONTH_MAX)
  const isEmpty = (values.value ?? '').trim() === ''
  const value = isEmpty ? null : fields.wholeNumber('value', 0, TARGET_MAX)
  const indicator = fields.line('indicator', ID_MAX, true)
  if (!fields.isGood() || month === null || indicator === null) throw new DeskRefusal('not_found')
  return monitoring.setTarget(programmeId, { indicator, month, value }, who)
}

/** Who is shown, as the address says. */
function selectionOf(c: DeskContext, programmeId: string): Selection {
  const place = c.req.query('territory') ?? ''
  return {
    programmeId,
    territoryId: /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/.test(place) ? place : undefined,
  }
}

async function draw(c: DeskContext, kit: MoneyKit, fault?: ShownFault): Promise<Response> {
  const session = c.get('desk')
  const texts = MONITORING_TEXTS[session.language]
  const programmes = await kit.network.listProgrammes({ limit: CHOICES_MAX })
  const asked = c.req.query('programme')
  const programme = programmes.find(({ id }) => id === asked) ?? programmes[0]
  if (programme === undefined) throw new DeskRefusal('not_found')
  const selection = selectionOf(c, programme.id)
  const [board, territories, feed] = await Promise.all([
    kit.monitoring.board(selection),
    allPlaces(kit.network),
    kit.monitoring.feedOf(programme.id),
  ])
  const id = kit.runtime.newId()
  const exported = parseUuid(c.req.query('export') ?? '')
  const mayKeep = KEEPERS.some((one) => one === session.role)
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session, notice: noticeOf(c, fault, texts.done) }}
      title={texts.title}
      section="monitoring"
    >
      <p>
        {texts.lead} {fill(texts.updated, { day: showDay(board.day) })}
      </p>
      <Filters {...{ selection, texts, programmes, territories }} />
      <Indicators {...{ board, texts }} />
      <TargetChart {...{ board, texts }} />
      <Groups caption={texts.cohorts} groups={board.cohorts} texts={texts} />
      <Groups
        {...{ caption: texts.territories, groups: board.territories, texts }}
        nameOf={(key) => territories.find((place) => place.id === key)?.name}
      />
      <Groups caption={texts.sexes} groups={board.sexes} texts={texts} />
      <Groups caption={texts.ageBands} groups={board.ageBands} texts={texts} />
      <Autonomy {...{ board, texts }} />
      <Services {...{ board, texts }} />
      {mayKeep ? <TargetForm {...{ board, texts }} /> : null}
      {mayKeep ? <Export {...{ board, texts, id, exported }} /> : null}
      {session.role === 'administrator' ? (
        <Feed {...{ board, texts, feed, publicUrl: kit.publicUrl }} />
      ) : null}
    </DeskPage>,
    fault?.status ?? 200,
  )
}

interface FiltersProps {
  readonly selection: Selection
  readonly texts: MonitoringTexts
  readonly programmes: readonly Place[]
  readonly territories: readonly Place[]
}

function Filters({ selection, texts, programmes, territories }: FiltersProps) {
  const { programmeId, territoryId = '' } = selection
  const form = { values: { programme: programmeId, territory: territoryId }, faults: {} }
  const named = (all: readonly Place[]) => all.map(({ id, name }) => [id, name] as const)
  return (
    <FiltersForm action={PATH} texts={texts}>
      <ChoiceField
        {...{ form, name: 'programme', label: texts.programme, options: named(programmes) }}
      />
      <ChoiceField
        {...{ form, name: 'territory', label: texts.territory, empty: texts.all }}
        options={named(territories)}
      />
    </FiltersForm>
  )
}

interface KeepingProps {
  readonly board: Board
  readonly texts: MonitoringTexts
}

function TargetForm({ board, texts }: KeepingProps) {
  const form = EMPTY_FORM
  return (
    <form method="post" action={PATH} class="desk-card pt-3">
      <h2 class="h5">{texts.setTarget}</h2>
      <Hidden values={{ programme: board.programme.id }} />
      <div class="desk-fields">
        <ChoiceField
          {...{ form, name: 'indicator', label: texts.indicator }}
          options={INDICATORS.map(({ id }) => [id, texts.indicators[id]?.[0] ?? id] as const)}
        />
        <TextField
          {...{ form, name: 'month', label: texts.month, min: 1, max: MONTH_MAX }}
          type="number"
          isRequired
        />
        <TextField
          {...{ form, name: 'value', label: texts.targetValue, hint: texts.targetHint }}
          {...{ min: 0, max: TARGET_MAX }}
          type="number"
        />
      </div>
      <div class="desk-actions">
        <button class="btn btn-outline-primary" type="submit" name="step" value="target">
          {texts.save}
        </button>
      </div>
    </form>
  )
}

interface ExportProps extends KeepingProps {
  readonly id: string
  readonly exported: string | undefined
}

function Export({ board, texts, id, exported }: ExportProps) {
  return (
    <form method="post" action={PATH} class="desk-card pt-3">
      <h2 class="h5">{texts.export}</h2>
      <p>{texts.exportLead}</p>
      <Hidden values={{ programme: board.programme.id, id }} />
      {exported === undefined ? null : (
        <ul>
          {EXPORT_FILES.map((file) => (
            <li>
              <a href={`${PATH}/exports/${exported}/${file}.csv`}>{texts.files[file]}</a>
            </li>
          ))}
        </ul>
      )}
      <div class="desk-actions">
        <button class="btn btn-outline-primary" type="submit" name="step" value="export">
          {texts.makeExport}
        </button>
      </div>
    </form>
  )
}

interface FeedProps extends KeepingProps {
  readonly feed: string | undefined
  readonly publicUrl: string
}

function Feed({ board, texts, feed, publicUrl }: FeedProps) {
  const address = `${publicUrl}/results/${feed}`
  const title = board.programme.name.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
  const frame = `<iframe src="${address}" title="${title}" width="100%" height="700" loading="lazy"></iframe>`
  return (
    <form method="post" action={PATH} class="desk-card pt-3">
      <h2 class="h5">{texts.feed}</h2>
      <p>{texts.feedLead}</p>
      <Hidden values={{ programme: board.programme.id }} />
      {feed === undefined ? null : (
        <ul>
          <li>
            {texts.feedPage}:{' '}
            <a class="text-break" href={address}>
              {address}
            </a>
          </li>
          <li>
            {texts.feedJson}:{' '}
            <a class="text-break" href={`${address}/data.json`}>{`${address}/data.json`}</a>
          </li>
          <li>
            {texts.feedFrame}: <code class="text-break">{frame}</code>
          </li>
        </ul>
      )}
      <div class="desk-actions">
        <button
          class="btn btn-outline-primary"
          type="submit"
          name="step"
          value={feed === undefined ? 'open' : 'withdraw'}
        >
          {feed === undefined ? texts.open : texts.withdraw}
        </button>
      </div>
    </form>
  )
}
