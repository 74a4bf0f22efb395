import type { Texts } from '../../chart/language.ts'

/** What reports say of a model besides its figures. */
export interface ModelTexts {
  /** What is simulated, in a few words. */
  readonly title: Texts
  /** The question that a run answers, for those who decide. */
  readonly question: Texts
  /** What the model leaves out, a sentence each. */
  readonly limits: readonly Texts[]
  /** The Italian of the model's own sentences: of outputs, series, ratios, entries and parameters. */
  readonly italian: Readonly<Record<string, string>>
}
