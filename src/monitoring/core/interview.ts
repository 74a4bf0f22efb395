/*
 * What a person says of their own autonomy when they enter, after six months and after twelve; and what an operator writes
 * down in the same talk. Everything is a word of a closed list or a figure: it is kept under a code.
 */

/** After how many months somebody is asked. At 0 lies the baseline. */
export const WAVES = [0, 6, 12] as const
export type Wave = (typeof WAVES)[number]

/** What the scale asks: how well somebody manages by themselves, from 1 (not at all) to 5 (alone, without help). */
export const AUTONOMY_ITEMS = [
  'offices',
  'health',
  'money',
  'home',
  'work',
  'language',
  'getting_around',
  'people',
] as const
export type AutonomyItem = (typeof AUTONOMY_ITEMS)[number]

export const ANSWER_MIN = 1
export const ANSWER_MAX = 5
/** How many items have to be answered for a score; with fewer it is missing, and said so. */
export const ITEMS_FOR_SCORE = 6

/** Services that are there for everybody: which of them somebody uses. */
export const ORDINARY_SERVICES = [
  'residence',
  'family_doctor',
  'job_centre',
  'language_school',
  'bank_account',
  'school_for_children',
  'social_services',
  'housing_office',
] as const
export type OrdinaryService = (typeof ORDINARY_SERVICES)[number]

export const HOUSING = ['reception', 'no_home', 'hosted', 'shared_rent', 'own_rent'] as const
export type Housing = (typeof HOUSING)[number]

export const WORK = ['none', 'traineeship', 'fixed_term', 'permanent', 'self_employed'] as const
export type Work = (typeof WORK)[number]

export const ITALIAN = ['none', 'a1', 'a2', 'b1', 'b2', 'c1'] as const
export type Italian = (typeof ITALIAN)[number]

export const SEXES = ['female', 'male', 'other'] as const
export type Sex = (typeof SEXES)[number]

/** Whole years at the talk; from the youngest to the oldest. */
export const AGE_BANDS = ['under_18', '18_24', '25_34', '35_44', '45_54', 'from_55'] as const
export type AgeBand = (typeof AGE_BANDS)[number]

/** What one talk says. Whatever was not asked or not answered is `null`, or left out of the answers. */
export interface InterviewContent {
  readonly wave: Wave
  readonly day: string
  /** In which language it was asked, as a tag like `fr`. */
  readonly language: string
  readonly answers: Readonly<Partial<Record<AutonomyItem, number>>>
  /** The services in use; `null` where nobody asked. */
  readonly services: readonly OrdinaryService[] | null
  readonly housing: Housing | null
  readonly work: Work | null
  readonly italian: Italian | null
  readonly sex: Sex | null
  readonly ageBand: AgeBand | null
}

/**
 * The score of a talk: the mean of what was answered, from 1 to 5, rounded half up to hundredths; `null` where fewer than
 * {@link ITEMS_FOR_SCORE} items were answered.
 */
export function autonomyScore(answers: InterviewContent['answers']): number | null {
  const given = AUTONOMY_ITEMS.flatMap((item) => answers[item] ?? [])
  if (given.length < ITEMS_FOR_SCORE) return null
  return Math.floor((given.reduce((sum, one) => sum + one, 0) * 100) / given.length + 0.5) / 100
}
