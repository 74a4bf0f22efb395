import type { Hono } from 'hono'
import { romeDay } from '../../kernel/days.ts'
import type { Agreement, Partner } from '../../network/service.ts'
import type { DeskMoneyTexts } from '../messages/desk-money.ts'
import { MONEY_TEXTS } from './envelopes.tsx'
import { DeskPage } from './layout.tsx'
import { type MoneyKit, Table } from './money-kit.tsx'
import { answerPage } from './page.ts'
import { PARTNER_TEXTS } from './partner-details.tsx'
import { type DeskContext, type DeskEnv, deskRoles } from './session.ts'
import { fill, showCategories, showDay } from './show.ts'

const PATH = '/desk/partners'
const SHOWN_MAX = 100

/** Who accepts vouchers, and whether it does so today. */
export function addPartners(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles('operator', 'administrator', 'treasurer', 'auditor'))
  routes.get(PATH, async (c) => {
    const after = c.req.query('after')
    const page = { limit: SHOWN_MAX + 1, ...(after === undefined ? {} : { after }) }
    const found = await kit.network.listPartners(page)
    const partners = found.slice(0, SHOWN_MAX)
    const day = romeDay(kit.runtime.now())
    const agreements = await kit.network.agreementsOn(
      partners.map(({ id }) => id),
      day,
    )
    return draw(c, kit, { partners, agreements, hasMore: found.length > SHOWN_MAX })
  })
}

interface Shown {
  readonly partners: readonly Partner[]
  readonly agreements: ReadonlyMap<string, Agreement>
  readonly hasMore: boolean
}

function draw(c: DeskContext, kit: MoneyKit, { partners, agreements, hasMore }: Shown) {
  const session = c.get('desk')
  const texts = MONEY_TEXTS[session.language]
  const { partners: words } = texts
  const last = partners.at(-1)
  return answerPage(
    c,
    <DeskPage {...{ assets: kit.assets, session }} title={words.title} section="partners">
      <p>{words.lead}</p>
      {session.role === 'operator' || session.role === 'administrator' ? (
        <p class="desk-actions">
          <a class="btn btn-primary" href="/desk/new-partner">
            {PARTNER_TEXTS[session.language].admitLink}
          </a>
        </p>
      ) : null}
      {partners.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <Table
          caption={words.list}
          heads={[words.name, words.kind, words.sells, words.accepts, texts.state]}
        >
          {partners.map((partner) => (
            <tr class={agreements.has(partner.id) ? '' : 'desk-missing'}>
              <td>
                <a href={`${PATH}/${encodeURIComponent(partner.id)}`}>{partner.name}</a>
              </td>
              <td>{texts.kinds[partner.kind]}</td>
              <td>{showCategories(partner.categories, session.language)}</td>
              <td>{validity(agreements.get(partner.id), texts)}</td>
              <td>{texts.statuses[partner.status]}</td>
            </tr>
          ))}
        </Table>
      )}
      {hasMore && last !== undefined ? (
        <p>
          <a href={`${PATH}?after=${encodeURIComponent(last.id)}`}>{words.next}</a>
        </p>
      ) : null}
    </DeskPage>,
  )
}

/** Until when an agreement counts, or that there is none. */
export function validity(
  agreement: Pick<Agreement, 'validUntil'> | undefined,
  { partners }: DeskMoneyTexts,
): string {
  if (agreement === undefined) return partners.noAgreement
  const { validUntil } = agreement
  return validUntil === null
    ? partners.untilEnd
    : fill(partners.until, { day: showDay(validUntil) })
}
