import { ROLES, type Role } from '../../src/access/core/principal.ts'
import type { NamedOperation } from './openapi-reading.ts'
import { SHARED } from './rights.ts'

const HEAD = `# Who may do what

Every address of the API and every page, and who is let in. A test writes this page from the routes and fails where they
differ (\`npx vitest run test/http/roles.e2e.test.ts -u\` writes it anew); it also tries every cell over HTTP, with an API
key, a session, a paired terminal and a wallet (\`test/http/roles.e2e.test.ts\`, \`test/http/strangers.e2e.test.ts\`).

- **all**: let in, whatever it concerns.
- **own**: let in to what is their own. An operator's are the people, vouchers and envelopes of their contact points; an
  owner's, a terminal's and a till program's those of their shop; a wallet's those of its person; whoever acts for an association sees that one, and what was told for it.
  What belongs to others
  is answered 404, like what does not exist, and so is a name that stands in a body (422). Who may decide on such a thing
  elsewhere is told so: 403 \`approval_scope\`.
- An operator sees every partner, and keeps those of the territories of their contact points and of what lies within these:
  whoever would change another one, or pair or end a terminal there, is told by whom it is kept: 403 \`partner_elsewhere\`.
- Nothing: 401 for nobody, 403 for another role; the refusal is in the access log.

An operator or administrator can be a program with an API key. A program prepares; it never approves or refuses what
needs a second person (403 \`approval_needs_person\`). An operator's API key is bound to no contact point.
`

const COLUMNS: Readonly<Record<Role, string>> = {
  administrator: 'administrator',
  treasurer: 'treasurer',
  operator: 'operator',
  analyst: 'analyst',
  auditor: 'auditor',
  partner_owner: 'owner',
  association: 'association',
  cashier: 'terminal',
  partner: 'till program',
  beneficiary: 'wallet',
}

const BOUND: readonly Role[] = [
  ...(['operator', 'partner_owner', 'association', 'cashier', 'partner', 'beneficiary'] as const),
]

/** The page, from the operations of the OpenAPI document and the addresses of the pages. */
export function rightsPage(
  operations: readonly NamedOperation[],
  pages: readonly string[],
): string {
  const tagOf = ({ tags = [] }: NamedOperation) => tags[0] ?? 'other'
  const sections = [...new Set(operations.map(tagOf))].map((tag) => {
    const rows = operations.filter((one) => tagOf(one) === tag).map(rowOf)
    return `## ${tag}\n\n${table(rows)}`
  })
  const ofPages = pages.map((path) => [
    `\`${path.replaceAll('|', '\\|')}\``,
    ...ROLES.map(() => 'all'),
    'all',
  ])
  return `${[HEAD, ...sections].join('\n')}
## Pages

A page holds no figures and no names: it asks the API, with what whoever opened it can show.

${table(ofPages)}`
}

function rowOf(operation: NamedOperation): string[] {
  const name = `${operation.method} ${operation.path}`
  const allowed = rolesOf(operation)
  const isOpen = allowed.length === 0
  const cells = ROLES.map((role) => {
    if (isOpen) return 'all'
    if (!allowed.includes(role)) return ''
    return BOUND.includes(role) && !SHARED[name]?.includes(role) ? 'own' : 'all'
  })
  return [`${operation.summary}<br>\`${name}\``, ...cells, isOpen ? 'all' : '']
}

/** The roles that an operation lists; none where it asks for none. */
export function rolesOf({ security = [] }: NamedOperation): string[] {
  return [...new Set(security.flatMap((way) => Object.values(way).flat()))].sort()
}

function table(rows: readonly (readonly string[])[]): string {
  const head = ['what', ...ROLES.map((role) => COLUMNS[role]), 'nobody']
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`
  return [head, head.map(() => '---'), ...rows].map(line).join('')
}
