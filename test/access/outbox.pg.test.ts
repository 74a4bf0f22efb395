import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Principal } from '../../src/access/core/principal.ts'
import { createIdentity } from '../../src/access/identity.ts'
import type { NewMessage } from '../../src/access/outbox.ts'
import { type MailServer, startMailServer } from '../support/mail-server.ts'
import { openPeople, type People, PUBLIC_URL } from './people.ts'

const MINUTE = 60_000

let mailServer: MailServer
let people: People

beforeAll(async () => {
  mailServer = await startMailServer()
  people = await openPeople({
    mail: { url: mailServer.url, from: 'FRA NOI <fra-noi@example.org>' },
  })
})
afterAll(async () => {
  await people.close()
  await mailServer.close()
})

function put(message: Partial<NewMessage> = {}) {
  const usual = { channel: 'mail', purpose: 'test', recipient: 'anna@example.org' } as const
  const content = { subject: 'Ciao', text: 'Apri questo: https://example.org/x' }
  return people.database.db.sql.begin((tx) =>
    people.services.outbox.putIn(tx, { ...usual, ...content, ...message }),
  )
}

function person(role: 'administrator' | 'operator', contactPointIds?: string[]): Principal {
  const id = people.runtime.newId()
  return { kind: 'person', id, role, ...(contactPointIds === undefined ? {} : { contactPointIds }) }
}

describe('a message', () => {
  test('is sent once, in plain text, and forgotten', async () => {
    await put()
    expect(await people.services.outbox.sendDue()).toBe(1)
    expect(await people.services.outbox.sendDue()).toBe(0)
    expect(mailServer.letters).toHaveLength(1)
    expect(mailServer.letters[0]).toContain('To: anna@example.org')
    expect(mailServer.letters[0]).toContain('Apri questo: https://example.org/x')
    expect(mailServer.letters[0]).toMatch(/Message-ID: <[0-9a-f-]{36}@example\.org>/)
    const [row] = await people.database.db.sql`
      select outcome, recipient_sealed, content_sealed from outbox_message`
    expect(row).toEqual({ outcome: 'sent', recipient_sealed: null, content_sealed: null })
  })

  test('is sent by one of several processes', async () => {
    for (let i = 0; i < 30; i++) await put({ recipient: `p${i}@example.org` })
    const before = mailServer.letters.length
    const deps = {
      ...{ db: people.database.db, runtime: people.runtime, publicUrl: PUBLIC_URL },
      ...{ secret: 'a secret of thirty-two characters.', accessLog: people.services.accessLog },
      ...{
        associationExists: async () => true,
        partnerExists: async () => true,
        contactPointExists: async () => true,
      },
      mail: { url: mailServer.url, from: 'fra-noi@example.org' },
    }
    const boxes = [1, 2, 3].map(() => createIdentity(deps).outbox)
    const sent = await Promise.all(boxes.map((box) => box.sendDue()))
    expect(sent.reduce((sum, count) => sum + count, 0)).toBe(30)
    const recipients = mailServer.letters.slice(before).map((text) => /^To: (.*)$/m.exec(text)?.[1])
    expect(new Set(recipients).size).toBe(30)
  })

  test('that the server turns away is tried again five minutes later, and waits for a hand meanwhile', async () => {
    mailServer.isFull = true
    await put({ recipient: 'later@example.org' })
    const { outbox } = people.services
    expect(await outbox.sendDue()).toBe(0)
    const waiting = await outbox.list(person('administrator'), { limit: 10 })
    expect(waiting).toMatchObject([{ recipient: 'later@example.org', tries: 1 }])
    mailServer.isFull = false
    people.runtime.advance(5 * MINUTE - 1)
    expect(await outbox.sendDue()).toBe(0)
    people.runtime.advance(1)
    expect(await outbox.sendDue()).toBe(1)
  })

  test('to a telephone is never mailed, and opens in the programs that people have', async () => {
    const recipient = '+39 333 1234567'
    await put({ channel: 'phone', recipient, text: 'Il tuo buono: https://x.example/w/1' })
    const { outbox } = people.services
    expect(await outbox.sendDue()).toBe(0)
    const [message] = await outbox.list(person('administrator'), { limit: 10 })
    const text = encodeURIComponent('Il tuo buono: https://x.example/w/1')
    expect(message?.links).toEqual([
      `sms:+393331234567?body=${text}`,
      `https://wa.me/393331234567?text=${text}`,
    ])
  })

  test('is seen and handed over by the people of its contact point alone', async () => {
    await put({ channel: 'phone', recipient: '+39333', contactPointId: 'BI-1' })
    const { outbox } = people.services
    const [near, far] = [person('operator', ['BI-1']), person('operator', ['BI-2'])]
    expect(await outbox.list(far, { limit: 10 })).toEqual([])
    const [message] = await outbox.list(near, { limit: 10 })
    const id = message?.id ?? people.runtime.newId()
    await expect(outbox.handOver(id, far)).rejects.toMatchObject({
      code: 'outbox_message_not_found',
    })
    await outbox.handOver(id, near)
    expect(await outbox.list(near, { limit: 10 })).toEqual([])
    const entries = await people.services.accessLog.list({ limit: 9, subjectId: id })
    expect(entries.map(({ outcome }) => outcome).sort()).toEqual(['done', 'refused'])
  })

  test('is for administrators alone where it belongs to no contact point, whoever holds a key of an operator', async () => {
    await people.invite({ role: 'administrator' })
    const { outbox } = people.services
    const all = await outbox.list(person('administrator'), { limit: 100 })
    const letter = all.find(({ purpose }) => purpose === 'staff_invitation')
    expect(letter).toMatchObject({ contactPointId: null })
    const id = letter?.id ?? people.runtime.newId()
    for (const operator of [person('operator'), person('operator', ['BI-1'])]) {
      const seen = await outbox.list(operator, { limit: 10 })
      expect(seen.map((message) => message.id)).not.toContain(id)
      await expect(outbox.handOver(id, operator)).rejects.toMatchObject({
        code: 'outbox_message_not_found',
      })
    }
  })
})
