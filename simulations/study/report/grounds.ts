import { numberText } from '../../chart/format.ts'
import { element, escaped } from '../../chart/svg.ts'
import { number, paragraph, row, section, table } from '../../report/page.ts'
import { standingMark } from './marks.ts'
import { bullets } from './parts.ts'
import type { StudyReader } from './study-reader.ts'

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
    [
      reader.say('models'),
      models.map(({ name, version }) => `${reader.model(name)} ${version}`).join('; '),
    ],
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
