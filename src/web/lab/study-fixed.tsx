import type { Hono } from 'hono'
import { ScenarioError } from '../../../simulations/scenario/scenario.ts'
import { assumptionsOf } from '../../../simulations/study/assumptions.ts'
import { prepareStudy } from '../../../simulations/study/prepare.ts'
import type { StudyFile } from '../../../simulations/study/study-file.ts'
import type { Assumption } from '../../../simulations/study/study-result.ts'
import { Table } from '../desk/money-kit.tsx'
import { answerPage } from '../desk/page.ts'
import type { DeskContext, DeskEnv } from '../desk/session.ts'
import { fill } from '../desk/show.ts'
import { categoryName, unitWords } from './evidence-words.ts'
import { type LabKit, type LabLanguage, LabPage } from './kit.tsx'
import { shownText } from './study-edit.ts'
import {
  Legend,
  pathTo,
  readVersion,
  STUDIES_PATH,
  STUDY_TEXTS,
  StandingMark,
  studyOf,
  versionOf,
} from './study-kit.tsx'

/** The numbers of the scenarios of a study: each with its value, what stands behind it, and who says so. */
export function addStudyFixed(routes: Hono<DeskEnv>, kit: LabKit): void {
  routes.get(`${STUDIES_PATH}/:id/numbers`, (c) => draw(kit, c))
}

async function draw(kit: LabKit, c: DeskContext): Promise<Response> {
  const session = c.get('desk')
  const { language } = session
  const texts = STUDY_TEXTS[language]
  const study = await studyOf(kit, c)
  const version = await versionOf(kit, study, c.req.query('version'))
  const file = readVersion(version.text)
  const numbers = file === undefined ? undefined : numbersOf(kit, file, version.text)
  const parts = [...new Set(numbers?.map(({ part }) => part))]
  const title = fill(texts.fixedTitle, { title: version.title[language] })
  const page = (
    <LabPage {...{ kit, session, title }} place="studies">
      <p>
        <a href={`${pathTo(study.id)}?version=${version.number}`}>{texts.back}</a>
      </p>
      <p>{texts.fixedLead}</p>
      <Legend texts={texts} />
      {file === undefined || numbers === undefined ? (
        <p class="alert alert-danger">{texts.unreadable}</p>
      ) : (
        parts.map((part) => (
          <Part {...{ file, part, language }} all={numbers.filter((one) => one.part === part)} />
        ))
      )}
    </LabPage>
  )
  return answerPage(c, page)
}

/** What stands in the scenarios of a study, whatever is drawn; nothing where they cannot be read any more. */
function numbersOf(
  { study }: LabKit,
  file: StudyFile,
  text: string,
): readonly Assumption[] | undefined {
  const scenarios = new Map(study.listPresets().map((one) => [one.name, one.text]))
  const texts = { scenarios, evidence: [] }
  try {
    return assumptionsOf(prepareStudy({ ...file, inputs: [] }, texts), texts, text)
  } catch (error) {
    if (error instanceof ScenarioError) return undefined
    throw error
  }
}

interface PartProps {
  readonly file: StudyFile
  readonly part: string
  readonly all: readonly Assumption[]
  readonly language: LabLanguage
}

function Part({ file, part, all, language }: PartProps) {
  const texts = STUDY_TEXTS[language]
  const titles = new Map(file.designs.map(({ name, title }) => [name, title[language]]))
  const places = new Map(file.places.map(({ name, title }) => [name, title[language]]))
  const heads = [texts.what, { figure: texts.value }, texts.whose, texts.standing, texts.source]
  const name = fill(texts.part, { name: part })
  // What is chosen, such as a kind, is seen where designs stand beside each other.
  const rows = all.filter(({ value }) => /^-?[0-9]/.test(value))
  return (
    <details class="desk-card pt-3">
      <summary>{fill(texts.fixedPart, { name, count: rows.length })}</summary>
      <Table caption={name} heads={heads}>
        {rows.map((row) => (
          <tr>
            <th scope="row" class="study-cell">
              {nameOf(row, all, language)}
              {row.place === null ? null : (
                <span class="study-note">{places.get(row.place) ?? row.place}</span>
              )}
            </th>
            <td class="desk-figure">
              {valueWords(row.value, language)}
              {isVaried(file, row) ? <span class="study-note">{texts.varied}</span> : null}
            </td>
            <td class="study-cell">
              {row.designs.length === 0
                ? texts.all
                : row.designs.map((one) => titles.get(one) ?? one).join('; ')}
            </td>
            <td>
              <StandingMark standing={row.standing} texts={texts} />
            </td>
            <td class="study-source" lang="en">
              {row.source}
            </td>
          </tr>
        ))}
      </Table>
    </details>
  )
}

/** What a number is called, and what it stands in; what is one of several by its kind or its number. */
function nameOf(row: Assumption, all: readonly Assumption[], language: LabLanguage): string {
  const path = pathOf(row)
  const [, list = '', index] = /^(.*)\.(\d+)\.[^.]+$/.exec(path) ?? []
  const kind = all.find(
    (one) => one.place === row.place && pathOf(one) === `${list}.${index}.kind`,
  )?.value
  const which = kind === undefined ? index && `${Number(index) + 1}` : categoryName(kind, language)
  const own = row.label[language] || (path.split('.').at(-1) ?? '')
  return [row.within[language], which ?? '', own].filter((one) => one !== '').join(' › ')
}

/** Without the part, the place and the designs: `people.beneficiaries`. */
function pathOf({ where }: Assumption): string {
  return where.replace(/ \(.*\)$/, '').replace(/^.*: /, '')
}

/** A number of a scenario with its unit in words. */
function valueWords(value: string, language: LabLanguage): string {
  const [, number = value, unit = ''] = /^(-?[0-9][0-9.]*)\s*(.*)$/.exec(value) ?? []
  const words = unit === '' ? '' : unitWords(unit, language)
  return words === '' ? shownText(number, language) : `${shownText(number, language)}\u00a0${words}`
}

/** Whether an assumption is drawn: then it is no fixed number. */
function isVaried({ inputs }: StudyFile, row: Assumption): boolean {
  const path = `parameters.${pathOf(row)}`.split('.')
  return inputs.some(({ at }) =>
    [at[row.part] ?? []].flat().some((one) => matches(one.split('.'), path)),
  )
}

function matches(pattern: readonly string[], path: readonly string[]): boolean {
  return (
    pattern.length === path.length &&
    pattern.every((step, index) => step === '*' || step === path[index])
  )
}
