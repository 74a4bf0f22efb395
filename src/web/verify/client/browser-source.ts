import type { CheckSignature } from '../../../ledger/core/proof/log-check.ts'
import { Sha256Stream, sha256 } from '../../../ledger/core/proof/sha256.ts'
import { fromHex } from '../../../ledger/core/proof/text-codes.ts'
import type { BundleSource } from '../../../ledger/core/proof/verify-bundle.ts'

const ED25519 = { name: 'Ed25519' }

// RFC 8032, section 7.1, TEST 1: a signature over nothing.
const KNOWN_KEY = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'
const KNOWN_SIGNATURE =
  'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'

/** Files that a person chose, as a bundle. */
export function bundleOf(files: readonly File[]): BundleSource {
  const byName = new Map(files.map((file) => [file.name, file]))
  return {
    names: [...byName.keys()],
    open: (name) => {
      const file = byName.get(name)
      return file === undefined ? undefined : piecesOf(file)
    },
    sha256,
    newHash: () => new Sha256Stream(),
    checkSignature,
  }
}

/** Whether this browser checks Ed25519 signatures, and rightly: a known one is good, and it is not good for another message. */
export async function canCheckSignatures(): Promise<boolean> {
  const [key, signature] = [fromHex(KNOWN_KEY), fromHex(KNOWN_SIGNATURE)]
  if (key === undefined || signature === undefined) return false
  try {
    const isGood = await checkSignature(key, new Uint8Array(0), signature)
    return isGood && !(await checkSignature(key, Uint8Array.of(1), signature))
  } catch {
    return false
  }
}

const checkSignature: CheckSignature = async (publicKey, message, signature) => {
  const { subtle } = globalThis.crypto
  const key = await subtle.importKey('raw', Uint8Array.from(publicKey), ED25519, false, ['verify'])
  return subtle.verify(ED25519, key, Uint8Array.from(signature), Uint8Array.from(message))
}

async function* piecesOf(file: File): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield value
  }
}
