import type { Hono } from 'hono'
import type { WaitingMessage } from '../../access/outbox.ts'
import { parseUuid } from '../../kernel/ids.ts'
import { type DeskOutboxTexts, deskOutboxEn, deskOutboxIt } from '../messages/desk-outbox.ts'
import { type DeskLanguage, DeskPage } from './layout.tsx'
import { Facts, type MoneyKit, noticeOf } from './money-kit.tsx'
import { answerPage, type ShownFault, tried } from './page.ts'
import { askerOf, type DeskContext, type DeskEnv, DeskRefusal, deskRoles } from './session.ts'
import { fill, showTime } from './show.ts'

const PATH = '/desk/outbox'
const SHOWN = 25

const TEXTS: Readonly<Record<DeskLanguage, DeskOutboxTexts>> = {
  it: deskOutboxIt,
  en: deskOutboxEn,
}

/** Messages that wait: whoever may hand them over opens each in a program of their own, and says that it went out. */
export function addOutbox(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  for (const path of [PATH, `${PATH}/:id`]) {
    routes.use(path, deskRoles('operator', 'administrator'))
  }
  routes.get(PATH, (c) => draw(kit, c))
  // The address of a form that was refused answers nothing else.
  routes.get(`${PATH}/:id`, (c) => c.redirect(PATH, 303))
  routes.post(`${PATH}/:id`, async (c) => {
    const id = parseUuid(c.req.param('id'))
    if (id === undefined) throw new DeskRefusal('not_found')
    const { language } = c.get('desk')
    const fault = await tried(language, () => kit.outbox.handOver(id, askerOf(c).who))
    return fault === undefined ? c.redirect(`${PATH}?done=sent`, 303) : draw(kit, c, fault)
  })
}

async function draw(kit: MoneyKit, c: DeskContext, fault?: ShownFault): Promise<Response> {
  const session = { ...c.get('desk'), path: PATH }
  const texts = TEXTS[session.language]
  const after = parseUuid(c.req.query('after') ?? '')
  const page = { limit: SHOWN + 1, ...(after === undefined ? {} : { after }) }
  const found = await kit.outbox.list(session.who, page)
  const messages = found.slice(0, SHOWN)
  const last = found.length > SHOWN ? messages.at(-1) : undefined
  const names = await namesOfStaff(kit, messages)
  const now = kit.runtime.now()
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session, notice: noticeOf(c, fault, texts.done) }}
      title={texts.title}
      section="outbox"
    >
      <p>{texts.lead}</p>
      <p>{texts.logged}</p>
      {messages.length === 0 ? <p class="desk-card pt-3">{texts.none}</p> : null}
      {messages.map((message) => (
        <Message {...{ message, texts, names, now }} />
      ))}
      {last === undefined ? null : (
        <p>
          <a href={`${PATH}?after=${last.id}`}>{texts.next}</a>
        </p>
      )}
    </DeskPage>,
    fault === undefined ? 200 : 422,
  )
}

/** People are shown by their codes, those who sign in by their names. */
async function namesOfStaff(
  { staff }: MoneyKit,
  messages: readonly WaitingMessage[],
): Promise<ReadonlyMap<string, string>> {
  const ids = messages.flatMap(({ subjectId }) => parseUuid(subjectId ?? '') ?? [])
  const found = await Promise.all([...new Set(ids)].map((id) => staff.find(id)))
  return new Map(found.flatMap((one) => (one === undefined ? [] : [[one.id, one.name] as const])))
}

interface MessageProps {
  readonly message: WaitingMessage
  readonly texts: DeskOutboxTexts
  readonly names: ReadonlyMap<string, string>
  readonly now: number
}

function Message({ message, texts, names, now }: MessageProps) {
  const { id, channel, recipient, text, links, createdAt, goodUntil, tries } = message
  const isTooOld = goodUntil !== null && goodUntil.getTime() <= now
  return (
    <article class="desk-card" aria-labelledby={`m-${id}`}>
      <h2 id={`m-${id}`}>{titleOf(message, texts, names)}</h2>
      <Facts
        pairs={[
          [texts.to, recipient],
          [texts.made, showTime(createdAt)],
          ...(goodUntil === null ? [] : [[texts.until, showTime(goodUntil)] as const]),
          ...(tries === 0 ? [] : [[texts.tries, `${tries}`] as const]),
        ]}
      />
      {isTooOld ? <p class="alert alert-warning">{texts.tooOld}</p> : null}
      {isTooOld ? null : (
        <p class="desk-words desk-message" dir="auto">
          {text}
        </p>
      )}
      {links.length === 0 ? <p class="alert alert-warning">{texts.noWay}</p> : null}
      <div class="desk-actions">
        {isTooOld
          ? null
          : links.map((link) => (
              <a class="btn btn-primary" href={link} rel="noreferrer" target="_blank">
                {wayOf(link, channel, texts)}
              </a>
            ))}
        <form method="post" action={`${PATH}/${id}`}>
          <button class="btn btn-outline-primary" type="submit">
            {isTooOld ? texts.remove : texts.sent}
          </button>
        </form>
      </div>
    </article>
  )
}

function titleOf(
  { purpose, subjectId, recipient }: WaitingMessage,
  { purposes }: DeskOutboxTexts,
  names: ReadonlyMap<string, string>,
): string {
  const subject = names.get(subjectId ?? '') ?? subjectId ?? recipient
  const known: Readonly<Record<string, string>> = purposes
  const text = Object.hasOwn(known, purpose) ? known[purpose] : undefined
  return fill(text ?? purposes.other, { subject, purpose })
}

function wayOf(link: string, channel: WaitingMessage['channel'], texts: DeskOutboxTexts): string {
  if (channel === 'mail') return texts.mail
  return link.startsWith('sms:') ? texts.sms : texts.whatsApp
}
