import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDataFolders } from '../support/data-folder.ts'
import { startPilotService } from '../support/pilot-service.ts'
import { runCommand } from '../support/program.ts'
import type { TestService } from '../support/service.ts'

const folders = createDataFolders()
let service: TestService
let bundle: string

beforeAll(async () => {
  service = await startPilotService()
  bundle = join(folders.make(), 'bundle')
}, 300_000)
afterAll(async () => {
  await service.stop()
  await folders.remove()
})

describe('fra-noi export, verify and audit', () => {
  test('write the book of a running service and find it in order', async () => {
    const written = await runCommand(['export', bundle], service.env)
    expect(written).toMatchObject({ exitCode: 0, output: '' })
    expect(written.messages).toMatch(/holds the book with \d+ transfers/)
    // Without any configuration: no database and no data folder is there.
    const verified = await runCommand(['verify', bundle], {})
    expect(verified).toMatchObject({ exitCode: 0, output: '' })
    expect(verified.messages).toMatch(/All is well/)
    const kid = /signed with the key (\S+)/.exec(verified.messages)?.[1] ?? ''
    expect((await runCommand(['verify', bundle, '--key', kid], {})).exitCode).toBe(0)
    const audited = await runCommand(['audit'], service.env)
    expect(audited).toMatchObject({ exitCode: 0, output: '' })
    expect(audited.messages).toContain(kid)
  })

  test('say on standard output what is wrong, and end with 1', async () => {
    const path = join(bundle, 'transfers.jsonl')
    const text = readFileSync(path, 'utf8')
    writeFileSync(path, text.replace(/"amount":"\d/, '$&9'))
    const found = await runCommand(['verify', bundle], {})
    expect(found.exitCode).toBe(1)
    expect(found.output).toMatch(/^transfers\.jsonl:1: debitBalance is -?\d+; -?\d+ was expected\n/)
    expect(found.messages).toMatch(/\d+ findings\.\n$/)
    writeFileSync(path, text)
    const stranger = await runCommand(['verify', bundle, '--key', 'x'], {})
    expect(stranger.exitCode).toBe(1)
    expect(stranger.output).toBe('heads.jsonl: no head is signed with the key x\n')
  })

  test('refuse a folder that is not there, or that is not empty', async () => {
    const again = await runCommand(['export', bundle], service.env)
    expect(again).toMatchObject({ exitCode: 1, output: '' })
    expect(again.messages).toMatch(/is not empty/)
    const nowhere = await runCommand(['verify', join(bundle, 'nowhere')], {})
    expect(nowhere.exitCode).toBe(1)
    expect(nowhere.messages).toMatch(/^There is no folder/)
    const empty = join(folders.make(), 'empty')
    mkdirSync(empty)
    const nothing = await runCommand(['verify', empty], {})
    expect(nothing.exitCode).toBe(1)
    expect(nothing.output).toContain('manifest.jsonl: is missing\n')
  })
})
