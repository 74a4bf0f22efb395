import { z } from '@hono/zod-openapi'
import {
  dayText,
  idText,
  minorText,
  parsedText,
  timeText,
  unitText,
  uuidText,
} from '../http/schemas.ts'
import { parsePayeeCode } from './core/code.ts'
import { PAYMENT_KINDS } from './core/deed.ts'
import { rulesOn } from './core/instrument.ts'
import { PAYMENT_STATUSES } from './core/payment.ts'
import { PARTIES } from './core/rules.ts'
import { REQUEST_STATES } from './core/till.ts'
import type { Other } from './own.ts'
import type { OwnLine, OwnMoney, SeenRequest } from './own-money.ts'
import type { PaymentRequest } from './requests.ts'
import type { PaymentRow } from './service.ts'

/** A payee's code, typed or from its picture; becomes what it stands for. */
export const payeeCodeText = parsedText(
  (text) => (text.length <= 200 ? parsePayeeCode(text) : undefined),
  'a code of twelve letters and digits, like "0000-0000-1A1A", or the address in its picture',
).openapi({ type: 'string', maxLength: 200, example: '0000-0000-1A1A' })

export const otherShape = z
  .object({
    party: z.enum(PARTIES),
    id: idText,
    name: z.string().nullable().openapi({ example: 'Alimentari Rossi' }),
  })
  .openapi('CurrencyOther')

const maybe = minorText.nullable()
const takenShape = z
  .object({ demurrage: minorText, expired: minorText })
  .openapi('CurrencyTaken', { description: 'What time took.' })

export const ownMoneyShape = z
  .object({
    id: idText.openapi({ description: 'Of the instrument.' }),
    name: z.string().openapi({ example: 'MERITS' }),
    unit: unitText,
    walletId: uuidText,
    balance: minorText.openapi({ description: 'What can be spent: what time took is not in it.' }),
    isStopped: z.boolean(),
    isDiscount: z.boolean().openapi({ description: 'It makes a price smaller, beside euro.' }),
    pays: z.array(z.enum(PARTIES)).openapi({ description: 'Whom I may pay.' }),
    isPaidBy: z.array(z.enum(PARTIES)).openapi({ description: 'Who may pay me.' }),
    holding: z
      .object({
        kind: z.enum(['none', 'yearly', 'daily', 'stamp']),
        lost: z.string().openapi({ description: 'As a decimal.', example: '0.02' }),
        freeDays: z.int(),
        every: z.enum(['month', 'quarter', 'half_year', 'year']).nullable(),
        goesTo: z.enum(['fund', 'issuer']),
      })
      .openapi({ description: 'What holding it costs, and where that goes.' }),
    takenSince: takenShape,
    takenInAll: takenShape,
    limits: z
      .object({ payment: maybe, today: maybe, month: maybe, balance: maybe })
      .openapi({ description: 'What is left of each limit; null where there is none.' }),
    fetchable: z.object({ amount: minorText, nextOn: dayText.nullable() }).nullable(),
    expiresNext: z.object({ amount: minorText, on: dayText }).nullable(),
  })
  .openapi('WalletCurrency')

export const ownLineShape = z
  .object({
    code: z.int().openapi({ description: 'Why it moved, as in the chart of accounts.' }),
    amount: minorText.openapi({ description: 'Below zero where it left.' }),
    balance: minorText,
    recordedAt: timeText,
    payment: z
      .object({
        id: uuidText,
        kind: z.enum(PAYMENT_KINDS),
        amount: minorText,
        refunded: minorText,
        reason: z.string().nullable(),
      })
      .nullable(),
    other: otherShape.nullable(),
  })
  .openapi('WalletCurrencyLine')

export const shownRequestShape = z
  .object({
    id: uuidText,
    code: z.string().openapi({ example: '0000-0000-1A1A' }),
    address: z.string().openapi({
      description: 'What the QR code holds.',
      example: 'HTTPS://VOUCHER.EXAMPLE/R/000000001A1A',
    }),
    amount: maybe.openapi({ description: 'null where the payer says how much.' }),
    note: z.string().nullable(),
    expiresAt: timeText.nullable(),
    state: z.enum(['standing', ...REQUEST_STATES]),
  })
  .openapi('CurrencyRequest')

export const seenRequestShape = shownRequestShape
  .extend({ instrumentId: idText, name: z.string(), unit: unitText, payee: otherShape })
  .openapi('CurrencyRequestSeen')

export const ownPaymentShape = z
  .object({
    id: uuidText,
    instrumentId: idText,
    status: z.enum(PAYMENT_STATUSES).openapi({ description: '`paid`, or why not.' }),
    amount: minorText,
    fee: minorText.openapi({ description: 'Of the amount; the payee got the rest.' }),
    recordedAt: timeText,
  })
  .openapi('WalletPayment')

export function showOwnMoney(own: OwnMoney): z.input<typeof ownMoneyShape> {
  const { purse, rules, takenSince, takenInAll, limits, fetchable } = own
  const { wallet, balance } = purse
  const { demurrage: rule } = rules
  const pays = rules.payments.filter(({ from }) => from === 'person').map(({ to }) => to)
  const isPaidBy = rules.payments.filter(({ to }) => to === 'person').map(({ from }) => from)
  return {
    ...{ id: wallet.instrument.id, name: rules.name, unit: wallet.instrument.unit },
    ...{ walletId: wallet.id, balance: balance.toString(), isStopped: wallet.stoppedAt !== null },
    ...{ isDiscount: rules.discount !== null, pays, isPaidBy },
    holding: {
      kind: rule.kind,
      lost: rule.kind === 'none' ? '0' : rule.lost,
      freeDays: 'freeDays' in rule ? rule.freeDays : 0,
      every: 'every' in rule ? rule.every : null,
      goesTo: rules.lossesTo,
    },
    takenSince: showTaken(takenSince),
    takenInAll: showTaken(takenInAll),
    limits: {
      ...{ payment: textOf(limits.payment), today: textOf(limits.today) },
      ...{ month: textOf(limits.month), balance: textOf(limits.balance) },
    },
    fetchable:
      fetchable === undefined
        ? null
        : { amount: fetchable.amount.toString(), nextOn: fetchable.next },
    expiresNext:
      own.expiresNext === null
        ? null
        : { ...own.expiresNext, amount: own.expiresNext.amount.toString() },
  }
}

export function showOwnLine(line: OwnLine): z.input<typeof ownLineShape> {
  const { code, amount, balance, recordedAt, payment, other } = line
  return {
    ...{ code, amount: amount.toString(), balance: balance.toString() },
    recordedAt: recordedAt.toISOString(),
    payment: payment && {
      ...{ id: payment.id, kind: payment.kind, reason: payment.reason },
      ...{ amount: payment.amount.toString(), refunded: payment.refunded.toString() },
    },
    other: other && showOther(other),
  }
}

export function showRequest(request: PaymentRequest): z.input<typeof shownRequestShape> {
  const { id, code, address, note, state, expiresAt } = request
  const amount = textOf(request.amount)
  return { id, code, address, amount, note, state, expiresAt: expiresAt?.toISOString() ?? null }
}

export function showSeen({
  request,
  purse: { wallet, day },
  payee,
}: SeenRequest): z.input<typeof seenRequestShape> {
  const { id, unit } = wallet.instrument
  const { name } = rulesOn(wallet.instrument, day)
  return { ...showRequest(request), instrumentId: id, name, unit, payee: showOther(payee) }
}

export function showOwnPayment(payment: PaymentRow): z.input<typeof ownPaymentShape> {
  const { id, instrumentId, status, amount, fee, recordedAt } = payment
  return {
    ...{ id, instrumentId, status, amount: amount.toString(), fee: fee.toString() },
    recordedAt: recordedAt.toISOString(),
  }
}

export function showOther({ party, holderId, name }: Other): z.input<typeof otherShape> {
  return { party, id: holderId, name }
}

function showTaken({ demurrage, expired }: OwnMoney['takenSince']) {
  return { demurrage: demurrage.toString(), expired: expired.toString() }
}

function textOf(amount: bigint | null): string | null {
  return amount === null ? null : amount.toString()
}
