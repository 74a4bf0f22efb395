/** Somebody of the demonstration. The names are invented, as all of it. */
export interface StoryPerson {
  readonly id: string
  readonly names: readonly [given: string, family: string]
  /** ISO 3166-1 alpha-2. */
  readonly nationality: string
  readonly language: string
  readonly householdSize: number
  /** How long ago reception was left; without it nobody has assessed them yet. */
  readonly exitDaysAgo?: number
  /** Of an active plan, in minor units. */
  readonly ceiling?: bigint
  /** Admitted against the rules by two people, or still waiting for the second. */
  readonly override?: 'approved' | 'waiting'
}

function person(
  number: number,
  names: StoryPerson['names'],
  [nationality, language, householdSize]: readonly [string, string, number],
  more: Partial<StoryPerson> = {},
): StoryPerson {
  return { id: `BI-P-${200 + number}`, names, nationality, language, householdSize, ...more }
}

/** Eight people of one contact point: eligible, too late, too late and admitted, not assessed yet. */
export const STORY_PEOPLE: readonly StoryPerson[] = [
  person(1, ['Amina', 'Sow'], ['SN', 'fr', 3], { exitDaysAgo: 120, ceiling: 240_000n }),
  person(2, ['Yusuf', 'Rahimi'], ['AF', 'fa-AF', 1], { exitDaysAgo: 60, ceiling: 120_000n }),
  person(3, ['Grace', 'Osei'], ['GH', 'en', 2], { exitDaysAgo: 200, ceiling: 180_000n }),
  person(4, ['Karim', 'Haddad'], ['SY', 'ar', 5], { exitDaysAgo: 300, ceiling: 320_000n }),
  person(5, ['Olena', 'Koval'], ['UA', 'uk', 2], { exitDaysAgo: 30 }),
  person(6, ['Bilal', 'Aslam'], ['PK', 'ur', 1], { exitDaysAgo: 900 }),
  person(7, ['Mariam', 'Diarra'], ['ML', 'fr', 4], { exitDaysAgo: 700, override: 'approved' }),
  person(8, ['Tesfaye', 'Bekele'], ['ET', 'en', 1], { exitDaysAgo: 800, override: 'waiting' }),
  person(9, ['Rahima', 'Begum'], ['BD', 'bn', 3]),
]
