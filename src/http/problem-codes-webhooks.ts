import type { ProblemMeaning } from './problem-meaning.ts'

/** The codes of telling other programs. */
export const WEBHOOK_PROBLEMS = {
  webhook_not_found: {
    status: 404,
    title: 'There is no such webhook',
    advice: 'Look at the id; `GET /api/v1/webhooks` lists those that exist.',
  },
  webhook_delivery_not_found: {
    status: 404,
    title: 'There is no such delivery',
    advice:
      'Look at the id; `GET /api/v1/webhooks/{id}/deliveries` lists what the webhook was told.',
  },
  webhook_ended: {
    status: 409,
    title: 'The webhook was ended',
    advice: 'It is told nothing any more, also not by hand. Add another one.',
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
      'Give an https address of the public internet, without a name and password in it. A private network, or a program on the same machine (which http may go to), has to be allowed with `WEBHOOK_NETWORKS`.',
  },
} as const satisfies Record<string, ProblemMeaning>
