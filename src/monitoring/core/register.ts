import { canonicalJson } from '../../kernel/canonical-json.ts'

/** What the register of a work programme holds, kind by kind. */
export const ENTRY_KINDS = [
  'system_table',
  'agreement',
  'company_path',
  'agent_training',
  'awareness',
  'good_practice',
] as const
export type EntryKind = (typeof ENTRY_KINDS)[number]

/** Who took part, counted by kind and never by name. */
export const PARTICIPANT_KINDS = [
  'beneficiaries',
  'operators',
  'public_bodies',
  'companies',
  'estate_agents',
  'home_owners',
  'associations',
  'citizens',
] as const
export type ParticipantKind = (typeof PARTICIPANT_KINDS)[number]

/** Something that is said of an entry of one kind: a count, or a word of a closed list. */
export type Detail =
  | { readonly name: string; readonly type: 'count' }
  | { readonly name: string; readonly type: 'word'; readonly words: readonly string[] }

const count = <Name extends string>(name: Name) => ({ name, type: 'count' }) as const
const word = <Name extends string, const Words extends readonly string[]>(
  name: Name,
  words: Words,
) => ({ name, type: 'word', words }) as const

/** What is said of entries of each kind besides day, place and who took part. All of it may be left out. */
export const DETAILS = {
  system_table: [count('decisions')],
  agreement: [
    word('level', ['local', 'provincial', 'regional', 'national']),
    word('form', ['memorandum', 'convention', 'operational', 'letter']),
    count('signatories'),
  ],
  company_path: [count('companies'), count('placements')],
  agent_training: [count('hours'), count('agencies')],
  awareness: [
    word('format', ['event', 'participatory_process']),
    count('asked_before'),
    count('favourable_before'),
    count('asked_after'),
    count('favourable_after'),
  ],
  good_practice: [
    word('source', ['study_visit', 'online_meeting', 'literature']),
    count('practices'),
    count('adopted'),
  ],
} as const satisfies Readonly<Record<EntryKind, readonly Detail[]>>

export type DetailName = (typeof DETAILS)[EntryKind][number]['name']

/** Every name that {@link DETAILS} has, in the order of the kinds. */
export const DETAIL_NAMES: readonly DetailName[] = ENTRY_KINDS.flatMap((kind) =>
  DETAILS[kind].map(({ name }) => name),
)

/** Every word that one of {@link DETAILS} may be. */
export const DETAIL_WORDS: readonly string[] = ENTRY_KINDS.flatMap((kind) =>
  (DETAILS[kind] as readonly Detail[]).flatMap((one) => (one.type === 'word' ? one.words : [])),
)

/** A document that proves an entry. The file stays with whoever has it; the register holds what it can be told by. */
export interface DocumentMark {
  /** SHA-256 of the file, 64 lower-case hexadecimal digits. */
  readonly sha256: string
  readonly name: string
}

/** What is told of an entry, as it stands or as it stood. */
export interface EntryContent {
  readonly kind: EntryKind
  /** A day like `2026-12-31`. */
  readonly day: string
  readonly place: string
  readonly territoryId: string | null
  readonly title: string
  readonly notes: string | null
  /** By the names that {@link DETAILS} has for its kind. */
  readonly details: Readonly<Record<string, number | string>>
  /** By {@link ParticipantKind}. */
  readonly tookPart: Readonly<Record<string, number>>
  readonly documents: readonly DocumentMark[]
  /** That it counts no more: it was entered by mistake, or did not take place. */
  readonly isWithdrawn: boolean
}

export const COUNT_MAX = 100_000
export const TEXT_MAX = { reference: 40, place: 120, title: 160, notes: 1000, reason: 200 } as const
export const DOCUMENTS_MAX = 20
export const SHA256 = /^[0-9a-f]{64}$/

export const CONTENT_FAULTS = [
  'not_of_this_kind',
  'unfit',
  'more_than_asked',
  'in_the_future',
] as const

/** Why what is told of an entry cannot be so, with the field that is at fault. */
export interface ContentFault {
  readonly field: string
  readonly fault: (typeof CONTENT_FAULTS)[number]
}

/**
 * What is wrong with an entry: details of another kind, words of no list, more favourable answers than people asked, a
 * day that has not come.
 */
export function faultsOf(content: EntryContent, today: string): readonly ContentFault[] {
  const faults: ContentFault[] = []
  const known: readonly Detail[] = DETAILS[content.kind]
  for (const [field, value] of Object.entries(content.details)) {
    const detail = known.find(({ name }) => name === field)
    if (detail === undefined) faults.push({ field, fault: 'not_of_this_kind' })
    else if (!fits(detail, value)) faults.push({ field, fault: 'unfit' })
  }
  for (const [field, value] of Object.entries(content.tookPart)) {
    const isKnown = PARTICIPANT_KINDS.some((kind) => kind === field)
    if (!isKnown || !isCount(value)) faults.push({ field, fault: 'unfit' })
  }
  for (const when of ['before', 'after'] as const) {
    const { [`asked_${when}`]: asked = 0, [`favourable_${when}`]: favourable = 0 } = content.details
    if (favourable > asked) faults.push({ field: `favourable_${when}`, fault: 'more_than_asked' })
  }
  if (content.day > today) faults.push({ field: 'day', fault: 'in_the_future' })
  return faults
}

function fits(detail: Detail, value: unknown): boolean {
  if (detail.type === 'count') return isCount(value)
  return typeof value === 'string' && detail.words.includes(value)
}

function isCount(value: unknown): boolean {
  return (
    typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= COUNT_MAX
  )
}

/** Whether two say the same, in whichever order their fields stand. */
export function isSameContent(one: EntryContent, other: EntryContent): boolean {
  return canonical(one) === canonical(other)
}

/** What an entry says, and nothing that may be held beside it. */
function canonical(content: EntryContent): string {
  const { kind, day, place, territoryId, title, notes, isWithdrawn, details, tookPart } = content
  const documents = content.documents.map(({ sha256, name }) => ({ sha256, name }))
  return canonicalJson({
    ...{ kind, day, place, territoryId, title, notes, isWithdrawn },
    ...{ documents, details, tookPart },
  })
}
