import { hash } from 'node:crypto'
import type { Database } from '../db/client.ts'
import { gather } from '../db/gather.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Runtime } from '../runtime.ts'
import type { KeyRole, Principal } from './core/principal.ts'
import { createKnownKeys } from './known-keys.ts'
import {
  type ApiKeyDescription,
  findPrincipals,
  insertApiKey,
  markRevoked,
  selectApiKeys,
} from './store.ts'

export interface AccessDependencies {
  readonly db: Database
  readonly runtime: Runtime
  /** Whether there is such a partner: a key of a partner that does not exist is refused. */
  readonly partnerExists: (partnerId: string) => Promise<boolean>
}

export interface NewKey {
  readonly role: KeyRole
  /** Needed for the role `partner`, refused for every other. */
  readonly partnerId?: string
}

/** Who may use the API. */
export interface Access {
  /**
   * Makes a key and returns its text, which nobody can be told again.
   *
   * @throws DomainError `key_needs_partner`, `key_without_partner`, `partner_not_found`
   * @example await access.createKey({ role: 'operator' }) // 'franoi_…', 50 characters
   */
  createKey(key: NewKey): Promise<string>
  /** Tells whose key it is; `undefined` where it is unknown or was revoked more than a second ago. */
  authenticate(token: string): Promise<Principal | undefined>
  /**
   * Makes a key useless, within a second in every process.
   *
   * @throws DomainError `key_not_found`
   */
  revokeKey(id: Uuid): Promise<void>
  /** All keys, oldest first; never their text. */
  listKeys(): Promise<readonly ApiKeyDescription[]>
}

const KEY_BYTES = 32
const KEY_PATTERN = /^franoi_[A-Za-z0-9_-]{43}$/

export function createAccess({ db, runtime, partnerExists }: AccessDependencies): Access {
  const known = createKnownKeys<Principal>({
    now: runtime.now,
    look: gather((digests) => findPrincipals(db.sql, digests)),
  })
  return {
    createKey: async (key) => {
      await refuseWrongPartner(key, partnerExists)
      const text = `franoi_${Buffer.from(runtime.randomBytes(KEY_BYTES)).toString('base64url')}`
      await insertApiKey(db.orm, {
        id: runtime.newId(),
        digest: Buffer.from(digestOf(text), 'hex'),
        role: key.role,
        partnerId: key.partnerId ?? null,
        createdAt: new Date(runtime.now()),
      })
      return text
    },
    authenticate: async (token) =>
      KEY_PATTERN.test(token) ? known.find(digestOf(token)) : undefined,
    revokeKey: async (id) => {
      const exists = await markRevoked(db.orm, id, new Date(runtime.now()))
      known.forget()
      if (!exists) throw new DomainError('key_not_found', 'There is no key with this id.')
    },
    listKeys: () => selectApiKeys(db.orm),
  }
}

async function refuseWrongPartner(
  { role, partnerId }: NewKey,
  partnerExists: AccessDependencies['partnerExists'],
): Promise<void> {
  if (role !== 'partner') {
    if (partnerId === undefined) return
    throw new DomainError('key_without_partner', `A key of the role ${role} belongs to no partner.`)
  }
  if (partnerId === undefined) {
    throw new DomainError('key_needs_partner', 'A key of the role partner needs a partner.')
  }
  if (!(await partnerExists(partnerId))) {
    throw new DomainError('partner_not_found', `There is no partner ${partnerId}.`, { partnerId })
  }
}

/** SHA-256, hex. A key has 256 random bits, so a slow hash with salt would protect nothing more. */
function digestOf(text: string): string {
  return hash('sha256', text, 'hex')
}
