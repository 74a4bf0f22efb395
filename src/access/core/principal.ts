import type { Uuid } from '../../kernel/ids.ts'

/** Who may hold a key, and with it what a key may do. */
export const ROLES = ['administrator', 'operator', 'partner', 'analyst', 'auditor'] as const

export type Role = (typeof ROLES)[number]

/** Whoever a request comes from, as its key says. */
export interface Principal {
  /** The id of the key; never the key itself. */
  readonly keyId: Uuid
  readonly role: Role
  /** Whose till it is; present for the role `partner` and for no other. */
  readonly partnerId?: string
}
