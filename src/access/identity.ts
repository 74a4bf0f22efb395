import type { Database } from '../db/client.ts'
import type { Runtime } from '../runtime.ts'
import type { AccessLog } from './access-log.ts'
import { createMail, type MailSettings } from './mail.ts'
import { createOutbox, type Outbox } from './outbox.ts'
import { createOwnAccount, type OwnAccount } from './own-account.ts'
import { createPasswords } from './passwords.ts'
import { createProvider, type Provider, type ProviderSettings } from './provider.ts'
import { createSealing } from './sealing.ts'
import { createStaffSecrets } from './secrets.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { createSignIn, type SignIn } from './sign-in.ts'
import { createStaff, type Staff } from './staff.ts'

export interface IdentityDeps {
  readonly db: Database
  readonly runtime: Runtime
  readonly secret: string
  readonly publicUrl: string
  readonly accessLog: AccessLog
  readonly partnerExists: (id: string) => Promise<boolean>
  readonly associationExists: (id: string) => Promise<boolean>
  readonly contactPointExists: (id: string) => Promise<boolean>
  /** Left out where no mail server is configured. */
  readonly mail?: MailSettings
  /** Left out where the organisation has no provider of its own. */
  readonly provider?: ProviderSettings
}

/** Everything about people who sign in. */
export interface Identity {
  readonly staff: Staff
  readonly sessions: Sessions
  readonly signIn: SignIn
  readonly ownAccount: OwnAccount
  readonly outbox: Outbox
  readonly provider: Provider | undefined
}

/** Puts the parts of the sign-in together. */
export function createIdentity(deps: IdentityDeps): Identity {
  const { db, runtime, secret, publicUrl, accessLog } = deps
  const base = { db, runtime, accessLog }
  const mail = deps.mail === undefined ? {} : { mail: createMail(deps.mail) }
  const outbox = createOutbox({ ...base, secret, ...mail })
  const sessions = createSessions(base)
  const passwords = createPasswords({ runtime })
  const secrets = createStaffSecrets(secret)
  const sealing = createSealing(secret, 'second factors')
  const { partnerExists, associationExists, contactPointExists } = deps
  const provider =
    deps.provider === undefined
      ? undefined
      : createProvider({ settings: deps.provider, runtime, secret, publicUrl })
  const signInDeps = { ...base, sessions, passwords, secrets, sealing }
  return {
    outbox,
    sessions,
    provider,
    signIn: createSignIn(signInDeps),
    ownAccount: createOwnAccount(signInDeps),
    staff: createStaff({
      ...{ ...base, outbox, sessions, passwords, secrets, publicUrl },
      ...{ partnerExists, associationExists, contactPointExists },
    }),
  }
}
