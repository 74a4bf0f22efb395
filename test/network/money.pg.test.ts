import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Principal } from '../../src/access/core/principal.ts'
import { parseDay } from '../../src/kernel/days.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import type { Minor } from '../../src/kernel/money.ts'
import { balanceOf } from '../../src/ledger/core/account.ts'
import type { NewTranche } from '../../src/network/desk.ts'
import { bankAccountId, grantAccountId } from '../../src/network/identity.ts'
import type { Envelope } from '../../src/network/service.ts'
import { propertySeed } from '../support/seed.ts'
import { type Desk, openDesk } from './desk.ts'

let it: Desk
let treasurer: Principal
let second: Principal
let one: Envelope
let two: Envelope
const YES = { state: 'approved' } as const
const NO = { state: 'refused', reason: 'Not now' } as const

beforeAll(async () => {
  it = await openDesk('money')
  treasurer = it.person('treasurer')
  second = it.person('administrator')
  one = await it.envelopeOf('BI-1')
  two = await it.envelopeOf('BI-2')
})
afterAll(() => it.close())

function tranche(amount: Minor, change: Partial<NewTranche> = {}): NewTranche {
  return {
    ...{ id: it.runtime.newId(), programmeId: 'FRANOI-2', kind: 'grant', funder: 'Ministero' },
    ...{ amount, receivedOn: parseDay('2026-05-01') as NewTranche['receivedOn'] },
    ...{ reference: 'Decreto 1', area: null, ...change },
  }
}

function move(from: Envelope | null, to: Envelope | null, amount: Minor) {
  const fromEnvelopeId = from?.id ?? null
  const toEnvelopeId = to?.id ?? null
  return { id: it.runtime.newId(), fromEnvelopeId, toEnvelopeId, amount, reason: 'Needed' }
}

async function granted(): Promise<Minor> {
  const account = await it.ledger.findAccount(grantAccountId(one.unit, one.colour))
  return account === undefined ? 0n : balanceOf(account)
}

async function fund(amount: Minor): Promise<void> {
  const asked = await it.desk.prepareTranche(tranche(amount), treasurer)
  await it.desk.decideTranche(asked.id, YES, second)
}

describe('a tranche', () => {
  test('counts once somebody else approved it, and the same again changes nothing', async () => {
    const before = await granted()
    const asked = tranche(5000n)
    expect(await it.desk.prepareTranche(asked, treasurer)).toMatchObject({ state: 'waiting' })
    expect(await it.desk.prepareTranche(asked, treasurer)).toMatchObject({ state: 'waiting' })
    expect(await granted()).toBe(before)
    await expect(it.desk.decideTranche(asked.id, YES, treasurer)).rejects.toMatchObject({
      code: 'approval_own',
    })
    expect(await it.desk.decideTranche(asked.id, YES, second)).toMatchObject({ state: 'approved' })
    expect(await it.desk.decideTranche(asked.id, YES, second)).toMatchObject({ state: 'approved' })
    expect(await granted()).toBe(before + 5000n)
    await expect(it.desk.decideTranche(asked.id, NO, second)).rejects.toMatchObject({
      code: 'approval_closed',
    })
  })

  test('is another one under the same id: refused', async () => {
    const asked = tranche(10n)
    await it.desk.prepareTranche(asked, treasurer)
    for (const change of [{ amount: 11n }, { funder: 'Other' }, { kind: 'co_funding' }] as const) {
      await expect(
        it.desk.prepareTranche({ ...asked, ...change }, treasurer),
      ).rejects.toMatchObject({ code: 'network_request_conflict' })
    }
    await expect(it.desk.prepareTranche(asked, second)).rejects.toMatchObject({
      code: 'network_request_conflict',
    })
  })

  test('that is refused moves nothing, for good', async () => {
    const before = await granted()
    const asked = await it.desk.prepareTranche(tranche(70n), treasurer)
    expect(await it.desk.decideTranche(asked.id, NO, second)).toMatchObject({
      ...{ state: 'refused', decisionReason: 'Not now' },
    })
    await expect(it.desk.decideTranche(asked.id, YES, second)).rejects.toMatchObject({
      code: 'approval_closed',
    })
    expect(await granted()).toBe(before)
  })

  test('is posted once, however many approve it in the same moment', async () => {
    const before = await granted()
    const { id } = await it.desk.prepareTranche(tranche(300n), treasurer)
    const people = Array.from({ length: 6 }, () => it.person('treasurer'))
    const tries = await Promise.allSettled(
      [...people, ...people].map((who) => it.desk.decideTranche(id, YES, who)),
    )
    const done = tries.filter(({ status }) => status === 'fulfilled')
    expect(done.length).toBeGreaterThanOrEqual(1)
    expect(done.length).toBeLessThanOrEqual(2)
    for (const said of tries) {
      if (said.status === 'rejected') expect(said.reason).toMatchObject({ code: 'approval_closed' })
    }
    expect(await granted()).toBe(before + 300n)
  })

  test('of an area has a colour and a bank of its own', async () => {
    const area = 'BIELLA' as NonNullable<NewTranche['area']>
    const asked = await it.desk.prepareTranche(tranche(400n, { area }), treasurer)
    expect(asked.colour).toBe('FRANOI-2/BIELLA')
    await it.desk.decideTranche(asked.id, YES, second)
    const bank = await it.ledger.findAccount(bankAccountId(one.unit, asked.colour))
    expect(bank).toMatchObject({ debitsPosted: 400n, colour: 'FRANOI-2/BIELLA' })
  })

  test('is of a programme that exists, and received', async () => {
    await expect(
      it.desk.prepareTranche(tranche(1n, { programmeId: 'NONE' }), treasurer),
    ).rejects.toMatchObject({ code: 'programme_unknown' })
    const receivedOn = parseDay('2026-05-05') as NewTranche['receivedOn']
    await expect(
      it.desk.prepareTranche(tranche(1n, { receivedOn }), treasurer),
    ).rejects.toMatchObject({ code: 'received_in_future' })
  })
})

describe('a move', () => {
  test('is prepared by one contact point and approved by the other', async () => {
    const [anna, bruno] = [it.person('operator', 'BI-1'), it.person('operator', 'BI-2')]
    const [before, there] = [await it.left(one), await it.left(two)]
    const asked = move(one, two, 2500n)
    await it.desk.prepareMove(asked, anna)
    expect(await it.desk.prepareMove(asked, anna)).toMatchObject({ state: 'waiting' })
    const colleague = it.person('operator', 'BI-1')
    await expect(it.desk.decideMove(asked.id, YES, colleague)).rejects.toMatchObject({
      code: 'approval_scope',
    })
    expect(await it.desk.decideMove(asked.id, YES, bruno)).toMatchObject({ state: 'approved' })
    expect(await it.desk.decideMove(asked.id, YES, bruno)).toMatchObject({ state: 'approved' })
    expect([await it.left(one), await it.left(two)]).toEqual([before - 2500n, there + 2500n])
  })

  test('out of scope does not exist, and the asking is in the log', async () => {
    const carla = it.person('operator', 'MT-1')
    await expect(it.desk.prepareMove(move(one, two, 1n), carla)).rejects.toMatchObject({
      code: 'envelope_not_found',
    })
    const { id } = await it.desk.prepareMove(move(one, two, 1n), treasurer)
    const tries = [() => it.desk.findMove(id, carla), () => it.desk.decideMove(id, YES, carla)]
    for (const ask of tries) {
      await expect(ask()).rejects.toMatchObject({ code: 'envelope_move_not_found' })
    }
    const seen = await it.accessLog.list({ limit: 9, actorId: carla.id })
    expect(seen.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'refused'])
  })

  test('never takes more than there is, also where two are approved at once', async () => {
    await it.desk.decideMove(
      (await it.desk.prepareMove(move(one, null, await it.left(one)), treasurer)).id,
      ...([YES, second] as const),
    )
    await fund(1000n)
    const { id } = await it.desk.prepareMove(move(null, one, 1000n), treasurer)
    await it.desk.decideMove(id, YES, second)
    const there = await it.left(two)
    const both = await Promise.all(
      [700n, 600n].map((amount) => it.desk.prepareMove(move(one, two, amount), treasurer)),
    )
    const tries = await Promise.allSettled(
      both.map((asked) => it.desk.decideMove(asked.id, YES, second)),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const failed = tries.find(({ status }) => status === 'rejected')
    expect(failed).toMatchObject({ reason: { code: 'envelope_exhausted' } })
    const gone = 1000n - (await it.left(one))
    expect([700n, 600n]).toContain(gone)
    expect(await it.left(two)).toBe(there + gone)
    const waiting = both[failed === tries[0] ? 0 : 1]
    await fund(1000n)
    const more = await it.desk.prepareMove(move(null, one, 1000n), treasurer)
    await it.desk.decideMove(more.id, YES, second)
    const later = await it.desk.decideMove(waiting?.id as Uuid, YES, second)
    expect(later.state).toBe('approved')
  })

  test('keeps its colour: money of an area stays there', async () => {
    const area = 'BIELLA' as NonNullable<NewTranche['area']>
    await it.network.addContactPoint({
      ...{ id: 'BI-3', name: 'Local', territoryId: 'BI', unit: one.unit, envelope: 0n, area },
    })
    const asked = {
      ...{ id: it.runtime.newId(), programmeId: 'FRANOI-2', contactPointId: 'BI-3' },
      ...{ area: 'housing' as const, colourArea: area },
    }
    const { envelope, created } = await it.desk.openEnvelope(asked, treasurer)
    expect([created, envelope.colour]).toEqual([true, 'FRANOI-2/BIELLA'])
    expect(await it.desk.openEnvelope(asked, treasurer)).toMatchObject({ created: false, envelope })
    await expect(
      it.desk.openEnvelope({ ...asked, id: it.runtime.newId() }, treasurer),
    ).rejects.toMatchObject({ code: 'envelope_exists' })
    await expect(
      it.desk.openEnvelope({ ...asked, area: 'work' as const }, treasurer),
    ).rejects.toMatchObject({ code: 'network_request_conflict' })
    const elsewhere = { ...asked, id: it.runtime.newId(), contactPointId: 'MT-1' }
    await expect(it.desk.openEnvelope(elsewhere, treasurer)).rejects.toMatchObject({
      code: 'colour_unfit',
    })
    await expect(it.desk.prepareMove(move(one, envelope, 1n), treasurer)).rejects.toMatchObject({
      code: 'envelopes_unfit',
    })
    const paying = await it.network.envelopesFor('BI-3', 'housing')
    expect(paying.map((paid) => paid.area)).toEqual(['housing', 'general'])
  })

  test('is in the log, as is who opened the envelope', async () => {
    const entries = await it.accessLog.list({ limit: 200, actorId: treasurer.id })
    const actions = new Set(entries.map(({ action }) => action))
    expect(actions).toEqual(
      new Set([
        ...['funding.prepared', 'envelope_move.prepared', 'envelope.opened', 'approval.decided'],
      ]),
    )
  })
})

test('whatever is asked, a colour keeps what it was given, and no account goes below zero', async () => {
  const three = await it.envelopeOf('MT-1')
  const places = [null, one, two, three]
  const step = fc.oneof(
    fc.record({ kind: fc.constant('fund' as const), amount: fc.bigInt(1n, 900n) }),
    fc.record({
      ...{ kind: fc.constant('move' as const), amount: fc.bigInt(1n, 900n), from: fc.nat(3) },
      ...{ to: fc.nat(3), says: fc.constantFrom(YES, YES, NO), twice: fc.boolean() },
    }),
  )
  const sum = async () => {
    const balances = await it.ledger.trialBalance()
    const ours = balances.find(({ colour }) => colour === one.colour)
    const bank = ours?.accounts.find(({ code }) => code === 1010)
    const others = ours?.accounts.filter(({ code }) => code !== 1010) ?? []
    for (const account of others) expect(balanceOf(account)).toBeGreaterThanOrEqual(0n)
    const held = others.reduce((total, account) => total + balanceOf(account), 0n)
    expect(held).toBe(bank === undefined ? 0n : -balanceOf(bank))
    return held
  }
  const seed = propertySeed('what a colour holds')
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      const before = await sum()
      const done = await Promise.allSettled(
        steps.map(async (asked) => {
          if (asked.kind === 'fund') return fund(asked.amount)
          const [from = null, to = null] = [places[asked.from], places[asked.to]]
          if (from === to) return undefined
          const { id } = await it.desk.prepareMove(move(from, to, asked.amount), treasurer)
          const decide = () => it.desk.decideMove(id, asked.says, second)
          await Promise.all(asked.twice ? [decide(), decide()] : [decide()])
          return undefined
        }),
      )
      for (const one of done) {
        if (one.status === 'rejected') {
          expect(one.reason).toMatchObject({ code: 'envelope_exhausted' })
        }
      }
      const given = steps.reduce(
        (all, { kind, amount }) => all + (kind === 'fund' ? amount : 0n),
        0n,
      )
      expect(await sum()).toBe(before + given)
    }),
    { seed, numRuns: 25 },
  )
})
