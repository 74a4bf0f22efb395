import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Day } from '../../src/kernel/days.ts'
import { parseUuid, type Uuid } from '../../src/kernel/ids.ts'
import { EUR } from '../../src/kernel/money.ts'
import { ENVELOPE, faultsIn, openProgramme, type Programme, readBooks } from './programme.ts'

let programme: Programme
beforeAll(async () => {
  programme = await openProgramme('issue')
})
afterAll(() => programme.close())

describe('issuing a voucher', () => {
  it('moves its amount from the envelope to an account of its own, good until its last day in Italy', async () => {
    const { ledger, network, runtime } = programme
    const voucher = await programme.issue()
    expect(voucher).toMatchObject({
      status: 'active',
      amount: 5000n,
      remaining: 5000n,
      unit: EUR,
      expiresOn: '2026-08-02',
      productId: 'FOOD',
      beneficiaryId: 'BI-P-001',
      contactPointId: 'BI-SC',
      issuedAt: new Date(runtime.now()),
    })
    const account = await ledger.findAccount(voucher.id)
    expect(account).toMatchObject({ code: 2210, origin: 'programme', creditsPosted: 5000n })
    const point = await network.findContactPoint('BI-SC')
    const left = await network.envelopesLeft(point === undefined ? [] : [point])
    expect(left.get('BI-SC')).toBe(ENVELOPE - 5000n)
    expect(faultsIn(await readBooks(programme))).toEqual([])
  })

  it('counts the days from the day it is in Italy', async () => {
    const { runtime } = programme
    const before = runtime.now()
    runtime.advance(Date.parse('2026-05-31T22:30:00Z') - before)
    expect((await programme.issue()).expiresOn).toBe('2026-08-30')
  })

  it('again with the same content gives the same voucher; with other content it is refused', async () => {
    const { vouchers, id } = programme
    const order = { id: id(), productId: 'FOOD', beneficiaryId: 'BI-P-001', amount: 700n }
    const first = await vouchers.issue(order, null)
    const second = await vouchers.issue(order, null)
    expect([first.created, second.created]).toEqual([true, false])
    expect(second.voucher).toEqual(first.voucher)
    for (const change of [
      { amount: 701n },
      { productId: 'HOURS' },
      { beneficiaryId: 'BI-P-002' },
      { expiresOn: '2026-12-31' as Day },
    ]) {
      await expect(vouchers.issue({ ...order, ...change }, null)).rejects.toMatchObject({
        code: 'voucher_id_conflict',
      })
    }
    expect(await vouchers.get(order.id)).toEqual(first.voucher)
  })

  it('64 times at once in two processes under one id issues one', async () => {
    const { vouchers, id } = programme
    const other = await programme.anotherProcess()
    const before = await readBooks(programme)
    const order = { id: id(), productId: 'FOOD', beneficiaryId: 'BI-P-001', amount: 900n }
    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, index) => (index % 2 ? other : vouchers).issue(order, null)),
    )
    expect(new Set(answers.map(({ voucher }) => voucher.typedCode)).size).toBe(1)
    expect(answers.filter(({ created }) => created)).toHaveLength(1)
    const after = await readBooks(programme)
    expect(after.issued - before.issued).toBe(900n)
    expect(faultsIn(after)).toEqual([])
  })

  it.each([
    ['an unknown product', { productId: 'NONE' }, 'product_unknown'],
    ['an unknown beneficiary', { beneficiaryId: 'NOBODY' }, 'beneficiary_unknown'],
    ['less than the product allows', { amount: 99n }, 'amount_outside_product'],
    ['more than the product allows', { amount: 100_001n }, 'amount_outside_product'],
    ['a product of another unit', { productId: 'HOURS' }, 'envelope_unit_differs'],
    ['a last day no card can carry', { expiresOn: '2019-12-31' as Day }, 'expiry_out_of_range'],
    [
      'more than the envelope holds',
      { beneficiaryId: 'BI-P-002', amount: 1501n },
      'envelope_exhausted',
    ],
  ])('refuses %s and leaves no trace', async (_, change, code) => {
    const before = await readBooks(programme)
    const id = programme.id()
    await expect(programme.issue({ id, ...change })).rejects.toMatchObject({ code })
    await expect(programme.vouchers.get(id)).rejects.toMatchObject({ code: 'voucher_not_found' })
    expect(await programme.ledger.findAccount(id)).toBeUndefined()
    expect(await readBooks(programme)).toEqual(before)
  })

  it('never takes more from an envelope than it holds, and a refused id can be tried again later', async () => {
    const { vouchers } = programme
    const poor = { beneficiaryId: 'BI-P-002', amount: 1000n }
    const ids = Array.from({ length: 8 }, () => programme.id())
    const tried = await Promise.allSettled(ids.map((id) => programme.issue({ ...poor, id })))
    expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of tried) {
      if (one.status === 'rejected') expect(one.reason.code).toBe('envelope_exhausted')
    }
    const issued = ids[tried.findIndex(({ status }) => status === 'fulfilled')]
    const refused = ids.filter((id) => id !== issued)
    await vouchers.cancel(
      parseUuid(String(issued)) as Uuid,
      { id: programme.id(), reason: 'x' },
      null,
    )
    const again = await programme.issue({ ...poor, id: refused[0] ?? programme.id() })
    expect(again.remaining).toBe(1000n)
    expect(faultsIn(await readBooks(programme))).toEqual([])
  })

  it('is refused under the id of an account that the ledger has already', async () => {
    const { ledger, id } = programme
    const taken = id()
    for (const code of [999, 2210]) {
      const account = code === 2210 ? id() : taken
      await ledger.post({
        accounts: [
          {
            id: account,
            unit: EUR,
            code,
            flags: ['debits_must_not_exceed_credits'],
            origin: 'raw',
          },
        ],
        transfers: [],
      })
      await expect(programme.issue({ id: account })).rejects.toMatchObject({
        code: 'voucher_id_conflict',
      })
    }
    expect(faultsIn(await readBooks(programme))).toEqual([])
  })

  it('gives every voucher a serial of its own, and the same card every time it is printed', async () => {
    const issued = await Promise.all(Array.from({ length: 20 }, () => programme.issue()))
    expect(new Set(issued.map(({ typedCode }) => typedCode)).size).toBe(20)
    const texts = await Promise.all(issued.map(({ id }) => programme.vouchers.cardText(id)))
    expect(new Set(texts).size).toBe(20)
    await programme.keys.rotate('card')
    expect(await Promise.all(issued.map(({ id }) => programme.vouchers.cardText(id)))).toEqual(
      texts,
    )
    for (const text of texts)
      expect(text).toMatch(/^HTTPS:\/\/VOUCHERS\.EXAMPLE\.ORG\/C\/[0-9A-Z]{125}$/)
  })
})
