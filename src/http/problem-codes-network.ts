import type { ProblemMeaning } from './problem-meaning.ts'

/** The codes of where the programme works, through whom, with whom and with what money. */
export const NETWORK_PROBLEMS = {
  partner_not_found: {
    status: 404,
    title: 'There is no such partner',
    advice: 'Look at the id; `GET /api/v1/partners` lists those that exist.',
  },
} as const satisfies Record<string, ProblemMeaning>
