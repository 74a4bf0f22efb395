import { afterAll, expect, test } from 'vitest'
import { createDataFolders } from '../support/data-folder.ts'
import { runCommand } from '../support/program.ts'

const folders = createDataFolders()
afterAll(() => folders.remove())

test('the first administrator is invited on the command line, listed and suspended', async () => {
  const env = { FRANOI_DATA_DIR: folders.make() }
  const staff = (...words: string[]) => runCommand(['staff', ...words], env)
  const email = 'anna@example.org'
  const invited = await staff('invite', '--email', email, '--role', 'administrator')
  expect(invited.messages).toContain('opens once')
  expect(invited.output).toMatch(
    /^http:\/\/localhost:3000\/sign-in\/invitation\/[A-Za-z0-9_-]{64}\n$/,
  )
  const listed = await staff('list')
  expect(listed.output).toMatch(/^\S+\tanna@example\.org\tadministrator\t-\tinvited\n$/)
  expect((await staff('suspend', 'ANNA@example.org')).exitCode).toBe(0)
  expect((await staff('list')).output).toContain('\tsuspended\n')
  const wrong = await staff('invite', '--email', 'b@example.org', '--role', 'operator')
  expect(wrong).toMatchObject({
    exitCode: 1,
    messages: 'An operator needs at least one contact point.\n',
  })
}, 300_000)
