import { addDays, romeDay } from '../../kernel/days.ts'
import type { Minor } from '../../kernel/money.ts'
import type { EndingAgreement, Envelope } from '../../network/service.ts'
import type { Dispute, Refund } from '../../vouchers/claims.ts'
import type { DeskHomeTexts } from '../messages/desk-home.ts'
import { MONEY_TEXTS, NEARLY_EMPTY } from './envelopes.tsx'
import { SHOWN, Work } from './home-parts.tsx'
import type { DeskLanguage } from './layout.tsx'
import type { DeskKit } from './page.ts'
import type { DeskContext } from './session.ts'
import { fill, showDay, showMoney, showTime } from './show.ts'

const ENVELOPES_LOOKED_AT = 500
const ENDING_DAYS = 30

type Left = Envelope & { readonly left: Minor }

interface FoundMoney {
  readonly disputes: readonly Dispute[]
  readonly refunds: readonly Refund[]
  readonly agreements: readonly EndingAgreement[]
  readonly envelopes: readonly Left[]
}

const NOTHING: FoundMoney = { disputes: [], refunds: [], agreements: [], envelopes: [] }

/** What waits about money and partners, of what somebody's role can do something about. */
export async function findMoneyWork(c: DeskContext, kit: DeskKit): Promise<FoundMoney> {
  const { who, role } = c.get('desk')
  const { vouchers, network } = kit
  if (role === 'auditor' || role === 'analyst') return NOTHING
  const limit = SHOWN + 1
  const envelopes = role === 'partner_owner' ? [] : await nearlyEmpty(c, kit)
  if (role === 'treasurer') return { ...NOTHING, envelopes }
  const today = romeDay(kit.runtime.now())
  const [disputes, refunds, agreements] = await Promise.all([
    vouchers.listDisputes({ limit, state: 'open' }, who),
    vouchers.listRefunds({ limit, state: 'waiting' }, who),
    role === 'partner_owner'
      ? []
      : network.listEndingAgreements({ limit, today, until: addDays(today, ENDING_DAYS) }),
  ])
  return { disputes, refunds, agreements, envelopes }
}

async function nearlyEmpty(c: DeskContext, { network }: DeskKit): Promise<readonly Left[]> {
  const { contactPointIds } = c.get('desk').who
  const scope = contactPointIds === undefined ? {} : { contactPointIds }
  const envelopes = await network.listEnvelopes({ limit: ENVELOPES_LOOKED_AT, ...scope })
  const left = await network.leftIn(envelopes.map(({ accountId }) => accountId))
  return envelopes
    .map((one) => ({ ...one, left: left.get(one.accountId) ?? 0n }))
    .filter((one) => one.left < NEARLY_EMPTY)
    .sort((a, b) => (a.left < b.left ? -1 : 1))
    .slice(0, SHOWN + 1)
}

interface Props {
  readonly money: FoundMoney
  readonly texts: DeskHomeTexts
  readonly language: DeskLanguage
}

export function MoneyWork(props: Props) {
  return (
    <>
      <Claims {...props} />
      <Agreements {...props} />
      <Envelopes {...props} />
    </>
  )
}

function Claims({ money: { disputes, refunds }, texts, language }: Props) {
  return (
    <>
      <Work {...{ texts, title: texts.disputes, count: disputes.length, more: '/desk/claims' }}>
        {disputes.slice(0, SHOWN).map(({ id, amount, unit, dueOn }) => (
          <li>
            <a href={`/desk/disputes/${id}`}>{showMoney(amount, unit, language)}</a>{' '}
            {fill(texts.dueOn, { day: showDay(dueOn) })}
          </li>
        ))}
      </Work>
      <Work {...{ texts, title: texts.refunds, count: refunds.length, more: '/desk/claims' }}>
        {refunds.slice(0, SHOWN).map(({ id, amount, unit, requestedAt }) => (
          <li>
            <a href={`/desk/refunds/${id}`}>{showMoney(amount, unit, language)}</a>{' '}
            {fill(texts.since, { at: showTime(requestedAt) })}
          </li>
        ))}
      </Work>
    </>
  )
}

function Agreements({ money: { agreements }, texts }: Props) {
  return (
    <Work
      {...{ texts, title: texts.agreements, count: agreements.length, more: '/desk/partners' }}
      hint={texts.agreementsHint}
    >
      {agreements.slice(0, SHOWN).map(({ partnerId, name, validUntil }) => (
        <li>
          <a href={`/desk/partners/${encodeURIComponent(partnerId)}`}>{name}</a>{' '}
          {fill(texts.until, { day: showDay(validUntil) })}
        </li>
      ))}
    </Work>
  )
}

function Envelopes({ money: { envelopes }, texts, language }: Props) {
  const { areas } = MONEY_TEXTS[language]
  return (
    <Work
      {...{ texts, title: texts.envelopes, count: envelopes.length, more: '/desk/envelopes' }}
      hint={texts.envelopesHint}
    >
      {envelopes.slice(0, SHOWN).map(({ contactPointId, area, unit, left }) => (
        <li>
          <a href="/desk/envelopes">
            {contactPointId} · {areas[area]}
          </a>{' '}
          {fill(texts.leftOf, { amount: showMoney(left, unit, language) })}
        </li>
      ))}
    </Work>
  )
}
