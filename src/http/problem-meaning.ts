/** What a problem code means: its HTTP status, its title, and what the caller can do about it. */
export interface ProblemMeaning {
  readonly status: ProblemStatus
  readonly title: string
  /** One or two sentences, shown at the code's address and kept in docs/problems.md. */
  readonly advice: string
}

export type ProblemStatus =
  | 400
  | 401
  | 403
  | 404
  | 405
  | 408
  | 409
  | 413
  | 415
  | 422
  | 429
  | 431
  | 500
  | 503
