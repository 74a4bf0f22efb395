import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cast, OTHER_PARTNER_ID, openCast } from '../http/cast.ts'
import { newId, PARTNER_ID } from '../http/programme.ts'
import { CREDIT_ID, openWorld } from '../http/world.ts'

let cast: Cast
beforeAll(async () => {
  cast = await openCast()
  await openWorld(cast)
})
afterAll(() => cast.close())

const PATH = '/api/v1/clearing-runs'
const CSV = [
  'id;debtor;creditor;amount;due',
  `A-1;${PARTNER_ID};${OTHER_PARTNER_ID};120,50;31/05/2026`,
  `A-2;${OTHER_PARTNER_ID};${PARTNER_ID};100,00;31/05/2026`,
  `A-3;BI-NOBODY;${PARTNER_ID};100,00;31/05/2026`,
].join('\n')

test('invoices are looked at, filed by one, approved by another, and told to each member', async () => {
  const treasurer = cast.as('treasurer', 'session')
  const checked = await treasurer.send('POST', `${PATH}/check`, { csv: CSV })
  expect(checked.body).toEqual({
    ...{ invoices: 2, total: '22050' },
    faults: [
      {
        ...{ line: 4, fault: 'debtor_unknown' },
        cells: ['A-3', 'BI-NOBODY', PARTNER_ID, '10000', '2026-05-31'],
      },
    ],
  })
  const filing = { id: newId(), instrumentId: CREDIT_ID, csv: CSV }
  const refused = await treasurer.send('POST', PATH, filing)
  expect([refused.status, refused.body.code]).toEqual([422, 'clearing_faulty'])
  const filed = await treasurer.send('POST', PATH, { ...filing, leaveOut: true })
  expect(filed.body).toMatchObject({ state: 'waiting', cleared: '20000', leftOut: 1 })
  const at = `${PATH}/${filing.id}`
  const own = await treasurer.send('POST', `${at}/decision`, { decision: 'approved' })
  expect([own.status, own.body.code]).toEqual([403, 'approval_own'])
  const administrator = cast.as('administrator', 'session')
  const decided = await administrator.send('POST', `${at}/decision`, { decision: 'approved' })
  expect(decided.body).toMatchObject({ state: 'settled', settled: '0' })
  const report = await treasurer.send('GET', `${at}/report.csv`)
  expect(report.text.split('\r\n')).toEqual([
    'partner,owed,owed_cleared,owed_settled,owed_left,due,due_cleared,due_settled,due_left',
    `${PARTNER_ID},120.50,100.00,0.00,20.50,100.00,100.00,0.00,0.00`,
    `${OTHER_PARTNER_ID},100.00,100.00,0.00,0.00,120.50,100.00,0.00,20.50`,
    '',
  ])
  const owner = cast.as('partner_owner')
  const invoices = await owner.send('GET', `${at}/members/${PARTNER_ID}/invoices.csv`)
  expect(invoices.text.split('\r\n')).toEqual([
    'id,side,other,due,amount,cleared,settled,left',
    `A-1,owes,${OTHER_PARTNER_ID},2026-05-31,120.50,100.00,0.00,20.50`,
    `A-2,is_owed,${OTHER_PARTNER_ID},2026-05-31,100.00,100.00,0.00,0.00`,
    '',
  ])
  const others = await owner.send('GET', `${at}/members/${OTHER_PARTNER_ID}/invoices.csv`)
  expect([others.status, others.body.code]).toEqual([404, 'clearing_not_found'])
})
