import type { PaymentCard } from '../../currency/codes.ts'
import { rulesOn } from '../../currency/core/instrument.ts'
import type { Purse } from '../../currency/service.ts'
import {
  type DeskPersonMoneyTexts,
  deskPersonMoneyEn,
  deskPersonMoneyIt,
} from '../messages/desk-person-money.ts'
import { PRINT_FORMS } from '../print/pdf/pages.ts'
import { scrolled } from './fields.tsx'
import type { DeskLanguage, DeskSession } from './layout.tsx'
import type { PersonView, Shown } from './person-reading.ts'
import { fill, showMoney, showTime } from './show.ts'

export const PERSON_MONEY_TEXTS: Readonly<Record<DeskLanguage, DeskPersonMoneyTexts>> = {
  it: deskPersonMoneyIt,
  en: deskPersonMoneyEn,
}

interface SectionProps extends Pick<Shown, 'card'> {
  readonly view: PersonView
  readonly session: DeskSession
}

/** What somebody holds besides vouchers, and the card with which they pay without a phone. */
export function MoneySection({ view, session, card }: SectionProps) {
  const texts = PERSON_MONEY_TEXTS[session.language]
  const { person, purses, cards } = view
  const mayMake = session.role === 'operator' || session.role === 'administrator'
  return (
    <section class="desk-card" aria-labelledby="money">
      <h2 id="money">{texts.title}</h2>
      {purses.length === 0 ? (
        <p>{texts.none}</p>
      ) : (
        <Purses {...{ purses, texts }} language={session.language} />
      )}
      {purses.length === 0 ? null : (
        <div class="desk-actions">
          <a class="btn btn-outline-primary" href={`/desk/payments?payer=${person.id}`}>
            {texts.payments}
          </a>
          {session.role === 'operator' ? (
            <a class="btn btn-outline-primary" href={`/desk/payments/new?payer=${person.id}`}>
              {texts.pay}
            </a>
          ) : null}
        </div>
      )}
      <h3>{texts.card}</h3>
      <p>{texts.cardLead}</p>
      {card === undefined ? null : <FreshCard {...{ card, texts }} personId={person.id} />}
      {cards.length === 0 ? <p>{texts.noCard}</p> : null}
      <ul class="desk-list">
        {cards.map(({ madeAt }) => (
          <li>{fill(texts.cardOf, { at: showTime(madeAt) })}</li>
        ))}
      </ul>
      {mayMake && !person.isErased ? (
        <CardForms {...{ cards, texts }} personId={person.id} />
      ) : null}
    </section>
  )
}

interface PursesProps {
  readonly purses: readonly Purse[]
  readonly texts: DeskPersonMoneyTexts
  readonly language: DeskLanguage
}

function Purses({ purses, texts, language }: PursesProps) {
  return (
    <div {...scrolled(texts.wallets)}>
      <table class="table">
        <caption>{texts.wallets}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.instrument}</th>
            <th scope="col" class="desk-figure">
              {texts.balance}
            </th>
          </tr>
        </thead>
        <tbody>
          {purses.map(({ wallet: { instrument }, balance, day }) => (
            <tr>
              <th scope="row">
                <a href={`/desk/instruments/${encodeURIComponent(instrument.id)}`}>
                  {rulesOn(instrument, day).name}
                </a>
              </th>
              <td class="desk-figure">{showMoney(balance, instrument.unit, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface FreshProps {
  readonly card: NonNullable<Shown['card']>
  readonly texts: DeskPersonMoneyTexts
  readonly personId: string
}

/** A card whose code is in this answer and nowhere else. */
function FreshCard({ card, texts, personId }: FreshProps) {
  return (
    <div class="desk-link">
      <p>{texts.once}</p>
      <img src={card.picture} alt={texts.picture} width="220" height="220" />
      <p>
        {texts.typed}: <code>{card.code}</code>
      </p>
      <form method="post" action={`/desk/people/${personId}/card/print`}>
        <input type="hidden" name="code" value={card.code} />
        <p>{texts.printLead}</p>
        <div class="desk-actions">
          {PRINT_FORMS.map((form) => (
            <button class="btn btn-primary" type="submit" name="form" value={form}>
              {texts.print[form]}
            </button>
          ))}
        </div>
      </form>
    </div>
  )
}

interface FormsProps {
  readonly cards: readonly PaymentCard[]
  readonly texts: DeskPersonMoneyTexts
  readonly personId: string
}

function CardForms({ cards, texts, personId }: FormsProps) {
  const path = `/desk/people/${personId}/card`
  return (
    <>
      {cards.length === 0 ? null : <p>{texts.replaceLead}</p>}
      <div class="desk-actions">
        <form method="post" action={path}>
          <button class="btn btn-outline-primary" type="submit">
            {cards.length === 0 ? texts.make : texts.replace}
          </button>
        </form>
        {cards.map(({ id, madeAt }) => (
          <form method="post" action={`${path}/revoke`}>
            <input type="hidden" name="id" value={id} />
            <button class="btn btn-outline-primary" type="submit">
              {fill(texts.revoke, { at: showTime(madeAt) })}
            </button>
          </form>
        ))}
      </div>
    </>
  )
}
