import * as openid from 'openid-client'
import { DomainError } from '../kernel/errors.ts'
import type { Runtime } from '../runtime.ts'
import { createSealing } from './sealing.ts'

/** The OpenID Connect provider of the organisation. */
export interface ProviderSettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
}

/** What a provider says about whoever signed in there. */
export interface ProvenIdentity {
  readonly issuer: string
  readonly subject: string
  readonly email: string | undefined
  readonly isEmailVerified: boolean
  /** Whether the provider asked for more than a password (`amr` has `mfa`, RFC 8176). */
  readonly hasSecondFactor: boolean
}

/** Where the browser is sent, and what it has to bring back, sealed. */
export interface ProviderJourney {
  readonly url: string
  readonly kept: string
}

/** Sign-in through the organisation's own provider. */
export interface Provider {
  /** @throws DomainError `provider_unreachable` */
  begin(): Promise<ProviderJourney>
  /**
   * Reads what the browser came back with; `undefined` where it is not the answer to what was begun.
   *
   * @param query of the address that it came back to
   * @throws DomainError `provider_unreachable`
   */
  finish(query: string, kept: string | undefined): Promise<ProvenIdentity | undefined>
}

export const PROVIDER_CALLBACK = '/sign-in/provider/callback'
export const JOURNEY_SECONDS = 600
const CONTEXT = 'journey to the provider'

export interface ProviderDeps {
  readonly settings: ProviderSettings
  readonly runtime: Runtime
  readonly secret: string
  readonly publicUrl: string
}

/** What is kept while the browser is away. */
interface Journey {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
  readonly until: number
}

/** Code flow with PKCE, state and nonce. Source: OpenID Connect Core 1.0, section 3.1; RFC 9700. */
export function createProvider({ settings, runtime, secret, publicUrl }: ProviderDeps): Provider {
  const sealing = createSealing(secret, 'provider journeys')
  const redirectUri = `${publicUrl}${PROVIDER_CALLBACK}`
  const random = () => Buffer.from(runtime.randomBytes(32)).toString('base64url')
  let asked: Promise<openid.Configuration> | undefined
  const configuration = () => {
    asked ??= discover(settings).catch((error: unknown) => {
      asked = undefined
      throw error
    })
    return asked
  }
  return {
    begin: async () => {
      const journey: Journey = {
        ...{ state: random(), nonce: random(), verifier: random() },
        until: runtime.now() + JOURNEY_SECONDS * 1000,
      }
      const url = openid.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: 'openid email',
        code_challenge: await openid.calculatePKCECodeChallenge(journey.verifier),
        code_challenge_method: 'S256',
        state: journey.state,
        nonce: journey.nonce,
      })
      const sealed = sealing.seal(JSON.stringify(journey), CONTEXT, runtime.randomBytes(12))
      return { url: url.href, kept: Buffer.from(sealed).toString('base64url') }
    },
    finish: async (query, kept) => {
      const opened = sealing.open(Buffer.from(kept ?? '', 'base64url'), CONTEXT)
      if (opened === undefined) return undefined
      const journey: Journey = JSON.parse(opened)
      if (journey.until < runtime.now()) return undefined
      return redeemCode(await configuration(), new URL(`${redirectUri}${query}`), journey)
    },
  }
}

async function redeemCode(
  configuration: openid.Configuration,
  address: URL,
  { verifier, state, nonce }: Journey,
): Promise<ProvenIdentity | undefined> {
  try {
    const answer = await openid.authorizationCodeGrant(configuration, address, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    })
    const claims = answer.claims()
    if (claims === undefined) return undefined
    const { iss, sub, email, email_verified: isVerified, amr } = claims
    return {
      issuer: iss,
      subject: sub,
      email: typeof email === 'string' ? email : undefined,
      isEmailVerified: isVerified === true,
      hasSecondFactor: Array.isArray(amr) && amr.includes('mfa'),
    }
  } catch (error) {
    if (isRefusal(error)) return undefined
    throw unreachable()
  }
}

/** What the provider or the library says no to; everything else is a provider that does not answer. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof openid.ClientError ||
    error instanceof openid.AuthorizationResponseError ||
    error instanceof openid.ResponseBodyError ||
    error instanceof openid.WWWAuthenticateChallengeError
  )
}

async function discover({ issuer, clientId, clientSecret }: ProviderSettings) {
  const address = new URL(issuer)
  // Only a provider on this very machine may be asked without TLS.
  const isLocal =
    address.protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(address.hostname)
  const execute = isLocal ? [openid.allowInsecureRequests] : []
  try {
    return await openid.discovery(address, clientId, clientSecret, undefined, { execute })
  } catch {
    throw unreachable()
  }
}

function unreachable(): DomainError {
  return new DomainError(
    'provider_unreachable',
    'The sign-in of your organisation does not answer. Try again later, or sign in with your password.',
  )
}
