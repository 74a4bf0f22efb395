import { afterEach, describe, expect, test, vi } from 'vitest'
import { PROBLEMS } from '../../src/http/problem-codes.ts'
import { tillProblemsIt } from '../../src/web/messages/till-problems.ts'
import { readBought } from '../../src/web/till/client/buying.ts'
import { Counter } from '../../src/web/till/client/counter.ts'
import { makeDeviceKey } from '../../src/web/till/client/device.ts'
import { readQuote } from '../../src/web/till/client/money.ts'
import { problemSentence } from '../../src/web/till/client/problems.ts'
import { phaseOf } from '../../src/web/till/client/split-screen.tsx'
import { linesPaid, newChain } from '../../src/web/till/client/statement.ts'

afterEach(() => vi.unstubAllGlobals())

const part = { instrumentId: 'CASH', name: 'Cash', unit: 'MERIT', amount: '300', isDiscount: false }
const quote = { status: 'good', parts: [part], voucher: null, euro: '100' } as const
const food = { category: 'food', amount: '700' }

/** A device that was paired, and a service that answers one purchase after the other. */
async function openCounter(answers: readonly ((body: { readonly id: string }) => Response)[]) {
  const kept = new Map<string, unknown>()
  const sent: { readonly id: string; readonly pin?: string; readonly voucher?: unknown }[] = []
  vi.stubGlobal('fetch', async (address: string, { body }: { readonly body?: string }) => {
    if (address.endsWith('/statements/chain')) return Response.json({ seq: 8, head: 'of 8' })
    const asked = JSON.parse(body ?? '{}')
    sent.push(asked)
    const answer = answers[sent.length - 1]
    if (answer === undefined) throw new TypeError('the connection was lost')
    return answer(asked)
  })
  const storage = {
    read: async (name: string) => kept.get(name),
    write: async (changes: Readonly<Record<string, unknown>>) => {
      for (const [name, value] of Object.entries(changes)) {
        if (value === undefined) kept.delete(name)
        else kept.set(name, value)
      }
    },
  }
  const counter = () =>
    new Counter(storage, { onUnknown: () => undefined, nudge: () => new AbortController().signal })
  const session = {
    key: await makeDeviceKey(),
    terminal: { id: '01890000-0000-7000-8000-000000000002', name: '1' },
    partner: { id: 'SHOP', name: 'Shop', unit: 'EUR', categories: ['food'], owed: '0' },
  }
  return { kept, sent, counter, session }
}

const refused =
  (status: string, triesLeft: number | null = null) =>
  () =>
    Response.json({ status, triesLeft, purchase: null })
const decided = (status: string) => (body: { readonly id: string }) =>
  Response.json({ status, triesLeft: null, purchase: { id: body.id, parts: [], voucher: null } })

const deal = { bill: { lines: [{ ...food, amount: '400' }], cash: '0' }, code: 'CODE' }
const withVoucher = {
  ...{ bill: { lines: [food], cash: '0' }, code: 'CODE', presented: { typedCode: 'V' } },
  quote: { ...quote, voucher: { status: 'good', amount: '300' } },
} as const
const money = { status: 'good', parts: [part], euro: '100' } as const

describe('a purchase', () => {
  test('whose PIN was forgotten with the page stays open, and is the same with the PIN typed again', async () => {
    const { kept, sent, counter, session } = await openCounter([
      refused('pin_missing'),
      refused('pin_wrong', 3),
      decided('paid'),
    ])
    // The page was killed before its first try arrived.
    const first = await counter().ask(session, { ...deal, quote: money }, undefined)
    expect(first.ended).toEqual({ kind: 'pin' })
    const open = await counter().open()
    if (open === undefined) throw new Error('nothing is open')
    const wrong = await counter().clearUp(session, open, '11111')
    expect(wrong).toEqual({ kind: 'pin', triesLeft: 3 })
    expect(await counter().open()).toEqual(open)
    const paid = await counter().clearUp(session, open, '24680')
    expect(paid).toMatchObject({ kind: 'bought', bought: { status: 'paid' } })
    expect(await counter().open()).toBeUndefined()
    expect(sent.map(({ pin }) => pin)).toEqual([undefined, '11111', '24680'])
    expect(new Set(sent.map(({ id }) => id))).toEqual(new Set([open.id]))
    expect(JSON.stringify([...kept.values()])).not.toContain('24680')
  })

  test('that is open is cleared up before anything else begins, and can be given up by its own id only', async () => {
    const { sent, counter, session } = await openCounter([
      refused('pin_missing'),
      decided('paid'),
      refused('pin_missing'),
    ])
    const { asked } = await counter().ask(session, { ...deal, quote: money }, undefined)
    const next = await counter().ask(session, { ...deal, quote: money }, undefined)
    expect(next.asked.id).toBe(asked.id)
    expect(sent.map(({ id }) => id)).toEqual([asked.id, asked.id])
    const other = await counter().ask(session, { ...deal, quote: money }, undefined)
    await counter().drop(asked.id)
    expect((await counter().open())?.id).toBe(other.asked.id)
    await counter().drop(other.asked.id)
    expect(await counter().open()).toBeUndefined()
  })

  test('that a voucher pays a part of takes the next place of the chain, and only where it was paid', async () => {
    const { kept, counter, session } = await openCounter([decided('paid'), decided('declined')])
    await counter().ask(session, withVoucher, undefined)
    expect(kept.get('chain')).toMatchObject({ seq: 1 })
    expect(kept.get('chain')).not.toMatchObject({ head: (await newChain()).head })
    await counter().ask(session, withVoucher, undefined)
    expect(kept.get('chain')).toEqual({ seq: 8, head: 'of 8' })
  })

  test('whose statement does not fit the chain is signed anew, as another one', async () => {
    const { sent, counter, session } = await openCounter([
      refused('statement_conflict'),
      decided('paid'),
    ])
    const { ended } = await counter().ask(session, withVoucher, undefined)
    expect(ended).toMatchObject({ kind: 'bought', bought: { status: 'paid' } })
    expect(sent[0]?.id).not.toBe(sent[1]?.id)
    expect(sent[0]?.voucher).not.toEqual(sent[1]?.voucher)
  })

  test('is answered by nothing but its own answer', () => {
    const own = { status: 'paid', triesLeft: null, purchase: { id: 'a', parts: [] } }
    expect(readBought(own, 'a')).toEqual({ status: 'paid', parts: [] })
    expect(readBought(own, 'b')).toBeUndefined()
    expect(readBought({ ...own, purchase: null }, 'a')).toBeUndefined()
    expect(readBought({ ...own, status: 'code_used' }, 'a')).toBeUndefined()
    expect(readBought({}, 'a')).toBeUndefined()
    expect(readBought('<h1>Wi-Fi</h1>', 'a')).toBeUndefined()
  })
})

test('what a voucher pays fills the lines of the bill, and cash that was typed goes to the last', () => {
  const bill = { lines: [food, { category: 'household', amount: '300' }], cash: '500' }
  const amounts = (amount: bigint) => linesPaid(bill, amount).map((line) => line.amount)
  expect([amounts(500n), amounts(900n), amounts(1_200n)]).toEqual([
    ['500'],
    ['700', '200'],
    ['700', '500'],
  ])
})

describe('a quote', () => {
  test('that is none, or lacks a part, leaves it open', () => {
    expect(readQuote(quote)).toEqual(money)
    expect(readQuote({ ...quote, parts: [{}] })).toBeUndefined()
    expect(readQuote({ ...quote, status: 'fine' })).toBeUndefined()
    expect(phaseOf({ problem: undefined }, false).name).toBe('lost')
  })

  test('asks for the PIN where the code or the voucher wants one', () => {
    const wrong = { ...money, status: 'pin_wrong', triesLeft: 2 } as const
    expect(phaseOf({ ...money, status: 'pin_missing' }, false)).toEqual({ name: 'pin' })
    expect(phaseOf(wrong, true)).toEqual({ name: 'pin', triesLeft: 2 })
    const ofVoucher = { ...money, voucher: { status: 'pin_wrong', amount: '0' } } as const
    expect(phaseOf(ofVoucher, false)).toEqual({ name: 'pin' })
    expect(phaseOf({ ...money, status: 'code_used' }, false).name).toBe('refused')
    expect(phaseOf(money, false).name).toBe('quoted')
  })
})

describe('a problem', () => {
  test('that has a sentence is one of the service', () => {
    expect(Object.keys(tillProblemsIt.codes).filter((code) => !(code in PROBLEMS))).toEqual([])
  })

  test('is told in the language of the till, with what to do', () => {
    const wrong = { problem: 'owner_pin_wrong', triesLeft: 4 }
    expect(problemSentence(wrong, 'it')).toBe(
      'Il PIN del titolare non è giusto. Tentativi rimasti: 4.',
    )
    expect(problemSentence({ problem: 'some_other' }, 'it')).toContain('(some_other). Riprova')
    expect(problemSentence({ problem: undefined }, 'en')).toContain('try again')
  })
})
