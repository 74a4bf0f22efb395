import { link, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { StartError } from '../../kernel/start-error.ts'
import type { Runtime } from '../../runtime.ts'

const Secrets = z.object({
  /** Of the login that owns the database. */
  ownerPassword: z.string().min(32),
  /** Of the login that the service works with. */
  servicePassword: z.string().min(32),
  /** What the private signing keys are sealed under. */
  secret: z.string().min(32),
})

/** What an installation with its own database must keep to itself. */
export type Secrets = z.infer<typeof Secrets>

/** Where the secrets of a data folder are kept. */
export function secretsPath(dataDir: string): string {
  return join(dataDir, 'secrets.json')
}

/** Reads the secrets of a data folder; `undefined` where there are none yet. */
export async function findSecrets(dataDir: string): Promise<Secrets | undefined> {
  const path = secretsPath(dataDir)
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw new StartError(`${path} cannot be read (${error.code}): it must belong to this user.`)
  })
  if (text === undefined) return undefined
  const parsed = Secrets.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  throw new StartError(
    `${path} is not what fra-noi wrote: bring it back from a backup; without it the database cannot be opened.`,
  )
}

/**
 * Makes the secrets of a new data folder: readable by this user alone, complete or not there at all.
 * Where another process was quicker, its secrets are the ones.
 */
export async function createSecrets(dataDir: string, runtime: Runtime): Promise<Secrets> {
  const random = () => Buffer.from(runtime.randomBytes(32)).toString('base64url')
  const secrets: Secrets = {
    ownerPassword: random(),
    servicePassword: random(),
    secret: random(),
  }
  const fresh = `${secretsPath(dataDir)}.${runtime.newId()}`
  const file = await open(fresh, 'wx', 0o600)
  try {
    await file.writeFile(`${JSON.stringify(secrets, null, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  const isOurs = await link(fresh, secretsPath(dataDir)).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false
      throw error
    },
  )
  await rm(fresh)
  return isOurs ? secrets : ((await findSecrets(dataDir)) ?? createSecrets(dataDir, runtime))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
