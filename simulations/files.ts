import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { chartCsv, standaloneSvg } from './chart/chart.ts'
import { LANGUAGES } from './chart/language.ts'
import type { Model } from './model/model.ts'
import { writePaths } from './parquet.ts'
import { figuresCsv, seriesCsv } from './report/csv.ts'
import { htmlReport } from './report/html.ts'
import { chartsOf } from './report/result-charts.ts'
import type { Result } from './result.ts'
import type { JsonObject } from './scenario/json.ts'
import type { Columns } from './summary.ts'

/** The files of a result by their names: figures, months, charts, reports. The same result gives the same bytes. */
export function resultFiles(result: Result): Readonly<Record<string, string>> {
  const files: Record<string, string> = {
    'result.json': `${JSON.stringify(result, null, 2)}\n`,
    'figures.csv': figuresCsv(result),
    'series.csv': seriesCsv(result),
  }
  for (const language of LANGUAGES) {
    const charts = chartsOf(result, language)
    files[`report.${language}.html`] = htmlReport(result, language, charts)
    for (const { name, chart } of charts) {
      files[`charts/${name}.${language}.svg`] = standaloneSvg(chart)
      if (language === 'en') files[`charts/${name}.csv`] = chartCsv(chart)
    }
  }
  return files
}

/** Writes a result into a folder; `run` has the clock, and is the only file that differs between two equal runs. */
export async function writeResult(
  folder: string,
  { result, model, columns }: { result: Result; model: Model; columns: Columns },
  run: JsonObject,
): Promise<void> {
  const files = { ...resultFiles(result), 'run.json': `${JSON.stringify(run, null, 2)}\n` }
  // What an earlier run drew may have other names.
  await rm(join(folder, 'charts'), { recursive: true, force: true })
  await writeFiles(folder, files)
  await whole(join(folder, 'paths.parquet'), async (path) =>
    writePaths(path, model, columns, result.provenance),
  )
}

/** Writes files into a folder, by their names. */
export async function writeFiles(
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await whole(join(folder, name), (path) => writeFile(path, text))
  }
}

/** A file has its name only when it is whole. */
async function whole(path: string, write: (path: string) => Promise<void>): Promise<void> {
  await write(`${path}.unfinished`)
  await rename(`${path}.unfinished`, path)
}
