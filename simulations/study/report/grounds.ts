import { numberText } from '../../chart/format.ts'
import { element, escaped } from '../../chart/svg.ts'
import { number, paragraph, row, section, table } from '../../report/page.ts'
import type { Standing } from '../table.ts'
import { standingMark } from './marks.ts'
import { bullets } from './parts.ts'
import type { StudyReader } from './study-reader.ts'

const STANDINGS: readonly Standing[] = ['evidence', 'prior', 'assumption']

/** The inputs that are drawn, with their ends. */
export function inputs(reader: StudyReader): readonly string[] {
  const { result } = reader
  if (result.inputs.length === 0) return []
  const rows = result.inputs.map(({ title, unit, low, median, high, standing, source }) =>
    row(
      escaped(reader.text(title)),
      ...[low, median, high].map((one) => number(reader.setting(one, unit))),
      { html: standingMark(standing, reader) },
      { html: escaped(source) },
    ),
  )
  const heads = (['input', 'low', 'middle', 'high', 'standing', 'source'] as const).map(
    (name, index) => ({ html: escaped(reader.say(name)), isNumber: index > 0 && index < 4 }),
  )
  const title = reader.say('inputs')
  return [section(title, paragraph(reader.say('inputsHow')), table(title, heads, rows))]
}

/** Every number that is taken for granted, with its source and how it stands. */
export function assumptions(reader: StudyReader): readonly string[] {
  const { result } = reader
  if (result.assumptions.length === 0) return []
  const counts = STANDINGS.map((standing) =>
    reader.say('standingCount', {
      standing: reader.say(`standing ${standing}`),
      count: numberText(
        result.assumptions.filter((one) => one.standing === standing).length,
        reader.language,
      ),
    }),
  )
  const rows = result.assumptions.map(({ where, value, source, standing }) =>
    row(
      element('code', {}, escaped(where)),
      { html: escaped(value) },
      { html: standingMark(standing, reader) },
      { html: escaped(source) },
    ),
  )
  const heads = (['where', 'value', 'standing', 'source'] as const).map((name) => ({
    html: escaped(reader.say(name)),
  }))
  const title = reader.say('assumptions')
  const told = [
    paragraph(reader.say('assumptionsHow', { counts: counts.join('; ') })),
    table(title, heads, rows, 'even'),
  ]
  return [section(title, ...told)]
}

export function limits(reader: StudyReader): readonly string[] {
  const { limits: told } = reader.result
  if (told.length === 0) return []
  return [section(reader.say('limits'), ...bullets(told.map((one) => reader.text(one))))]
}

/** All that the bytes of the result depend on. */
export function provenance(reader: StudyReader): string {
  const { engine, nodeMajor, studyHash, seed, worlds, paths, models, evidence } =
    reader.result.provenance
  const facts: readonly (readonly [string, string])[] = [
    [reader.say('studyHash'), studyHash],
    [reader.say('seed'), String(seed)],
    [reader.say('worlds'), numberText(worlds, reader.language)],
    [reader.say('paths'), numberText(paths, reader.language)],
    [reader.say('models'), models.map(({ name, version }) => `${name} ${version}`).join(', ')],
    [reader.say('engine'), String(engine)],
    [reader.say('node'), String(nodeMajor)],
    ...evidence.map(
      ({ name, day, hash, description }) =>
        [reader.say('dataset', { name, day }), `${description} – ${hash}`] as const,
    ),
  ]
  const items = facts.map(
    ([name, value]) => element('dt', {}, escaped(name)) + element('dd', {}, escaped(value)),
  )
  return section(
    reader.say('provenance'),
    paragraph(reader.say('provenanceHow')),
    element('dl', {}, ...items),
  )
}
