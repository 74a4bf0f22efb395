import type { Hono } from 'hono'
import { romeDay } from '../../kernel/days.ts'
import type { Dispute, Refund } from '../../vouchers/claims.ts'
import { DISPUTE_STATES } from '../../vouchers/core/refund.ts'
import { type DeskClaimsTexts, deskClaimsEn, deskClaimsIt } from '../messages/desk-claims.ts'
import { type DeskLanguage, DeskPage } from './layout.tsx'
import { type MoneyKit, Table } from './money-kit.tsx'
import { answerPage } from './page.ts'
import { type DeskContext, type DeskEnv, deskRoles } from './session.ts'
import { showDay, showMoney, showTime } from './show.ts'

const PATH = '/desk/claims'
const SHOWN_MAX = 100
const ENDED_MAX = 20

/** Who looks at refunds and disputes: an owner at those of their own shop. */
export const CLAIM_READERS = [
  'operator',
  'administrator',
  'treasurer',
  'auditor',
  'partner_owner',
] as const

export const CLAIM_TEXTS: Readonly<Record<DeskLanguage, DeskClaimsTexts>> = {
  it: deskClaimsIt,
  en: deskClaimsEn,
}

/** What one side takes back, or does not agree with: first what waits. */
export function addClaims(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles(...CLAIM_READERS))
  routes.get(PATH, async (c) => {
    const { who } = c.get('desk')
    const { vouchers } = kit
    const page = { limit: SHOWN_MAX }
    const [open, waiting, netting, refunds, disputes] = await Promise.all([
      vouchers.listDisputes({ ...page, state: 'open' }, who),
      vouchers.listRefunds({ ...page, state: 'waiting' }, who),
      vouchers.listRefunds({ ...page, state: 'netting' }, who),
      vouchers.listRefunds({ limit: ENDED_MAX }, who),
      vouchers.listDisputes({ limit: ENDED_MAX }, who),
    ])
    const ended = [
      ...refunds.filter(({ state }) => state === 'done' || state === 'refused'),
      ...disputes.filter(({ state }) => state !== 'open'),
    ]
    return draw(c, kit, { open, waiting: [...waiting, ...netting], ended })
  })
}

interface Shown {
  readonly open: readonly Dispute[]
  readonly waiting: readonly Refund[]
  readonly ended: readonly (Refund | Dispute)[]
}

async function draw(c: DeskContext, kit: MoneyKit, { open, waiting, ended }: Shown) {
  const session = c.get('desk')
  const { language } = session
  const texts = CLAIM_TEXTS[language]
  const names = await partnerNames(kit, [...open, ...waiting, ...ended])
  const today = romeDay(kit.runtime.now())
  return answerPage(
    c,
    <DeskPage {...{ assets: kit.assets, session }} title={texts.title} section="claims">
      <p>{texts.lead}</p>
      {session.role === 'operator' ? <p>{texts.howTo}</p> : null}
      <h2>{texts.open}</h2>
      {open.length === 0 ? (
        <p>{texts.noOpen}</p>
      ) : (
        <ClaimTable caption={texts.open} claims={open} {...{ names, language, today }} />
      )}
      <h2>{texts.waiting}</h2>
      {waiting.length === 0 ? (
        <p>{texts.noWaiting}</p>
      ) : (
        <ClaimTable caption={texts.waiting} claims={waiting} {...{ names, language, today }} />
      )}
      <h2>{texts.ended}</h2>
      {ended.length === 0 ? (
        <p>{texts.noEnded}</p>
      ) : (
        <ClaimTable caption={texts.ended} claims={ended} {...{ names, language, today }} />
      )}
    </DeskPage>,
  )
}

/** The names of the partners that claims concern, by id. */
export async function partnerNames(
  { network }: MoneyKit,
  claims: readonly { readonly partnerId: string }[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(claims.map(({ partnerId }) => partnerId))]
  const found = await network.findPartners(ids)
  return new Map([...found].map(([id, { name }]) => [id, name]))
}

interface TableProps {
  readonly caption: string
  readonly claims: readonly (Refund | Dispute)[]
  readonly names: ReadonlyMap<string, string>
  readonly language: DeskLanguage
  readonly today: string
}

/** Refunds and disputes, each with the address of its own page. */
export function ClaimTable({ caption, claims, names, language, today }: TableProps) {
  const texts = CLAIM_TEXTS[language]
  return (
    <Table
      caption={caption}
      heads={[
        ...[texts.what, { figure: texts.amount }, texts.state, texts.due, texts.partner],
        ...[texts.since, texts.place],
      ]}
    >
      {claims.map((claim) => (
        <tr>
          <td>
            {isDispute(claim) ? (
              <a href={`/desk/disputes/${claim.id}`}>{texts.dispute}</a>
            ) : (
              <a href={`/desk/refunds/${claim.id}`}>{texts.refund}</a>
            )}
          </td>
          <td class="desk-figure">{showMoney(claim.amount, claim.unit, language)}</td>
          <td>
            {isDispute(claim) ? texts.disputeStates[claim.state] : texts.refundStates[claim.state]}
          </td>
          <td>
            {isDispute(claim) && claim.state === 'open' ? showDay(claim.dueOn) : ''}
            {isDispute(claim) && claim.state === 'open' && claim.dueOn < today ? (
              <strong> {texts.late}</strong>
            ) : null}
          </td>
          <td>{names.get(claim.partnerId) ?? claim.partnerId}</td>
          <td>{showTime(isDispute(claim) ? claim.openedAt : claim.requestedAt)}</td>
          <td>{claim.contactPointId}</td>
        </tr>
      ))}
    </Table>
  )
}

export function isDispute(claim: Refund | Dispute): claim is Dispute {
  return DISPUTE_STATES.some((state) => state === claim.state)
}
