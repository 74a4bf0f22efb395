interface ExampleRequest {
  readonly body?: Readonly<Record<string, unknown>>
  readonly parameters?: Readonly<Record<string, unknown>>
}

const FACTS = {
  protection: 'refugee_status',
  reception: 'sai',
  exitedOn: '2026-01-31',
  enrolledOn: '2026-05-04',
  territoryId: 'BI',
}
const SCENARIO = `schemaVersion: 1
name: Twelve flats
model: insurance
paths: 300
parameters:
  capital: 20000 EUR
  premium: { principle: given, yearly: 65000 EUR }
  lines:
    - name: rent-default
      frequency: { kind: poisson, mean: 2 }
      severity: { kind: exponential, mean: 3000 EUR }
`
const STUDY = `studyVersion: 1
name: two-ways
title: { it: Due modi, en: Two ways }
question: { it: Voucher o rimborsi?, en: Vouchers or receipts? }
population: { it: Settanta persone, en: Seventy people }
budget: { it: 75 euro al mese, en: 75 euro a month }
worlds: 4
paths: 2
places:
  - { name: biella, title: { it: Biella, en: Biella } }
designs:
  - name: receipts
    baseline: receipts
    title: { it: Rimborsi, en: Receipts }
    description: { it: Come oggi, en: As today }
    parts: [{ name: support, scenario: circulation-receipts }]
  - name: cash
    baseline: cash
    title: { it: Denaro, en: Cash }
    description: { it: Senza vincoli, en: Unrestricted }
    parts: [{ name: support, scenario: circulation-cash }]
indicators:
  - name: needs
    title: { it: Bisogni soddisfatti, en: Needs met }
    unit: share
    top: [support.met]
    bottom: [support.needed]
    worst: 0
    best: 1
    weight: 1
`
const QUESTION = {
  ...{ id: 'housed', model: 'sponsorship', case: 'housing', quantity: 'P(housed within 6 months)' },
  inputs: { monthly_prob: 0.12, months: 6 },
}
const AMOUNT_EACH = { amount: '2500' }

/**
 * What the example of an operation says besides what its schemas ask for, by the operation's id: fields that are
 * optional, or have to fit together.
 */
export const EXAMPLE_REQUESTS: Readonly<Record<string, ExampleRequest>> = {
  getConsistencyProof: { parameters: { first: '1', second: '2' } },
  recordTalk: { body: { day: '2026-05-04', language: 'fr', answers: { offices: 2, home: 1 } } },
  addAssociation: { body: { id: 'BI-ASS-2', name: 'Banda del Paese' } },
  addAssociationMember: { body: { party: 'person', fromDay: '2026-05-04' } },
  getAssociationReceived: { parameters: { from: '2026-05-01', until: '2026-05-31' } },
  tellRegisterEntry: {
    body: {
      ...{ kind: 'system_table', day: '2026-05-04', version: 0, reference: 'TS-2026-01' },
      ...{ details: { decisions: 3 }, tookPart: { operators: 9, citizens: 24 } },
    },
  },
  listRegisterEntries: { parameters: { from: '2026-05-01', until: '2026-05-31' } },
  getRegisterCsv: { parameters: { from: '2026-05-01', until: '2026-05-31' } },
  tellActivity: { body: { day: '2026-05-04', minutes: 90 } },
  decideActivity: { body: { decision: 'approved' } },
  createPairing: { body: { partnerId: 'BI-ALI-01' } },
  addProgramme: {
    body: {
      ...{ id: 'FRANOI-3', name: 'Fra Noi 3', colour: 'FRANOI-3' },
      rules: { monthsSinceExit: 18, emergencyMonthlyCap: '15000' },
    },
  },
  openEnvelope: { body: { area: 'housing' } },
  addClearingPart: { body: { number: 2 } },
  setCreditLine: { body: { partnerId: 'BI-ALI-01', below: '500000' } },
  openCurrencyWallet: { body: { party: 'partner', holderId: 'BI-ALI-01' } },
  prepareEnvelopeMove: { body: { fromEnvelopeId: '018f3a5e-0000-7000-8000-000000000005' } },
  changeContactPoint: { body: { emergencyMonthlyCap: '0' } },
  openContactPoint: { body: { id: 'BI-COSSATO', name: 'Sportello Cossato' } },
  admitPartner: { body: { id: 'BI-ALI-02', name: 'Bottega Tre Valli' } },
  addProduct: { body: { id: 'FOOD-2027', minAmount: '500', maxAmount: '15000', validityDays: 90 } },
  searchBeneficiaries: { body: { name: 'Amina Diallo' } },
  changeEligibilityRules: {
    body: {
      version: 2,
      rules: {
        protections: ['refugee_status', 'subsidiary_protection'],
        receptions: ['sai', 'cas'],
        maxMonthsSinceExit: 18,
        territories: ['BI'],
      },
    },
  },
  assessBeneficiary: { body: { facts: FACTS } },
  enterBeneficiary: { body: { personal: { givenName: 'Samuel', familyName: 'Okafor' } } },
  savePlan: { body: { status: 'draft', ceiling: '90000', lines: { education: '40000' } } },
  publishNotice: { body: { version: 2, text: 'Nous gardons ces données pour vous.' } },
  setWalletPin: { body: { currentPin: '40718', pin: '27391' } },
  sayFeedback: { body: { about: 'partner', partnerId: 'BI-ALI-01' } },
  redeem: { body: { typedCode: '0000-3NQK-8NGM' } },
  checkBalance: { body: { typedCode: '0000-3NQK-8NGM' } },
  checkVoucherBatch: { body: AMOUNT_EACH },
  prepareVoucherBatch: { body: { ...AMOUNT_EACH, people: [{ beneficiaryId: 'BI-P-001' }] } },
  prepareVoucherSchedule: {
    body: { ...AMOUNT_EACH, people: ['BI-P-001'], maxTotal: '90000' },
  },
  prepareVoucherChange: { body: { amount: '100' } },
  refundRedemption: { body: { amount: '100' } },
  checkLaboratoryScenario: { body: { text: SCENARIO, overlays: [] } },
  checkStudy: { body: { text: STUDY } },
  createStudy: { body: { text: STUDY, note: 'As the steering group asked it' } },
  reviseStudy: { body: { number: 2, text: STUDY.replace('worlds: 4', 'worlds: 5') } },
  runStudy: { body: { number: 1 } },
  submitLaboratoryRun: { body: { title: 'Twelve flats', scenario: SCENARIO, overlays: [] } },
  replayHistory: {
    body: { programmeId: 'FRANOI-2', day: '2026-01-31', rule: { validityDays: 60 } },
  },
  freezeDataset: { body: { programmeId: 'FRANOI-2', day: '2026-01-31' } },
  answerLaboratoryQuestions: { body: { quantities: [QUESTION] } },
  payFromTill: { body: { payee: { party: 'programme', holderId: 'FRANOI-2' } } },
  payOnBehalf: {
    body: {
      payer: { party: 'person', holderId: 'BI-P-001' },
      payee: { party: 'partner', holderId: 'BI-ALI-01' },
    },
  },
  quotePurchase: { body: { code: '0000-0000-0000-0000' } },
  buy: {
    body: {
      ...{ price: '1250', euro: '250', code: '0000-0000-0000-0000' },
      parts: [{ instrumentId: 'NEAR', amount: '1000' }],
    },
  },
  refundOnBehalf: { body: { amount: '100' } },
  refundFromTill: { body: { amount: '100' } },
  openDispute: { body: { amount: '100' } },
}
