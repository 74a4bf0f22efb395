import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { runCommand } from '../support/program.ts'
import { startService } from '../support/service.ts'

const service = await startService()
afterAll(() => service.dispose())

async function isReady(): Promise<boolean> {
  const answer = await fetch(`${service.url}/readyz`).catch(() => undefined)
  await answer?.body?.cancel()
  return answer?.ok === true
}

async function untilReady(): Promise<void> {
  for (let i = 0; i < 600 && !(await isReady()); i++) await sleep(50)
}

async function untilSaid(words: string): Promise<void> {
  for (let i = 0; i < 600 && !service.messages().includes(words); i++) await sleep(50)
  expect(service.messages()).toContain(words)
}

async function asKey(key: string, path: string): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${service.url}${path}`, {
    headers: { authorization: `Bearer ${key}` },
  })
  return { status: answer.status, body: await answer.json() }
}

async function publishedKids(): Promise<readonly string[]> {
  const answer = await fetch(`${service.url}/.well-known/jwks.json`)
  const { keys } = (await answer.json()) as { keys: readonly { kid: string }[] }
  return keys.map(({ kid }) => kid)
}

function rotate(purpose: string) {
  return runCommand(['keys', 'rotate', '--purpose', purpose], service.env)
}

describe('fra-noi serve', () => {
  test('tells in at most 20 lines where to look and how to call it', () => {
    const lines = service.output().trimEnd().split('\n')
    expect(lines.length).toBeLessThanOrEqual(20)
    const text = lines.join('\n')
    for (const path of ['/', '/demo', '/till', '/lab', '/print/vouchers', '/docs', '/healthz']) {
      expect(text).toContain(`${service.url}${path} `)
    }
    expect(text).toContain(
      `FRANOI_DATA_DIR=${service.dataDir} npx fra-noi keys create --role partner --partner AN-ALI-01`,
    )
    expect(text).toContain('curl -H "Authorization: Bearer KEY"')
  })

  test('writes to standard error one JSON object a line', async () => {
    for (let i = 0; i < 100 && !service.messages().includes('"serving"'); i++) await sleep(20)
    const lines = service.messages().trim().split('\n')
    for (const line of lines) expect(JSON.parse(line)).toHaveProperty('level')
    expect(lines.join('')).toContain('"msg":"serving"')
  })

  test('has loaded the demonstration pilot into its empty database', async () => {
    const key = await service.createKey('auditor')
    const { body } = await asKey(key, '/api/v1/partners?limit=100')
    expect(body).toMatchObject({ items: expect.arrayContaining([expect.anything()]) })
    const { items } = body as { items: readonly unknown[] }
    expect(items).toHaveLength(27)
  })

  test('refuses a second one on the same folder, with a sentence and exit code 1', async () => {
    const second = await runCommand(['serve'], { ...service.env, PORT: '1' })
    expect(second.exitCode).toBe(1)
    expect(second.output).toBe('')
    expect(second.messages).toContain(
      `Another fra-noi service is running on the data folder ${service.dataDir}`,
    )
    expect(await isReady()).toBe(true)
  })

  test('goes on after kill -9 of its PostgreSQL, which it brings back', async () => {
    const key = await service.createKey('auditor')
    const killed = (await service.databasePid()) ?? 0
    process.kill(killed, 'SIGKILL')
    // What was asked just before may still be answered by a child of the killed server.
    await untilSaid('the database had died and was started again')
    await untilReady()
    const revived = await service.databasePid()
    expect(revived).toBeDefined()
    expect(revived).not.toBe(killed)
    expect((await asKey(key, '/api/v1/ledger/trial-balance')).status).toBe(200)
  })

  test('starts again after kill -9, taking over the PostgreSQL that still runs', async () => {
    const before = await service.databasePid()
    await service.kill()
    expect(await service.databasePid()).toBe(before)
    await service.start()
    expect(await service.databasePid()).toBe(before)
    expect(await isReady()).toBe(true)
  })

  test('starts again after kill -9 of both', async () => {
    const killed = (await service.databasePid()) ?? 0
    process.kill(service.pid(), 'SIGSTOP')
    process.kill(killed, 'SIGKILL')
    await service.kill()
    await service.start()
    expect(await service.databasePid()).not.toBe(killed)
    expect(await isReady()).toBe(true)
  })

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'ends by %s with exit code 0, and its PostgreSQL too',
    async (signal) => {
      expect(await service.stop(signal)).toBe(0)
      expect(await service.databasePid()).toBeUndefined()
      expect(service.messages()).toContain('"msg":"stopped"')
      await service.start()
    },
  )

  test('tells a port that is taken, and leaves nothing running', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'fra-noi-port-'))
    chmodSync(dataDir, 0o755)
    const env = { ...service.env, FRANOI_DATA_DIR: dataDir }
    const { exitCode, messages } = await runCommand(['serve'], env)
    expect(exitCode).toBe(1)
    expect(messages).toContain(`Port ${service.port} on 127.0.0.1 is in use`)
    rmSync(dataDir, { recursive: true })
  })
})

describe('beside a service that runs, and on one that is stopped,', () => {
  test('keys create prints the key and nothing else', async () => {
    const running = await runCommand(['keys', 'create', '--role', 'auditor'], service.env)
    expect(running).toMatchObject({ exitCode: 0, messages: '' })
    expect(running.output).toMatch(/^franoi_[A-Za-z0-9_-]{43}\n$/)
    await service.stop()
    const stopped = await runCommand(
      ['keys', 'create', '--role', 'partner', '--partner', 'BI-ALI-01'],
      service.env,
    )
    expect(stopped).toMatchObject({ exitCode: 0, messages: '' })
    expect(await service.databasePid()).toBeUndefined()
    await service.start()
    const paths = ['/api/v1/ledger/trial-balance', '/api/v1/partners/me']
    const keys = [running.output.trim(), stopped.output.trim()]
    for (const [i, path] of paths.entries()) {
      expect((await asKey(keys[i] ?? '', path)).status).toBe(200)
    }
  })

  test('a key is listed without its text, and useless within a second of being revoked', async () => {
    const key = await service.createKey('auditor')
    const list = await runCommand(['keys', 'list'], service.env)
    expect(list.output).not.toContain(key)
    const id = list.output.trim().split('\n').at(-1)?.split('\t')[0] ?? ''
    expect((await asKey(key, '/api/v1/partners')).status).toBe(200)
    expect(await runCommand(['keys', 'revoke', id], service.env)).toMatchObject({ exitCode: 0 })
    await sleep(1_100)
    expect((await asKey(key, '/api/v1/partners')).status).toBe(401)
  })

  test('keys rotate prints the id of the new key, which is published beside the old one', async () => {
    const before = await publishedKids()
    const { exitCode, output, messages } = await rotate('receipt')
    expect(exitCode).toBe(0)
    expect(output).toMatch(/^[A-Za-z0-9_-]{43}\n$/)
    expect(messages).toContain('A new key signs for the purpose receipt')
    expect(before).not.toContain(output.trim())
    expect((await publishedKids()).toSorted()).toEqual([...before, output.trim()].toSorted())
  })

  test('keys rotate is the way on where the secret was lost, as the refused start says', async () => {
    const before = await publishedKids()
    await service.stop()
    const path = join(service.dataDir, 'secrets.json')
    const secrets = JSON.parse(readFileSync(path, 'utf8'))
    writeFileSync(path, JSON.stringify({ ...secrets, secret: 'x'.repeat(43) }))
    await expect(service.start()).rejects.toThrow('fra-noi keys rotate --purpose')
    const made: string[] = []
    for (const purpose of ['card', 'phone', 'receipt', 'tree']) {
      const { exitCode, output } = await rotate(purpose)
      expect(exitCode).toBe(0)
      made.push(output.trim())
    }
    await service.start()
    expect((await publishedKids()).toSorted()).toEqual([...before, ...made].toSorted())
  })

  test('the demonstration pilot is imported again without a change', async () => {
    const { exitCode, output } = await runCommand(['demo'], service.env)
    expect(exitCode).toBe(0)
    expect(output.trim().split('\n').at(-1)).toMatch(/^Imported: 0 new, \d+ unchanged\.$/)
  })

  test('a database that is up to date is told so', async () => {
    const { exitCode, messages } = await runCommand(['migrate'], service.env)
    expect(exitCode).toBe(0)
    expect(messages).toContain('is up to date')
  })
})
