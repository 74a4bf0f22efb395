/** What the programme's short codes look like: contact points, partners, beneficiaries, products. */
export const CODE_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/

/** The same, said to a person. */
export const CODE_RULE =
  'a code of 1 to 40 letters, digits, dots, dashes or underscores that starts with a letter or a digit'

/**
 * Reads a short code. Capital and small letters are different codes.
 *
 * @returns the code, or `undefined` where the text is none
 * @example parseCode('BI-001') // 'BI-001'
 */
export function parseCode(text: string): string | undefined {
  return CODE_PATTERN.test(text) ? text : undefined
}
