import type { Hono } from 'hono'
import { parseDay } from '../../kernel/days.ts'
import { parseUuid } from '../../kernel/ids.ts'
import { ENTRY_KINDS } from '../../monitoring/core/register.ts'
import type { EntryPage, EntryVersion } from '../../monitoring/register.ts'
import {
  type DeskActivitiesTexts,
  deskActivitiesEn,
  deskActivitiesIt,
} from '../messages/desk-activities.ts'
import { ChoiceField, TextField } from './fields.tsx'
import { FiltersForm } from './filters-form.tsx'
import { type DeskLanguage, DeskPage } from './layout.tsx'
import { type MoneyKit, noticeOf, Table } from './money-kit.tsx'
import { answerPage } from './page.ts'
import { allPlaces, type Place } from './places.ts'
import { type DeskContext, type DeskEnv, deskRoles } from './session.ts'
import { showDay } from './show.ts'

export const ACTIVITIES_PATH = '/desk/activities'
const SHOWN = 50

export const ACTIVITY_TEXTS: Readonly<Record<DeskLanguage, DeskActivitiesTexts>> = {
  it: deskActivitiesIt,
  en: deskActivitiesEn,
}
export const TELLERS = ['operator', 'administrator'] as const
export const ACTIVITY_READERS = [...TELLERS, 'analyst', 'treasurer', 'auditor'] as const

/** What the work programme did, the newest first. */
export function addActivities(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(ACTIVITIES_PATH, deskRoles(...ACTIVITY_READERS))
  routes.get(ACTIVITIES_PATH, async (c) => {
    const filter = filterOf(c.req.query())
    const after = afterOf(c.req.query('after') ?? '')
    const page = { ...filter, limit: SHOWN + 1, ...(after === undefined ? {} : { after }) }
    const found = await kit.register.list(page)
    return draw(c, kit, filter, found)
  })
}

type Filter = Pick<EntryPage, 'kind' | 'territoryId' | 'from' | 'until'>

function filterOf(query: Readonly<Record<string, string>>): Filter {
  const place = query.territory ?? ''
  return {
    kind: ENTRY_KINDS.find((one) => one === query.kind),
    territoryId: /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/.test(place) ? place : undefined,
    from: parseDay(query.from ?? ''),
    until: parseDay(query.until ?? ''),
  }
}

function afterOf(text: string): EntryPage['after'] {
  const [day = '', id = ''] = text.split('~')
  const [first, second] = [parseDay(day), parseUuid(id)]
  return first === undefined || second === undefined ? undefined : [first, second]
}

/** The address of what a filter lets through. */
function addressOf(path: string, filter: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(filter).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  )
  const query = new URLSearchParams(given)
  return query.size === 0 ? path : `${path}?${query}`
}

async function draw(
  c: DeskContext,
  kit: MoneyKit,
  filter: Filter,
  found: readonly EntryVersion[],
): Promise<Response> {
  const session = c.get('desk')
  const { language, role } = session
  const texts = ACTIVITY_TEXTS[language]
  const territories = await allPlaces(kit.network)
  const shown = found.slice(0, SHOWN)
  const last = found.length > SHOWN ? shown.at(-1) : undefined
  const { territoryId, ...rest } = filter
  const csv = addressOf('/api/v1/register-entries.csv', { ...rest, territoryId })
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session, notice: noticeOf(c, undefined, texts.done) }}
      title={texts.title}
      section="activities"
    >
      <p>{texts.lead}</p>
      <div class="desk-actions">
        {TELLERS.some((one) => one === role) ? (
          <>
            <a class="btn btn-primary" href="/desk/new-activity">
              {texts.new}
            </a>
            <a class="btn btn-outline-primary" href="/desk/import-activities">
              {texts.import}
            </a>
          </>
        ) : null}
        <a class="btn btn-outline-primary" href={csv}>
          {texts.csv}
        </a>
      </div>
      <Filters {...{ filter, texts, territories }} />
      <Entries {...{ shown, texts, territories }} />
      {last === undefined ? null : (
        <p>
          <a
            href={addressOf(ACTIVITIES_PATH, {
              ...{ ...rest, territory: territoryId, after: `${last.day}~${last.id}` },
            })}
          >
            {texts.older}
          </a>
        </p>
      )}
    </DeskPage>,
  )
}

interface FiltersProps {
  readonly filter: Filter
  readonly texts: DeskActivitiesTexts
  readonly territories: readonly Place[]
}

function Filters({ filter, texts, territories }: FiltersProps) {
  const { kind = '', territoryId = '', from = '', until = '' } = filter
  const form = { values: { kind, territory: territoryId, from, until }, faults: {} }
  return (
    <FiltersForm action={ACTIVITIES_PATH} texts={texts}>
      <ChoiceField
        {...{ form, name: 'kind', label: texts.kind, empty: texts.all }}
        options={ENTRY_KINDS.map((one) => [one, texts.kinds[one]] as const)}
      />
      <ChoiceField
        {...{ form, name: 'territory', label: texts.territory, empty: texts.all }}
        options={territories.map(({ id, name }) => [id, name] as const)}
      />
      <TextField {...{ form, name: 'from', label: texts.from }} type="date" />
      <TextField {...{ form, name: 'until', label: texts.until }} type="date" />
    </FiltersForm>
  )
}

interface EntriesProps {
  readonly shown: readonly EntryVersion[]
  readonly texts: DeskActivitiesTexts
  readonly territories: readonly Place[]
}

function Entries({ shown, texts, territories }: EntriesProps) {
  if (shown.length === 0) return <p class="desk-card pt-3">{texts.none}</p>
  const names = new Map(territories.map(({ id, name }) => [id, name]))
  return (
    <Table
      caption={texts.list}
      heads={[
        ...[texts.day, texts.name, texts.kind, texts.place],
        { figure: texts.people_total },
        texts.reference,
      ]}
    >
      {shown.map((entry) => (
        <tr class={entry.isWithdrawn ? 'desk-not-met' : ''}>
          <td>{showDay(entry.day)}</td>
          <td>
            <a href={`${ACTIVITIES_PATH}/${entry.id}`}>{entry.title}</a>
            {entry.isWithdrawn ? ` (${texts.isWithdrawn})` : ''}
          </td>
          <td>{texts.kinds[entry.kind]}</td>
          <td>
            {entry.place}
            {entry.territoryId === null
              ? ''
              : `, ${names.get(entry.territoryId) ?? entry.territoryId}`}
          </td>
          <td class="desk-figure">{peopleOf(entry)}</td>
          <td>{entry.reference}</td>
        </tr>
      ))}
    </Table>
  )
}

/** How many took part, of all kinds. */
export function peopleOf({ tookPart }: Pick<EntryVersion, 'tookPart'>): number {
  return Object.values(tookPart).reduce((sum, one) => sum + one, 0)
}
