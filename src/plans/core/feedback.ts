import { addDays, type Day } from '../../kernel/days.ts'

/** A complaint has to be answered; feedback may be. Both have a day until when. */
export const FEEDBACK_KINDS = ['feedback', 'complaint'] as const
export type FeedbackKind = (typeof FEEDBACK_KINDS)[number]

/** What it is about. Complaints about a contact point do not go to that contact point. */
export const FEEDBACK_ABOUT = ['partner', 'contact_point', 'programme'] as const
export type FeedbackAbout = (typeof FEEDBACK_ABOUT)[number]

/** Why something is closed without an answer. A complaint is not, as long as its words are there. */
export const FEEDBACK_CLOSINGS = ['no_answer_needed', 'said_twice', 'not_readable'] as const
export type FeedbackClosing = (typeof FEEDBACK_CLOSINGS)[number]

/**
 * So many days until an answer is due: one month, the time that regulation (EU) 2016/679, article 12(3), gives for
 * answering people, and that most charters of services use.
 */
export const FEEDBACK_DAYS = 30

/** Until when something is to be answered. */
export function dueDay(receivedOn: Day): Day {
  return addDays(receivedOn, FEEDBACK_DAYS)
}
