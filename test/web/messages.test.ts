import { describe, expect, test } from 'vitest'
import { preferredLanguage } from '../../src/web/code/page.tsx'
import { CARD_LANGUAGES, CARD_TEXTS, findCardLanguage } from '../../src/web/messages/card.ts'
import { deskActivitiesEn, deskActivitiesIt } from '../../src/web/messages/desk-activities.ts'
import { deskClaimsEn, deskClaimsIt } from '../../src/web/messages/desk-claims.ts'
import { deskClearingEn, deskClearingIt } from '../../src/web/messages/desk-clearing.ts'
import { deskEligibilityEn, deskEligibilityIt } from '../../src/web/messages/desk-eligibility.ts'
import { deskFaultsEn, deskFaultsIt } from '../../src/web/messages/desk-faults.ts'
import { deskFeedbackEn, deskFeedbackIt } from '../../src/web/messages/desk-feedback.ts'
import { deskFieldsEn, deskFieldsIt } from '../../src/web/messages/desk-fields.ts'
import { deskFilesEn, deskFilesIt } from '../../src/web/messages/desk-files.ts'
import { deskFrameEn, deskFrameIt } from '../../src/web/messages/desk-frame.ts'
import { deskHomeEn, deskHomeIt } from '../../src/web/messages/desk-home.ts'
import { deskImportEn, deskImportIt } from '../../src/web/messages/desk-import.ts'
import {
  deskInstrumentExampleEn,
  deskInstrumentExampleIt,
} from '../../src/web/messages/desk-instrument-example.ts'
import { deskInstrumentsIt } from '../../src/web/messages/desk-instruments.ts'
import { deskInstrumentsEn } from '../../src/web/messages/desk-instruments-en.ts'
import { deskMetersEn, deskMetersIt } from '../../src/web/messages/desk-meters.ts'
import { deskMintingEn, deskMintingIt } from '../../src/web/messages/desk-minting.ts'
import { deskMoneyEn, deskMoneyIt } from '../../src/web/messages/desk-money.ts'
import { deskMoneyFaultsEn, deskMoneyFaultsIt } from '../../src/web/messages/desk-money-faults.ts'
import { deskNoticesEn, deskNoticesIt } from '../../src/web/messages/desk-notices.ts'
import { deskOutboxEn, deskOutboxIt } from '../../src/web/messages/desk-outbox.ts'
import { deskOwnEn, deskOwnIt } from '../../src/web/messages/desk-own.ts'
import { deskPartnersEn, deskPartnersIt } from '../../src/web/messages/desk-partners.ts'
import { deskPeopleEn, deskPeopleIt } from '../../src/web/messages/desk-people.ts'
import { deskPersonEn, deskPersonIt } from '../../src/web/messages/desk-person.ts'
import { deskReserveEn, deskReserveIt } from '../../src/web/messages/desk-reserve.ts'
import { deskSchedulesEn, deskSchedulesIt } from '../../src/web/messages/desk-schedules.ts'
import { deskStaffEn, deskStaffIt } from '../../src/web/messages/desk-staff.ts'
import { deskStandingEn, deskStandingIt } from '../../src/web/messages/desk-standing.ts'
import { en } from '../../src/web/messages/en.ts'
import { it } from '../../src/web/messages/it.ts'
import { labEn, labIt } from '../../src/web/messages/lab.ts'
import { labBoardEn, labBoardIt } from '../../src/web/messages/lab-board.ts'
import { labEvidenceEn, labEvidenceIt } from '../../src/web/messages/lab-evidence.ts'
import { labFaultsEn, labFaultsIt } from '../../src/web/messages/lab-faults.ts'
import { labFiguresEn, labFiguresIt } from '../../src/web/messages/lab-figures.ts'
import { labOraclesEn, labOraclesIt } from '../../src/web/messages/lab-oracles.ts'
import { labRefusalsEn, labRefusalsIt } from '../../src/web/messages/lab-refusals.ts'
import { labReplayEn, labReplayIt } from '../../src/web/messages/lab-replay.ts'
import { labRunEn, labRunIt } from '../../src/web/messages/lab-run.ts'
import { labScenarioEn, labScenarioIt } from '../../src/web/messages/lab-scenario.ts'
import { labStudyEn, labStudyIt } from '../../src/web/messages/lab-study.ts'
import { labStudyFormEn, labStudyFormIt } from '../../src/web/messages/lab-study-form.ts'
import { monitoringEn, monitoringIt } from '../../src/web/messages/monitoring.ts'
import { notFoundAr, notFoundEn, notFoundIt } from '../../src/web/messages/not-found.ts'
import { printPagesEn, printPagesIt } from '../../src/web/messages/print-pages.ts'
import { signInEn, signInIt } from '../../src/web/messages/sign-in.ts'
import { tillEn, tillIt } from '../../src/web/messages/till.ts'
import { tillMoneyEn, tillMoneyIt } from '../../src/web/messages/till-money.ts'
import { tillProblemsEn, tillProblemsIt } from '../../src/web/messages/till-problems.ts'
import { MONEY_TEXTS } from '../../src/web/messages/wallet-money.ts'

/** Every text of a catalogue with its path. */
function textsOf(catalogue: object, path = ''): [string, unknown][] {
  return Object.entries(catalogue).flatMap(([name, value]): [string, unknown][] =>
    typeof value === 'object' ? textsOf(value, `${path}${name}.`) : [[path + name, value]],
  )
}

const CATALOGUES = [
  [it, en],
  [signInIt, signInEn],
  [deskFrameIt, deskFrameEn],
  [deskFieldsIt, deskFieldsEn],
  [deskFaultsIt, deskFaultsEn],
  [deskActivitiesIt, deskActivitiesEn],
  [monitoringIt, monitoringEn],
  [deskClearingIt, deskClearingEn],
  [deskMetersIt, deskMetersEn],
  [deskHomeIt, deskHomeEn],
  [deskPeopleIt, deskPeopleEn],
  [deskPersonIt, deskPersonEn],
  [deskEligibilityIt, deskEligibilityEn],
  [deskImportIt, deskImportEn],
  [deskInstrumentsIt, deskInstrumentsEn],
  [deskInstrumentExampleIt, deskInstrumentExampleEn],
  [deskFeedbackIt, deskFeedbackEn],
  [deskOutboxIt, deskOutboxEn],
  [deskNoticesIt, deskNoticesEn],
  [deskOwnIt, deskOwnEn],
  [deskStaffIt, deskStaffEn],
  [deskStandingIt, deskStandingEn],
  [deskMoneyIt, deskMoneyEn],
  [deskMoneyFaultsIt, deskMoneyFaultsEn],
  [deskPartnersIt, deskPartnersEn],
  [deskSchedulesIt, deskSchedulesEn],
  [deskClaimsIt, deskClaimsEn],
  [deskFilesIt, deskFilesEn],
  [labIt, labEn],
  [labBoardIt, labBoardEn],
  [labEvidenceIt, labEvidenceEn],
  [labFaultsIt, labFaultsEn],
  [labFiguresIt, labFiguresEn],
  [labOraclesIt, labOraclesEn],
  [labRefusalsIt, labRefusalsEn],
  [labReplayIt, labReplayEn],
  [labRunIt, labRunEn],
  [labScenarioIt, labScenarioEn],
  [labStudyIt, labStudyEn],
  [labStudyFormIt, labStudyFormEn],
  [tillIt, tillEn],
  [tillMoneyIt, tillMoneyEn],
  [tillProblemsIt, tillProblemsEn],
  [deskReserveIt, deskReserveEn],
  [deskMintingIt, deskMintingEn],
  [MONEY_TEXTS.it, MONEY_TEXTS.en],
  [MONEY_TEXTS.it, MONEY_TEXTS.ar],
  [notFoundIt, notFoundEn],
  [notFoundIt, notFoundAr],
  [printPagesIt, printPagesEn],
] as const

describe('the catalogues', () => {
  test('have the same texts in both languages, none empty', () => {
    for (const [italian, english] of CATALOGUES) {
      expect(textsOf(english).map(([path]) => path)).toEqual(textsOf(italian).map(([path]) => path))
      for (const [path, text] of [...textsOf(italian), ...textsOf(english)]) {
        expect(text, path).toMatch(/\S/)
      }
    }
  })

  test('are translated', () => {
    const same = CATALOGUES.flatMap(([italian, english]) => {
      const texts = new Map(textsOf(italian))
      return textsOf(english).filter(([path, text]) => texts.get(path) === text)
    })
    expect(same.map(([path]) => path)).toEqual([
      ...['landing.api', 'password', 'menu', 'area'],
      ...['words.sprar', 'words.siproimi', 'words.sai', 'words.cas'],
      ...['absent', 'words.partner', 'parties.partner'],
      ...['envelopes.area', 'titleOf', 'partner', 'formTitle', 'units.EUR', 'units.%'],
    ])
  })
})

describe('the languages of the cards', () => {
  test.each(CARD_LANGUAGES)('%s says everything, in its own script and direction', (language) => {
    const text = CARD_TEXTS[language]
    for (const line of [text.name, text.title, text.use, text.ask, text.until]) {
      expect(line).toMatch(/\S/)
      expect(/\p{Script=Arabic}/u.test(line)).toBe(text.direction === 'rtl')
    }
  })

  test.each([
    ['it', 'it'],
    ['fr-SN', 'fr'],
    ['UR', 'ur'],
    ['prs', 'fa'],
    ['fa-AF', 'fa'],
  ])('%s is answered in %s', (tag, language) => {
    expect(findCardLanguage(tag)).toBe(language)
  })

  test('know what they do not have', () => {
    expect(findCardLanguage('ti')).toBeUndefined()
    expect(findCardLanguage('')).toBeUndefined()
  })
})

describe('the first language of the page behind a card', () => {
  test.each([
    ['uk-UA,uk;q=0.9,en;q=0.8', 'uk'],
    ['en;q=0.3, ar;q=0.9', 'ar'],
    ['ti, so;q=0.9, bn;q=0.1', 'bn'],
    ['ti', 'it'],
    ['', 'it'],
    [';;;,,;q=x', 'it'],
  ])('of "%s" is %s', (header, language) => {
    expect(preferredLanguage(header)).toBe(language)
  })
})
