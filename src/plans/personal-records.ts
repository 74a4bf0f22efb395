import { createHmac, hkdfSync } from 'node:crypto'
import { createSealing, type Sealing } from '../access/sealing.ts'
import type { Database, Tx } from '../db/client.ts'
import { assert } from '../kernel/assert.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Runtime } from '../runtime.ts'
import type { IndexTerm, RecordKind } from './core/personal.ts'
import * as store from './personal-store.ts'

/** Which sealed record is meant. */
export interface RecordPlace {
  readonly beneficiaryId: string
  readonly kind: RecordKind
  /** The person, the plan or the override that it is about. */
  readonly subjectId: string
}

export interface RotationOptions {
  /** How many records are sealed anew in one commit. */
  readonly batch?: number
  /** Called after each commit, with how many were sealed anew so far. */
  readonly afterBatch?: (count: number) => void
}

/** What is personal, sealed under keys that can be changed, and the digests that it is found by. */
export interface PersonalRecords {
  /** Seals a text on an open transaction, in the place of what was there; nothing where it is `null`. */
  writeIn(tx: Tx, place: RecordPlace, text: string | null): Promise<void>
  /** The texts of these subjects, by subject; those that have none are left out. */
  read(kind: RecordKind, subjectIds: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** Seals words that have a place of their own, under the key that is active on the open transaction. */
  sealIn(tx: Tx, text: string, context: string): Promise<SealedWords>
  /** Opens such words; `undefined` where they were sealed elsewhere, or under a key that is gone. */
  openWords(words: FoundWords, context: string): string | undefined
  /** The keyed digest of each term, hex. The same word in another field has another digest. */
  digestsOf(terms: readonly IndexTerm[]): readonly string[]
  /** A keyed digest of what was sent, to know it again. */
  fingerprintOf(content: string): Uint8Array
  /**
   * Makes a new key, seals everything anew under it and removes the keys before. What was broken off is gone on with.
   *
   * @returns how many records were sealed anew
   * @throws DomainError `personal_secret_wrong`, with nothing changed
   */
  rotate(options?: RotationOptions): Promise<number>
}

/** Words under a key of personal data. */
export interface SealedWords {
  readonly keyId: Uuid
  readonly sealed: Uint8Array
}

/** Sealed words with the key they are under, itself sealed. */
export interface FoundWords extends SealedWords {
  readonly keySealed: Uint8Array
}

/**
 * What is sealed under these keys outside of the records: some of what is stale is sealed anew on an open transaction.
 * Returns how much that was; 0 where nothing is left.
 */
export type SealAnew = (tx: Tx, records: PersonalRecords, limit: number) => Promise<number>

export interface PersonalRecordsDeps {
  readonly db: Database
  readonly runtime: Runtime
  readonly secret: string
}

const NONCE_BYTES = 12
const KEY_BYTES = 32
/** Half of SHA-256: enough to tell apart all the words of all people. */
const DIGEST_BYTES = 16
const BATCH = 200
const FOREIGN_KEY_VIOLATION = '23503'

/** @param others what else is sealed under the keys, so that they are not removed while it is */
export function createPersonalRecords(
  deps: PersonalRecordsDeps,
  others: readonly SealAnew[] = [],
): PersonalRecords {
  const { db } = deps
  const keys = createPersonalKeys(deps)
  const indexKey = derived(deps.secret, 'index')
  const requestKey = derived(deps.secret, 'request')
  const records: PersonalRecords = {
    writeIn: async (tx, place, text) => {
      if (text === null) return store.deleteRecord(tx, place)
      const { keyId, sealing } = await keys.holdActive(tx)
      await store.upsertRecord(tx, { ...place, keyId, sealed: keys.seal(sealing, place, text) })
    },
    read: async (kind, subjectIds) => {
      const rows = await store.selectRecords(db.sql, kind, subjectIds)
      return new Map(rows.map((row) => [row.subjectId, keys.open(row)]))
    },
    digestsOf: (terms) => [
      ...new Set(terms.map(({ field, value }) => digest(indexKey, `${field}\0${value}`))),
    ],
    fingerprintOf: (content) => createHmac('sha256', requestKey).update(content).digest(),
    sealIn: async (tx, text, context) => {
      const { keyId, sealing } = await keys.holdActive(tx)
      return { keyId, sealed: sealing.seal(text, context, deps.runtime.randomBytes(NONCE_BYTES)) }
    },
    openWords: ({ keyId, keySealed, sealed }, context) =>
      keys.unwrap({ id: keyId, sealed: keySealed }).open(sealed, context),
    rotate: (options = {}) =>
      rotate(deps, keys, options, [
        (tx, limit) => sealAnew(tx, keys, limit),
        ...others.map((other) => (tx: Tx, limit: number) => other(tx, records, limit)),
      ]),
  }
  return records
}

type PersonalKeys = ReturnType<typeof createPersonalKeys>

/** The keys themselves: 256 random bits each, sealed under the service's secret. */
function createPersonalKeys({ runtime, secret }: PersonalRecordsDeps) {
  const wrapping = createSealing(secret, 'personal data keys')
  const opened = new Map<Uuid, Sealing>()
  const unwrap = ({ id, sealed }: store.PersonalKeyRow): Sealing => {
    const known = opened.get(id)
    if (known !== undefined) return known
    const key = wrapping.open(sealed, id)
    if (key === undefined) {
      throw new DomainError(
        'personal_secret_wrong',
        'The personal data of this database was sealed under another secret.',
      )
    }
    const sealing = createSealing(key, 'personal data')
    opened.set(id, sealing)
    return sealing
  }
  const make = async (tx: Tx) => {
    const id = runtime.newId()
    const key = Buffer.from(runtime.randomBytes(KEY_BYTES)).toString('base64url')
    const sealed = wrapping.seal(key, id, runtime.randomBytes(NONCE_BYTES))
    await store.insertKey(tx, { id, sealed }, new Date(runtime.now()))
  }
  return {
    make,
    unwrap,
    holdActive: async (tx: Tx) => {
      let row = await store.holdActiveKey(tx)
      if (row === undefined) {
        await make(tx)
        row = await store.holdActiveKey(tx)
      }
      assert(row !== undefined, 'there is a key to seal personal data under')
      return { keyId: row.id, sealing: unwrap(row) }
    },
    seal: (sealing: Sealing, place: RecordPlace, text: string) =>
      sealing.seal(text, contextOf(place), runtime.randomBytes(NONCE_BYTES)),
    open: (row: store.FoundRecord): string => {
      const sealing = unwrap({ id: row.keyId, sealed: row.keySealed })
      const text = sealing.open(row.sealed, contextOf(row))
      assert(text !== undefined, 'what is personal opens in its place under its key')
      return text
    },
  }
}

async function rotate(
  { db, runtime }: PersonalRecordsDeps,
  keys: PersonalKeys,
  { batch = BATCH, afterBatch }: RotationOptions,
  parts: readonly ((tx: Tx, limit: number) => Promise<number>)[],
): Promise<number> {
  await db.sql.begin(async (tx) => {
    // A key of another secret's beside this would lock out those who have the right one.
    await keys.holdActive(tx)
    if (await store.hasRetiredKeys(tx)) return
    await store.retireKey(tx, new Date(runtime.now()))
    await keys.make(tx)
  })
  let count = 0
  for (;;) {
    let done = 0
    for (const part of parts) done += await db.sql.begin((tx) => part(tx, batch))
    count += done
    if (done > 0) afterBatch?.(count)
    else if (await removeRetired(db)) return count
  }
}

async function sealAnew(tx: Tx, keys: PersonalKeys, batch: number): Promise<number> {
  const rows = await store.holdStaleRecords(tx, batch)
  if (rows.length === 0) return 0
  const { keyId, sealing } = await keys.holdActive(tx)
  for (const row of rows) {
    const text = keys.open(row)
    await store.upsertRecord(tx, { ...row, keyId, sealed: keys.seal(sealing, row, text) })
  }
  return rows.length
}

/** False where something was sealed under a retired key just before: it has to be looked for once more. */
async function removeRetired(db: Database): Promise<boolean> {
  try {
    await store.deleteRetiredKeys(db.sql)
    return true
  } catch (error) {
    if (Reflect.get(Object(error), 'code') === FOREIGN_KEY_VIOLATION) return false
    throw error
  }
}

function contextOf({ beneficiaryId, kind, subjectId }: RecordPlace): string {
  return JSON.stringify([beneficiaryId, kind, subjectId])
}

function derived(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `fra-noi personal data ${purpose}`, KEY_BYTES))
}

function digest(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest().subarray(0, DIGEST_BYTES).toString('hex')
}
