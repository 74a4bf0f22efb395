import { join, resolve } from 'node:path'
import { z } from 'zod'
import { type AddressBlock, parseAddressBlock } from './kernel/addresses.ts'
import { StartError } from './kernel/start-error.ts'
import { packageRoot } from './package-root.ts'

/** Everything that the surroundings decide. Read once, here; nothing else looks at the environment. */
export interface Config {
  readonly port: number
  /** The address that the service listens on. */
  readonly host: string
  /** The origin that people and tills reach the service under; printed into every card's QR code. */
  readonly publicUrl: string
  /** The folder of the built-in database and its secrets, as an absolute path. */
  readonly dataDir: string
  readonly database:
    | { readonly kind: 'embedded' }
    | { readonly kind: 'url'; readonly url: string; readonly ownerUrl: string }
  /** What the private signing keys are sealed under; the built-in database brings its own. */
  readonly secret?: string
  /** The mail server, and the address that mail comes from. */
  readonly mail?: { readonly url: string; readonly from: string }
  /** The OpenID Connect provider that staff may sign in through. */
  readonly provider?: {
    readonly issuer: string
    readonly clientId: string
    readonly clientSecret: string
  }
  /** The proxies whose word on who asks is taken; none where the service is asked directly. */
  readonly trustedProxies: readonly AddressBlock[]
  /** Networks that webhooks may go to besides the public internet. */
  readonly webhookNetworks: readonly AddressBlock[]
  readonly logLevel: LogLevel
}

export type LogLevel = (typeof LOG_LEVELS)[number]

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const SECRET_LENGTH_MIN = 32
/** A card's address begins with this; longer, and the QR code would outgrow version 8 at level M. */
const CARD_PREFIX_MAX = 60
const NETWORKS_WANTED =
  'a list of addresses and networks with commas between them, such as 127.0.0.1,10.1.0.0/16,fd00::/8'

const Environment = z.object({
  PORT: z
    .string()
    .regex(/^[0-9]{1,5}$/)
    .transform(Number)
    .pipe(z.int().min(1).max(65_535))
    .optional(),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]{1,253}$/)
    .optional(),
  FRANOI_PUBLIC_URL: z.string().refine(isOrigin).optional(),
  FRANOI_DATA_DIR: z.string().optional(),
  DATABASE_URL: z.string().refine(isDatabaseUrl).optional(),
  DATABASE_OWNER_URL: z.string().refine(isDatabaseUrl).optional(),
  FRANOI_SECRET: z.string().min(SECRET_LENGTH_MIN).optional(),
  SMTP_URL: z.string().refine(isMailUrl).optional(),
  MAIL_FROM: z.string().refine(isSender).optional(),
  OIDC_ISSUER: z.string().refine(isIssuer).optional(),
  OIDC_CLIENT_ID: z.string().max(300).optional(),
  OIDC_CLIENT_SECRET: z.string().max(300).optional(),
  TRUSTED_PROXIES: networkList(),
  WEBHOOK_NETWORKS: networkList(),
  LOG_LEVEL: z.enum(LOG_LEVELS).optional(),
})
type Variable = keyof typeof Environment.shape

const WANTED: Readonly<Record<Variable, string>> = {
  PORT: 'it must be a whole number from 1 to 65535',
  HOST: 'it must be a host name or an address, such as 127.0.0.1, or 0.0.0.0 for every network',
  FRANOI_PUBLIC_URL: `it must be an origin such as https://voucher.example.org, without path, of letters, digits, "-", "." and ":" only, and at most ${CARD_PREFIX_MAX - 3} characters long so that the QR codes of the cards stay small`,
  FRANOI_DATA_DIR: 'it must be a folder',
  DATABASE_URL: 'it must look like postgres://user:password@host:5432/database',
  DATABASE_OWNER_URL: 'it must look like postgres://owner:password@host:5432/database',
  FRANOI_SECRET: `it must be at least ${SECRET_LENGTH_MIN} random characters, such as "openssl rand -base64 32" prints, and the same at every start`,
  SMTP_URL: 'it must look like smtp://user:password@host:587 or smtps://user:password@host:465',
  MAIL_FROM:
    'it must be an address such as fra-noi@example.org, or "FRA NOI <fra-noi@example.org>"',
  OIDC_ISSUER: 'it must be the https address of the provider, as its discovery document names it',
  OIDC_CLIENT_ID: 'it must be what the provider calls this service',
  OIDC_CLIENT_SECRET: 'it must be the secret that the provider gave to this service',
  TRUSTED_PROXIES: `it must be ${NETWORKS_WANTED}`,
  WEBHOOK_NETWORKS: `it must be ${NETWORKS_WANTED}`,
  LOG_LEVEL: `it must be one of ${LOG_LEVELS.join(', ')}`,
}
const UNTOLD: ReadonlySet<Variable> = new Set([
  'DATABASE_URL',
  'DATABASE_OWNER_URL',
  'FRANOI_SECRET',
  'SMTP_URL',
  'OIDC_CLIENT_SECRET',
])

/** All of a group, or none. */
const TOGETHER: readonly (readonly Variable[])[] = [
  ['SMTP_URL', 'MAIL_FROM'],
  ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'],
]

/** The configuration that this process was started with. */
export function readConfig(): Config {
  return parseConfig(process.env)
}

/**
 * Reads the configuration from environment variables; an empty one counts as left out.
 *
 * @throws StartError with one sentence for each variable that is wrong; values of secrets are not in it
 * @example parseConfig({ PORT: '8080' }).publicUrl // 'http://localhost:8080'
 */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = Environment.safeParse(given)
  if (!parsed.success) {
    const names = new Set(parsed.error.issues.map((issue) => issue.path[0] as Variable))
    throw new StartError([...names].map((name) => complain(name, given[name] ?? '')).join('\n'))
  }
  const values = parsed.data
  checkCompany(values)
  const port = values.PORT ?? 3000
  const { DATABASE_URL: url, FRANOI_SECRET: secret } = values
  return {
    port,
    host: values.HOST ?? '127.0.0.1',
    publicUrl: (values.FRANOI_PUBLIC_URL ?? `http://localhost:${port}`).replace(/\/$/, ''),
    dataDir:
      values.FRANOI_DATA_DIR === undefined
        ? join(packageRoot(), 'data')
        : resolve(values.FRANOI_DATA_DIR),
    database:
      url === undefined
        ? { kind: 'embedded' }
        : { kind: 'url', url, ownerUrl: values.DATABASE_OWNER_URL ?? url },
    ...(secret === undefined ? {} : { secret }),
    ...mailOf(values),
    ...providerOf(values),
    trustedProxies: values.TRUSTED_PROXIES ?? [],
    webhookNetworks: values.WEBHOOK_NETWORKS ?? [],
    logLevel: values.LOG_LEVEL ?? 'info',
  }
}

/** Some variables only make sense together. */
function checkCompany(values: z.infer<typeof Environment>): void {
  const sentences: string[] = []
  if (values.DATABASE_URL !== undefined && values.FRANOI_SECRET === undefined) {
    sentences.push(`FRANOI_SECRET is not set: with DATABASE_URL ${WANTED.FRANOI_SECRET}.`)
  }
  for (const name of ['FRANOI_SECRET', 'DATABASE_OWNER_URL'] as const) {
    if (values.DATABASE_URL !== undefined || values[name] === undefined) continue
    sentences.push(
      `${name} is set without DATABASE_URL: set that as well, or neither; the built-in database keeps secrets of its own.`,
    )
  }
  for (const names of TOGETHER) {
    const missing = names.filter((name) => values[name] === undefined)
    if (missing.length === 0 || missing.length === names.length) continue
    sentences.push(`${names.join(', ')} belong together: ${missing.join(', ')} is not set.`)
  }
  if (sentences.length > 0) throw new StartError(sentences.join('\n'))
}

function mailOf({ SMTP_URL: url, MAIL_FROM: from }: z.infer<typeof Environment>) {
  return url === undefined || from === undefined ? {} : { mail: { url, from } }
}

function providerOf(values: z.infer<typeof Environment>) {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId } = values
  const clientSecret = values.OIDC_CLIENT_SECRET
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return {}
  return { provider: { issuer, clientId, clientSecret } }
}

function complain(name: Variable, value: string): string {
  const got = UNTOLD.has(name)
    ? `${name} has ${value.length} characters that are not shown here`
    : `${name} is ${JSON.stringify(value.slice(0, 100))}`
  return `${got}: ${WANTED[name]}.`
}

function networkList() {
  return z
    .string()
    .transform((text, ctx): readonly AddressBlock[] => {
      const networks = text.split(',').map((part) => parseAddressBlock(part.trim()))
      if (networks.every((network) => network !== undefined)) return networks
      ctx.addIssue({ code: 'custom', message: NETWORKS_WANTED })
      return z.NEVER
    })
    .optional()
}

function isOrigin(text: string): boolean {
  if (!/^https?:\/\/[A-Za-z0-9.:-]+\/?$/.test(text) || !URL.canParse(text)) return false
  const { origin } = new URL(text)
  return (
    origin === text.replace(/\/$/, '').toLowerCase() && `${origin}/C/`.length <= CARD_PREFIX_MAX
  )
}

function isDatabaseUrl(text: string): boolean {
  return /^postgres(ql)?:\/\/./.test(text) && URL.canParse(text)
}

function isMailUrl(text: string): boolean {
  return /^smtps?:\/\/./.test(text) && URL.canParse(text)
}

function isSender(text: string): boolean {
  return /^(?:[^<>@\r\n]{1,80} <)?[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+>?$/.test(text)
}

/** Only on this very machine is a provider asked without TLS. */
function isIssuer(text: string): boolean {
  return URL.canParse(text) && /^(https:|http:\/\/(127\.0\.0\.1|localhost)[:/])/.test(text)
}
