import { describe, expect, test } from 'vitest'
import { openShell } from '../support/shell.ts'
import { matchAnswer, readSteps } from './steps.ts'

describe('a walkthrough', () => {
  test('is read as commands with the answer that follows them', () => {
    const page = [
      '# Page',
      '```console',
      'npm start',
      '```',
      '## First',
      '```sh',
      'a=1',
      '',
      'b=2',
      '```',
      'Then:',
      '```sh',
      'echo $a',
      '```',
      '```text',
      '1',
      '```',
    ].join('\n')
    expect(readSteps(page)).toEqual([
      { heading: 'First', line: 7, commands: 'a=1\n\nb=2', expected: '' },
      { heading: 'First', line: 13, commands: 'echo $a', expected: '1' },
    ])
  })

  test.each([
    '```sh\necho 1',
    '```text\n1\n```',
    '```sh\necho 1\n```\n```text\n1\n```\n```text\n2\n```',
  ])('is refused where it makes no sense: %j', (page) => {
    expect(() => readSteps(page)).toThrow(/^line \d+/)
  })
})

describe('an answer', () => {
  test('is the one of the page but for what the placeholders stand for', () => {
    const bindings = matchAnswer(
      '{"id": "<voucher>", "left": "<left>"}',
      '{"id": "a-1", "left": "7"}',
      new Map(),
    )
    expect(bindings).toEqual(
      new Map([
        ['voucher', 'a-1'],
        ['left', '7'],
      ]),
    )
  })

  test.each([
    ['a', 'b'],
    ['a.c', 'abc'],
    ['<id>', 'two words'],
    ['"<id>"', '"a" and "b"'],
    ['<id> <id>', 'a b'],
    ['<known>', 'other'],
    ['a', 'a\nb'],
  ])('is another one where %j is shown and %j is answered', (expected, actual) => {
    expect(matchAnswer(expected, actual, new Map([['known', 'x']]))).toBeUndefined()
  })

  test('may repeat what a placeholder stood for', () => {
    expect(matchAnswer('<id> <id> <known>', 'a a x', new Map([['known', 'x']]))?.get('id')).toBe(
      'a',
    )
  })
})

describe('a shell', () => {
  test('remembers variables and functions, and tells output, messages and exit code', async () => {
    const shell = openShell('/', { a: '1' })
    expect(await shell.run('echo $a')).toEqual({ output: '1\n', exitCode: 0 })
    expect(await shell.run('f() {\n  echo "$1" >&2\n}\na=b\nfalse')).toEqual({
      output: '',
      exitCode: 1,
    })
    expect(await shell.run('echo $a; f c')).toEqual({ output: 'b\nc\n', exitCode: 0 })
    expect(await shell.run('cat')).toEqual({ output: '', exitCode: 0 })
    await shell.close()
  })
})
