import type { Hono } from 'hono'
import { messageLinks, walletLanguageOf, walletMessage } from '../../access/core/wallet-message.ts'
import { LINK_HOURS } from '../../access/wallets.ts'
import { CONSENT_METHODS, CONSENT_PURPOSES, VIEW_PURPOSES } from '../../plans/core/words.ts'
import { renderQrSvg } from '../../vouchers/qr.ts'
import { type DeskKit, tried } from './page.ts'
import { drawPerson, PERSON_PATH } from './person.tsx'
import { PEOPLE_TEXTS, readIdentity } from './person-fields.tsx'
import { codeOf, PERSON_TEXTS, type SeenIdentity } from './person-reading.ts'
import { type FormReader, readFields } from './reading.ts'
import { askerOf, type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'
import { fill } from './show.ts'

/** What the forms of a person's page do. */
export function addPersonActions(routes: Hono<DeskEnv>, kit: DeskKit): void {
  routes.use(`${PERSON_PATH}/who`, deskRoles('operator', 'auditor'))
  routes.post(`${PERSON_PATH}/who`, async (c) => {
    const { purpose } = await readForm(c)
    const why = VIEW_PURPOSES.find((one) => one === purpose)
    let seen: SeenIdentity | undefined
    const refused = await refusal(kit, c, async () => {
      seen = await kit.casework.identities.view(askerOf(c), codeOf(c), why)
    })
    return refused ?? drawPerson(kit, c, seen === undefined ? {} : { seen })
  })
  for (const name of ['identity', 'consent', 'withdraw', 'wallet', 'wallet/message', 'pin']) {
    routes.use(`${PERSON_PATH}/${name}`, deskRoles('operator'))
  }
  routes.use(`${PERSON_PATH}/wallet/revoke`, deskRoles('operator'))
  routes.post(`${PERSON_PATH}/identity`, (c) => changeIdentity(kit, c))
  routes.post(`${PERSON_PATH}/consent`, (c) => recordConsent(kit, c))
  routes.post(`${PERSON_PATH}/withdraw`, async (c) => {
    const id = (await fieldsOf(c)).id('id')
    return done(kit, c, 'withdrawn', () => kit.casework.consents.withdraw(askerOf(c), id))
  })
  routes.post(`${PERSON_PATH}/wallet`, (c) => makeLink(kit, c))
  routes.post(`${PERSON_PATH}/wallet/message`, (c) => prepareMessage(kit, c))
  routes.post(`${PERSON_PATH}/wallet/revoke`, (c) =>
    done(kit, c, 'revoked', () => kit.wallets.revoke(codeOf(c), askerOf(c).who)),
  )
  routes.post(`${PERSON_PATH}/pin`, async (c) => {
    const { pin = '' } = await readForm(c)
    const change = { beneficiaryId: codeOf(c), pin, by: askerOf(c).who }
    return done(kit, c, 'pin', () => kit.pins.resetPin(change))
  })
}

/** Does it and goes back to the person, or says there why not. */
export async function done(
  kit: DeskKit,
  c: DeskContext,
  what: string,
  act: () => Promise<unknown>,
): Promise<Response> {
  const refused = await refusal(kit, c, act)
  return refused ?? c.redirect(`/desk/people/${codeOf(c)}?done=${what}`, 303)
}

/** Does it; where it was refused, the person's page says why. */
export async function refusal(
  kit: DeskKit,
  c: DeskContext,
  act: () => Promise<unknown>,
): Promise<Response | undefined> {
  const fault = await tried(c.get('desk').language, act)
  if (fault === undefined) return undefined
  return drawPerson(kit, c, { notice: { kind: 'wrong', text: fault.text } }, 422)
}

async function fieldsOf(c: DeskContext): Promise<FormReader> {
  return readFields(await readForm(c), c.get('desk').language)
}

async function changeIdentity(kit: DeskKit, c: DeskContext): Promise<Response> {
  const { language } = c.get('desk')
  const texts = PEOPLE_TEXTS[language]
  const fields = await fieldsOf(c)
  const data = readIdentity(fields, texts)
  if (data === null) fields.blame('givenName', texts.nameNeeded)
  if (data !== null && fields.isGood()) {
    return done(kit, c, 'identity', () =>
      kit.casework.identities.change(askerOf(c), codeOf(c), data),
    )
  }
  const form = fields.state()
  const text = fill(texts.fieldsWrong, { count: Object.keys(form.faults).length })
  const seen: SeenIdentity = { personal: null, objectives: new Map() }
  return drawPerson(kit, c, { form, seen, notice: { kind: 'wrong', text } }, 422)
}

async function recordConsent(kit: DeskKit, c: DeskContext): Promise<Response> {
  const { consents } = kit.casework
  const fields = await fieldsOf(c)
  const id = fields.id('id')
  const purpose = fields.choice('consentPurpose', CONSENT_PURPOSES, true)
  const method = fields.choice('consentMethod', CONSENT_METHODS, true)
  const notices = await consents.notices()
  const language = fields.choice(
    'noticeLanguage',
    notices.map((notice) => notice.language),
    true,
  )
  const version = Math.max(
    ...notices.filter((one) => one.language === language).map((one) => one.version),
  )
  if (purpose === null || method === null || language === null) {
    const text = fill(PEOPLE_TEXTS[c.get('desk').language].fieldsWrong, { count: 1 })
    return drawPerson(kit, c, { notice: { kind: 'wrong', text } }, 422)
  }
  const consent = { id, beneficiaryId: codeOf(c), purpose, method, language, version }
  return done(kit, c, 'consent', () => consents.record(askerOf(c), consent))
}

/** The link is in this answer and nowhere else: sent again, the form makes another one, and this opens nothing. */
async function makeLink(kit: DeskKit, c: DeskContext): Promise<Response> {
  const link = await kit.wallets.createLink({
    ...{ beneficiaryId: codeOf(c), hours: LINK_HOURS.usual, by: askerOf(c).who },
  })
  const url = `${kit.publicUrl}/w/${link.token}`
  const svg = await renderQrSvg(url)
  const picture = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
  return drawPerson(kit, c, { link: { url, picture, until: link.expiresAt } })
}

/**
 * Writes a message with a new link, in the person's language, for an operator to send. The number is read for it, which
 * is in the access log as every look at who somebody is. Sent again, the form makes another one in place of this.
 */
async function prepareMessage(kit: DeskKit, c: DeskContext): Promise<Response> {
  const asker = askerOf(c)
  const code = codeOf(c)
  const texts = PERSON_TEXTS[c.get('desk').language]
  const { personal } = await kit.casework.identities.view(asker, code, undefined)
  const phone = personal?.phone ?? ''
  if (messageLinks(phone, '') === undefined) {
    return drawPerson(kit, c, { notice: { kind: 'wrong', text: texts.noPhone } }, 422)
  }
  const person = await kit.casework.people.get(asker, code)
  const hours = LINK_HOURS.usual
  await kit.wallets.createLink({
    ...{ beneficiaryId: code, hours, by: asker.who },
    tell: (tx, { token, expiresAt, contactPointId }) =>
      kit.outbox.putIn(tx, {
        ...{ channel: 'phone', purpose: 'wallet_link', contactPointId, subjectId: code },
        ...{ goodUntil: expiresAt, recipient: phone, subject: '' },
        text: walletMessage(
          walletLanguageOf(person.language),
          `${kit.publicUrl}/w/${token}`,
          hours,
        ),
      }),
  })
  return c.redirect('/desk/outbox?done=made', 303)
}
