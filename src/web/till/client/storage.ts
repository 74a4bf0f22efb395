const DATABASE = 'fra-noi-till'
const STORE = 'kept'

/** What the till keeps on its device, through reloads and crashes. */
export interface Storage {
  read(name: string): Promise<unknown>
  /** Keeps what has a value and forgets what has none, all or nothing. Resolves once it is on the disk. */
  write(changes: Readonly<Record<string, unknown>>): Promise<void>
}

/** Opens the till's IndexedDB. Rejects where the browser keeps nothing. */
export async function openStorage(): Promise<Storage> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE)
    opening.onsuccess = () => resolve(opening.result)
    opening.onerror = () => reject(opening.error)
  })
  return {
    read: (name) =>
      new Promise((resolve, reject) => {
        const reading = database.transaction(STORE).objectStore(STORE).get(name)
        reading.onsuccess = () => resolve(reading.result)
        reading.onerror = () => reject(reading.error)
      }),
    write: (changes) =>
      change(database, (store) => {
        for (const [name, value] of Object.entries(changes)) {
          if (value === undefined) store.delete(name)
          else store.put(value, name)
        }
      }),
  }
}

function change(database: IDBDatabase, act: (store: IDBObjectStore) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' })
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
    act(transaction.objectStore(STORE))
  })
}

/** So long a window that was closed or reloaded may still seem to be at it. */
const LEAVING_MS = 2_000

/** Does something that only one window of this till may do at a time; `busy` where another one is at it, and stays. */
export async function alone(act: () => Promise<void>): Promise<'done' | 'busy'> {
  let isAlone = false
  const signal = AbortSignal.timeout(LEAVING_MS)
  try {
    await navigator.locks.request('fra-noi-redemption', { signal }, async () => {
      isAlone = true
      await act()
    })
    return 'done'
  } catch (error) {
    // What `act` threw is not about the lock.
    if (isAlone) throw error
    return 'busy'
  }
}
