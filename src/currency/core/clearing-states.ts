/**
 * How far a run of clearing is. `open`: more of its file is to come; `queued`: nobody has reckoned yet what can be netted;
 * `approved`: what is left is being settled on credit; `settled`: nothing more can be. The others are those of its approval.
 */
export const CLEARING_STATES = [
  'open',
  'queued',
  'waiting',
  'refused',
  'withdrawn',
  'approved',
  'settled',
] as const

export type ClearingState = (typeof CLEARING_STATES)[number]
