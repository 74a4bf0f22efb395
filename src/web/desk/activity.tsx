import type { Hono } from 'hono'
import { parseUuid } from '../../kernel/ids.ts'
import { type DetailName, PARTICIPANT_KINDS } from '../../monitoring/core/register.ts'
import type { EntryVersion } from '../../monitoring/register.ts'
import type { DeskActivitiesTexts } from '../messages/desk-activities.ts'
import { ACTIVITIES_PATH, ACTIVITY_READERS, ACTIVITY_TEXTS, TELLERS } from './activities.tsx'
import { DeskPage } from './layout.tsx'
import { Facts, type MoneyKit, namesOf, noticeOf, Table } from './money-kit.tsx'
import { answerPage } from './page.ts'
import { type DeskContext, type DeskEnv, DeskRefusal, deskRoles } from './session.ts'
import { showDay, showTime } from './show.ts'

const PATH = `${ACTIVITIES_PATH}/:id`

/** One activity: what is told of it, and how that was corrected. */
export function addActivity(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles(...ACTIVITY_READERS))
  routes.get(PATH, async (c) => {
    const id = parseUuid(c.req.param('id'))
    if (id === undefined) throw new DeskRefusal('not_found')
    const versions = await kit.register.versions(id)
    const names = await namesOf(
      kit,
      versions.map(({ changedBy }) => changedBy),
    )
    return draw(c, kit, versions, names)
  })
}

function draw(
  c: DeskContext,
  kit: MoneyKit,
  versions: readonly EntryVersion[],
  names: ReadonlyMap<string, string>,
): Promise<Response> {
  const session = c.get('desk')
  const texts = ACTIVITY_TEXTS[session.language]
  const entry = versions.at(-1)
  if (entry === undefined) throw new DeskRefusal('not_found')
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session, notice: noticeOf(c, undefined, texts.done) }}
      title={entry.title}
      section="activities"
    >
      <div class="desk-card pt-3">
        <Facts pairs={factsOf(entry, texts)} />
      </div>
      {TELLERS.some((one) => one === session.role) ? (
        <p class="desk-actions">
          <a class="btn btn-primary" href={`${ACTIVITIES_PATH}/${entry.id}/correct`}>
            {texts.correct}
          </a>
        </p>
      ) : null}
      <Table
        caption={texts.history}
        heads={[texts.version, texts.changedAt, texts.changedBy, texts.reason, texts.what]}
      >
        {versions.toReversed().map((one) => (
          <tr>
            <th scope="row">{one.version}</th>
            <td>{showTime(one.changedAt)}</td>
            <td>{names.get(one.changedBy) ?? texts.program}</td>
            <td>{one.reason ?? texts.first}</td>
            <td>
              {factsOf(one, texts)
                .map(([name, value]) => `${name}: ${value}`)
                .join(' · ')}
            </td>
          </tr>
        ))}
      </Table>
      <p>
        <a href={ACTIVITIES_PATH}>{texts.back}</a>
      </p>
    </DeskPage>,
  )
}

function factsOf(
  entry: EntryVersion,
  texts: DeskActivitiesTexts,
): readonly (readonly [string, string])[] {
  const word = (value: number | string) =>
    typeof value === 'number' ? `${value}` : (texts.detailWords[value] ?? value)
  const details = Object.entries(entry.details) as readonly (readonly [
    DetailName,
    number | string,
  ])[]
  const people = PARTICIPANT_KINDS.flatMap((one) => {
    const count = entry.tookPart[one]
    return count === undefined ? [] : [`${texts.people[one]} ${count}`]
  })
  const documents = entry.documents.map(({ sha256, name }) => `${name} (${sha256})`)
  const optional = [
    [texts.territory, entry.territoryId ?? ''],
    ...details.map(([name, value]) => [texts.details[name] ?? name, word(value)] as const),
    [texts.participants, people.join(', ')],
    [texts.notes, entry.notes ?? ''],
    [texts.documents, documents.join(', ')],
  ] as const
  return [
    ...(entry.isWithdrawn ? [[texts.isWithdrawn, '✓'] as const] : []),
    [texts.kind, texts.kinds[entry.kind]],
    [texts.reference, entry.reference],
    [texts.day, showDay(entry.day)],
    [texts.name, entry.title],
    [texts.place, entry.place],
    ...optional.filter(([, value]) => value !== ''),
  ]
}
