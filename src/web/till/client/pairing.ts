import { propertyOf, textOf } from '../../client/api.ts'
import { callAsTerminal, type DeviceKey, makeDeviceKey, publicJwk } from './device.ts'
import type { PairFault, Partner, Session } from './state.ts'
import { newChain } from './statement.ts'
import type { Storage } from './storage.ts'

const CODE = /^[A-Za-z0-9_-]{22}$/

/** A pairing that was begun: asked again with the same code and key, the service answers the same. */
interface Begun {
  readonly code: string
  readonly key: DeviceKey
}

/** The pairing code in what was scanned, pasted or typed: the code itself, or an address that ends with it. */
export function readPairingCode(text: string): string | undefined {
  const code = text.trim().split('#pair=').at(-1) ?? ''
  return CODE.test(code) ? code : undefined
}

/**
 * Makes this browser a terminal: its key is made here and kept before the service hears of it.
 *
 * @param ownerOfOpen the partner whose redemption is still open on this device; no other may take it over
 */
export async function pairDevice(
  storage: Storage,
  code: string,
  ownerOfOpen: string | undefined,
): Promise<Session | PairFault> {
  const key = await keyFor(storage, code)
  const jwk = await publicJwk(key.pair)
  const reply = await callAsTerminal(key, { path: '/terminals', body: { code, jwk } })
  if (reply.kind === 'unknown') return 'pairNoAnswer'
  const id = reply.kind === 'answered' ? textOf(reply.body, 'id') : undefined
  if (reply.kind === 'refused' || id === undefined) {
    await storage.write({ pairing: undefined })
    return 'pairWrong'
  }
  const partner = await readOwnPartner(key)
  if (partner === undefined) return 'pairNoAnswer'
  if (ownerOfOpen !== undefined && ownerOfOpen !== partner.id) {
    await storage.write({ pairing: undefined })
    return 'pairOtherShop'
  }
  const terminal = { id, name: textOf(reply.body, 'name') ?? '' }
  const session: Session = { key, terminal, partner }
  await storage.write({ session, chain: await newChain(), pairing: undefined })
  return session
}

/** The shop as the service has it now. */
export async function readOwnPartner(key: DeviceKey): Promise<Partner | undefined> {
  const reply = await callAsTerminal(key, { path: '/partners/me' })
  if (reply.kind !== 'answered') return undefined
  const id = textOf(reply.body, 'id')
  const name = textOf(reply.body, 'name')
  const all = propertyOf(reply.body, 'categories')
  if (id === undefined || name === undefined || !Array.isArray(all)) return undefined
  const categories = all.filter((one): one is string => typeof one === 'string')
  const unit = textOf(reply.body, 'unit') ?? 'EUR'
  return { id, name, unit, categories, owed: textOf(reply.body, 'owed') ?? '0' }
}

async function keyFor(storage: Storage, code: string): Promise<DeviceKey> {
  const begun = (await storage.read('pairing')) as Begun | undefined
  if (begun?.code === code) return begun.key
  const key = await makeDeviceKey()
  await storage.write({ pairing: { code, key } satisfies Begun })
  return key
}
