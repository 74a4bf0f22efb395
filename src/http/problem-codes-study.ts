import type { ProblemMeaning } from './problem-meaning.ts'

/** The codes of the laboratory. */
export const STUDY_PROBLEMS = {
  preset_not_found: {
    status: 404,
    title: 'There is no such preset',
    advice: 'Look at the name; `GET /api/v1/laboratory/presets` lists those that exist.',
  },
  model_not_found: {
    status: 404,
    title: 'There is no such model',
    advice: 'Each preset of `GET /api/v1/laboratory/presets` names its model.',
  },
  run_not_found: {
    status: 404,
    title: 'There is no such run',
    advice:
      'Look at the id; `GET /api/v1/laboratory/runs` lists those that exist. One that was erased is gone.',
  },
  run_id_conflict: {
    status: 409,
    title: 'This id was used for another run',
    advice:
      'Give each run an id of its own, a fresh UUID. The same run again has the same content.',
  },
  run_not_complete: {
    status: 409,
    title: 'The run has no result',
    advice:
      'Look where it is: `details.state` says so. Wait until it is complete; one that failed or was cancelled never will be.',
  },
  file_not_found: {
    status: 404,
    title: 'The run left no file of this name',
    advice:
      'A scenario and a study leave different files: the description of this address names them.',
  },
  run_is_open: {
    status: 409,
    title: 'The run is not over',
    advice: 'Cancel it first; then it can be erased.',
  },
  scenario_unfit: {
    status: 422,
    title: 'The scenario does not fit its model',
    advice:
      'Correct the scenario: `details.faults` has an entry for each fault: the path of the field, empty for the whole, and what is wanted there.',
  },
  scenario_too_large: {
    status: 422,
    title: 'The run is too large for the service',
    advice:
      'Look what there is too much of: `details` says it, and how much may be. Take fewer paths, a rule to stop or another sampling; or run it on the command line with `fra-noi simulate`.',
  },
  study_not_found: {
    status: 404,
    title: 'There is no such study',
    advice:
      'Look at the id, and at the number of the version; `GET /api/v1/laboratory/studies` lists those that exist.',
  },
  study_id_conflict: {
    status: 409,
    title: 'This id was used for another study',
    advice:
      'Give each study an id of its own, a fresh UUID. To change a study, send its next version.',
  },
  study_was_revised: {
    status: 409,
    title: 'Somebody changed the study meanwhile',
    advice:
      'Read the newest version, `details.newest`, put your change into it, and send it under the next number.',
  },
  study_unfit: {
    status: 422,
    title: 'The study does not fit',
    advice:
      'Correct the study: `details.faults` has an entry for each fault: the path of the field, empty for the whole, and what is wanted there.',
  },
  question_too_hard: {
    status: 422,
    title: 'The questions were not answered in time',
    advice: 'Ask fewer at a time, or ask with `fra-noi simulate --quantity`, which waits.',
  },
  dataset_not_found: {
    status: 404,
    title: 'There is no such dataset of evidence',
    advice: 'Look at the hash; `GET /api/v1/laboratory/datasets` lists those that exist.',
  },
  day_not_over: {
    status: 422,
    title: 'The day is not over',
    advice: 'Take the evidence up to yesterday, or wait: what is booked today would change it.',
  },
  evidence_unfit: {
    status: 422,
    title: 'The file of evidence cannot be read',
    advice:
      'Correct the file: `details.faults` has an entry for each fault, its line and what is wanted.',
  },
  too_many_runs: {
    status: 429,
    title: 'Too many runs are on their way',
    advice: 'Wait until one is over, or cancel one. Then send it again under the same id.',
  },
} as const satisfies Record<string, ProblemMeaning>
