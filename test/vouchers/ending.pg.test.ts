import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseDay, romeDay } from '../../src/kernel/days.ts'
import { VOUCHER_STATUSES } from '../../src/vouchers/core/status.ts'
import { expiryTransferId } from '../../src/vouchers/identity.ts'
import type { Voucher } from '../../src/vouchers/service.ts'
import { operator } from './issuing-programme.ts'
import { faultsIn, openProgramme, type Programme, readBooks } from './programme.ts'

let programme: Programme
beforeAll(async () => {
  programme = await openProgramme('ending')
})
afterAll(() => programme.close())

const request = (reason = 'lost card') => ({ id: programme.id(), reason })

describe('cancelling', () => {
  it('gives what is left back to the envelope, once, however often the request is sent', async () => {
    const { vouchers } = programme
    const voucher = await programme.issue()
    await programme.redeem(voucher, 2000n)
    const before = await readBooks(programme)
    const asked = request()
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => vouchers.cancel(voucher.id, asked, null)),
    )
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 'cancelled', remaining: 0n, amount: 5000n })
    }
    const after = await readBooks(programme)
    expect(after.cancelled - before.cancelled).toBe(3000n)
    expect(faultsIn(after)).toEqual([])
  })

  it('by many requests at once is done by one of them', async () => {
    const { vouchers } = programme
    const voucher = await programme.issue()
    const tried = await Promise.allSettled(
      Array.from({ length: 16 }, () => vouchers.cancel(voucher.id, request(), null)),
    )
    expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of tried) {
      if (one.status === 'rejected') {
        expect(one.reason).toMatchObject({
          code: 'voucher_closed',
          details: { status: 'cancelled' },
        })
      }
    }
  })

  it('of two vouchers at once under one id is done to one of them', async () => {
    const { vouchers } = programme
    const asked = request()
    const both = [await programme.issue(), await programme.issue()]
    const tried = await Promise.allSettled(both.map(({ id }) => vouchers.cancel(id, asked, null)))
    expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(tried.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'voucher_request_conflict' },
    })
  })

  it('is refused where nothing is left to give back, or the id was used for something else', async () => {
    const { vouchers } = programme
    const [spent, open] = [await programme.issue(), await programme.issue()]
    await programme.redeem(spent, 5000n)
    await expect(vouchers.cancel(spent.id, request(), null)).rejects.toMatchObject({
      code: 'voucher_closed',
      details: { status: 'used_up' },
    })
    await expect(vouchers.cancel(programme.id(), request(), null)).rejects.toMatchObject({
      code: 'voucher_not_found',
    })
    const used = request()
    await vouchers.block(open.id, used, null)
    for (const [id, reason] of [
      [open.id, used.reason],
      [spent.id, used.reason],
      [open.id, 'another'],
    ] as const) {
      await expect(vouchers.cancel(id, { ...used, reason }, null)).rejects.toMatchObject({
        code: 'voucher_request_conflict',
      })
    }
    expect(await vouchers.get(open.id)).toMatchObject({ status: 'blocked', remaining: 5000n })
  })
})

describe('blocking', () => {
  it('stops a voucher until it is unblocked, and keeps what it holds', async () => {
    const { vouchers } = programme
    const voucher = await programme.issue()
    const [block, unblock] = [request(), request('found again')]
    expect(await vouchers.block(voucher.id, block, null)).toMatchObject({ status: 'blocked' })
    expect(await vouchers.block(voucher.id, block, null)).toMatchObject({ status: 'blocked' })
    expect(await vouchers.block(voucher.id, request(), null)).toMatchObject({ status: 'blocked' })
    expect(await vouchers.unblock(voucher.id, unblock, null)).toMatchObject({ status: 'active' })
    await programme.redeem(voucher, 1n)
    await vouchers.block(voucher.id, request(), null)
    expect(await vouchers.unblock(voucher.id, request(), null)).toMatchObject({ status: 'active' })
    // The old request, come late, changes nothing: it was carried out.
    expect(await vouchers.block(voucher.id, block, null)).toMatchObject({ status: 'active' })
    await vouchers.block(voucher.id, request(), null)
    expect(await vouchers.cancel(voucher.id, request(), null)).toMatchObject({
      status: 'cancelled',
    })
    await expect(vouchers.unblock(voucher.id, request(), null)).rejects.toMatchObject({
      code: 'voucher_closed',
    })
  })

  it('is written down with who asked and why, and what is written down stays', async () => {
    const { vouchers, test } = programme
    const voucher = await programme.issue()
    const actor = operator('BI-SC')
    const asked = request('stolen on the bus')
    await vouchers.block(voucher.id, asked, actor)
    const rows = await test.db.sql`
      select kind, reason, actor_id as actor from voucher_event where id = ${asked.id}`
    expect([...rows]).toEqual([{ kind: 'block', reason: 'stolen on the bus', actor: actor.id }])
    await expect(test.db.sql`update voucher_event set reason = ''`).rejects.toThrow(/denied/)
    const newKind = test.db.sql`
      insert into voucher_event (id, voucher_id, kind, reason, recorded_at)
      values (${programme.id()}, ${voucher.id}, 'burn', '', now())`
    await expect(newKind).rejects.toMatchObject({ constraint_name: 'voucher_event_kind' })
    const newStatus = test.db.sql`
      insert into redemption (id, partner_id, request_digest, status, amount, recorded_at)
      values (${programme.id()}, 'BI-FOOD', '', 'perhaps', 1, now())`
    await expect(newStatus).rejects.toMatchObject({ constraint_name: 'redemption_status' })
    await expect(test.db.sql`delete from redemption`).rejects.toThrow(/denied/)
    await expect(test.db.sql`update voucher set amount = 1`).rejects.toThrow(/denied/)
  })
})

describe('expiry', () => {
  it('gives back what is left on vouchers past their last day, each once, in two processes at once', async () => {
    const { vouchers, runtime } = programme
    const other = await programme.anotherProcess()
    const last = parseDay('2026-05-20')
    const order = last === undefined ? {} : { expiresOn: last }
    const many = await Promise.all(
      Array.from({ length: 450 }, () => programme.issue({ ...order, amount: 100n })),
    )
    const spent = await programme.issue(order)
    await programme.redeem(spent, 5000n)
    const part = await programme.issue(order)
    await programme.redeem(part, 4900n)
    const blocked = await programme.issue({ ...order, amount: 100n })
    await vouchers.block(blocked.id, request(), null)
    expect(await vouchers.expireDue()).toBe(0)
    const before = await readBooks(programme)
    runtime.advance(Date.parse('2026-05-20T22:00:00Z') - runtime.now())
    expect((await vouchers.get(part.id)).status).toBe('expired')
    const runs = await Promise.all([vouchers.expireDue(), other.expireDue(), vouchers.expireDue()])
    expect(runs.reduce((sum, run) => sum + run, 0)).toBe(452)
    expect(await vouchers.expireDue()).toBe(0)
    const after = await readBooks(programme)
    expect(after.expired - before.expired).toBe(450n * 100n + 100n + 100n)
    expect(faultsIn(after)).toEqual([])
    for (const { id } of [...many.slice(0, 5), part, blocked]) {
      expect(await vouchers.get(id)).toMatchObject({ status: 'expired', remaining: 0n })
    }
    expect((await vouchers.get(spent.id)).status).toBe('used_up')
    expect((await programme.redeem(part, 1n)).status).toBe('expired')
    await expect(vouchers.cancel(part.id, request(), null)).rejects.toMatchObject({
      code: 'voucher_closed',
      details: { status: 'expired' },
    })
  })
})

describe('an expiry whose transfer id somebody took', () => {
  it('is reported, and keeps no other voucher from its own', async () => {
    const { vouchers, runtime, ledger } = programme
    const expiresOn = romeDay(runtime.now())
    const [victim, other] = [
      await programme.issue({ expiresOn }),
      await programme.issue({ expiresOn }),
    ]
    const account = await ledger.findAccount(victim.id)
    // What no caller of the API can do: it takes no new id of version 8.
    await programme.redeem(other, 1n, { id: expiryTransferId(victim.id, account?.version ?? 0n) })
    runtime.advance(86_400_000)
    await expect(vouchers.expireDue()).rejects.toThrow(
      'the id of an expiry is that of nothing else',
    )
    expect(await vouchers.get(victim.id)).toMatchObject({ remaining: 5000n })
    expect(await vouchers.get(other.id)).toMatchObject({ status: 'expired', remaining: 0n })
  })
})

describe('the list of vouchers', () => {
  it('is the newest first, whole and without doubles over its pages, with and without a state', async () => {
    const { vouchers, runtime } = programme
    for (let index = 0; index < 7; index++) {
      runtime.advance(index % 3)
      await programme.issue()
    }
    await programme.redeem(await programme.issue(), 1n)
    await vouchers.block((await programme.issue()).id, request(), null)
    const replacing = { ...request(), newVoucherId: programme.id() }
    await programme.issuing.replace((await programme.issue()).id, replacing, operator('BI-SC'))
    const read = async (status?: Voucher['status'], limit = 100): Promise<Voucher[]> => {
      const all: Voucher[] = []
      for (;;) {
        const last = all.at(-1)
        const page = await vouchers.list({
          limit,
          ...(last === undefined ? {} : { after: last.id }),
          ...(status === undefined ? {} : { status }),
        })
        all.push(...page)
        if (page.length < limit) return all
      }
    }
    const all = await read()
    expect(all.length).toBeGreaterThan(450)
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    const times = all.map(({ issuedAt }) => issuedAt.getTime())
    expect(times).toEqual([...times].sort((a, b) => b - a))
    expect(await read(undefined, 2)).toEqual(all)
    for (const status of VOUCHER_STATUSES) {
      const expected = all.filter((voucher) => voucher.status === status)
      expect(await read(status, 3)).toEqual(expected)
      expect(expected).not.toEqual([])
    }
  })
})
