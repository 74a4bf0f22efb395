import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Day } from '../../src/kernel/days.ts'
import { createNetwork } from '../../src/network/service.ts'
import { importPeople } from '../../src/pilot/people-import.ts'
import { type ContactPoints, newId, openContactPoints, person } from '../plans/contact-points.ts'

let house: ContactPoints
const anna = person('operator', 'BI')

beforeAll(async () => {
  house = await openContactPoints()
})
afterAll(() => house.close())

function bring(text: string, changes: { id?: ReturnType<typeof newId>; isTrial?: boolean } = {}) {
  const network = createNetwork({ db: house.deps.db, ledger: house.ledger })
  const file = { id: newId(), text, programmeId: 'FRANOI-2', isTrial: false, ...changes }
  return importPeople({ network, casework: house.casework }, anna, file)
}

const HEADINGS =
  'sportello;codice;componenti;lingua;nome;cognome;data di nascita;telefono;protezione;accoglienza;uscita;presa in carico;territorio;massimale;casa;lavoro'

const GOOD = [
  HEADINGS,
  'BI;BI-P-901;2;fr;Aïssatou;Barry;08/03/1994;+39 333 1112223;rifugiato;SAI;31/03/2025;04/05/2026;biella;1.500,00;1.000,00;600',
  'BI;;1;ar;Omar;Haddad;;;protezione sussidiaria;CAS;31/10/2024;04/05/2026;;;;',
  'BI;;4;;;;;;;;;;;;;',
].join('\r\n')

describe('a file of people', () => {
  test('enters each, with who they are, how they stand, and a draft of a plan', async () => {
    const done = await bring(GOOD)
    expect(done).toMatchObject({ rows: 3, problems: [] })
    expect(done.entered.map(({ line }) => line)).toEqual([2, 3, 4])
    const [first, second, third] = done.entered.map(({ id }) => id)
    expect(first).toBe('BI-P-901')
    const states = await house.plans.enrolmentOf(
      [first ?? '', second ?? '', third ?? ''],
      '2026-06-01' as Day,
    )
    expect([...states.values()]).toEqual(['eligible', 'not_eligible', 'not_assessed'])
    const line = (await house.plans.planLinesOf(['BI-P-901'], 'housing')).get('BI-P-901')
    expect(line).toMatchObject({ ceiling: 100_000n, planCeiling: 150_000n, planStatus: 'draft' })
    const seen = await house.casework.identities.view(anna, 'BI-P-901', undefined)
    expect(seen.personal).toMatchObject({ givenName: 'Aïssatou', birthDate: '1994-03-08' })
  })

  test('enters nobody twice when it is sent again, and goes on where it broke off', async () => {
    const text = GOOD.replace('BI-P-901', 'BI-P-902')
    const id = newId()
    // The process died behind the first two lines.
    await bring(text.split('\r\n').slice(0, 3).join('\n'), { id })
    const before = await house.plans.countBeneficiaries()
    const whole = await bring(text, { id })
    expect(await house.plans.countBeneficiaries()).toBe(before + 1)
    expect(await bring(text, { id })).toEqual(whole)
    expect(await house.plans.countBeneficiaries()).toBe(before + 1)
  })

  test('tells everything that is wrong row by row, and then enters nobody', async () => {
    const before = await house.plans.countBeneficiaries()
    const { entered, problems } = await bring(
      [
        HEADINGS,
        'MT;;2;fr;Ali;Musa;;;;;;;;;;',
        'BI;;0;fr;Ali;Musa;31/02/1990;call me;;;;;atlantis;;;',
        'BI;;2;fr;;Musa;;;;;;;;;100;',
        'BI;RSSMRA85T10A562S;2;fr;Mario;Rossi;;;;;;;;;;',
      ].join('\n'),
    )
    expect(entered).toEqual([])
    expect(problems.map(({ line, column }) => [line, column])).toEqual([
      [2, 'sportello'],
      [3, 'componenti'],
      [3, 'data di nascita'],
      [3, 'telefono'],
      [3, 'territorio'],
      [4, 'nome'],
      [4, 'massimale'],
      [5, 'codice'],
    ])
    expect(await house.plans.countBeneficiaries()).toBe(before)
  })

  test('can be tried out, and tells of a code that is taken when it comes to it', async () => {
    const before = await house.plans.countBeneficiaries()
    expect(await bring(GOOD, { isTrial: true })).toMatchObject({ entered: [], problems: [] })
    expect(await house.plans.countBeneficiaries()).toBe(before)
    const again = await bring(GOOD)
    expect(again.problems).toMatchObject([{ line: 2, got: 'BI-P-901' }])
    expect(again.entered.map(({ line }) => line)).toEqual([3, 4])
  })
})
