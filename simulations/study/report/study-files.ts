import { LANGUAGES } from '../../chart/language.ts'
import type { StudyResult } from '../study-result.ts'
import { studyReport } from './study-report.ts'
import { studyJson, studyTables } from './study-tables.ts'

/** Everything that a study leaves, by the names of the files: the report in each language, all data as JSON and as tables. */
export function studyFiles(result: StudyResult): Readonly<Record<string, string>> {
  return {
    'study.json': studyJson(result),
    ...Object.fromEntries(
      LANGUAGES.map((language) => [`report.${language}.html`, studyReport(result, language)]),
    ),
    ...Object.fromEntries(studyTables(result).map(({ name, csv }) => [`${name}.csv`, csv])),
  }
}
