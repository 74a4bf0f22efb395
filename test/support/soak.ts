/** Whether the long form of a test is wanted: a part of `npm run soak`. */
export function isSoak(): boolean {
  return process.env.FRANOI_SOAK === '1'
}
