import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Principal } from '../../src/access/core/principal.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import type { ImportKind } from '../../src/pilot/core/network-files.ts'
import { importNetwork, type NetworkImport } from '../../src/pilot/network-import.ts'
import { systemRuntime } from '../../src/runtime.ts'
import { newId, openProgramme, type Programme } from '../http/programme.ts'

let programme: Programme
const tea: Principal = { kind: 'person', id: newId() as Uuid, role: 'treasurer' }
beforeAll(async () => {
  programme = await openProgramme()
})
afterAll(() => programme?.close())

async function bring(kind: ImportKind, csv: string, dryRun = false) {
  const body = { csv, dryRun }
  const answer = await programme.ask('administrator', 'POST', `/api/v1/imports/${kind}`, body)
  expect(answer.status).toBe(200)
  return (await answer.json()) as NetworkImport
}

async function listOf(kind: ImportKind): Promise<string> {
  const answer = await programme.ask('administrator', 'GET', `/api/v1/${kind}.csv`)
  expect(answer.status).toBe(200)
  return answer.text()
}

const FILES: readonly (readonly [ImportKind, string])[] = [
  [
    'territories',
    'codice;nome;tipo;in\nMT-P;Provincia di Matera;provincia;BAS\nBAS;Basilicata;regione;\n',
  ],
  [
    'programmes',
    'id;name;colour;starts_on;ends_on;emergency_monthly_cap\nWIN;Winter;WINTER-27;01/11/2026;31/03/2027;25,00\n',
  ],
  [
    'contact-points',
    'id;name;territory;programme;area;phone;approver\nMT-2;Sportello due;MT-P;WIN;;;MT-1\nMT-1;Sportello uno;MT-P;WIN;MATERA;+39 0835 123456;\n',
  ],
  [
    'partners',
    'id;name;territory;kind;categories;status\nMT-A;"=Alimentari, Sud";MT-P;negozio;cibo|igiene;\nMT-B;Casa Blu;MT-P;proprietario;affitto;sospeso\n',
  ],
  [
    'funding',
    'id;programme;kind;funder;amount;area;received_on;reference\nR1;WIN;grant;Ministero;1.500,00;;31/01/2026;D. 4521\nR2;WIN;cofinanziamento;Fondazione;20,50;MATERA;2026-02-01;F 7\n',
  ],
]

test('each file is tried, added once, and the list that is given back is a file that changes nothing', async () => {
  for (const [kind, csv] of FILES) {
    const rows = csv.trim().split('\n').length - 1
    expect(await bring(kind, csv, true), kind).toMatchObject({
      ...{ rows, fresh: rows, unchanged: 0, added: [], problems: [] },
    })
    const done = await bring(kind, csv)
    expect(done, kind).toMatchObject({ fresh: rows, problems: [] })
    expect(done.added.map(({ line }) => line).sort()).toEqual([2, 3].slice(0, rows))
    const again = { fresh: 0, unchanged: rows, added: [], problems: [] }
    expect(await bring(kind, csv), kind).toMatchObject(again)
    const whole = await listOf(kind)
    const count = whole.trim().split('\r\n').length - 1
    expect(await bring(kind, whole), kind).toMatchObject({
      ...{ rows: count, fresh: 0, unchanged: count, problems: [] },
    })
    expect(await listOf(kind)).toBe(whole)
  }
})

test('what came in is what it would be had somebody written it', async () => {
  const { network, networkDesk } = programme.services
  const partner = await network.findPartner('MT-A')
  expect(partner).toMatchObject({ name: '=Alimentari, Sud', categories: ['cibo', 'igiene'] })
  expect((await network.findPartner('MT-B'))?.status).toBe('suspended')
  const point = await network.findContactPoint('MT-2')
  expect(point).toMatchObject({ approverContactPointId: 'MT-1', emergencyMonthlyCap: 0n })
  // What is given without a second person rises with two: what the programme says waits for one.
  const administrator = { kind: 'key', id: newId() as Uuid, role: 'administrator' } as const
  const waiting = await programme.services.approvals.list(administrator, { limit: 20 })
  expect(waiting.filter(({ kind }) => kind === 'emergency_cap')).toHaveLength(2)
  // Money waits for a second person, as everywhere: whoever brought it in cannot approve it.
  const tranches = await networkDesk.listTranches({ limit: 9, programmeId: 'WIN' })
  expect(tranches.map(({ amount, colour, state }) => [amount, colour, state])).toEqual([
    [2050n, 'WINTER-27/MATERA', 'waiting'],
    [150_000n, 'WINTER-27', 'waiting'],
  ])
  const log = await programme.services.accessLog.list({ limit: 50, subjectId: 'MT-A' })
  expect(log.map(({ action, outcome }) => [action, outcome])).toEqual([['partner.created', 'done']])
})

test('everything that is wrong is told row by row, and then nothing is added', async () => {
  const told = async (kind: ImportKind, csv: string) => {
    const { added, problems } = await bring(kind, csv)
    expect(added).toEqual([])
    return problems.map(({ line, column }) => [line, column])
  }
  expect(
    await told(
      'partners',
      'id;name;territory;kind;categories\nMT-A;Other name;MT-P;shop;cibo|igiene\nNEW;New;NOWHERE;shop;x\nOK;Fine;MT-P;shop;x\nBAD;Bad;MT-P;bank;x\n',
    ),
  ).toEqual([
    [2, 'name'],
    [3, 'territory'],
    [5, 'kind'],
  ])
  expect(await programme.services.network.findPartner('OK')).toBeUndefined()
  // Nobody puts money in an envelope alone.
  expect(
    await told(
      'contact-points',
      'id;name;territory;programme;envelope;approver\nX1;X;MT-P;WIN;100,00;\nX2;X;MT-P;WIN;0;X3\nX3;X;MT-P;WIN;;X2\nX4;X;MT-P;LOST;;\n',
    ),
  ).toEqual([
    [2, 'envelope'],
    [3, 'approver'],
    [4, 'approver'],
    [5, 'programme'],
  ])
  expect(
    await told(
      'programmes',
      'id;name;colour;starts_on;ends_on\nP1;P;WINTER-27;;\nP2;P;;;\nP3;P;P3;2027-02-01;2027-01-01\nP4;P;P3;;\n',
    ),
  ).toEqual([
    [2, 'colour'],
    [3, 'colour'],
    [4, 'ends_on'],
    [5, 'colour'],
  ])
  expect(
    await told(
      'funding',
      'id;programme;kind;funder;amount;colour;area;received_on;reference\nF1;WIN;grant;M;0;;;2026-01-01;r\nF2;WIN;grant;M;1;OTHER;;2026-01-01;r\nF3;WIN;grant;M;1;;;2999-01-01;r\nF4;WIN;grant;M;1.234;;;2026-01-01;r\n',
    ),
  ).toEqual([
    [2, 'amount'],
    [3, 'colour'],
    [4, 'received_on'],
    [5, 'amount'],
  ])
  expect(
    await told('territories', 'id;name;kind;parent\nT1;T;region;T2\nT2;T;region;T1\n'),
  ).toEqual([
    [2, 'parent'],
    [3, 'parent'],
  ])
  expect(await told('territories', 'id;name;kind;extra\nT1;T;region;x\n')).toEqual([[1, 'extra']])
})

test('a file that another person brought in already changes nothing', async () => {
  const { network, networkDesk } = programme.services
  const deps = { network, networkDesk, runtime: systemRuntime }
  const [, text = ''] = FILES.find(([kind]) => kind === 'funding') ?? []
  expect(await importNetwork(deps, tea, { kind: 'funding', text, isTrial: false })).toMatchObject({
    ...{ fresh: 0, unchanged: 2, problems: [] },
  })
})
