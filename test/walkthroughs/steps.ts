import { assert } from '../../src/kernel/assert.ts'

/** What a walkthrough asks its reader to paste, and what it says will be answered. */
export interface Step {
  /** The heading it stands under. */
  readonly heading: string
  /** The line of its first command in the page, counted from 1. */
  readonly line: number
  readonly commands: string
  /** Empty where the page shows no answer: then there must be none. */
  readonly expected: string
}

interface Block {
  readonly language: string
  readonly line: number
  readonly text: string
}

/**
 * Reads the steps of a walkthrough: every `sh` block is one, and a `text` block after it is its answer.
 * Blocks in other languages are for reading only.
 */
export function readSteps(markdown: string): readonly Step[] {
  const steps: Step[] = []
  let heading = ''
  const lines = markdown.split('\n')
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (/^#{1,6} /.test(line)) heading = line.replace(/^#+ /, '')
    if (!line.startsWith('```')) continue
    const block = readBlock(lines, at)
    at = block.line + block.text.split('\n').length - 1
    if (block.language === 'sh') {
      steps.push({ heading, line: block.line, commands: block.text, expected: '' })
    } else if (block.language === 'text') {
      const step = steps.pop()
      assert(step?.expected === '', `line ${block.line}: an answer follows a step, and only one`)
      steps.push({ ...step, expected: block.text })
    }
  }
  return steps
}

function readBlock(lines: readonly string[], start: number): Block {
  const end = lines.indexOf('```', start + 1)
  assert(end > start, `line ${start + 1}: the block is never closed`)
  const language = (lines[start] ?? '').slice(3)
  return { language, line: start + 2, text: lines.slice(start + 1, end).join('\n') }
}

/** What the placeholders of a page stood for so far. */
export type Bindings = ReadonlyMap<string, string>

/**
 * Compares an answer with what the page shows. A placeholder such as `<voucher id>` stands for text without
 * spaces or quotes, the same text wherever it is written again.
 *
 * @returns the bindings with those of this answer, or `undefined` where the answer is another one
 * @example matchAnswer('used <n>', 'used 7', new Map()) // Map { 'n' => '7' }
 */
export function matchAnswer(
  expected: string,
  actual: string,
  bindings: Bindings,
): Bindings | undefined {
  const names: string[] = []
  const pattern = expected
    .trimEnd()
    .split(/(<[a-z][a-z ]*>)/)
    .map((part) => {
      const name = /^<([a-z][a-z ]*)>$/.exec(part)?.[1]
      if (name === undefined) return literally(part)
      const known = bindings.get(name)
      if (known !== undefined) return literally(known)
      const earlier = names.indexOf(name)
      if (earlier >= 0) return `\\${earlier + 1}`
      names.push(name)
      return '([^\\s"\']+)'
    })
    .join('')
  const match = new RegExp(`^${pattern}$`).exec(actual.trimEnd())
  if (match === null) return undefined
  return new Map([...bindings, ...names.map((name, i) => [name, match[i + 1] ?? ''] as const)])
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
