/** The last month of a programme that a target may be set for, and the most that it may say. */
export const MONTH_MAX = 120
export const TARGET_MAX = 1_000_000
