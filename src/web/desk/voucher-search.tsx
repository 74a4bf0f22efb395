import type { Hono } from 'hono'
import { readCard } from '../../vouchers/core/card.ts'
import { parseTypedCode } from '../../vouchers/core/typed-code.ts'
import type { Voucher } from '../../vouchers/service.ts'
import type { DeskVouchersTexts } from '../messages/desk-vouchers.ts'
import { EMPTY_FORM, type FormState, TextField } from './fields.tsx'
import { VOUCHER_TEXTS } from './hand-over.tsx'
import { type DeskLanguage, DeskPage } from './layout.tsx'
import { type MoneyKit, Table } from './money-kit.tsx'
import { answerPage } from './page.ts'
import { readFields } from './reading.ts'
import { type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'
import { showDay, showMoney } from './show.ts'
import { VoucherLinks } from './voucher-links.tsx'

const PATH = '/desk/vouchers'
const SHOWN_MAX = 100
const LATEST_MAX = 20
const CARD_TEXT_MAX = 500

/** Finds a voucher by what is printed on its card, or by the person. What is typed never stands in an address. */
export function addVoucherSearch(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles('operator', 'administrator', 'auditor'))
  routes.get(PATH, async (c) => {
    const latest = await kit.vouchers.list({ limit: LATEST_MAX }, c.get('desk').who)
    return draw(c, kit, { form: EMPTY_FORM, vouchers: latest })
  })
  routes.post(PATH, async (c) => {
    const { who, language } = c.get('desk')
    const { search } = VOUCHER_TEXTS[language]
    const values = await readForm(c)
    const fields = readFields(values, language)
    const code = fields.line('code', CARD_TEXT_MAX)
    const beneficiaryId = fields.line('person', 64)
    if (code === null && beneficiaryId === null) fields.blame('code', search.needed)
    const serial = code === null ? undefined : (parseTypedCode(code) ?? readCard(code)?.serial)
    if (code !== null && serial === undefined) fields.blame('code', search.wrong)
    if (!fields.isGood()) return draw(c, kit, { form: fields.state() }, 422)
    const found = await kit.vouchers.list(
      {
        limit: SHOWN_MAX,
        ...(serial === undefined ? {} : { serial }),
        ...(beneficiaryId === null ? {} : { beneficiaryId }),
      },
      who,
    )
    const [only] = found
    if (only !== undefined && serial !== undefined) {
      return c.redirect(`${PATH}/${only.id}`, 303)
    }
    return draw(c, kit, { form: fields.state(), vouchers: found, isSearch: true })
  })
}

interface Shown {
  readonly form: FormState
  readonly vouchers?: readonly Voucher[]
  readonly isSearch?: boolean
}

function draw(
  c: DeskContext,
  kit: MoneyKit,
  { form, vouchers, isSearch = false }: Shown,
  status: 200 | 422 = 200,
): Promise<Response> {
  const session = c.get('desk')
  const { language } = session
  const texts = VOUCHER_TEXTS[language]
  const { search } = texts
  const isNothing = isSearch && vouchers?.length === 0
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session }}
      title={search.title}
      section="issue"
      notice={isNothing ? { kind: 'wrong', text: search.none } : undefined}
    >
      <VoucherLinks language={language} here={PATH} />
      <p>{search.lead}</p>
      <form method="post" action={PATH} class="desk-card" novalidate>
        <div class="desk-fields">
          <TextField
            {...{ form, name: 'code', label: search.code }}
            maxlength={CARD_TEXT_MAX}
            isFirst
          />
          <TextField {...{ form, name: 'person', label: search.person }} maxlength={64} />
        </div>
        <div class="desk-actions">
          <button class="btn btn-primary" type="submit">
            {search.submit}
          </button>
        </div>
      </form>
      {vouchers === undefined || vouchers.length === 0 ? null : (
        <VoucherTable
          caption={isSearch ? search.found : search.latest}
          {...{ vouchers, texts, language }}
        />
      )}
    </DeskPage>,
    status,
  )
}

interface TableProps {
  readonly caption: string
  readonly vouchers: readonly Voucher[]
  readonly texts: DeskVouchersTexts
  readonly language: DeskLanguage
}

function VoucherTable({ caption, vouchers, texts, language }: TableProps) {
  const { code, product, person, remaining, expiresOn, status } = texts
  return (
    <Table
      caption={caption}
      heads={[code, product, person, { figure: remaining }, expiresOn, status]}
    >
      {vouchers.map((voucher) => (
        <tr>
          <td>
            <a href={`${PATH}/${voucher.id}`}>{voucher.typedCode}</a>
          </td>
          <td>{voucher.productId}</td>
          <td>{voucher.beneficiaryId}</td>
          <td class="desk-figure">{showMoney(voucher.remaining, voucher.unit, language)}</td>
          <td>{showDay(voucher.expiresOn)}</td>
          <td>{texts.statuses[voucher.status]}</td>
        </tr>
      ))}
    </Table>
  )
}
