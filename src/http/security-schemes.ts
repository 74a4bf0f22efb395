import { KEY_ROLES, type Role, STAFF_ROLES } from '../access/core/principal.ts'
import { sessionCookieName } from './ways.ts'

interface SecurityScheme {
  /** The roles that can be shown this way. */
  readonly roles: readonly Role[]
  /** What the OpenAPI document says of it. */
  readonly described: Readonly<Record<string, string>>
}

/** The ways to show who one is, as the OpenAPI document names them. */
export const SECURITY_SCHEMES = {
  apiKey: {
    roles: KEY_ROLES,
    described: {
      type: 'http',
      scheme: 'bearer',
      description:
        'A key that `fra-noi keys create --role ROLE` printed. The roles that an operation lists are those that may call it.',
    },
  },
  session: {
    roles: STAFF_ROLES,
    described: {
      type: 'apiKey',
      in: 'cookie',
      name: sessionCookieName('https:'),
      description: `Somebody who signed in with both factors (\`POST /api/v1/session\`). Over plain http the cookie is called \`${sessionCookieName('http:')}\`. What changes something must come from a page of this service.`,
    },
  },
  terminalProof: {
    roles: ['cashier'],
    described: {
      type: 'http',
      scheme: 'Terminal',
      description:
        'A proof that the terminal signs for this one request: docs/reference/terminal-proof.md.',
    },
  },
  walletCookie: {
    roles: ['beneficiary'],
    described: {
      type: 'apiKey',
      in: 'cookie',
      name: 'franoi_wallet',
      description: 'The cookie of a phone that opened a wallet link.',
    },
  },
} as const satisfies Readonly<Record<string, SecurityScheme>>

/** What an operation says that asks for one of some roles. */
export function securityOf(roles: readonly Role[]): { [scheme: string]: string[] }[] {
  return Object.entries(SECURITY_SCHEMES).flatMap(([name, scheme]) => {
    const shown = roles.filter((role) => (scheme.roles as readonly Role[]).includes(role))
    return shown.length === 0 ? [] : [{ [name]: shown }]
  })
}
