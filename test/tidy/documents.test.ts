import { describe, expect, test } from 'vitest'
import { anchorsOf, checkDocuments, checkOrphans, checkReadmes } from './documents.ts'
import { describeFinding } from './project.ts'

const OTHER = {
  path: 'docs/other.md',
  text: '# Other\n\n## The `core`, twice\n\n## The `core`, twice\n',
}
const CODE = { path: 'src/ledger/store.ts', text: '' }

function findingsIn(text: string, path = 'docs/page.md'): readonly string[] {
  return checkDocuments([{ path, text }, OTHER, CODE]).map(describeFinding)
}

describe('a document', () => {
  test.each([
    '',
    'text\n',
    '## Only a section\n',
    '\n# Not on the first line\n',
    '# One\n\n# Two\n',
  ])('needs exactly one title, at its beginning: %j', (text) => {
    expect(findingsIn(text)).toHaveLength(1)
  })

  test('may show comments in shell blocks, which are no titles', () => {
    expect(findingsIn('# Title\n\n```sh\n# a comment\n```\n')).toEqual([])
  })

  test.each([
    '[a](missing.md)',
    '[a](other.md#missing)',
    '[a](#missing)',
    '[a](/docs/other.md)',
    '![a](missing.png)',
    '[a]: missing.md',
    '<a href="missing.md">a</a>',
  ])('has no link that leads nowhere: %s', (link) => {
    expect(findingsIn(`# Title\n\n${link}\n`)).toHaveLength(1)
  })

  test.each([
    '[a](other.md)',
    '[a](./other.md#other)',
    '[a](other.md#the-core-twice-1)',
    '[a](#title)',
    '[a](../src/ledger/store.ts)',
    '[a](../src)',
    '[a](https://example.org/x)',
    '`[a](missing.md)`',
  ])('may have the link %s', (link) => {
    expect(findingsIn(`# Title\n\n${link}\n`)).toEqual([])
  })

  test('names only files that are there', () => {
    expect(
      findingsIn('# Title\n\n`src/ledger/store.ts`, `store.ts`, `src/ledger/`, `other.md`\n'),
    ).toEqual([])
    expect(findingsIn('# Title\n\n`src/ledger/gone.ts`\n')).toHaveLength(1)
    expect(findingsIn('# Title\n\n`gone.ts`\n')).toHaveLength(1)
  })
})

test('a page is found from another page', () => {
  const start = { path: 'README.md', text: '# Start\n\n[a](docs/a.md#title) `[b](docs/b.md)`\n' }
  const a = { path: 'docs/a.md', text: '# A\n\n[a](a.md) [c](c/README.md)\n' }
  const b = { path: 'docs/b.md', text: '# B\n\n[b](b.md)\n' }
  const c = { path: 'docs/c/README.md', text: '# C\n' }
  expect(checkOrphans([start, a, b, c]).map(({ path }) => path)).toEqual(['docs/b.md'])
})

test('headings get the anchors that GitHub gives them', () => {
  expect([...anchorsOf(OTHER)]).toEqual(['other', 'the-core-twice', 'the-core-twice-1'])
  const text = '# `exceeds_credits`\n## Il più, 2 × 3\n## A [link](x.md)\n'
  expect([...anchorsOf({ path: 'a.md', text })]).toEqual([
    'exceeds_credits',
    'il-più-2--3',
    'a-link',
  ])
})

describe('a README', () => {
  const lines = (count: number): string => `# x\n${'x\n'.repeat(count - 1)}`

  test('stands in every capability, and in a room of the frame if it helps', () => {
    expect(checkReadmes([CODE]).map(({ path }) => path)).toEqual(['src/ledger/README.md'])
    expect(checkReadmes([{ path: 'src/kernel/ids.ts', text: '' }])).toEqual([])
  })

  test.each([
    ['src/ledger/README.md', 19, 1],
    ['src/ledger/README.md', 20, 0],
    ['src/ledger/README.md', 60, 0],
    ['src/ledger/README.md', 61, 1],
    ['README.md', 91, 1],
    ['docs/README.md', 200, 0],
  ])('%s of %i lines gives %i findings', (path, count, findings) => {
    expect(checkReadmes([{ path, text: lines(count) }])).toHaveLength(findings)
  })
})
