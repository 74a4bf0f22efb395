import type { Hono } from 'hono'
import type { Uuid, VoucherId } from '../../kernel/ids.ts'
import { TRANSFER_CODES, transferReason } from '../../ledger/core/chart.ts'
import type { StatementEntry } from '../../ledger/core/reading.ts'
import { isOpen } from '../../vouchers/core/status.ts'
import type { Voucher, VoucherEvent } from '../../vouchers/service.ts'
import type { DeskVouchersTexts } from '../messages/desk-vouchers.ts'
import { EMPTY_FORM, type FormState } from './fields.tsx'
import { VOUCHER_TEXTS } from './hand-over.tsx'
import { idIn } from './issue.tsx'
import { type DeskLanguage, DeskPage } from './layout.tsx'
import { Facts, type MoneyKit, namesOf, noticeOf, Table } from './money-kit.tsx'
import { answerPage, type ShownFault } from './page.ts'
import { PrintLinks } from './print-links.tsx'
import { type DeskContext, type DeskEnv, deskRoles } from './session.ts'
import { fill, showDay, showMoney, showTime } from './show.ts'
import { actOnVoucher, VoucherActions } from './voucher-actions.tsx'
import { VoucherLinks } from './voucher-links.tsx'

const PATH = '/desk/vouchers/:id'
const MOVES_MAX = 200

/** A voucher: how it stands, what happened to it, every movement, and what can be done with it. */
export function addVoucher(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles('operator', 'administrator', 'auditor'))
  routes.get(PATH, (c) => draw(c, kit, { form: EMPTY_FORM }))
  routes.post(PATH, deskRoles('operator'), async (c) => {
    const acted = await actOnVoucher(c, kit, idIn(c))
    return acted instanceof Response ? acted : draw(c, kit, acted)
  })
}

interface Shown {
  readonly form: FormState
  readonly fault?: ShownFault | undefined
}

async function draw(c: DeskContext, kit: MoneyKit, { form, fault }: Shown): Promise<Response> {
  const session = c.get('desk')
  const { who, language } = session
  const texts = VOUCHER_TEXTS[language]
  const id = idIn(c) as VoucherId
  const voucher = await kit.vouchers.get(id, who)
  const [events, moves, products] = await Promise.all([
    kit.vouchers.events(id, who),
    movesOf(kit, id),
    kit.vouchers.findProducts([voucher.productId]),
  ])
  const names = await namesOf(
    kit,
    events.map(({ actorId }) => actorId),
  )
  const hasFaults = Object.keys(form.faults).length > 0
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session }}
      title={fill(texts.titleOf, { code: voucher.typedCode })}
      section="issue"
      notice={noticeOf(c, fault, texts.done)}
    >
      <VoucherLinks language={language} here="" />
      <Facts pairs={factsOf(voucher, products.get(voucher.productId)?.name, texts, language)} />
      {session.role === 'operator' && isOpen(voucher.status) ? (
        <>
          <VoucherActions {...{ voucher, form, texts, language }} newId={kit.runtime.newId} />
          {voucher.status === 'blocked' ? null : (
            <PrintLinks language={language} files={{ letter: `/vouchers/${id}/letter.pdf?` }} />
          )}
        </>
      ) : null}
      <h2>{texts.history}</h2>
      <Events {...{ events, names, texts }} />
      <h2>{texts.moves}</h2>
      <Moves {...{ moves, voucher, texts, language }} />
    </DeskPage>,
    fault?.status ?? (hasFaults ? 422 : 200),
  )
}

/** A voucher is an account with the same id: what moved on it is all that ever happened to its money. */
async function movesOf({ books }: MoneyKit, id: VoucherId): Promise<readonly StatementEntry[]> {
  const { position } = await books.moment()
  const page = { after: 0n, limit: MOVES_MAX }
  return (await books.statement(id, { after: 0n, until: position }, page))?.entries ?? []
}

function factsOf(
  voucher: Voucher,
  productName: string | undefined,
  texts: DeskVouchersTexts,
  language: DeskLanguage,
) {
  const { status, amount, remaining, unit, beneficiaryId, contactPointId } = voucher
  return [
    [texts.status, texts.statuses[status]],
    [texts.remaining, showMoney(remaining, unit, language)],
    [texts.amount, showMoney(amount, unit, language)],
    [texts.product, productName ?? voucher.productId],
    [
      texts.person,
      <a href={`/desk/people/${encodeURIComponent(beneficiaryId)}`}>{beneficiaryId}</a>,
    ],
    [texts.place, contactPointId],
    [texts.expiresOn, showDay(voucher.expiresOn)],
    [texts.issuedAt, showTime(voucher.issuedAt)],
  ] as const
}

interface EventsProps {
  readonly events: readonly VoucherEvent[]
  readonly names: ReadonlyMap<Uuid, string>
  readonly texts: DeskVouchersTexts
}

function Events({ events, names, texts }: EventsProps) {
  if (events.length === 0) return <p>{texts.noHistory}</p>
  return (
    <Table caption={texts.history} heads={[texts.when, texts.what, texts.why, texts.who]}>
      {events.map(({ kind, reason, actorId, recordedAt }) => (
        <tr>
          <td>{showTime(recordedAt)}</td>
          <td>{texts.events[kind]}</td>
          <td>{kind === 'activate' ? '' : reason}</td>
          <td>{actorId === null ? '' : (names.get(actorId) ?? '')}</td>
        </tr>
      ))}
    </Table>
  )
}

interface MovesProps {
  readonly moves: readonly StatementEntry[]
  readonly voucher: Voucher
  readonly texts: DeskVouchersTexts
  readonly language: DeskLanguage
}

function Moves({ moves, voucher: { unit }, texts, language }: MovesProps) {
  const words: Readonly<Record<string, string>> = texts.movements
  return (
    <>
      <Table
        caption={texts.moves}
        heads={[texts.when, texts.what, { figure: texts.side }, { figure: texts.balance }]}
      >
        {moves.map(({ transferId, recordedAt, code, side, amount, balance }) => (
          <tr>
            <td>{showTime(recordedAt)}</td>
            <td>
              {code === TRANSFER_CODES.voucher_redeemed ? (
                <a href={`/desk/redemptions/${transferId}`}>{texts.movements.voucher_redeemed}</a>
              ) : (
                (words[transferReason(code)] ?? texts.movements.other)
              )}
            </td>
            <td class="desk-figure">
              {side === 'debit' ? '−' : '+'}
              {showMoney(amount, unit, language)}
            </td>
            <td class="desk-figure">{showMoney(balance, unit, language)}</td>
          </tr>
        ))}
      </Table>
      {moves.length === MOVES_MAX ? <p>{fill(texts.olderMoves, { max: MOVES_MAX })}</p> : null}
    </>
  )
}
