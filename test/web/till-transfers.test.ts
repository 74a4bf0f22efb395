import { expect, test } from 'vitest'
import { tillMoneyIt } from '../../src/web/messages/till-money.ts'
import { whereTo } from '../../src/web/till/client/give-back-screen.tsx'
import { canGiveBack, type ShopLine, type ShopMoney } from '../../src/web/till/client/money.ts'
import { findPayees } from '../../src/web/till/client/pay-screen.tsx'
import { readAsked, readMoved } from '../../src/web/till/client/transfers.ts'

const money = (id: string, unit: string): ShopMoney => {
  return {
    ...{ id, unit, name: `Name of ${id}`, balance: '0', least: '0' },
    ...{ converts: true, pays: true, takes: true },
  }
}

test('whom to pay is found by a part of the name or of the id', () => {
  const orto = { party: 'association', holderId: 'BI-ASS-1', name: 'Orto Comune' } as const
  const forno = { party: 'partner', holderId: 'BI-FOR-1', name: 'Forno' } as const
  const found = (typed: string) => findPayees([orto, forno], typed).map(({ name }) => name)
  expect([found(''), found(' comune '), found('bi-for'), found('x')]).toEqual([
    ...[['Orto Comune', 'Forno'], ['Orto Comune'], ['Forno'], []],
  ])
})

test('only what the shop was paid, and has not given back whole, can be given back', () => {
  const payment = { id: 'p', kind: 'payment', amount: '500', refunded: '100' }
  const line: ShopLine = {
    ...{ position: '1', what: 'currency_paid', amount: '500', recordedAt: '', payment },
  }
  expect(canGiveBack(line)).toBe(true)
  expect(canGiveBack({ ...line, amount: '-500' })).toBe(false)
  expect(canGiveBack({ ...line, payment: { ...payment, refunded: '500' } })).toBe(false)
  expect(canGiveBack({ ...line, payment: { ...payment, kind: 'refund' } })).toBe(false)
  expect(canGiveBack({ ...line, what: 'currency_fee' })).toBe(false)
})

test('what goes back where is told of each part, by its name and in its unit', () => {
  const all = [money('CASH', 'MERIT'), money('SCONTO', 'SCONTO')]
  const cash = all[0] as ShopMoney
  const about = { money: cash, all, left: '400', unit: 'EUR', language: 'it' } as const
  const lines = (purchase: Parameters<typeof whereTo>[0]['purchase']) =>
    whereTo({ ...about, purchase }, tillMoneyIt).map((line) =>
      line.join(': ').replaceAll('\u00a0', ' '),
    )
  expect(lines(undefined)).toEqual(['Sul portafoglio di chi ha pagato: 4,00 MERIT'])
  const parts = [
    { instrumentId: 'CASH', amount: '1000' },
    { instrumentId: 'SCONTO', amount: '500' },
  ]
  expect(lines({ id: 'a', price: '2000', euro: '100', voucher: '400', parts })).toEqual([
    'Sul portafoglio di chi ha pagato (Name of CASH): 10,00 MERIT',
    'Sul portafoglio di chi ha pagato (Name of SCONTO): 5,00 SCONTO',
    'Sul buono: 4,00 €',
    'In contanti, dalla cassa: 1,00 €',
  ])
  expect(lines({ id: 'a', price: '1000', euro: '0', voucher: '0', parts: [] })).toEqual([])
})

test('what is no answer to a payment or a request is none', () => {
  const moved = { id: 'p', status: 'paid', amount: '100', fee: '2' }
  expect(readMoved(moved)).toEqual(moved)
  expect(readMoved({ ...moved, status: 'fine' })).toBeUndefined()
  const asked = { code: '0000-3NQK-8NGM', address: 'HTTPS://X/R/0', state: 'open' }
  expect(readAsked(asked)).toEqual(asked)
  expect(readAsked({ ...asked, state: 'gone' })).toBeUndefined()
  expect(readAsked('<h1>Wi-Fi</h1>')).toBeUndefined()
})
