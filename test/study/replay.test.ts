import { describe, expect, it } from 'vitest'
import { addDays, type Day } from '../../src/kernel/days.ts'
import { evidenceOf } from '../../src/study/core/evidence/content.ts'
import type {
  HistoryEvent,
  HistoryProduct,
  VoucherHistory,
} from '../../src/study/core/evidence/history.ts'
import { SUPPRESSION_RULES } from '../../src/study/core/evidence/suppression.ts'
import { actualOf } from '../../src/study/core/replay/outcome.ts'
import { replay } from '../../src/study/core/replay/replay.ts'
import { AS_IT_WAS, type ReplayRule, replayRule } from '../../src/study/core/replay/rule.ts'
import { shownReplay } from '../../src/study/core/replay/shown.ts'
import { dice } from '../currency/dice.ts'

const START = '2026-01-01' as Day
const END = 200
const PRODUCTS: readonly HistoryProduct[] = [
  {
    id: 'PLAIN',
    categories: ['food', 'pharmacy'],
    oneUse: false,
    capPerPurchase: null,
    capPerDay: null,
  },
  { id: 'CAPPED', categories: ['food'], oneUse: false, capPerPurchase: 3000, capPerDay: 4000 },
  { id: 'ONCE', categories: ['food'], oneUse: true, capPerPurchase: null, capPerDay: null },
]
const STANDING = ['pin_wrong', 'blocked', 'partner_not_accepted', 'category_not_allowed'] as const

interface Card {
  readonly product: HistoryProduct
  left: number
  lastDay: number
  over: boolean
  readonly bought: { readonly id: string; readonly day: number; amount: number }[]
}

/** A programme as its till would have it, told by a second hand: each day something happens to some voucher. */
function randomHistory(seed: number): VoucherHistory {
  const below = dice(seed)
  const day = (number: number) => addDays(START, number)
  const cards: Card[] = []
  const events: HistoryEvent[] = []
  const vouchers: { person: number; product: string; lastDay: Day }[] = []
  for (let now = 0; now < END; now++) {
    for (const [voucher, card] of cards.entries()) {
      const at = { day: day(now), voucher }
      // The nightly job is late now and then.
      if (!card.over && card.lastDay < now && card.left > 0 && below(3) > 0) {
        events.push({ ...at, kind: 'expired', amount: card.left })
        card.left = 0
        card.over = true
      }
      const what = below(60)
      const isOpen = !card.over && card.lastDay >= now && card.left > 0
      if (what === 6) giveBack(card, events, at, now, below)
      else if (what < 6) {
        tryToPay(card, events, at, now, below)
        // Something is wrong with it and comes back at once, and something else is wanted.
        if (below(3) === 0) giveBack(card, events, at, now, below)
        if (below(2) === 0) tryToPay(card, events, at, now, below)
      } else if (what === 7 && isOpen) {
        card.left += 500
        events.push({ ...at, kind: 'topped_up', amount: 500 })
      } else if (what === 8 && isOpen) {
        card.lastDay += 10
        events.push({ ...at, kind: 'extended', lastDay: day(card.lastDay) })
      } else if (what === 9 && isOpen && below(5) === 0) {
        events.push({ ...at, kind: 'cancelled', amount: card.left })
        card.left = 0
        card.over = true
      }
    }
    if (now % 4 !== 0) continue
    const product = PRODUCTS[below(PRODUCTS.length)] as HistoryProduct
    const amount = 1000 + below(9000)
    const lastDay = now + 20 + below(40)
    vouchers.push({ person: below(20), product: product.id, lastDay: day(lastDay) })
    cards.push({ product, left: amount, lastDay, over: false, bought: [] })
    const at = { day: day(now), voucher: cards.length - 1 }
    events.push({ ...at, kind: 'issued', amount }, { ...at, kind: 'handed_over' })
  }
  const head = { programme: 'P', day: day(END), unit: 'EUR', products: PRODUCTS }
  return { ...head, vouchers, events }
}

function giveBack(
  card: Card,
  events: HistoryEvent[],
  at: { readonly day: Day; readonly voucher: number },
  now: number,
  below: (sides: number) => number,
): void {
  const purchase = card.bought.at(-1 - below(2))
  const amount = Math.min(purchase?.amount ?? 0, 1 + below(5000))
  if (purchase === undefined || amount === 0) return
  purchase.amount -= amount
  const to = card.over || card.lastDay < now ? 'envelope' : 'voucher'
  if (to === 'voucher') card.left += amount
  events.push({ ...at, kind: 'returned', of: purchase.id, amount, to })
}

function tryToPay(
  card: Card,
  events: HistoryEvent[],
  at: { readonly day: Day; readonly voucher: number },
  now: number,
  below: (sides: number) => number,
): void {
  const amount = 1 + below(5000)
  const id = `T${events.length}`
  const { capPerPurchase, capPerDay, oneUse } = card.product
  const today = card.bought.reduce((sum, one) => sum + (one.day === now ? one.amount : 0), 0)
  const isOverCap =
    (capPerPurchase ?? amount) < amount || (capPerDay ?? today + amount) < today + amount
  const isUsed = oneUse && card.bought.some((one) => one.amount > 0)
  const status = (() => {
    if (below(12) === 0) return STANDING[below(STANDING.length)] as (typeof STANDING)[number]
    if (card.over)
      return events.some((one) => one.voucher === at.voucher && one.kind === 'cancelled')
        ? 'cancelled'
        : 'expired'
    if (card.left === 0 || isUsed) return 'used_up'
    if (card.lastDay < now) return 'expired'
    if (isOverCap) return 'cap_reached'
    return amount > card.left ? 'exceeds_remaining' : 'redeemed'
  })()
  const lines = status === 'redeemed' && below(2) === 0 ? [{ category: 'food', amount }] : []
  const sells = below(4) === 0 ? ['pharmacy'] : ['food', 'pharmacy']
  events.push({ ...at, kind: 'tried', id, partner: `S${below(5)}`, sells, amount, status, lines })
  if (status !== 'redeemed') return
  card.left -= amount
  card.bought.push({ id, day: now, amount })
}

const rule = (change: object): ReplayRule => replayRule.parse(change)
const histories = Array.from({ length: 12 }, (_, seed) => randomHistory(seed + 1))

describe('replaying what happened', () => {
  it('under the rule that was in force gives back what happened, to the cent', () => {
    const answers = new Set<string>()
    for (const history of histories) {
      const actual = actualOf(history)
      expect(replay(history, AS_IT_WAS)).toEqual(actual)
      for (const { why } of actual.tries) answers.add(why ?? 'redeemed')
    }
    // Everything that a rule decides was there.
    for (const answer of [
      'redeemed',
      'used_up',
      'expired',
      'cap_reached',
      'exceeds_remaining',
      'cancelled',
    ])
      expect(answers).toContain(answer)
  })

  it('loses no cent under any rule', () => {
    const below = dice(9)
    for (const history of histories) {
      const change = rule({
        ...(below(2) === 0 ? { validityDays: 1 + below(100) } : {}),
        ...(below(2) === 0 ? { categories: ['food'] } : {}),
        ...(below(2) === 0 ? { capPerPurchase: 100 + below(4000) } : {}),
        ...(below(2) === 0 ? { capPerDay: null } : {}),
        ...(below(2) === 0 ? { demurrage: { yearlyShare: 0.4, freeDays: below(30) } } : {}),
        ...{ commissionPerTenThousand: below(1000), inPart: below(2) === 0 },
      })
      for (const one of replay(history, change).vouchers) {
        const back = one.returnedToVouchers
        const gone = one.spent - back + one.expired + one.cancelled + one.demurrage + one.left
        expect(gone).toBe(one.issued)
        expect(Math.min(...Object.values(one))).toBeGreaterThanOrEqual(0)
        expect(one.inFull + one.inPart + one.refused).toBe(one.tries)
      }
    }
  })

  it('spends no less with more days, and expires no less with fewer', () => {
    for (const history of histories) {
      const spent = [5, 60, 3000].map(
        (validityDays) => replay(history, rule({ validityDays })).totals,
      )
      expect(spent[0]?.spent).toBeLessThan(spent[1]?.spent ?? 0)
      expect(spent[2]?.expired).toBe(0)
      expect(spent[0]?.expired).toBeGreaterThan(spent[1]?.expired ?? 0)
    }
  })
})

/** One voucher of 100.00, tried twice. */
const small: VoucherHistory = {
  ...{ programme: 'P', day: '2026-12-31' as Day, unit: 'EUR', products: PRODUCTS },
  vouchers: [{ person: 0, product: 'PLAIN', lastDay: '2026-06-30' as Day }],
  events: [
    { day: START, voucher: 0, kind: 'issued', amount: 10_000 },
    ...(['2026-02-01', '2026-05-01'] as Day[]).map((day, at) => ({
      ...({ day, voucher: 0, kind: 'tried', id: `T${at}`, partner: 'S', amount: 4000 } as const),
      ...({ sells: ['food', 'pharmacy'], status: 'redeemed' } as const),
      lines: [
        { category: 'food', amount: 3000 },
        { category: 'pharmacy', amount: 1000 },
      ],
    })),
    { day: '2026-07-01' as Day, voucher: 0, kind: 'expired', amount: 2000 },
  ],
}

describe('another rule', () => {
  const of = (change: object) => {
    const { tries, totals } = replay(small, rule(change))
    return { tries: tries.map(({ outcome, paid, why }) => [outcome, paid, why]), totals }
  }

  it('ends vouchers sooner', () => {
    const { tries, totals } = of({ validityDays: 90 })
    expect(tries).toEqual([
      ['in_full', 4000, null],
      ['refused', 0, 'expired'],
    ])
    expect(totals).toMatchObject({ spent: 4000, expired: 6000, left: 0 })
  })

  it('pays for some things only, in whole or in part', () => {
    expect(of({ categories: ['food'] }).tries[0]).toEqual(['refused', 0, 'category_not_allowed'])
    const inPart = of({ categories: ['food'], inPart: true })
    expect(inPart.tries[0]).toEqual(['in_part', 3000, 'category_not_allowed'])
    expect(inPart.totals).toMatchObject({ spent: 6000, expired: 4000 })
  })

  it('pays no more than a cap', () => {
    expect(of({ capPerPurchase: 2500, inPart: true }).totals).toMatchObject({
      spent: 5000,
      inPart: 2,
    })
    expect(of({ capPerDay: 2500 }).tries[1]).toEqual(['refused', 0, 'cap_reached'])
  })

  it('takes what is held too long, a year taking exactly its share', () => {
    const still = { ...small, day: addDays(START, 1461), events: small.events.slice(0, 1) }
    const { totals } = replay(still, rule({ demurrage: { yearlyShare: 0.1, freeDays: 0 } }))
    // Four years of 365.25 days.
    expect(totals.left).toBe(Math.round(10_000 * 0.9 ** 4))
    expect(totals.demurrage + totals.left).toBe(10_000)
  })

  it('keeps a part of what shops are paid', () => {
    expect(of({ commissionPerTenThousand: 500 }).totals.commission).toBe(400)
  })

  it('hides of what happened no other cells than a dataset of the same day', () => {
    const rules = SUPPRESSION_RULES
    const hiddenIn = (tables: ReturnType<typeof shownReplay>['actual'], name: string) => {
      const found = tables.find((table) => table.name === name)
      return found?.columns.filter((_, at) => found.cells[0]?.[at] === null)
    }
    const days = [20, 40, 60, 90].map((number) => addDays(START, number))
    const told = days.flatMap((day) =>
      histories.slice(0, 5).map((history) => {
        const events = history.events.filter((event) => event.day <= day)
        const issued = events.filter(({ kind }) => kind === 'issued').length
        const young = { ...history, day, events, vouchers: history.vouchers.slice(0, issued) }
        const { tables } = evidenceOf(young, [], { ...rules, level: 0.95 })
        const { actual, withheld } = shownReplay(young, AS_IT_WAS, rules)
        if (withheld === null)
          expect(hiddenIn(actual, 'money')).toEqual(hiddenIn(tables, 'outcome'))
        return hiddenIn(tables, 'outcome') ?? []
      }),
    )
    expect(told.flat()).toContain('cancelled')
  })

  it('is shown only where enough people would have fared differently', () => {
    const rules = { threshold: 5, protection: 0.5, dominance: 0.1 }
    const [history] = histories
    if (history === undefined) throw new Error('there are some')
    const shown = shownReplay(history, rule({ validityDays: 10 }), rules)
    expect(shown.peopleTouched).toBeGreaterThan(4)
    expect(shown.actual.map(({ name }) => name)).toEqual(['money', 'answers'])
    expect(shownReplay(small, rule({ validityDays: 90 }), rules)).toMatchObject({
      ...{
        withheld: 'few_people',
        actual: [],
        replayed: [],
        peopleTouched: null,
        commission: null,
      },
    })
  })
})
