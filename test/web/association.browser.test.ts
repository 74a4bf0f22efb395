import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { romeDay } from '../../src/kernel/days.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import type { Unit } from '../../src/kernel/money.ts'
import { preset } from '../currency/market.ts'
import { ASSOCIATION_ID, BENEFICIARY_ID, CONTACT_POINT_ID, newId } from '../http/programme.ts'
import { violations } from '../support/axe.ts'
import { launchBrowser, scrollsSideways } from '../support/browser.ts'
import { type Desk, openDeskProgramme, type Seat, sitDown } from './desk-seat.ts'

let desk: Desk
let browser: Browser
let operator: Seat
let treasurer: Seat
let association: Seat

beforeAll(async () => {
  desk = await openDeskProgramme()
  browser = await launchBrowser()
  operator = await desk.seat('operator', 'Rita', [CONTACT_POINT_ID])
  treasurer = await desk.seat('treasurer', 'Tullio')
  association = await desk.seat('association', 'Gino', [], undefined, ASSOCIATION_ID)
  const rules = preset('merits-sconto')
  const today = romeDay(Date.now())
  const { currency } = desk.services
  await currency.addInstrument(
    { id: 'MERITS-SCONTO', programmeId: 'FRANOI-2', unit: rules.unit as Unit },
    { rules, validFrom: today, preparedBy: newId() as Uuid },
  )
  await currency.openWallet('MERITS-SCONTO', 'association', ASSOCIATION_ID)
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await desk?.shut()
})

test('hours are told, confirmed, approved and paid, each by somebody else', async () => {
  const point = await sitDown(browser, desk, operator, `/desk/associations/${ASSOCIATION_ID}`)
  await point.page.getByLabel('Codice').fill(BENEFICIARY_ID)
  await point.page.getByRole('button', { name: 'Fai entrare' }).click()
  await point.page.getByText('Ne fa parte.').waitFor()
  await point.page.goto(`${desk.url}/desk/earnings/new`)
  await point.page.getByLabel('Associazione').selectOption(ASSOCIATION_ID)
  await point.page.getByLabel('Chi').fill(BENEFICIARY_ID)
  await point.page.getByRole('combobox', { name: 'Che cosa' }).selectOption('food')
  await point.page.getByLabel('Minuti').fill('90')
  await point.page.getByRole('button', { name: 'Racconta' }).click()
  await point.page.getByText('aspetta l’associazione').waitFor()
  await point.close()

  // The sign-in leads everybody to the desk: whoever acts for an association goes on from there to its own pages.
  const own = await sitDown(browser, desk, association, '/desk')
  expect(new URL(own.page.url()).pathname).toBe('/association')
  await own.page.getByRole('button', { name: 'Conferma' }).click()
  await own.page.getByText('adesso decide lo sportello').waitFor()
  await own.page.getByLabel('Chi').fill(BENEFICIARY_ID)
  await own.page.getByRole('combobox', { name: 'Che cosa' }).selectOption('donation')
  await own.page.getByLabel('Dono in euro').fill('20')
  await own.page.getByRole('button', { name: 'Racconta' }).click()
  await own.page.getByText('È raccontato.').waitFor()
  expect(await scrollsSideways(own.page)).toBe(false)
  await own.close()

  const till = await sitDown(browser, desk, treasurer, '/desk/earnings')
  for (const box of await till.page.getByRole('checkbox').all()) await box.check()
  await till.page.getByRole('button', { name: 'Approva le scelte' }).click()
  await till.page.getByText('Decise: 2.').waitFor()
  expect(await scrollsSideways(till.page)).toBe(false)
  await till.close()
  const [purse] = await desk.services.currency.pursesOf('person', BENEFICIARY_ID)
  expect(purse?.balance).toBe(950n)
  expect(desk.faults()).toEqual([])
})

test('what an association cannot pay is said, and nothing is shown of others', async () => {
  const own = await sitDown(browser, desk, association, '/association/money')
  await own.page.getByText('Ha oggi 0,00').waitFor()
  await own.page.getByRole('form', { name: 'Periodo' }).waitFor()
  await own.page.getByLabel('Codice').fill(BENEFICIARY_ID)
  await own.page.getByLabel('Importo').fill('1')
  await own.page.getByRole('button', { name: 'Paga' }).click()
  await own.page.getByText('Non c’è abbastanza.').waitFor()
  for (const path of ['/desk/people', '/desk/earnings', '/desk/approvals', '/desk/associations']) {
    const answer = await own.page.goto(`${desk.url}${path}`)
    expect([path, answer?.status()]).toEqual([path, 403])
  }
  await own.close()
})

test('money is changed back to euro after a second look', async () => {
  const { currency, minting } = desk.services
  const rules = {
    ...preset('chiemgauer-2015'),
    ...{ redemption: { by: ['association' as const], fee: '0.05', association: 3, system: 2 } },
  }
  await currency.addInstrument(
    { id: 'CHIEM', programmeId: 'FRANOI-2', unit: rules.unit as Unit },
    { rules, validFrom: romeDay(Date.now()), preparedBy: newId() as Uuid },
  )
  await minting.buy({
    ...{ id: newId() as Uuid, instrumentId: 'CHIEM', reference: 'CRO 1', amount: 5_000n },
    ...{ party: 'association', holderId: ASSOCIATION_ID, actor: { id: newId() as Uuid } },
  })
  const own = await sitDown(browser, desk, association, '/association/money', { width: 360 })
  const looks = async () => {
    expect(await violations(own.page)).toEqual([])
    expect(await scrollsSideways(own.page)).toBe(false)
  }
  await own.page.getByRole('link', { name: 'Cambia in euro' }).click()
  await own.page.getByLabel('Importo').fill('20')
  await looks()
  await own.page.getByRole('button', { name: 'Guarda quanto fa' }).click()
  await own.page.getByText('19,00').waitFor()
  await looks()
  await own.page.getByRole('button', { name: 'Cambia adesso' }).click()
  await own.page.getByText('È cambiato').waitFor()
  await own.page.getByText('Ha oggi 30,00').waitFor()
  await own.close()
})
