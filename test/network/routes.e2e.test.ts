import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  BENEFICIARY_ID,
  CONTACT_POINT_ID,
  newId,
  openProgramme,
  PARTNER_ID,
  PRODUCT_ID,
  type Programme,
} from '../http/programme.ts'

let programme: Programme

beforeAll(async () => {
  programme = await openProgramme()
})
afterAll(() => programme.close())

async function read(role: 'operator' | 'auditor' | 'administrator' | 'partner', path: string) {
  const answer = await programme.ask(role, 'GET', `/api/v1${path}`)
  return { status: answer.status, body: await answer.json() }
}

describe('the network over HTTP', () => {
  it('shows what each contact point may still issue, as digits', async () => {
    const { body } = await read('operator', '/contact-points')
    expect(body).toEqual({
      items: [
        {
          id: CONTACT_POINT_ID,
          name: 'Social Centre',
          territoryId: 'BI',
          unit: 'EUR',
          envelope: '100000000',
          programmeId: 'FRANOI-2',
          area: null,
          phone: null,
          openingHours: null,
          approverContactPointId: null,
          emergencyMonthlyCap: '0',
        },
      ],
      nextCursor: null,
    })
    const order = { id: newId(), productId: PRODUCT_ID, beneficiaryId: BENEFICIARY_ID }
    await programme.ask('operator', 'POST', '/api/v1/vouchers', { ...order, amount: '2500' })
    const after = await read('auditor', '/contact-points')
    expect(after.body.items[0].envelope).toBe('99997500')
  })

  it('shows partners without the account of what they are owed', async () => {
    const { body } = await read('administrator', '/partners')
    expect(body.items).toEqual([
      {
        id: PARTNER_ID,
        name: 'Bottega Prima',
        territoryId: 'BI',
        kind: 'shop',
        categories: ['food'],
        status: 'active',
        unit: 'EUR',
        createdAt: expect.stringMatching(/^20\d\d-.*Z$/),
        area: null,
        acceptance: 'accepting',
        validUntil: null,
      },
    ])
  })

  it('tells a partner about itself, and what it is owed once it accepted a voucher', async () => {
    const before = await read('partner', '/partners/me')
    expect(before.body).toMatchObject({ id: PARTNER_ID, categories: ['food'], owed: '0' })
    const id = newId()
    const order = { id, productId: PRODUCT_ID, beneficiaryId: BENEFICIARY_ID, amount: '2500' }
    const issued = await programme.ask('operator', 'POST', '/api/v1/vouchers', order)
    const { typedCode } = await issued.json()
    const redemption = { id: newId(), typedCode, amount: '1999' }
    const paid = await programme.ask('partner', 'POST', '/api/v1/redemptions', redemption)
    expect(paid.status).toBe(201)
    const after = await read('partner', '/partners/me')
    expect(after.body.owed).toBe('1999')
  })

  it('turns pages with a cursor until there is no more', async () => {
    const { network } = programme.services
    const shop = await network.findPartner(PARTNER_ID)
    if (shop === undefined) throw new Error('the partner of the programme is there')
    const { payableAccountId: _, createdAt: __, ...like } = shop
    for (const id of ['S-1', 'S-2', 'S-3']) await network.addPartner({ ...like, id })
    const seen: string[] = []
    for (let path: string | null = '/partners?limit=2'; path !== null; ) {
      const { body }: { body: { items: { id: string }[]; nextCursor: string | null } } = await read(
        'operator',
        path,
      )
      expect(body.items.length).toBeLessThanOrEqual(2)
      seen.push(...body.items.map(({ id }) => id))
      path = body.nextCursor === null ? null : `/partners?limit=2&cursor=${body.nextCursor}`
    }
    expect(seen).toEqual([PARTNER_ID, 'S-1', 'S-2', 'S-3'])
  })

  it.each(['/contact-points', '/partners', '/beneficiaries'])(
    'keeps %s from tills and analysts',
    async (path) => {
      for (const role of ['partner', 'analyst'] as const) {
        const answer = await programme.ask(role, 'GET', `/api/v1${path}`)
        expect(answer.status).toBe(403)
      }
    },
  )

  it('keeps /partners/me for tills', async () => {
    expect((await read('operator', '/partners/me')).status).toBe(403)
  })

  it.each(['limit=0', 'limit=201', 'limit=x', 'cursor=x', 'page=2'])(
    'refuses the query %s with a sentence',
    async (query) => {
      for (const path of ['/contact-points', '/partners', '/beneficiaries']) {
        const { status, body } = await read('operator', `${path}?${query}`)
        expect(status).toBe(400)
        expect(body).toMatchObject({ code: 'invalid_request', errors: [{ in: 'query' }] })
      }
    },
  )
})
