import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isProblemCode, PROBLEMS } from '../../src/http/problem-codes.ts'
import { packageRoot } from '../../src/package-root.ts'

/** The codes that a source throws: `new DomainError('code', …)`, on one line or on several. */
function codesThrown(source: string): string[] {
  return [...source.matchAll(/new DomainError\(\s*([^,)]+)/g)].map(([, code]) =>
    String(code).trim(),
  )
}

function sources(): { path: string; text: string }[] {
  const folder = join(packageRoot(), 'src')
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && path !== join('kernel', 'errors.ts'))
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }))
}

/** docs/problems.md, as the table of codes says it. Written anew by `npx vitest run test/http/problem-codes.test.ts -u`. */
function problemsPage(): string {
  const sections = Object.entries(PROBLEMS).map(
    ([code, { status, title, advice }]) => `## ${code}\n\n**${status}. ${title}.** ${advice}\n`,
  )
  return `# Problems

What the \`code\` of an error answer (RFC 9457 \`application/problem+json\`) means, and what to do about it. A running
service shows the same at \`/problems\`. Answers that are no errors have lists of their own: what became of a
transfer in [transfer-statuses](reference/transfer-statuses.md), why a voucher was declined in the answer itself.

${sections.join('\n')}`
}

describe('the list of problem codes', () => {
  test('has every code that the sources throw, and throws find no other', () => {
    const unknown = sources().flatMap(({ path, text }) =>
      codesThrown(text)
        .filter((code) => !/^'[a-z_]+'$/.test(code) || !isProblemCode(code.slice(1, -1)))
        .map((code) => `${path}: ${code}`),
    )
    expect(unknown).toEqual([])
  })

  test('has no code that nothing answers with', () => {
    const text = sources()
      .filter(({ path }) => !path.startsWith(join('http', 'problem-codes')))
      .map((source) => source.text)
      .join('\n')
    expect(Object.keys(PROBLEMS).filter((code) => !text.includes(`'${code}'`))).toEqual([])
  })

  test('has its heading, status and advice in docs/problems.md', async () => {
    await expect(problemsPage()).toMatchFileSnapshot('../../docs/problems.md')
  })

  test('says in plain sentences what is wrong and what to do', () => {
    for (const [code, { status, title, advice }] of Object.entries(PROBLEMS)) {
      expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/)
      expect(status).toBeGreaterThanOrEqual(400)
      expect(title).toMatch(/^[A-Z].*[^.]$/)
      expect(advice).toMatch(/^[A-Z].*\.$/)
    }
  })
})
