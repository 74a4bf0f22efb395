import type { StudyFile } from '../../../simulations/study/study-file.ts'
import type { Uuid } from '../../kernel/ids.ts'
import type { StudyRun } from '../../study/service.ts'
import type { FeasibilityStudy, StudyVersion } from '../../study/studies.ts'
import { Table } from '../desk/money-kit.tsx'
import { fill, showTime } from '../desk/show.ts'
import type { LabStudyTexts } from '../messages/lab-study.ts'
import { LAB_TEXTS, type LabKit, type LabLanguage } from './kit.tsx'
import { changesBetween, type StudyChange } from './study-changes.ts'
import { pathTo, readVersion, STUDY_FORM_TEXTS, versionOf, writtenText } from './study-kit.tsx'
import { fileOfStudy } from './study-outcome.ts'

const RUNS_MAX = 20

/** A run of a study, and what it said in a line. */
export interface ToldRun {
  readonly run: StudyRun
  /** The first row of `verdict.csv`; nothing while there is no verdict. */
  readonly verdict: readonly string[] | undefined
  /** The designs as its version calls them. */
  readonly designs: StudyFile['designs']
}

/** The latest runs of all versions of a study. */
export async function runsOf(kit: LabKit, study: FeasibilityStudy): Promise<readonly ToldRun[]> {
  const runs = await kit.study.list({ limit: RUNS_MAX, studyId: study.id })
  const designs = new Map<number, StudyFile['designs']>()
  const told: ToldRun[] = []
  for (const run of runs) {
    const { studyVersion } = run
    if (run.state !== 'complete' || studyVersion === null) {
      told.push({ run, verdict: undefined, designs: [] })
      continue
    }
    const csv = Buffer.from(await fileOfStudy(kit, run.id, 'verdict.csv')).toString()
    const own = designs.get(studyVersion) ?? (await designsOf(kit, study, studyVersion))
    designs.set(studyVersion, own)
    told.push({ run, verdict: csv.split(/\r?\n/)[1]?.split(','), designs: own })
  }
  return told
}

async function designsOf(
  kit: LabKit,
  study: FeasibilityStudy,
  number: number,
): Promise<StudyFile['designs']> {
  const { text } = await versionOf(kit, study, `${number}`)
  return readVersion(text)?.designs ?? []
}

interface RunsProps {
  readonly study: FeasibilityStudy
  readonly runs: readonly ToldRun[]
  readonly texts: LabStudyTexts
  readonly language: LabLanguage
}

export function Runs({ study, runs, texts, language }: RunsProps) {
  const states = LAB_TEXTS[language].states
  const heads = [texts.at, { figure: texts.version }, LAB_TEXTS[language].state, texts.said]
  return (
    <section class="desk-card" id="runs">
      <h2>{texts.runs}</h2>
      {runs.length === 0 ? (
        <p>{texts.noRuns}</p>
      ) : (
        <Table caption={texts.runsCaption} heads={heads}>
          {runs.map(({ run, verdict, designs }) => (
            <tr>
              <th scope="row">
                <a href={pathTo(study.id, 'runs', run.id)}>{showTime(run.createdAt)}</a>
              </th>
              <td class="desk-figure">{run.studyVersion}</td>
              <td>{states[run.state]}</td>
              <td>{verdict === undefined ? '' : lineOf(designs, verdict, texts, language)}</td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  )
}

/** The verdict of a run in a line, the designs as their version calls them. */
function lineOf(
  designs: StudyFile['designs'],
  [kind, design = '', rival = '']: readonly string[],
  texts: LabStudyTexts,
  language: LabLanguage,
): string {
  const titleOf = (name: string) =>
    designs.find((one) => one.name === name)?.title[language] ?? name
  const values = { design: titleOf(design), rival: titleOf(rival) }
  if (kind === 'decided') return fill(texts.decided, values)
  return fill(rival === '' ? texts.undecided : texts.undecidedTwo, values)
}

interface VersionsProps {
  readonly study: FeasibilityStudy
  readonly names: ReadonlyMap<Uuid, string>
  readonly texts: LabStudyTexts
}

export function Versions({ study: { id, versions }, names, texts }: VersionsProps) {
  const heads = [{ figure: texts.version }, texts.note, texts.by, texts.at, texts.changesShow]
  return (
    <section class="desk-card" id="versions">
      <h2>{texts.versions}</h2>
      <Table caption={texts.versionsCaption} heads={heads}>
        {versions.map(({ number, note, madeAt, madeBy }) => (
          <tr>
            <th scope="row" class="desk-figure">
              <a href={`${pathTo(id)}?version=${number}`}>{number}</a>
            </th>
            <td>{note}</td>
            <td>{names.get(madeBy) ?? texts.somebody}</td>
            <td>{showTime(madeAt)}</td>
            <td>
              {number === 1 ? null : (
                <a
                  href={`${pathTo(id, 'changes')}?from=${number - 1}&to=${number}`}
                  aria-label={`${texts.compareBefore}: ${fill(texts.versionOf, { number })}`}
                >
                  {texts.compareBefore}
                </a>
              )}
            </td>
          </tr>
        ))}
      </Table>
    </section>
  )
}

interface ChangesProps {
  readonly study: FeasibilityStudy
  readonly from: StudyVersion
  readonly to: StudyVersion
  readonly texts: LabStudyTexts
  readonly language: LabLanguage
}

/** What two versions say otherwise, and a way to choose other two. */
export function Changes({ study, from, to, texts, language }: ChangesProps) {
  const changes = changesBetween(from.text, to.text, language)
  const heads = [texts.where, texts.before, texts.after]
  const choices = [
    ['from', texts.changesFrom, from.number],
    ['to', texts.changesTo, to.number],
  ] as const
  return (
    <>
      <p>
        <a href={pathTo(study.id)}>{texts.back}</a>
      </p>
      <blockquote>{to.note}</blockquote>
      {changes.length === 0 ? (
        <p>{texts.changesNone}</p>
      ) : (
        <Table caption={fill(texts.changesCaption, { to: to.number })} heads={heads}>
          {changes.map((change) => (
            <ChangeRow {...{ change, texts, language }} />
          ))}
        </Table>
      )}
      <form method="get" action={pathTo(study.id, 'changes')} class="desk-actions">
        {choices.map(([name, label, chosen]) => (
          <div>
            <label class="form-label" for={name}>
              {label}
            </label>
            <select id={name} name={name} class="form-select" autocomplete="off">
              {study.versions.map(({ number }) => (
                <option value={number} selected={number === chosen}>
                  {number}
                </option>
              ))}
            </select>
          </div>
        ))}
        <button class="btn btn-outline-primary" type="submit">
          {texts.changesShow}
        </button>
      </form>
    </>
  )
}

function ChangeRow({
  change: { section, title, place, before, after },
  texts,
  language,
}: {
  readonly change: StudyChange
  readonly texts: LabStudyTexts
  readonly language: LabLanguage
}) {
  const sections: Readonly<Record<string, string>> = texts.sections
  const standings: Readonly<Record<string, string>> = place === 'standing' ? texts.standings : {}
  const shown = (value: string | undefined): string | undefined =>
    value === undefined ? undefined : (standings[value] ?? writtenText(value, language))
  const isWhole = before === '' || after === ''
  return (
    <tr>
      <th scope="row">
        {sections[section] ?? section}
        {title === undefined ? '' : `: ${title}`}
        <PlaceOf {...{ place, texts, language }} />
      </th>
      <td class="study-source">{isWhole ? '' : (shown(before) ?? texts.absent)}</td>
      <td class="study-source">
        {isWhole ? (after === undefined ? texts.gone : texts.added) : (shown(after) ?? texts.gone)}
      </td>
    </tr>
  )
}

interface PlaceProps {
  readonly place: string
  readonly texts: LabStudyTexts
  readonly language: LabLanguage
}

/** Where in something it is other: in words where the page has any, as the file says it elsewhere. */
function PlaceOf({ place, texts, language }: PlaceProps) {
  if (place === '') return null
  const { standing, source, weight } = texts
  const keys = Object.entries(STUDY_FORM_TEXTS[language].keys)
  const words: Readonly<Record<string, string>> = {
    ...{ standing, source, weight },
    ...Object.fromEntries(keys.map(([key, word]) => [`law.${key}`, word])),
  }
  const word = words[place]
  if (word === undefined) return <code class="study-note">{place}</code>
  return <span class="study-note">{word}</span>
}
