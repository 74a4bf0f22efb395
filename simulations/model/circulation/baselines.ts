import { z } from 'zod'
import type { InstrumentRules, Party } from '../../../src/currency/core/rules.ts'
import { count, euros, pure, share } from '../../scenario/fields.ts'

/** What every other instrument is compared with: euro without conditions, and receipts that are repaid. */
export const BASELINES = ['cash', 'receipts'] as const

export type Baseline = (typeof BASELINES)[number]

export function isBaseline(rules: string): rules is Baseline {
  return (BASELINES as readonly string[]).includes(rules)
}

/** Euro that lie in full at a bank or in the till of the programme; nothing is lost by holding them. */
function euro(name: string, to: Party): InstrumentRules {
  return {
    ...{ schemaVersion: 1, name, unit: 'EUR', issuance: { by: 'grant' }, backing: '1' },
    redemption: { by: ['partner'], fee: '0', association: 0, system: 0 },
    ...{ discount: null, demurrage: { kind: 'none' }, lossesTo: 'fund', expiry: null },
    limits: { payment: null, day: null, month: null, balance: null },
    ...{ credit: null, payments: [{ from: 'person', to }], payeeFee: '0', rewards: null },
  }
}

/** Of receipts what is granted is a right to be repaid: who hands one in pays the programme with it. */
export const BASELINE_RULES: Readonly<Record<Baseline, InstrumentRules>> = {
  cash: euro('Unrestricted cash', 'partner'),
  receipts: euro('Repaid receipts', 'programme'),
}

export const cashFields = z
  .strictObject({
    accounts: share({ description: 'People who have an account or a card', min: 0, max: 100 }),
    waiting: pure({
      description: 'Days more that the others wait for it, on average',
      ...{ min: 0, max: 365, default: 0 },
    }),
    elsewhere: share({
      description: 'Payments for what no need of the programme names',
      ...{ min: 0, max: 50, default: '0 %' },
    }),
    transfer: euros({
      description: 'Fee for each grant that is paid',
      ...{ min: 0, max: 100, default: '0 EUR' },
    }),
    card: share({
      description: 'Fee of a payment by card, of what is paid',
      ...{ min: 0, max: 10, default: '0 %' },
    }),
  })
  .nullable()
  .default(null)
  .meta({ description: 'How euro without conditions reach people, and where they go' })

export const receiptsFields = z
  .strictObject({
    liquidity: euros({
      description: 'Own euro with which a person can pay in advance, on average',
      ...{ min: 0, max: 100_000 },
    }),
    spread: pure({
      description: 'How uneven own euro are: deviation of the logarithm',
      ...{ min: 0, max: 3, default: 0 },
    }),
    none: share({
      description: 'People who can pay nothing in advance',
      ...{ min: 0, max: 100, default: '0 %' },
    }),
    delay: count({ description: 'Days until a receipt is repaid', min: 1, max: 365 }),
    refused: share({
      description: 'Receipts that are refused: missing, of a wrong shop, of a wrong date',
      ...{ min: 0, max: 100, default: '0 %' },
    }),
    work: euros({
      description: 'Work of an operator for each receipt',
      ...{ min: 0, max: 1_000, default: '0 EUR' },
    }),
  })
  .nullable()
  .default(null)
  .meta({ description: 'What people pay in advance and are repaid against receipts' })

/** Of a scenario what a baseline cannot have. */
interface Chosen {
  readonly instrument: Readonly<Record<string, unknown>> & { readonly rules: string }
  readonly cash: unknown
  readonly receipts: unknown
  readonly tokens: unknown
  readonly people: { readonly bought: number }
  readonly partners: { readonly start: number }
}

const CHANGES = ['expiry', 'fee', 'backing', 'line', 'stamp']

export function baselineFaults(
  chosen: Chosen,
): readonly { readonly path: string; readonly message: string }[] {
  const { instrument, tokens, people, partners } = chosen
  const faults: { path: string; message: string }[] = []
  const refuse = (path: string, message: string) => faults.push({ path, message })
  for (const name of BASELINES) {
    const isChosen = instrument.rules === name
    if (isChosen && chosen[name] === null) refuse(name, `instrument.rules is ${name}: say how`)
    if (!isChosen && chosen[name] !== null) refuse(name, `instrument.rules is not ${name}`)
  }
  if (!isBaseline(instrument.rules)) return faults
  for (const change of CHANGES) {
    if (instrument[change] !== null) refuse(`instrument.${change}`, 'euro have nothing like it')
  }
  if (tokens !== null) refuse('tokens', 'they stand beside an instrument, not beside euro')
  if (people.bought > 0) refuse('people.bought', 'nobody buys euro: 0 EUR')
  if (partners.start > 0) refuse('partners.start', 'what partners have in euro is their own: 0 EUR')
  return faults
}
