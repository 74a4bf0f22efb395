/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom'
import { TRANSFER_CODES } from '../../../ledger/core/chart.ts'
import { newRandomId } from '../../client/runtime.ts'
import { MONEY_TEXTS, type MoneyTexts } from '../../messages/wallet-money.ts'
import { giveBack, type Line, type Money, nameOf, readLines, sentenceOf } from './money.ts'
import type { Speaking } from './speaking.ts'

/** What happened, the newest first; what one was paid can be given back. */
export function StatementScreen({
  money,
  speaking,
  onBack,
}: {
  readonly money: Money
  readonly speaking: Speaking
  readonly onBack: () => void
}) {
  const texts = MONEY_TEXTS[speaking.language]
  const [lines, setLines] = useState<readonly Line[] | undefined>(undefined)
  const [next, setNext] = useState<string | undefined>(undefined)
  const [fault, setFault] = useState('')
  const look = async (before: readonly Line[], cursor?: string) => {
    const page = await readLines(money.id, cursor)
    if (page === undefined) return setFault(speaking.texts.noAnswer)
    setFault('')
    setLines([...before, ...page.lines])
    setNext(page.next)
  }
  useEffect(() => void look([]), [money.id])
  return (
    <section>
      <button type="button" class="btn btn-outline-primary mb-3" onClick={onBack}>
        {texts.back}
      </button>
      <h1>{texts.statement}</h1>
      <p role="status">{lines === undefined && fault === '' ? speaking.texts.starting : fault}</p>
      {lines?.length === 0 && <p>{texts.statementNone}</p>}
      <ul class="list-unstyled">
        {(lines ?? []).map((line, index) => (
          <OneLine
            key={`${line.recordedAt} ${index}`}
            {...{ line, money, speaking, onChange: () => void look([]) }}
          />
        ))}
      </ul>
      {next !== undefined && (
        <button
          type="button"
          class="btn btn-outline-primary"
          onClick={() => void look(lines ?? [], next)}
        >
          {texts.more}
        </button>
      )}
    </section>
  )
}

interface LineProps {
  readonly line: Line
  readonly money: Money
  readonly speaking: Speaking
  readonly onChange: () => void
}

function OneLine({ line, money, speaking, onChange }: LineProps) {
  const texts = MONEY_TEXTS[speaking.language]
  const { other, amount, balance, recordedAt, payment } = line
  const isOut = amount.startsWith('-')
  const figure = speaking.money(amount.replace('-', ''), money.unit)
  return (
    <li class="wallet-place">
      <div class="wallet-line">
        <strong>
          {kindOf(line, texts)}
          {other !== null && isBetween(line) && (
            <>
              {' '}
              {isOut ? texts.to : texts.from} <bdi>{nameOf(other, texts)}</bdi>
            </>
          )}
        </strong>
        <strong class="text-nowrap">
          <bdi dir="ltr">{`${isOut ? '−' : '+'}${figure}`}</bdi>
        </strong>
      </div>
      <div>
        <bdi>{speaking.day(recordedAt)}</bdi> · {texts.left}{' '}
        <bdi>{speaking.money(balance, money.unit)}</bdi>
      </div>
      {payment?.reason && (
        <div dir="auto">
          <bdi>{payment.reason}</bdi>
        </div>
      )}
      <GiveBack {...{ line, money, speaking, onChange }} />
    </li>
  )
}

function GiveBack({ line, money, speaking, onChange }: LineProps) {
  const texts = MONEY_TEXTS[speaking.language]
  const [isOpen, setOpen] = useState(false)
  const [id] = useState(newRandomId())
  const [outcome, setOutcome] = useState('')
  const { payment, code, amount } = line
  const isPaid = code === TRANSFER_CODES.currency_paid && !amount.startsWith('-')
  if (payment === null || !isPaid || payment.kind !== 'payment') return null
  const left = BigInt(payment.amount) - BigInt(payment.refunded)
  if (left <= 0n) return null
  const send = async () => {
    const reply = await giveBack(id, payment.id, left.toString(), texts.giveBack)
    if (reply.kind === 'unknown') return setOutcome(texts.unknown)
    if (reply.kind === 'refused') return setOutcome(sentenceOf(reply.code, texts))
    if (reply.answer.status !== 'paid') return setOutcome(texts.status[reply.answer.status])
    setOpen(false)
    onChange()
  }
  return (
    <div>
      {isOpen ? (
        <p>
          {texts.giveBackSure}: <bdi>{speaking.money(left.toString(), money.unit)}</bdi>{' '}
          <button type="button" class="btn btn-primary" onClick={() => void send()}>
            {texts.giveBack}
          </button>{' '}
          <button type="button" class="btn btn-link" onClick={() => setOpen(false)}>
            {texts.cancel}
          </button>
        </p>
      ) : (
        <button type="button" class="btn btn-link wallet-flat" onClick={() => setOpen(true)}>
          {texts.giveBack}
        </button>
      )}
      <p role="status" class="m-0">
        {outcome}
      </p>
    </div>
  )
}

/** Whether it went between two people or shops: of what time took there is nobody on the other side. */
function isBetween({ code }: Line): boolean {
  return code === TRANSFER_CODES.currency_paid || code === TRANSFER_CODES.currency_refunded
}

const KINDS: Readonly<Record<number, keyof MoneyTexts['lines']>> = {
  [TRANSFER_CODES.currency_issued]: 'issued',
  [TRANSFER_CODES.currency_withdrawn]: 'withdrawn',
  [TRANSFER_CODES.currency_paid]: 'paid',
  [TRANSFER_CODES.currency_fee]: 'fee',
  [TRANSFER_CODES.currency_refunded]: 'refunded',
  [TRANSFER_CODES.currency_rewarded]: 'rewarded',
  [TRANSFER_CODES.currency_donated]: 'donated',
  [TRANSFER_CODES.currency_cleared]: 'cleared',
  [TRANSFER_CODES.demurrage_taken]: 'demurrage',
  [TRANSFER_CODES.currency_expired]: 'expired',
}

function kindOf({ code }: Line, { lines }: MoneyTexts): string {
  return lines[KINDS[code] ?? 'other']
}
