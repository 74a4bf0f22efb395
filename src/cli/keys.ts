import type { SigningPurpose } from '../access/core/signing.ts'
import { SIGNER_KEPT_MS } from '../access/keys.ts'
import type { NewKey } from '../access/service.ts'
import { parseUuid } from '../kernel/ids.ts'
import { StartError } from '../kernel/start-error.ts'
import { print, tell } from './terminal.ts'
import { withProgram } from './with-program.ts'

/** Makes a key and prints it and nothing else. */
export async function createKey(key: NewKey): Promise<void> {
  await withProgram(async ({ services }) => print(await services.access.createKey(key)))
}

/** Lists the keys: id, role, partner, made at, revoked at; separated by tabs, never the keys themselves. */
export async function listKeys(): Promise<void> {
  await withProgram(async ({ services }) => {
    for (const key of await services.access.listKeys()) {
      const made = key.createdAt.toISOString()
      const revoked = key.revokedAt?.toISOString() ?? '-'
      print([key.id, key.role, key.partnerId ?? '-', made, revoked].join('\t'))
    }
  })
}

/** Makes a key useless, within a second in every running service. */
export async function revokeKey(text: string): Promise<void> {
  const id = parseUuid(text)
  if (id === undefined) {
    throw new StartError(
      `${JSON.stringify(text.slice(0, 60))} is no key's id: "fra-noi keys list" shows the ids.`,
    )
  }
  await withProgram(async ({ services }) => {
    await services.access.revokeKey(id)
    tell(`The key ${id} is revoked.`)
  })
}

/** Puts a new signing key in the place of the one that signs, and prints its key id and nothing else. */
export async function rotateKey(purpose: SigningPurpose): Promise<void> {
  await withProgram(async ({ services }) => {
    const { kid } = await services.keys.rotate(purpose)
    print(kid)
    tell(
      `A new key signs for the purpose ${purpose}, within ${SIGNER_KEPT_MS / 1000} seconds in every running service. What the old one signed stays valid.`,
    )
  })
}
