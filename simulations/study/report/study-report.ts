import type { Language } from '../../chart/language.ts'
import { styledPage } from '../../report/page.ts'
import type { StudyResult } from '../study-result.ts'
import { appendix } from './appendix.ts'
import { assumptions } from './assumed.ts'
import { board } from './board.ts'
import { front, information, weights } from './choosing.ts'
import { designs, differences, howTo, indicators } from './comparing.ts'
import { flows, months, reserves } from './courses.ts'
import { feasibility } from './feasibility.ts'
import { inputs, limits, provenance } from './grounds.ts'
import { oraclePage } from './oracle-page.ts'
import { stresses } from './stresses.ts'
import { StudyReader } from './study-reader.ts'
import { STUDY_STYLE } from './study-style.ts'

/**
 * The result of a study as a page for those who decide. The first sheet is all that a board needs; what it rests on
 * follows. It needs nothing from elsewhere, has no clock in it, and prints on A4.
 */
export function studyReport(result: StudyResult, language: Language): string {
  const reader = new StudyReader(result, language)
  const title = `${reader.text(result.title)} – ${reader.say('study')}`
  return styledPage(
    { title, language, style: STUDY_STYLE },
    board(reader),
    howTo(reader),
    designs(reader),
    indicators(reader),
    differences(reader),
    front(reader),
    weights(reader),
    information(reader),
    ...months(reader),
    ...flows(reader),
    ...stresses(reader),
    ...reserves(reader),
    feasibility(reader),
    ...inputs(reader),
    ...assumptions(reader),
    ...limits(reader),
    oraclePage(reader),
    appendix(reader),
    provenance(reader),
  )
}
