import { hash, verify } from '@node-rs/argon2'
import type { Runtime } from '../runtime.ts'

/** Argon2id is what the package does by itself. Source: OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const SALT_BYTES = 16
/** Each takes 19 MiB and a thread for some tens of milliseconds: others wait, and many more are sent away. */
const AT_ONCE = 2
const WAITING_MAX = 40

/** Hashes of passwords. */
export interface Passwords {
  /** The text to keep of a password. */
  hash(password: string): Promise<string>
  /**
   * Whether a password is the one that was hashed. Without a hash it takes as long and says no. `busy` where too many
   * are asked at once.
   */
  check(password: string, kept: string | null): Promise<'right' | 'wrong' | 'busy'>
}

export function createPasswords({ runtime }: { readonly runtime: Runtime }): Passwords {
  const door = createDoor()
  let decoy: Promise<string> | undefined
  const make = (text: string) =>
    hash(text.normalize('NFC'), { ...COST, salt: Buffer.from(runtime.randomBytes(SALT_BYTES)) })
  return {
    hash: (password) => door.wait(() => make(password)),
    check: async (password, kept) => {
      if (door.isFull()) return 'busy'
      decoy ??= make(Buffer.from(runtime.randomBytes(SALT_BYTES)).toString('hex'))
      const against = kept ?? (await decoy)
      const isRight = await door.wait(() => verify(against, password.normalize('NFC')))
      return isRight && kept !== null ? 'right' : 'wrong'
    },
  }
}

/** Lets so many in at once; the others wait in the order in which they came. */
function createDoor() {
  const waiting: (() => void)[] = []
  let inside = 0
  return {
    isFull: () => waiting.length >= WAITING_MAX,
    wait: async <Result>(work: () => Promise<Result>): Promise<Result> => {
      if (inside >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
      else inside++
      try {
        return await work()
      } finally {
        const next = waiting.shift()
        if (next === undefined) inside--
        else next()
      }
    },
  }
}
