import { valueText } from '../../../simulations/chart/format.ts'
import type { StudyFile } from '../../../simulations/study/study-file.ts'
import { scrolled } from '../desk/fields.tsx'
import { Table } from '../desk/money-kit.tsx'
import { fill } from '../desk/show.ts'
import type { LabStudyTexts } from '../messages/lab-study.ts'
import { DATASETS_PATH } from './evidence-words.ts'
import type { LabKit, LabLanguage } from './kit.tsx'
import { LabelText } from './labels.tsx'
import { type DesignRow, differingRows, partRows } from './study-designs.ts'
import { shownText } from './study-edit.ts'
import { baselineText, Legend, STANDINGS, StandingMark, writtenText } from './study-kit.tsx'
import { spreadOf } from './study-laws.ts'

interface PartProps {
  readonly study: StudyFile
  readonly texts: LabStudyTexts
  readonly language: LabLanguage
}

/** What differs between the designs of a study, a column for each. */
export function Designs({ study, texts, language, kit }: PartProps & { readonly kit: LabKit }) {
  const presets = kit.study.listPresets()
  const titles = new Map(presets.map(({ name, title }) => [name, title]))
  const scenarios = new Map(presets.map(({ name, text }) => [name, text]))
  const rows = partRows(study, titles)
  const differing = differingRows(study, scenarios, language)
  return (
    <section class="desk-card" id="designs">
      <h2>{texts.designs}</h2>
      <p>{texts.designsLead}</p>
      <DesignTable {...{ study, texts, language, rows }} caption={texts.designs} withWords />
      {differing.length === 0 ? null : (
        <details>
          <summary>{fill(texts.differences, { count: differing.length })}</summary>
          <p class="form-text">{texts.differencesLead}</p>
          <DesignTable
            {...{ study, texts, language }}
            rows={differing}
            caption={texts.differencesLead}
          />
        </details>
      )}
    </section>
  )
}

interface DesignTableProps extends PartProps {
  readonly rows: readonly DesignRow[]
  readonly caption: string
  readonly withWords?: boolean
}

function DesignTable({ study, texts, language, rows, caption, withWords }: DesignTableProps) {
  return (
    <div {...scrolled(caption)}>
      <table class="table table-sm study-designs">
        <thead>
          <tr>
            <th scope="col">{texts.aspect}</th>
            {study.designs.map(({ title, baseline }) => (
              <th scope="col">
                {title[language]}
                {baseline === undefined ? null : (
                  <span class="study-note">{baselineText(baseline, language)}</span>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {withWords === true ? (
            <tr>
              <th scope="row">{texts.description}</th>
              {study.designs.map(({ description }) => (
                <td class="study-cell">{description[language]}</td>
              ))}
            </tr>
          ) : null}
          {rows.map(({ part, path, label, cells }) => (
            <tr>
              <th scope="row">
                {path === '' ? fill(texts.part, { name: part }) : <LabelText label={label} />}
                {path === '' ? null : <code class="study-note">{`${part}.${path}`}</code>}
              </th>
              {cells.map((cell) =>
                cell === undefined ? (
                  <td class="study-cell study-none">{texts.missing}</td>
                ) : (
                  <td class="study-cell" {...(path === '' ? { lang: 'en' } : {})}>
                    {writtenText(cell, language)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Every uncertain input: from where to where, what stands behind it, and who says so. */
export function Assumptions({ study, texts, language }: PartProps) {
  const { inputs, evidence } = study
  const counts = Object.fromEntries(
    STANDINGS.map((one) => [one, inputs.filter(({ standing }) => standing === one).length]),
  )
  const heads = [
    texts.input,
    ...[texts.low, texts.median, texts.high].map((figure) => ({ figure })),
    ...[texts.standing, texts.source],
  ]
  return (
    <section class="desk-card" id="assumptions">
      <h2>{texts.assumptions}</h2>
      <p>{texts.assumptionsLead}</p>
      <Legend texts={texts} />
      <p>{fill(texts.counts, counts)}</p>
      <Table caption={texts.range} heads={heads}>
        {inputs.map((input) => {
          const spread = spreadOf(input, language)
          return (
            <tr>
              <th scope="row">{input.title[language]}</th>
              {spread === undefined ? (
                <td colspan={3}>{fill(texts.byEvidence, { name: input.evidence ?? '' })}</td>
              ) : (
                spread.map((text) => <td class="desk-figure">{text}</td>)
              )}
              <td>
                <StandingMark standing={input.standing} texts={texts} />
              </td>
              <td class="study-source" lang="en">
                {input.source}
              </td>
            </tr>
          )
        })}
      </Table>
      {evidence.length === 0 ? null : (
        <>
          <h3>{texts.datasets}</h3>
          <ul>
            {evidence.map(({ name, hash, file }) => (
              <li class="lab-hash">
                {hash === undefined ? (
                  fill(texts.dataset, { name, hash: file ?? '' })
                ) : (
                  <a href={`${DATASETS_PATH}/${hash}`}>{fill(texts.dataset, { name, hash })}</a>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

/** What counts, and for whom: the weights of the study and of each viewpoint. */
export function Weights({ study, texts, language }: PartProps) {
  const { indicators, viewpoints } = study
  const heads = [
    ...[texts.indicator, texts.worstBest],
    ...[texts.ofStudy, ...viewpoints.map(({ title }) => title[language])].map((figure) => ({
      figure,
    })),
  ]
  return (
    <section class="desk-card" id="weights">
      <h2>{texts.weights}</h2>
      <Table caption={texts.decidesHow} heads={heads}>
        {indicators.map(({ name, title, unit, worst, best, weight, deciding }) => (
          <tr>
            <th scope="row">
              {title[language]}
              {deciding ? <strong class="study-note study-strong">{texts.decides}</strong> : null}
            </th>
            <td>
              {valueText(worst, unit, language)} → {valueText(best, unit, language)}
            </td>
            <td class="desk-figure">{shownText(weight, language)}</td>
            {viewpoints.map(({ weights }) => (
              <td class="desk-figure">{shownText(weights[name], language)}</td>
            ))}
          </tr>
        ))}
      </Table>
    </section>
  )
}
