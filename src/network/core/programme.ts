import type { Day } from '../../kernel/days.ts'
import { EUR, type Unit } from '../../kernel/money.ts'
import { type Area, areaOfColour, type Colour, parseColour } from '../../ledger/core/colour.ts'

/** What a programme decides for itself. */
export interface ProgrammeRules {
  /** How many months may lie between leaving reception and enrolment. */
  readonly monthsSinceExit: number
  /** What a new contact point may give a person in a month without a second person, in minor units as text. */
  readonly emergencyMonthlyCap: string
  /** Whether nobody gets a voucher who was not told what becomes of their data. */
  readonly noticeRequired: boolean
}

/** A programme: whose money it is, for how long, under which rules. */
export interface Programme {
  readonly id: string
  readonly name: string
  readonly unit: Unit
  /** What all its accounts carry; `null` for what was there before there were programmes. */
  readonly colour: Colour | null
  /** `null` where nobody said. */
  readonly startsOn: Day | null
  readonly endsOn: Day | null
  readonly rules: ProgrammeRules
}

/** The rule of FRA NOI 2: people left reception at most 18 months before. Source: arci.le.it/progetti/fra-noi-2. */
export const DEFAULT_RULES: ProgrammeRules = {
  monthsSinceExit: 18,
  emergencyMonthlyCap: '0',
  noticeRequired: true,
}

/**
 * The programme of whatever is brought in without naming one; each unit has its own.
 *
 * @example defaultProgramme(EUR).id // 'FRANOI-2'
 */
export function defaultProgramme(unit: Unit): Programme & { readonly colour: Colour } {
  const id = unit === EUR ? 'FRANOI-2' : `FRANOI-2-${unit}`
  const name = unit === EUR ? 'Fra Noi 2' : `Fra Noi 2, ${unit}`
  return {
    ...{ id, name, unit, startsOn: null, endsOn: null, rules: DEFAULT_RULES },
    colour: id as Colour,
  }
}

/**
 * The colour of a programme's money, whole or within an area.
 *
 * @returns `undefined` where the programme has no colour that could be restricted
 */
export function colourWithin(
  { colour }: Pick<Programme, 'colour'>,
  area: Area | null,
): Colour | null | undefined {
  if (area === null) return colour
  return colour === null ? undefined : parseColour(`${colour}/${area}`)
}

/** Whether money of a colour may be used by a contact point or a partner that belongs to an area, or to none. */
export function mayUseColour(area: Area | null, colour: Colour | null): boolean {
  const wanted = colour === null ? undefined : areaOfColour(colour)
  return wanted === undefined || wanted === area
}

/** Whether a programme gives anything on a day: from its first to its last, where somebody said which they are. */
export function runsOn(
  { startsOn, endsOn }: Pick<Programme, 'startsOn' | 'endsOn'>,
  day: Day,
): boolean {
  return (startsOn === null || startsOn <= day) && (endsOn === null || day <= endsOn)
}
