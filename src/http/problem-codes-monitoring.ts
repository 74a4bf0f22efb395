import type { ProblemMeaning } from './problem-meaning.ts'

/** What monitoring refuses: the register and the talks. */
export const MONITORING_PROBLEMS = {
  register_entry_not_found: {
    status: 404,
    title: 'There is no such entry in the register',
    advice: 'Look the entry up in the list: `GET /api/v1/register-entries`.',
  },
  register_entry_changed: {
    status: 409,
    title: 'The entry is not as you have seen it',
    advice:
      'Read it again: somebody corrected it meanwhile. Then send your correction with the new version.',
  },
  register_reference_taken: {
    status: 409,
    title: 'Another entry has this reference',
    advice: 'Give the entry another reference, or correct the one that is there.',
  },
  register_reference_stays: {
    status: 422,
    title: 'The reference of an entry does not change',
    advice:
      'Send the reference that it has. One told under a wrong reference is withdrawn, and told anew.',
  },
  register_reason_missing: {
    status: 422,
    title: 'A correction says why',
    advice: 'Send a `reason`: it stays beside the correction.',
  },
  register_entry_unfit: {
    status: 422,
    title: 'What is told of the entry does not fit',
    advice:
      'Correct what `details.faults` names: a detail belongs to another kind, no more can be favourable than were asked, the day has not come, or a figure is out of range.',
  },
  register_file_unfit: {
    status: 422,
    title: 'The file cannot be read as a register',
    advice:
      'The detail says what is wrong with the file as a whole. Lines that are wrong are named in an answer of their own.',
  },
  interview_unfit: {
    status: 422,
    title: 'The talk does not fit',
    advice:
      'Answers are whole numbers from 1 to 5 to items of the scale, the day is not one to come, and the language is a tag like `fr`.',
  },
  interview_id_conflict: {
    status: 409,
    title: 'Another talk has this id',
    advice:
      'Send the talk under an id of its own. A correction is a further talk of the same wave.',
  },
  target_unfit: {
    status: 422,
    title: 'There is no such indicator',
    advice: 'Set a target for one of the indicators of the catalogue.',
  },
} as const satisfies Record<string, ProblemMeaning>
