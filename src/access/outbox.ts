import type { Database, Tx } from '../db/client.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Runtime } from '../runtime.ts'
import type { AccessLog } from './access-log.ts'
import { type Principal, reaches } from './core/principal.ts'
import { messageLinks } from './core/wallet-message.ts'
import type { Mail } from './mail.ts'
import * as store from './outbox-store.ts'
import { createSealing } from './sealing.ts'

/** A message to be sent. */
export interface NewMessage {
  readonly channel: store.OutboxChannel
  /** What it is about, like `staff_invitation`; told to whoever looks at the list. */
  readonly purpose: string
  /** Whose operators may hand it over; left out for administrators who signed in only. */
  readonly contactPointId?: string
  /** Whom it is for. What waited for them about the same is closed: its link opens nothing any more. */
  readonly subjectId?: string
  /** When its link is too old; left out where it says nothing that ends. */
  readonly goodUntil?: Date
  /** An e-mail address, or a telephone number with `+` and the country. */
  readonly recipient: string
  readonly subject: string
  readonly text: string
}

/** A message that waits, as a person hands it over. */
export interface WaitingMessage {
  readonly id: Uuid
  readonly channel: store.OutboxChannel
  readonly purpose: string
  readonly contactPointId: string | null
  /** The code of a person, or the id of somebody who signs in. */
  readonly subjectId: string | null
  readonly createdAt: Date
  readonly goodUntil: Date | null
  /** How often the mail server was asked. */
  readonly tries: number
  readonly recipient: string
  readonly text: string
  /** Open the person's own program with the message in it: `mailto:`, or `sms:` and `https://wa.me/…`. */
  readonly links: readonly string[]
}

/** Messages to people. Sent by mail where a server is configured; whatever waits can be handed over by a person. */
export interface Outbox {
  /** Writes a message on an open transaction: it goes out if what it is about happened. */
  putIn(tx: Tx, message: NewMessage): Promise<void>
  /** Closes whatever waits for somebody, on an open transaction: nothing of them is kept. */
  forgetIn(tx: Tx, subjectId: string): Promise<void>
  /** What waits and the caller may hand over. That it was looked at is in the access log first. */
  list(
    who: Principal,
    page: { readonly limit: number; readonly after?: Uuid },
  ): Promise<readonly WaitingMessage[]>
  /**
   * Closes a message that a person handed over, and forgets what it said. Safe to repeat.
   *
   * @throws DomainError `outbox_message_not_found`
   */
  handOver(id: Uuid, who: Principal): Promise<void>
  /** Sends what is due, each by one of the processes; returns how many went out. */
  sendDue(): Promise<number>
}

export interface OutboxDeps {
  readonly db: Database
  readonly runtime: Runtime
  readonly secret: string
  readonly accessLog: AccessLog
  /** Left out where no mail server is configured. */
  readonly mail?: Mail
}

const AT_ONCE = 20
const RETRY_MS = 5 * 60_000
/** With five minutes between them: two days. */
const TRIES_MAX = 576

type Content = Pick<NewMessage, 'subject' | 'text'>

export function createOutbox(deps: OutboxDeps): Outbox {
  const { db, runtime, accessLog } = deps
  const sealing = createSealing(deps.secret, 'outbox')
  const seal = (id: Uuid, part: string, text: string) =>
    sealing.seal(text, `${part} of ${id}`, runtime.randomBytes(12))
  const read = (row: store.OutboxRow) => readRow(row, (sealed, part) => sealing.open(sealed, part))
  return {
    putIn: async (tx, message) => {
      const { channel, purpose, contactPointId = null, recipient, subject, text } = message
      const { subjectId = null, goodUntil = null } = message
      const id = runtime.newId()
      const createdAt = new Date(runtime.now())
      if (subjectId !== null) await store.closeOlder(tx, { purpose, subjectId }, createdAt)
      await store.insertMessage(tx, {
        ...{ id, channel, purpose, contactPointId, subjectId, goodUntil, createdAt },
        recipientSealed: seal(id, 'recipient', recipient),
        contentSealed: seal(id, 'content', JSON.stringify({ subject, text } satisfies Content)),
      })
    },
    forgetIn: (tx, subjectId) => store.closeAllOf(tx, subjectId, new Date(runtime.now())),
    list: async (who, page) => {
      const rows = await store.selectWaiting(db.sql, who, page)
      const messages = rows.flatMap((row) => {
        const message = read(row)
        return message === undefined ? [] : [{ ...facts(row), ...shown(row.channel, message) }]
      })
      if (messages.length > 0) {
        await accessLog.record({
          ...{ actor: who, action: 'outbox.viewed', outcome: 'done' },
          subject: { kind: 'outbox', id: 'waiting' },
          detail: { count: String(messages.length) },
        })
      }
      return messages
    },
    handOver: (id, who) => handOver(deps, id, who),
    sendDue: () => sendDue(deps, read),
  }
}

interface Readable extends Content {
  readonly recipient: string
}

function readRow(
  { id, recipientSealed, contentSealed }: store.OutboxRow,
  open: (sealed: Uint8Array, context: string) => string | undefined,
): Readable | undefined {
  if (recipientSealed === null || contentSealed === null) return undefined
  const recipient = open(recipientSealed, `recipient of ${id}`)
  const content = open(contentSealed, `content of ${id}`)
  if (recipient === undefined || content === undefined) return undefined
  return { recipient, ...(JSON.parse(content) as Content) }
}

function facts({ recipientSealed, contentSealed, closedAt, outcome, ...row }: store.OutboxRow) {
  return row
}

function shown(channel: store.OutboxChannel, { recipient, subject, text }: Readable) {
  if (channel === 'mail') {
    const parts = [recipient, subject, text].map(encodeURIComponent)
    return { recipient, text, links: [`mailto:${parts[0]}?subject=${parts[1]}&body=${parts[2]}`] }
  }
  const ways = messageLinks(recipient, text)
  const links = ways === undefined ? [] : [ways.sms, ways.whatsApp]
  return { recipient, text, links }
}

async function handOver({ db, runtime, accessLog }: OutboxDeps, id: Uuid, who: Principal) {
  const row = await store.selectMessage(db.sql, id)
  const isTheirs =
    row !== undefined &&
    (row.contactPointId === null
      ? who.kind === 'person' && who.role === 'administrator'
      : reaches(who, row.contactPointId))
  if (!isTheirs) {
    await accessLog.record({
      ...{ actor: who, action: 'outbox.handed_over', outcome: 'refused' },
      subject: { kind: 'outbox_message', id },
    })
    throw new DomainError('outbox_message_not_found', 'There is no message with this id.')
  }
  await db.sql.begin(async (tx) => {
    if (!(await store.closeMessage(tx, id, 'handed_over', new Date(runtime.now())))) return
    await accessLog.recordIn(tx, {
      ...{ actor: who, action: 'outbox.handed_over', outcome: 'done' },
      subject: { kind: 'outbox_message', id },
      detail: { purpose: row.purpose },
    })
  })
}

async function sendDue(
  { db, runtime, mail }: OutboxDeps,
  read: (row: store.OutboxRow) => Readable | undefined,
): Promise<number> {
  if (mail === undefined) return 0
  const at = new Date(runtime.now())
  const nextTryAt = new Date(at.getTime() + RETRY_MS)
  const rows = await store.claimMail(db.sql, { at, nextTryAt, limit: AT_ONCE })
  let sent = 0
  for (const row of rows) {
    const message = read(row)
    const isSent =
      message !== undefined && (await isTaken(mail, row.id, { ...message, to: message.recipient }))
    if (isSent) {
      await store.closeMessage(db.sql, row.id, 'sent', new Date(runtime.now()))
      sent++
    } else if (row.tries >= TRIES_MAX) {
      await store.closeMessage(db.sql, row.id, 'given_up', new Date(runtime.now()))
    }
  }
  return sent
}

/** Whether the mail server took it. What it says against it may name the recipient, so it goes nowhere. */
async function isTaken(
  mail: Mail,
  id: Uuid,
  { to, subject, text }: Content & { readonly to: string },
): Promise<boolean> {
  try {
    await mail.send({ id, to, subject, text })
    return true
  } catch {
    return false
  }
}
