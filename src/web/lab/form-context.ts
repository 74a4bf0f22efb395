import type { Child } from 'hono/jsx'
import type { Model } from '../../../simulations/model/model.ts'
import type { JsonObject } from '../../../simulations/scenario/json.ts'
import type { ScenarioFault } from '../../../simulations/scenario/scenario.ts'
import type { Notice } from '../desk/layout.tsx'
import type { LabScenarioTexts } from '../messages/lab-scenario.ts'
import type { LabLanguage } from './kit.tsx'

/** What all fields of the form know. */
export interface FormContext {
  readonly scenario: JsonObject
  readonly original: JsonObject
  readonly sources: Readonly<Record<string, string>>
  /** Sentences by the path of the field. */
  readonly faults: ReadonlyMap<string, readonly Child[]>
  readonly texts: LabScenarioTexts
  readonly language: LabLanguage
}

export interface PlaceProps {
  readonly form: FormContext
  readonly schema: JsonObject
  /** `parameters.grades.0.current` */
  readonly path: string
  readonly name: string
  readonly isOptional?: boolean
}

/** What a scenario in the form began with. */
export interface Beginning {
  /** The name of the preset; nothing where it is somebody's own file. */
  readonly preset: string | undefined
  readonly text: string
  readonly overlays: readonly string[]
  readonly offered: readonly string[]
  readonly model: Model
  readonly schema: JsonObject
  readonly original: JsonObject
  readonly sources: Readonly<Record<string, string>>
}

/** What a drawn form says besides its fields. */
export interface Drawn {
  readonly scenario: JsonObject
  readonly faults?: readonly ScenarioFault[]
  readonly notice?: Notice
  /** The whole scenario as a file, where it was checked. */
  readonly effective?: string
}
