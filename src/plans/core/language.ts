/**
 * Reads a language tag (BCP 47) and gives its canonical form.
 *
 * @returns the tag, or `undefined` where the text is none
 * @example parseLanguage('FR') // 'fr'
 */
export function parseLanguage(text: string): string | undefined {
  if (!/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/.test(text)) return undefined
  try {
    return Intl.getCanonicalLocales(text)[0]
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
