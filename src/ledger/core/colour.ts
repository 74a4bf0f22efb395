import type { Brand } from '../../kernel/ids.ts'

/**
 * What money is earmarked for: a programme, `WINTER-2027`, or a programme within one area, `WINTER-2027/BIELLA`. Each
 * is a colour of its own; no transfer leads from one to another, so what a colour holds can never seep into another.
 */
export type Colour = Brand<string, 'Colour'>

/** Where an account belongs: the area of a contact point or a partner, `BIELLA`. */
export type Area = Brand<string, 'Area'>

const TOKEN = '[A-Z][A-Z0-9-]{0,23}'

/** What a colour looks like, as a regular expression without groups that capture. */
export const COLOUR_PATTERN = `${TOKEN}(?:/${TOKEN})?`
export const AREA_PATTERN = TOKEN

const COLOUR = new RegExp(`^${COLOUR_PATTERN}$`)
const AREA = new RegExp(`^${AREA_PATTERN}$`)

/**
 * Reads a colour: one or two words of 1 to 24 capital letters, digits and dashes, a letter first.
 *
 * @example parseColour('WINTER-2027/BIELLA') // 'WINTER-2027/BIELLA'
 */
export function parseColour(text: string): Colour | undefined {
  return COLOUR.test(text) ? (text as Colour) : undefined
}

/** Reads an area: one word like those of a colour. */
export function parseArea(text: string): Area | undefined {
  return AREA.test(text) ? (text as Area) : undefined
}

/**
 * The area that a colour is restricted to; `undefined` where it may be used anywhere.
 *
 * @example areaOfColour('WINTER-2027/BIELLA') // 'BIELLA'
 */
export function areaOfColour(colour: Colour): Area | undefined {
  const [, area] = colour.split('/')
  return area === undefined ? undefined : (area as Area)
}
