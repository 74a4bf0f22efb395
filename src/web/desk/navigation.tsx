import type { StaffRole } from '../../access/core/principal.ts'
import type { DeskFrameTexts } from '../messages/desk-frame.ts'

export type DeskSection = keyof DeskFrameTexts['sections']

interface Entry {
  readonly section: DeskSection
  readonly path: string
  readonly roles: readonly StaffRole[]
}

interface Group {
  /** What the pages have in common; what anybody begins with has no heading. */
  readonly heading: keyof DeskFrameTexts['groups'] | null
  readonly entries: readonly Entry[]
}

const PAYING = ['administrator', 'treasurer', 'auditor'] as const
const WORKING = ['operator', ...PAYING] as const
const ANALYSING = ['analyst', ...PAYING] as const

/** The pages of the desk in groups, and for whom they are. */
export const DESK_GROUPS: readonly Group[] = [
  {
    heading: null,
    entries: [
      {
        section: 'home',
        path: '/desk',
        roles: ['analyst', ...WORKING, 'partner_owner'],
      },
      { section: 'approvals', path: '/desk/approvals', roles: WORKING },
      { section: 'own_hours', path: '/association', roles: ['association'] },
      { section: 'own_money', path: '/association/money', roles: ['association'] },
      { section: 'own_members', path: '/association/members', roles: ['association'] },
    ],
  },
  {
    heading: 'people',
    entries: [
      {
        section: 'people',
        path: '/desk/people',
        roles: ['operator', 'administrator', 'auditor'],
      },
      {
        section: 'files',
        path: '/desk/files',
        roles: ['operator', 'administrator', 'treasurer'],
      },
      { section: 'feedback', path: '/desk/feedback', roles: ['operator', 'administrator'] },
      { section: 'outbox', path: '/desk/outbox', roles: ['operator', 'administrator'] },
    ],
  },
  {
    heading: 'vouchers',
    entries: [
      { section: 'issue', path: '/desk/issue', roles: ['operator'] },
      {
        section: 'schedules',
        path: '/desk/schedules',
        roles: ['operator', 'administrator', 'auditor'],
      },
      { section: 'print', path: '/print/vouchers', roles: ['operator'] },
      { section: 'claims', path: '/desk/claims', roles: [...WORKING, 'partner_owner'] },
    ],
  },
  {
    heading: 'money',
    entries: [
      { section: 'envelopes', path: '/desk/envelopes', roles: WORKING },
      { section: 'funding', path: '/desk/funding', roles: PAYING },
      { section: 'partners', path: '/desk/partners', roles: WORKING },
    ],
  },
  {
    heading: 'currency',
    entries: [
      { section: 'instruments', path: '/desk/instruments', roles: WORKING },
      { section: 'payments', path: '/desk/payments', roles: WORKING },
      { section: 'associations', path: '/desk/associations', roles: WORKING },
      { section: 'earnings', path: '/desk/earnings', roles: WORKING },
      { section: 'clearing', path: '/desk/clearing', roles: PAYING },
      { section: 'meters', path: '/desk/meters', roles: PAYING },
    ],
  },
  {
    heading: 'results',
    entries: [
      { section: 'activities', path: '/desk/activities', roles: ['analyst', ...WORKING] },
      { section: 'monitoring', path: '/desk/monitoring', roles: ANALYSING },
      { section: 'lab', path: '/lab', roles: ANALYSING },
    ],
  },
  {
    heading: 'access',
    entries: [
      { section: 'staff', path: '/desk/staff', roles: ['administrator', 'auditor'] },
      { section: 'log', path: '/desk/access-log', roles: ['administrator', 'auditor'] },
    ],
  },
]

/** So many pages stand in a row; more are told apart by headings, and on a phone behind one word. */
const ROW_MAX = 6

interface NavigationProps {
  readonly role: StaffRole
  readonly section: DeskSection
  readonly texts: DeskFrameTexts
}

/** Where somebody of a role can go, and where they are. Works without a script. */
export function Navigation({ role, section, texts }: NavigationProps) {
  const groups = DESK_GROUPS.map(({ heading, entries }) => ({
    heading,
    entries: entries.filter(({ roles }) => roles.includes(role)),
  })).filter(({ entries }) => entries.length > 0)
  const all = groups.flatMap(({ entries }) => entries)
  if (all.length <= ROW_MAX) {
    return (
      <nav class="desk-nav" aria-label={texts.navigation}>
        <Entries {...{ entries: all, section, texts }} />
      </nav>
    )
  }
  return (
    <nav class="desk-nav desk-nav-grouped" aria-label={texts.navigation}>
      <details>
        <summary>
          {texts.menu}: <strong>{texts.sections[section]}</strong>
        </summary>
        {groups.map(({ heading, entries }) =>
          heading === null ? (
            <Entries {...{ entries, section, texts }} />
          ) : (
            <div>
              <p id={`menu-${heading}`}>{texts.groups[heading]}</p>
              <Entries {...{ entries, section, texts }} labelledBy={`menu-${heading}`} />
            </div>
          ),
        )}
      </details>
    </nav>
  )
}

interface EntriesProps extends Omit<NavigationProps, 'role'> {
  readonly entries: readonly Entry[]
  readonly labelledBy?: string
}

function Entries({ entries, section, texts, labelledBy }: EntriesProps) {
  return (
    <ul {...(labelledBy === undefined ? {} : { 'aria-labelledby': labelledBy })}>
      {entries.map((entry) => (
        <li>
          <a href={entry.path} {...(entry.section === section ? { 'aria-current': 'page' } : {})}>
            {texts.sections[entry.section]}
          </a>
        </li>
      ))}
    </ul>
  )
}
