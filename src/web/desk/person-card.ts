import type { Hono } from 'hono'
import type { PayerCode } from '../../currency/codes.ts'
import { pdfAnswer } from '../../http/streaming.ts'
import { renderQrSvg } from '../../vouchers/qr.ts'
import { printPages } from '../print/pdf/document.ts'
import { PRINT_FORMS } from '../print/pdf/pages.ts'
import { PAYMENT_CARD_PAGES } from '../print/pdf/payment-card.ts'
import type { DeskKit } from './page.ts'
import { drawPerson, PERSON_PATH } from './person.tsx'
import { done, refusal } from './person-actions.tsx'
import { codeOf } from './person-reading.ts'
import { readFields } from './reading.ts'
import { askerOf, type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'

/** A card to pay with for somebody who has no phone: made, printed, withdrawn. */
export function addPersonCard(routes: Hono<DeskEnv>, kit: DeskKit): void {
  for (const path of ['card', 'card/print', 'card/revoke']) {
    routes.use(`${PERSON_PATH}/${path}`, deskRoles('operator', 'administrator'))
  }
  routes.post(`${PERSON_PATH}/card`, (c) => makeCard(kit, c))
  routes.post(`${PERSON_PATH}/card/print`, (c) => print(kit, c))
  routes.post(`${PERSON_PATH}/card/revoke`, async (c) => {
    const id = readFields(await readForm(c), c.get('desk').language).id('id')
    return done(kit, c, 'card_revoked', () => kit.payerCodes.revokeCard(id, askerOf(c).who))
  })
}

/**
 * The code is in this answer and nowhere else. Whatever card there was is withdrawn first, for it may be lost: sent again,
 * the form makes another one in place of this.
 */
async function makeCard(kit: DeskKit, c: DeskContext): Promise<Response> {
  const { payerCodes } = kit
  const { who } = askerOf(c)
  const person = codeOf(c)
  let made: PayerCode | undefined
  const refused = await refusal(kit, c, async () => {
    for (const { id } of await payerCodes.cardsOf(person, who)) {
      await payerCodes.revokeCard(id, who)
    }
    made = await payerCodes.printCard(person, who)
  })
  if (refused !== undefined || made === undefined) return refused ?? drawPerson(kit, c, {})
  const svg = await renderQrSvg(made.address)
  const picture = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
  return drawPerson(kit, c, { card: { code: made.code, picture } })
}

/** What the page that made a card has of it comes back to be printed: the service keeps no code. */
async function print(kit: DeskKit, c: DeskContext): Promise<Response> {
  const asker = askerOf(c)
  const id = codeOf(c)
  const { code = '', form } = await readForm(c)
  const kind = PRINT_FORMS.find((one) => one === form) ?? 'sheets'
  let item: { readonly code: string; readonly address: string } | undefined
  const refused = await refusal(kit, c, async () => {
    item = await kit.payerCodes.readCard(id, code, asker.who)
  })
  if (refused !== undefined || item === undefined) return refused ?? drawPerson(kit, c, {})
  const { language } = await kit.casework.people.get(asker, id)
  const pages = printPages([[{ ...item, language, owner: id }]], PAYMENT_CARD_PAGES[kind])
  const { body, headers } = await pdfAnswer(`card-${id}`, pages)
  return c.body(body, 200, headers)
}
