/** What people need help with: the areas that plans have lines for. */
export const AREAS_OF_NEED = [
  'housing',
  'work',
  'education',
  'socio_cultural',
  'social_assistance',
  'health',
] as const
export type AreaOfNeed = (typeof AREAS_OF_NEED)[number]

/** What an envelope is for; `general` is restricted to no area of need. */
export const ENVELOPE_AREAS = ['general', ...AREAS_OF_NEED] as const
export type EnvelopeArea = (typeof ENVELOPE_AREAS)[number]
