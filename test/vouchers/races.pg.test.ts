import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect, type Database } from '../../src/db/client.ts'
import { EUR } from '../../src/kernel/money.ts'
import { TRANSFER_CODES } from '../../src/ledger/core/chart.ts'
import { faultsIn, openProgramme, type Programme, readBooks } from './programme.ts'
import { person } from './tills.ts'

let programme: Programme
/** Whoever wants to know when something of a kind is handed to the lane. */
const watchers = new Set<{ readonly code: number; readonly seen: () => void }>()
beforeAll(async () => {
  programme = await openProgramme('races', {
    ledger: (books) => ({
      ...books,
      post: (request) => {
        const posting = books.post(request)
        for (const { code } of request.transfers) {
          for (const watcher of watchers) if (watcher.code === code) watcher.seen()
        }
        return posting
      },
    }),
  })
})
afterAll(() => programme.close())

/** Until a transfer of a kind is handed to the lane: it was decided on what was read before. */
function untilPosted(code: number): Promise<void> {
  return new Promise((resolve) => {
    const watcher = {
      code,
      seen: () => {
        watchers.delete(watcher)
        resolve()
      },
    }
    watchers.add(watcher)
  })
}

/** Lets nothing be posted while `act` runs: what was decided before waits, and is committed after. */
async function whileNothingIsPosted(act: (lane: Lane) => Promise<void>): Promise<void> {
  const owner = connect(programme.test.ownerUrl, { role: null, poolSize: 2 })
  try {
    await owner.sql.begin(async (tx) => {
      await tx`lock table ledger_head in access exclusive mode`
      await act({ untilWaiting: () => untilWaiting(owner) })
    })
  } finally {
    await owner.close()
  }
}

interface Lane {
  /** Until a batch stands before the lock. */
  untilWaiting(): Promise<void>
}

async function untilWaiting({ sql }: Database): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    const waiting = await sql`
      select 1 from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`
    if (waiting.length > 0) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error('nothing waits to be posted')
}

describe('between the decision and the commit', () => {
  it('a block that was acknowledged stops the redemption that was on its way', async () => {
    const voucher = await programme.issue()
    let redeeming: ReturnType<Programme['redeem']> | undefined
    await whileNothingIsPosted(async ({ untilWaiting }) => {
      redeeming = programme.redeem(voucher, 5000n)
      await untilWaiting()
      const request = { id: programme.id(), reason: 'lost' }
      const blocked = await programme.vouchers.block(voucher.id, request, null)
      expect(blocked.status).toBe('blocked')
    })
    expect(await redeeming).toMatchObject({ status: 'blocked', remaining: 5000n, receipt: null })
    expect(await programme.vouchers.get(voucher.id)).toMatchObject({ remaining: 5000n })
    expect(faultsIn(await readBooks(programme))).toEqual([])
  })

  it('a partner that was suspended takes nothing any more, and the others do', async () => {
    const [voucher, other] = [await programme.issue(), await programme.issue()]
    const owner = connect(programme.test.ownerUrl, { role: null, poolSize: 1 })
    const { network } = programme
    const partner = { id: 'BI-MAY-GO', name: 'May go', territoryId: 'BI', kind: 'shop' } as const
    await network.addPartner({ ...partner, categories: ['food'], status: 'active', unit: EUR })
    const redeeming: ReturnType<Programme['redeem']>[] = []
    await whileNothingIsPosted(async ({ untilWaiting }) => {
      redeeming.push(programme.redeem(voucher, 500n, { partnerId: 'BI-MAY-GO' }))
      redeeming.push(programme.redeem(other, 500n))
      await untilWaiting()
      await owner.sql`update partner set status = 'suspended' where id = 'BI-MAY-GO'`
    })
    await owner.close()
    const [refused, redeemed] = await Promise.all(redeeming)
    expect(refused).toMatchObject({ status: 'partner_not_accepted', remaining: 5000n })
    expect(redeemed).toMatchObject({ status: 'redeemed', remaining: 4500n })
    expect(faultsIn(await readBooks(programme))).toEqual([])
  })

  it('a decline written for the same id by another process is the answer of both', async () => {
    const voucher = await programme.issue()
    const late = await programme.anotherProcess(120_000)
    const { token } = await programme.vouchers.phoneToken(voucher.id)
    const asked = {
      id: programme.id(),
      shown: { kind: 'qr', text: token },
      amount: 5000n,
      partnerId: 'BI-FOOD',
    } as const
    let redeeming: ReturnType<Programme['redeem']> | undefined
    await whileNothingIsPosted(async ({ untilWaiting }) => {
      redeeming = programme.vouchers.redeem(asked)
      await untilWaiting()
      expect((await late.redeem(asked)).status).toBe('token_expired')
    })
    expect(await redeeming).toEqual(await programme.vouchers.findRedemption(asked.id))
    expect((await redeeming)?.status).toBe('token_expired')
    expect(await programme.ledger.findTransfer(asked.id)).toBeUndefined()
    expect(await programme.vouchers.get(voucher.id)).toMatchObject({ remaining: 5000n })
    expect(faultsIn(await readBooks(programme))).toEqual([])
  })

  it('two redemptions with one phone token: the second is told that it was used', async () => {
    const voucher = await programme.issue()
    const { token } = await programme.vouchers.phoneToken(voucher.id)
    const redeeming: ReturnType<Programme['redeem']>[] = []
    await whileNothingIsPosted(async ({ untilWaiting }) => {
      for (let index = 0; index < 3; index++) {
        redeeming.push(programme.redeem(voucher, 10n, { qr: token }))
      }
      await untilWaiting()
    })
    const statuses = (await Promise.all(redeeming)).map(({ status }) => status)
    expect(statuses.sort()).toEqual(['redeemed', 'token_expired', 'token_expired'])
    expect(await programme.vouchers.get(voucher.id)).toMatchObject({ remaining: 4990n })
  })

  it('more than what is left then: it is declined with what stands now, for good', async () => {
    const voucher = await programme.issue()
    const id = programme.id()
    const redeeming: ReturnType<Programme['redeem']>[] = []
    await whileNothingIsPosted(async ({ untilWaiting }) => {
      redeeming.push(programme.redeem(voucher, 3000n))
      await untilWaiting()
      const isPosted = untilPosted(TRANSFER_CODES.voucher_redeemed)
      redeeming.push(programme.redeem(voucher, 3000n, { id }))
      // The second was decided on what stood before the first: it waits in the same lane.
      await isPosted
    })
    const [first, second] = await Promise.all(redeeming)
    expect(first).toMatchObject({ status: 'redeemed', remaining: 2000n })
    expect(second).toMatchObject({ status: 'exceeds_remaining', remaining: 2000n })
    expect(await programme.redeem(voucher, 3000n, { id })).toEqual(second)
  })

  it('two orders for what the envelope holds once: one is refused, and its id is not spoilt', async () => {
    const order = { beneficiaryId: 'BI-P-002', amount: 1000n }
    const ids = [programme.id(), programme.id()]
    let issuing: Promise<PromiseSettledResult<unknown>[]> | undefined
    await whileNothingIsPosted(async ({ untilWaiting }) => {
      issuing = Promise.allSettled(ids.map((id) => programme.issue({ ...order, id })))
      await untilWaiting()
      await new Promise((resolve) => setTimeout(resolve, 100))
    })
    const tried = (await issuing) ?? []
    expect(tried.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const [won, lost] = tried[0]?.status === 'fulfilled' ? ids : [...ids].reverse()
    if (won === undefined || lost === undefined) throw new Error('there are two ids')
    await programme.vouchers.cancel(won, { id: programme.id(), reason: 'again' }, null)
    expect(await programme.issue({ ...order, id: lost })).toMatchObject({ remaining: 1000n })
    expect(faultsIn(await readBooks(programme))).toEqual([])
  })

  it.each(['cancel', 'expire'] as const)(
    'a voucher that somebody set out to %s: what is refunded meanwhile goes to its envelope, whole',
    async (end) => {
      const by = { kind: 'key', id: programme.id(), role: 'partner', partnerId: 'BI-FOOD' } as const
      // To this process it is still the day of issue; the other one's clock is past the last day.
      const late = await programme.anotherProcess(91 * 86_400_000)
      for (const isDisputed of [false, true]) {
        const voucher = await programme.issue()
        const { id: redemptionId } = await programme.redeem(voucher, 3000n)
        const asked = { id: programme.id(), redemptionId, amount: 3000n }
        if (isDisputed) await programme.vouchers.openDispute({ ...asked, reason: 'x' }, by)
        const running: Promise<unknown>[] = []
        await whileNothingIsPosted(async ({ untilWaiting }) => {
          const request = { id: programme.id(), reason: 'a test' }
          running.push(
            end === 'cancel'
              ? programme.vouchers.cancel(voucher.id, request, null)
              : late.expireDue(),
          )
          await untilWaiting()
          running.push(
            isDisputed
              ? programme.vouchers.decideDispute(
                  { id: asked.id, outcome: 'to_voucher', reason: 'x' },
                  person(programme.id(), 'administrator'),
                )
              : programme.vouchers.refund({ ...asked, reason: 'other' }, by),
          )
          // It reads where the money goes, and then waits in the lane behind the end.
          await new Promise((resolve) => setTimeout(resolve, 150))
        })
        await Promise.all(running)
        expect(await programme.vouchers.get(voucher.id)).toMatchObject({ remaining: 0n })
        expect(faultsIn(await readBooks(programme))).toEqual([])
      }
    },
  )
})
