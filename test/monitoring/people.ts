import type { PersonRecord } from '../../src/monitoring/core/indicators.ts'
import type { InterviewContent } from '../../src/monitoring/core/interview.ts'

/** A programme that did nothing besides. */
export const NOTHING = { currencyPayments: 0, granted: 0n, entries: [] }

export function talk(wave: 0 | 6 | 12, more: Partial<InterviewContent> = {}): InterviewContent {
  return {
    ...{ wave, day: '2026-01-01', language: 'fr', answers: {}, services: null, housing: null },
    ...{ work: null, italian: null, sex: null, ageBand: null, ...more },
  }
}

/** Somebody who entered and whose plan started, unless something else is said. */
export function person(index: number, more: Partial<PersonRecord> = {}): PersonRecord {
  return {
    ...{ id: `P-${index}`, territoryId: 'BI', enteredOn: '2026-01-10', startedOn: '2026-02-10' },
    plans: { designed: 1, started: 1, closed: 0 },
    vouchers: { issued: 0, redeemed: 0, expired: 0 },
    money: { issued: 0n, redeemed: 0n, expired: 0n },
    ...{ interviews: [], ...more },
  }
}
