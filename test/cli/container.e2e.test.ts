import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '../../src/db/client.ts'
import { packageRoot } from '../../src/package-root.ts'
import { buildIfStale } from '../support/build.ts'
import { databaseUrl } from '../support/global-setup.ts'
import { startOtherPostgresql } from '../support/other-postgresql.ts'
import { bareEnvironment, runCommand, runProgram, startProgram } from '../support/program.ts'
import { startService, type TestService } from '../support/service.ts'

// No engine is needed: what the image holds is laid out as the Dockerfile says, and started as it says.
const dockerfile = readFileSync(join(packageRoot(), 'Dockerfile'), 'utf8')
const compose = readFileSync(join(packageRoot(), 'compose.yaml'), 'utf8')
const database = await startOtherPostgresql()
const image = mkdtempSync(join(tmpdir(), 'fra-noi-image-'))
const services: TestService[] = []

beforeAll(async () => {
  await buildIfStale()
  for (const [, from = '', to = ''] of dockerfile.matchAll(
    /^COPY --from=build \/app\/(\S+) (\S+)$/gm,
  )) {
    mkdirSync(dirname(join(image, to)), { recursive: true })
    if (to === './node_modules') symlinkSync(join(packageRoot(), from), join(image, to))
    else cpSync(join(packageRoot(), from), join(image, to), { recursive: true })
  }
})

afterAll(async () => {
  for (const service of services) await service.dispose()
  await database.stop()
  rmSync(image, { recursive: true })
})

const SCRIPT = 'src/command/fra-noi.js'

/** The words of the Dockerfile's CMD, or of a command in compose.yaml, after `node`. */
function commandOf(text: string, pattern: RegExp): readonly string[] {
  const [, list = ''] = pattern.exec(text) ?? []
  const [program, ...words] = list.split(',').map((word) => word.trim().replaceAll('"', ''))
  expect(program).toBe('node')
  expect(words).toContain(SCRIPT)
  return words.map((word) => (word === SCRIPT ? join(image, word) : word))
}

function environment(name: string): Record<string, string> {
  const service = new URL(databaseUrl(database.ownerUrl, name))
  service.username = 'franoi_service'
  service.password = 'of-the-service'
  return {
    ...bareEnvironment(),
    DATABASE_URL: service.href,
    FRANOI_SECRET: 'a-secret-of-more-than-32-characters!',
  }
}

test('the image keeps the optional packages: the build of Argon2 for its platform is one of them', () => {
  expect(dockerfile).toMatch(/^RUN npm prune --omit=dev --ignore-scripts /m)
  expect(dockerfile).not.toContain('--omit=optional')
  const optional = Object.keys(
    JSON.parse(readFileSync(join(packageRoot(), 'package-lock.json'), 'utf8')).packages,
  )
  expect(optional).toContain('node_modules/@node-rs/argon2-linux-x64-gnu')
})

describe(`the image, on PostgreSQL ${database.major},`, () => {
  test('migrates with the owner, then serves and works with a login that knows nothing of the owner', async () => {
    const owner = connect(database.ownerUrl, { role: null, poolSize: 1 })
    await owner.sql`CREATE DATABASE franoi`
    await owner.close()
    const env = environment('franoi')
    const migrated = await runProgram(commandOf(compose, /command: \[(node, src\S+ migrate)\]/), {
      ...env,
      DATABASE_OWNER_URL: databaseUrl(database.ownerUrl, 'franoi'),
    })
    expect(migrated).toMatchObject({ exitCode: 0, output: '' })
    expect(migrated.messages).toMatch(/\d migrations applied\.\n$/)

    const serve = commandOf(dockerfile, /^CMD \[(.*)\]$/m)
    const service = await startService({ env, command: serve })
    services.push(service)
    expect((await fetch(`${service.url}/readyz`)).status).toBe(200)
    expect(service.output()).not.toContain('of-the-service')
    expect(await service.databasePid()).toBeUndefined()

    const imported = await runProgram([join(image, 'src/command/fra-noi.js'), 'demo'], env)
    expect(imported.exitCode).toBe(0)
    const made = await runCommand(['keys', 'create', '--role', 'auditor'], service.env)
    const key = made.output.trim()
    const books = await fetch(`${service.url}/api/v1/ledger/trial-balance`, {
      headers: { authorization: `Bearer ${key}` },
    })
    const { units } = (await books.json()) as { units: readonly { readonly unit: string }[] }
    expect(new Set(units.map(({ unit }) => unit))).toEqual(
      new Set(['EUR', 'MERIT', 'SCONTO', 'CREDITO']),
    )
    expect(await service.stop()).toBe(0)
  })

  test('has a worker that ends by SIGTERM with exit code 0', async () => {
    const words = commandOf(compose, /command: \[(node, src\S+ worker)\]/)
    const worker = startProgram(words, environment('franoi'))
    for (let i = 0; i < 600 && worker.said.messages === ''; i++) await sleep(50)
    expect(worker.said.messages).toMatch(/^The worker is running on PostgreSQL at 127\.0\.0\.1/)
    worker.child.kill('SIGTERM')
    expect(await worker.ended).toBe(0)
    expect(worker.said.output).toBe('')
  })

  test('ends by SIGTERM also when its database is gone', async () => {
    const own = await startOtherPostgresql()
    const env = { ...environment('postgres'), DATABASE_URL: own.ownerUrl }
    const service = await startService({ env, command: commandOf(dockerfile, /^CMD \[(.*)\]$/m) })
    services.push(service)
    await own.stop()
    expect((await fetch(`${service.url}/readyz`)).status).toBe(503)
    expect(await service.stop()).toBe(0)
  })

  test('does not start without its database, and says what it lacks', async () => {
    const serve = commandOf(dockerfile, /^CMD \[(.*)\]$/m)
    const { DATABASE_URL: url = '', ...rest } = environment('nowhere')
    const absent = await runProgram(serve, { ...rest, DATABASE_URL: url })
    expect(absent).toMatchObject({ exitCode: 1, output: '' })
    expect(absent.messages).toMatch(/^The database that the URL names does not exist\.\n/)
  })
})
