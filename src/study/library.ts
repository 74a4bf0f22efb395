import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Texts } from '../../simulations/chart/language.ts'
import { readScenario } from '../../simulations/scenario/scenario.ts'
import { readStudy } from '../../simulations/study/study-file.ts'
import { packageRoot } from '../package-root.ts'

/** A scenario that the laboratory comes with. */
export interface Preset {
  /** As the command line calls it: `gf500`. */
  readonly name: string
  readonly title: string
  readonly description: string
  readonly model: string
  /** The file, with the source of each number beside it. */
  readonly text: string
}

/** A study that the program comes with. */
export interface StudyPreset {
  /** As the command line calls it: `biella-matera`. */
  readonly name: string
  readonly title: Texts
  readonly question: Texts
  readonly text: string
}

/** A value that was worked out elsewhere, which the engine has to meet. */
export interface KnownValue {
  /** The file that it stands in: `guarantee`. */
  readonly file: string
  readonly id: string
  readonly model: string
  readonly case: string
  readonly inputs: Readonly<Record<string, unknown>>
  readonly quantity: string
  readonly value: number
  /** Absolute. */
  readonly tolerance: number
  readonly kind: string
  readonly formula: string
  readonly source: string
  readonly note?: string
}

const PRESETS = join(packageRoot(), 'simulations', 'scenario', 'presets')
const STUDIES = join(packageRoot(), 'simulations', 'study', 'studies')
const KNOWN = join(packageRoot(), 'simulations', 'analytic', 'known')

/** Every preset, by name. */
export const listPresets = once((): readonly Preset[] =>
  namesIn(PRESETS, '.yaml').map((name) => {
    const text = readFileSync(join(PRESETS, `${name}.yaml`), 'utf8')
    const { scenario, model } = readScenario(text)
    const description = leadingComment(text)
    return { name, title: scenario.name, description, model: model.name, text }
  }),
)

/** Every study that the program comes with, by name. */
export const listStudyFiles = once((): readonly StudyPreset[] =>
  namesIn(STUDIES, '.yaml').map((name) => {
    const text = readFileSync(join(STUDIES, `${name}.yaml`), 'utf8')
    const { title, question } = readStudy(text)
    return { name, title, question, text }
  }),
)

/** Every known value, file by file. */
export const listKnown = once((): readonly KnownValue[] =>
  namesIn(KNOWN, '.json').flatMap((file) => {
    const { targets } = JSON.parse(readFileSync(join(KNOWN, `${file}.json`), 'utf8')) as {
      targets: readonly Omit<KnownValue, 'file'>[]
    }
    return targets.map((target) => ({ file, ...target }))
  }),
)

function namesIn(folder: string, ending: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .sort()
}

/** What a file says of itself before its first field. */
function leadingComment(text: string): string {
  const lines = text.split('\n')
  const end = lines.findIndex((line) => !line.startsWith('#'))
  return lines
    .slice(0, end)
    .map((line) => line.replace(/^#\s*/, ''))
    .join(' ')
    .trim()
}

/** The files do not change while the program runs. */
function once<T>(read: () => T): () => T {
  let kept: T | undefined
  return () => {
    kept ??= read()
    return kept
  }
}
