import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

/** Who signs in at the provider, and what it says about them. */
export interface ProviderAccount {
  readonly sub: string
  readonly email?: string
  readonly email_verified?: boolean
  readonly amr?: readonly string[]
}

/** A small OpenID Connect provider on the loopback address: discovery, code flow with PKCE, ES256. */
export interface OpenIdProvider {
  readonly issuer: string
  /** Whoever is signed in there; changes of it count from the next sign-in on. */
  account: ProviderAccount
  /** What it puts into the next token instead of what is right. */
  spoiled: Readonly<Record<string, unknown>>
  close(): Promise<void>
}

export const CLIENT = { clientId: 'fra-noi', clientSecret: 'a secret of the provider' }

interface Grant {
  readonly challenge: string
  readonly nonce: string
  readonly redirectUri: string
}

export async function startOpenIdProvider(): Promise<OpenIdProvider> {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'only', use: 'sig', alg: 'ES256' }
  const grants = new Map<string, Grant>()
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider: OpenIdProvider = {
    issuer,
    account: { sub: 'nobody' },
    spoiled: {},
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', issuer)
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return send(response, 200, discoveryOf(issuer))
      case '/jwks':
        return send(response, 200, { keys: [jwk] })
      case '/authorize': {
        const asked = (name: string) => url.searchParams.get(name) ?? ''
        const code = randomUUID()
        const redirectUri = asked('redirect_uri')
        grants.set(code, { challenge: asked('code_challenge'), nonce: asked('nonce'), redirectUri })
        const back = new URL(redirectUri)
        back.searchParams.set('code', code)
        back.searchParams.set('state', asked('state'))
        response.writeHead(302, { location: back.href }).end()
        return
      }
      case '/token':
        return redeem(request, response)
      default:
        return send(response, 404, {})
    }
  }

  async function redeem(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const form = new URLSearchParams(Buffer.concat(chunks).toString())
    const grant = grants.get(form.get('code') ?? '')
    grants.delete(form.get('code') ?? '')
    const verifier = form.get('code_verifier') ?? ''
    const challenge = createHash('sha256').update(verifier).digest('base64url')
    const isClient =
      form.get('client_secret') === CLIENT.clientSecret && form.get('client_id') === CLIENT.clientId
    const isRight = grant?.challenge === challenge && grant.redirectUri === form.get('redirect_uri')
    if (grant === undefined || !isRight || !isClient) {
      return send(response, 400, { error: 'invalid_grant' })
    }
    const now = Math.floor(Date.now() / 1000)
    const claims = {
      ...{ iss: issuer, aud: CLIENT.clientId, iat: now, exp: now + 300, nonce: grant.nonce },
      ...{ ...provider.account, ...provider.spoiled },
    }
    const idToken = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: 'only' })
      .sign(privateKey)
    send(response, 200, { access_token: randomUUID(), token_type: 'Bearer', id_token: idToken })
  }
  return provider
}

function discoveryOf(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
    code_challenge_methods_supported: ['S256'],
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
