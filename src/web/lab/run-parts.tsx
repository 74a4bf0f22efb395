import { raw } from 'hono/html'
import { stringify } from 'yaml'
import type { Chart } from '../../../simulations/chart/chart.ts'
import { findModel } from '../../../simulations/model/models.ts'
import type { NamedChart } from '../../../simulations/report/result-charts.ts'
import type { Result } from '../../../simulations/result.ts'
import type { Figure } from '../../../simulations/summary.ts'
import { FILE_NAMES } from '../../study/files.ts'
import type { StudyRun } from '../../study/service.ts'
import { Facts, Hidden, Table } from '../desk/money-kit.tsx'
import { fill, showTime } from '../desk/show.ts'
import type { LabRunTexts } from '../messages/lab-run.ts'
import type { LabLanguage } from './kit.tsx'
import { LabelText, outputName } from './labels.tsx'
import { count, figureText, intervalText, statisticText } from './numbers.ts'

interface PartProps {
  readonly result: Result
  readonly texts: LabRunTexts
  readonly language: LabLanguage
}

/** The figures that matter first: means, probabilities, quotients, and the tail of what is ranked by; all of them below. */
export function Figures({ result, texts, language }: PartProps) {
  const { figures } = result
  const worst = findModel(result.provenance.model.name)?.worstBy
  const isKey = ({ statistic, of }: Figure) =>
    statistic === 'mean' ||
    statistic === 'probability' ||
    statistic === 'ratio' ||
    (of === worst && statistic !== 'quantile')
  return (
    <section class="desk-card">
      <h2>{texts.figures}</h2>
      <FigureTable
        {...{ result, texts, language }}
        caption={texts.figures}
        list={figures.filter(isKey)}
      />
      <details>
        <summary>{texts.allFigures}</summary>
        <FigureTable {...{ result, texts, language }} caption={texts.allFigures} list={figures} />
      </details>
    </section>
  )
}

interface FigureTableProps extends PartProps {
  readonly caption: string
  readonly list: readonly Figure[]
}

function FigureTable({ result, texts, language, caption, list }: FigureTableProps) {
  const model = result.provenance.model.name
  const heads = [
    texts.output,
    { figure: texts.value },
    { figure: texts.interval },
    { figure: texts.known },
  ]
  return (
    <Table caption={caption} heads={heads}>
      {list.map((figure) => (
        <tr>
          <th scope="row">
            <LabelText label={outputName(model, figure.of, language)} />,{' '}
            {statisticText(figure, texts, language)}
          </th>
          {figure.value === null ? (
            <td colspan={2}>{texts.tooFew}</td>
          ) : (
            <>
              <td class="desk-figure">{figureText(figure, language)}</td>
              <td class="desk-figure">{intervalText(figure, language)}</td>
            </>
          )}
          <td class="desk-figure">
            {figure.closedForm === undefined
              ? ''
              : figureText({ ...figure, value: figure.closedForm.value }, language)}
          </td>
        </tr>
      ))}
    </Table>
  )
}

/** A drawing that was made here; on a phone it can be moved sideways. */
export function Drawing({ svg, label }: { readonly svg: string; readonly label: string }) {
  return (
    <section class="lab-chart" aria-label={label} tabindex={0}>
      {raw(svg)}
    </section>
  )
}

/** What stands above a chart. */
function titleOf({ svg }: Chart): string {
  return /<title[^>]*>([^<]*)<\/title>/.exec(svg)?.[1] ?? ''
}

interface ChartsProps {
  readonly id: string
  readonly charts: readonly NamedChart[]
  readonly texts: LabRunTexts
  readonly language: LabLanguage
}

export function Charts({ id, charts, texts }: ChartsProps) {
  return (
    <section class="desk-card">
      <h2>{texts.charts}</h2>
      <div class="lab-charts">
        {charts.map(({ name, chart }) => {
          const title = titleOf(chart)
          return (
            <figure class="lab-figure">
              <Drawing svg={chart.svg} label={title} />
              <figcaption>
                {(['svg', 'csv'] as const).map((kind) => (
                  <a
                    href={`/lab/runs/${id}/charts/${name}.${kind}`}
                    aria-label={fill(texts.chartFile, { title, file: texts[kind] })}
                  >
                    {texts[kind]}
                  </a>
                ))}
              </figcaption>
            </figure>
          )
        })}
      </div>
    </section>
  )
}

export function Downloads({ id, texts }: { readonly id: string; readonly texts: LabRunTexts }) {
  const address = `/api/v1/laboratory/runs/${id}`
  const names: Readonly<Record<string, string>> = texts.fileNames
  return (
    <section class="desk-card">
      <h2>{texts.files}</h2>
      <ul>
        {FILE_NAMES.map((file) => (
          <li>
            <a
              href={file === 'result.json' ? `${address}/result` : `${address}/files/${file}`}
              download={file}
            >
              {names[file] ?? file}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

export function Provenance({
  run,
  result,
  texts,
  language,
}: PartProps & { readonly run: StudyRun }) {
  const { provenance, audit } = result
  const { scenarioHash, seed, paths, engine, model, nodeMajor } = provenance
  const audited = { paths: count(audit.paths, language), entries: count(audit.entries, language) }
  return (
    <section class="desk-card">
      <h2>{texts.provenance}</h2>
      <Facts
        pairs={[
          [texts.hash, <code class="lab-hash">{scenarioHash}</code>],
          [texts.seed, `${seed}`],
          [texts.paths, count(paths, language)],
          [texts.model, `${model.name} ${model.version}`],
          [texts.engine, `${engine}`],
          [texts.node, `${nodeMajor}`],
          [texts.at, showTime(run.createdAt)],
          [texts.audit, fill(texts.balanced, audited)],
        ]}
      />
    </section>
  )
}

interface AgainProps {
  readonly run: StudyRun
  readonly result: Result
  readonly texts: LabRunTexts
  readonly isSubmitter: boolean
}

/** The scenario, to be changed and run once more; and the way to another run beside this one. */
export function Again({ run, result, texts, isSubmitter }: AgainProps) {
  return (
    <section class="desk-card">
      <details>
        <summary>{texts.scenario}</summary>
        <pre class="lab-text" tabindex={0}>
          {stringify(result.scenario)}
        </pre>
      </details>
      <div class="desk-actions">
        {isSubmitter ? (
          <form method="post" action="/lab/scenario" enctype="multipart/form-data">
            <Hidden values={{ step: 'open' }} />
            <textarea name="text" hidden>
              {`\n${run.scenario}`}
            </textarea>
            <button class="btn btn-outline-primary" type="submit">
              {texts.again}
            </button>
          </form>
        ) : null}
        <a class="btn btn-outline-primary" href={`/lab/compare?run=${run.id}`}>
          {texts.compare}
        </a>
      </div>
    </section>
  )
}
