import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assert } from '../../src/kernel/assert.ts'
import { parseUnit } from '../../src/kernel/money.ts'
import { createLedger, type Ledger } from '../../src/ledger/service.ts'
import { defaultProgramme } from '../../src/network/core/programme.ts'
import { bankAccountId, grantAccountId } from '../../src/network/identity.ts'
import {
  createNetwork,
  type Network,
  type NewContactPoint,
  type NewPartner,
} from '../../src/network/service.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { frozenRuntime } from '../support/frozen-runtime.ts'

const MERIT = parseUnit('MERIT')
assert(MERIT, 'MERIT is a unit')
const { colour: COLOUR } = defaultProgramme(MERIT)

let test: TestDatabase
let ledger: Ledger
let network: Network

const point = (changes: Partial<NewContactPoint> = {}): NewContactPoint => ({
  id: 'P-1',
  name: 'Sportello',
  territoryId: 'biella',
  unit: MERIT,
  envelope: 12345n,
  ...changes,
})

const shop = (changes: Partial<NewPartner> = {}): NewPartner => ({
  id: 'S-1',
  name: 'Bottega',
  territoryId: 'biella',
  kind: 'shop',
  categories: ['food', 'pharmacy'],
  status: 'active',
  unit: MERIT,
  ...changes,
})

beforeAll(async () => {
  test = await createTestDatabase()
  ledger = createLedger({ db: test.db, runtime: frozenRuntime('network') })
  network = createNetwork({ db: test.db, ledger })
  await network.addTerritories([
    { id: 'biella', name: 'Biella', kind: 'municipality', parentId: null },
  ])
})
afterAll(async () => {
  await ledger.close()
  await test.drop()
})

describe('a contact point', () => {
  it('is opened with its envelope, from a grant that the bank received', async () => {
    expect(await network.addContactPoint(point())).toBe('created')
    const found = await network.findContactPoint('P-1')
    assert(found, 'the contact point is there')
    expect(await network.envelopesLeft([found])).toEqual(new Map([['P-1', 12345n]]))
    const bank = await ledger.findAccount(bankAccountId(MERIT, COLOUR))
    const grant = await ledger.findAccount(grantAccountId(MERIT, COLOUR))
    expect(bank).toMatchObject({ code: 1010, origin: 'programme', debitsPosted: 12345n })
    expect(grant).toMatchObject({ code: 2010, creditsPosted: 12345n, debitsPosted: 12345n })
  })

  it('is the same when it is added again, and moves no money', async () => {
    expect(await network.addContactPoint(point())).toBe('exists')
    expect(await network.firstFunding('P-1')).toBe(12345n)
    expect((await ledger.findAccount(bankAccountId(MERIT, COLOUR)))?.debitsPosted).toBe(12345n)
  })

  it.each<Partial<NewContactPoint>>([
    { name: 'Sportello nuovo' },
    { envelope: 12346n },
    { envelope: 0n },
    { unit: parseUnit('EUR') ?? MERIT },
  ])('stays as it is when it is added as another one: %o', async (changes) => {
    expect(await network.addContactPoint(point(changes))).toBe('differs')
    expect(await network.findContactPoint('P-1')).toMatchObject({ name: 'Sportello', unit: MERIT })
    expect(await network.firstFunding('P-1')).toBe(12345n)
  })

  it('can be opened without money', async () => {
    expect(await network.addContactPoint(point({ id: 'P-0', envelope: 0n }))).toBe('created')
    const found = await network.findContactPoint('P-0')
    assert(found, 'the contact point is there')
    expect(await network.envelopesLeft([found])).toEqual(new Map([['P-0', 0n]]))
    expect(await network.firstFunding('P-0')).toBe(0n)
  })

  it('is not opened in a territory that is not there, and nothing of it is kept', async () => {
    const lost = point({ id: 'P-9', territoryId: 'nowhere' })
    await expect(network.addContactPoint(lost)).rejects.toThrow(/foreign key/)
    expect(await network.findContactPoint('P-9')).toBeUndefined()
    expect(await network.firstFunding('P-9')).toBe(0n)
    expect(await network.addContactPoint({ ...lost, territoryId: 'biella' })).toBe('created')
  })

  it('is opened once where several ask at once', async () => {
    const asked = Array.from({ length: 20 }, () => network.addContactPoint(point({ id: 'P-2' })))
    const answers = await Promise.all(asked)
    expect(answers.filter((answer) => answer === 'created')).toHaveLength(1)
    expect(answers.filter((answer) => answer === 'exists')).toHaveLength(19)
    expect(await network.firstFunding('P-2')).toBe(12345n)
  })
})

describe('a partner', () => {
  it('is admitted with the account of what it is owed', async () => {
    expect(await network.addPartner(shop())).toBe('created')
    const found = await network.findPartner('S-1')
    assert(found, 'the partner is there')
    expect(found).toMatchObject({ ...shop(), createdAt: expect.any(Date) })
    expect(await network.owedTo(found)).toBe(0n)
    expect(await ledger.findAccount(found.payableAccountId)).toMatchObject({ code: 2310 })
  })

  it('stays as it is when it is added again, the same or another', async () => {
    expect(await network.addPartner(shop())).toBe('exists')
    expect(await network.addPartner(shop({ status: 'suspended' }))).toBe('differs')
    expect(await network.addPartner(shop({ categories: ['food'] }))).toBe('differs')
    expect(await network.findPartner('S-1')).toMatchObject(shop())
  })
})

describe('lists', () => {
  it('come in pages by id', async () => {
    for (const id of ['S-3', 'S-2', 'S-4']) await network.addPartner(shop({ id }))
    const first = await network.listPartners({ limit: 2 })
    expect(first.map(({ id }) => id)).toEqual(['S-1', 'S-2'])
    const rest = await network.listPartners({ limit: 10, after: 'S-2' })
    expect(rest.map(({ id }) => id)).toEqual(['S-3', 'S-4'])
    expect(await network.count()).toMatchObject({ territories: 1, partners: 4 })
  })
})
