import { assert } from '../kernel/assert.ts'
import { addDays } from '../kernel/days.ts'
import { EUR } from '../kernel/money.ts'
import { parseColour } from '../ledger/core/colour.ts'
import type { NetworkDesk } from '../network/desk.ts'
import { DEMO_PLACE } from './core/cast.ts'
import { demoId } from './demonstration.ts'
import type { Stage } from './stage.ts'

export interface NetworkStoryDeps {
  readonly networkDesk: NetworkDesk
}

const WINTER = 'INVERNO'

/** Shops where the hours are known: partner, town, hours. */
const OUTLETS = [
  ['MI-ALI-01', 'Milano', 'lun-sab 8.00-19.30'],
  ['MI-FAR-01', 'Milano', 'lun-ven 8.30-19.00, sab 9.00-13.00'],
  ['VR-ALI-01', 'Verona', 'lun-sab 7.30-13.00 e 16.00-19.30'],
  ['RM-ALI-01', 'Roma', 'mar-dom 7.00-14.00'],
  ['LE-ALI-01', 'Lecce', 'lun-sab 8.00-13.30 e 17.00-20.30'],
  ['BI-FAR-01', 'Cossato', 'lun-ven 8.30-12.30 e 15.00-19.00'],
] as const

/** A second programme with money of its own, envelopes by area, agreements with their days, shops with their hours. */
export async function tellNetworkStory(
  { networkDesk: desk }: NetworkStoryDeps,
  stage: Stage,
): Promise<void> {
  await tellMoney(desk, stage)
  const { administrator, today } = stage
  await Promise.all(
    OUTLETS.map(([partnerId, town, openingHours]) => {
      const place = { id: `${partnerId}-1`, partnerId, name: `Negozio di ${town}`, town }
      return desk.putOutlet({ ...place, openingHours, isOpen: true }, administrator)
    }),
  )
  await desk.agree(
    {
      ...{ id: demoId('agreement'), partnerId: 'RM-ALI-01', signedOn: today },
      ...{ validUntil: addDays(today, 365), products: ['SPESA', 'PASTO'], categories: null },
      ...{ settlementPeriod: 'monthly', settlementDays: 15 },
      documents: [{ name: 'convenzione.pdf', sha256: 'c0ffee'.padEnd(64, '0') }],
    },
    administrator,
  )
}

async function tellMoney(desk: NetworkDesk, stage: Stage): Promise<void> {
  const { administrator, treasurer, operator, today } = stage
  const colour = parseColour(WINTER)
  assert(colour, 'it is a colour')
  const rules = { monthsSinceExit: 18, emergencyMonthlyCap: '5000', noticeRequired: true }
  const span = { startsOn: today, endsOn: addDays(today, 180) }
  const programme = { id: WINTER, name: 'Inverno solidale', unit: EUR, colour, ...span, rules }
  await desk.addProgramme(programme, administrator)
  const tranche = (name: string, amount: bigint, funder: string) => ({
    ...{ id: demoId(name), programmeId: WINTER, kind: 'grant' as const, funder, amount },
    ...{ area: null, receivedOn: today, reference: `Bonifico ${name}` },
  })
  const first = tranche('tranche 1', 2_000_000n, 'Fondazione Esempio')
  await desk.prepareTranche(first, treasurer)
  await desk.decideTranche(first.id, { state: 'approved' }, administrator)
  await desk.prepareTranche(tranche('tranche 2', 750_000n, 'Comune di Biella'), treasurer)
  const envelopes = [
    ['BI-1', 'housing', 600_000n],
    ['BI-1', 'health', 250_000n],
    [DEMO_PLACE, 'work', 400_000n],
  ] as const
  for (const [contactPointId, area, amount] of envelopes) {
    const id = demoId(`envelope ${contactPointId} ${area}`)
    const place = { programmeId: WINTER, contactPointId, area, colourArea: null }
    await desk.openEnvelope({ id, ...place }, administrator)
    const move = { fromEnvelopeId: null, toEnvelopeId: id, amount, reason: 'Prima assegnazione' }
    const moveId = demoId(`move ${contactPointId} ${area}`)
    await desk.prepareMove({ id: moveId, ...move }, treasurer)
    await desk.decideMove(moveId, { state: 'approved' }, administrator)
  }
  await desk.prepareMove(
    {
      ...{ id: demoId('move that waits'), amount: 120_000n, reason: 'Servono più caparre' },
      fromEnvelopeId: demoId('envelope BI-1 health'),
      toEnvelopeId: demoId('envelope BI-1 housing'),
    },
    operator,
  )
}
