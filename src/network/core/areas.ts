/** What money can be set aside for. */
export const AREAS_OF_NEED = [
  'housing',
  'work',
  'education',
  'socio_cultural',
  'social_assistance',
  'health',
] as const
export type AreaOfNeed = (typeof AREAS_OF_NEED)[number]

/** `general`: not restricted to an area of need. */
export type EnvelopeArea = AreaOfNeed | 'general'
