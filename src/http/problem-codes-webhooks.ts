import type { ProblemMeaning } from './problem-meaning.ts'

/** The codes of telling other programs. */
export const WEBHOOK_PROBLEMS = {
  webhook_not_found: {
    status: 404,
    title: 'There is no such webhook',
    advice: 'Look at the id; `GET /api/v1/webhooks` lists those that exist.',
  },
  webhook_id_conflict: {
    status: 409,
    title: 'This id was used for another webhook',
    advice:
      'Give each webhook an id of its own, a fresh UUID. One that has ended does not begin again.',
  },
  webhook_target_unfit: {
    status: 422,
    title: 'A webhook may not go there',
    advice:
      'Give an https address without a name and password in it; http only for a program on the same machine.',
  },
} as const satisfies Record<string, ProblemMeaning>
