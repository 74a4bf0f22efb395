import type { Hono } from 'hono'
import type { AccessLogPage, RecordedAccess } from '../../access/access-log.ts'
import { addDays, parseDay, romeMidnight } from '../../kernel/days.ts'
import { parseUuid } from '../../kernel/ids.ts'
import type { DeskImportTexts } from '../messages/desk-import.ts'
import { ChoiceField, scrolled, TextField } from './fields.tsx'
import { IMPORT_TEXTS } from './import.tsx'
import { DeskPage, FRAME_TEXTS } from './layout.tsx'
import { answerPage, type DeskKit } from './page.ts'
import { type DeskEnv, deskRoles } from './session.ts'
import { showTime } from './show.ts'

const PATH = '/desk/access-log'
const SHOWN = 50
const FILTERS = ['action', 'outcome', 'subjectId', 'from', 'until'] as const

type LogTexts = DeskImportTexts['log']
type Query = Readonly<Record<string, string>>

/** Who did, saw or was refused what. */
export function addAccessLog(routes: Hono<DeskEnv>, kit: DeskKit): void {
  routes.use(PATH, deskRoles('administrator', 'auditor'))
  routes.get(PATH, async (c) => {
    const session = c.get('desk')
    const texts = IMPORT_TEXTS[session.language].log
    const query = c.req.query()
    const found = await kit.accessLog.list({ ...filterOf(query), limit: SHOWN + 1 })
    const entries = found.slice(0, SHOWN)
    return answerPage(
      c,
      <DeskPage assets={kit.assets} session={session} title={texts.title} section="log">
        <Filters query={query} texts={texts} />
        {entries.length === 0 ? (
          <p>{texts.empty}</p>
        ) : (
          <Entries entries={entries} texts={texts} roles={FRAME_TEXTS[session.language].roles} />
        )}
        {found.length > SHOWN ? (
          <p>
            <a href={nextPath(query, entries)}>{texts.next}</a>
          </p>
        ) : null}
        <p>
          <a href="/api/v1/access-log.csv">{texts.csv}</a>
        </p>
      </DeskPage>,
    )
  })
}

/** The filters that can be read; one that cannot lets all pass. */
function filterOf(query: Query): Omit<AccessLogPage, 'limit'> {
  const { action = '', outcome, subjectId = '', from = '', until = '' } = query
  const after = parseUuid(query.after ?? '')
  const first = parseDay(from)
  const last = parseDay(until)
  return {
    ...(/^[a-z_]{1,40}\.[a-z_]{1,40}$/.test(action) ? { action } : {}),
    ...(outcome === 'done' || outcome === 'refused' ? { outcome } : {}),
    ...(/^[\x20-\x7e]{1,80}$/.test(subjectId) ? { subjectId } : {}),
    ...(first === undefined ? {} : { from: new Date(romeMidnight(first)) }),
    ...(last === undefined ? {} : { until: new Date(romeMidnight(addDays(last, 1))) }),
    ...(after === undefined ? {} : { after }),
  }
}

function nextPath(query: Query, entries: readonly RecordedAccess[]): string {
  const kept = FILTERS.flatMap((name) => {
    const value = query[name] ?? ''
    return value === '' ? [] : [[name, value]]
  })
  return `${PATH}?${new URLSearchParams([...kept, ['after', entries.at(-1)?.id ?? '']])}`
}

function Filters({ query, texts }: { readonly query: Query; readonly texts: LogTexts }) {
  const form = { values: query, faults: {} }
  const outcomes = ['done', 'refused'] as const
  return (
    <form method="get" action={PATH} class="desk-card pt-3">
      <div class="desk-fields">
        <TextField
          form={form}
          name="action"
          label={texts.action}
          hint={texts.actionHint}
          maxlength={81}
        />
        <ChoiceField
          form={form}
          name="outcome"
          label={texts.outcome}
          empty={texts.all}
          options={outcomes.map((one) => [one, texts.outcomes[one]] as const)}
        />
        <TextField form={form} name="subjectId" label={texts.subjectId} maxlength={80} />
        <TextField form={form} name="from" label={texts.from} type="date" />
        <TextField form={form} name="until" label={texts.until} type="date" />
      </div>
      <div class="desk-actions">
        <button class="btn btn-outline-primary" type="submit">
          {texts.filter}
        </button>
      </div>
    </form>
  )
}

interface EntriesProps {
  readonly entries: readonly RecordedAccess[]
  readonly texts: LogTexts
  readonly roles: Readonly<Record<string, string>>
}

function Entries({ entries, texts, roles }: EntriesProps) {
  return (
    <div {...scrolled(texts.caption)}>
      <table class="table">
        <caption>{texts.caption}</caption>
        <thead>
          <tr>
            {[texts.at, texts.who, texts.action, texts.outcome, texts.subject, texts.detail].map(
              (text) => (
                <th scope="col">{text}</th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr {...(entry.outcome === 'refused' ? { class: 'desk-not-met' } : {})}>
              <td>{showTime(entry.recordedAt)}</td>
              <td>
                {entry.role === null ? texts.service : (roles[entry.role] ?? entry.role)}{' '}
                <small>{entry.actorId ?? ''}</small>
              </td>
              <td>{entry.action}</td>
              <td>{texts.outcomes[entry.outcome]}</td>
              <td>
                {entry.subjectKind} {entry.subjectId}
              </td>
              <td>
                {Object.entries(entry.detail).map(([name, value]) => (
                  <div>
                    {name}: {value}
                  </div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
