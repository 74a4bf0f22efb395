import { readFileSync } from 'node:fs'
import { StartError } from '../src/kernel/start-error.ts'
import { answerQuestion, questionsIn } from './quantity.ts'

/** Standard input, as a file descriptor. */
const STANDARD_INPUT = 0

/**
 * Answers every question of a file, a line of JSON each, in their order. What has no answer is a line too, and the exit
 * code is then 1.
 *
 * @param path a file, or `-` for standard input
 */
export async function answerFile(path: string): Promise<void> {
  const asked = questionsIn(contentOf(path))
  if (asked === undefined) {
    throw new StartError(
      `${nameOf(path)} holds no questions: a list is wanted, or {"targets": [...]}.`,
    )
  }
  // What goes wrong is told to each write; the event beside it would end the process.
  process.stdout.on('error', () => {})
  for (const one of asked) {
    const answer = answerQuestion(one)
    if ('error' in answer) process.exitCode = 1
    if (!(await isTaken(`${JSON.stringify(answer)}\n`))) return
  }
}

/** Writes a line at the pace of its reader. One that has had enough, such as `| head`, is no failure. */
function isTaken(line: string): Promise<boolean> {
  return new Promise((done, fail) => {
    process.stdout.write(line, (error) => {
      if (error == null) done(true)
      else if (Reflect.get(error, 'code') === 'EPIPE') done(false)
      else fail(error)
    })
  })
}

function contentOf(path: string): unknown {
  const text = readText(path)
  try {
    return JSON.parse(text)
  } catch {
    throw new StartError(`${nameOf(path)} is no JSON.`)
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path === '-' ? STANDARD_INPUT : path, 'utf8')
  } catch (error) {
    const code = Reflect.get(Object(error), 'code')
    if (typeof code !== 'string') throw error
    throw new StartError(`${nameOf(path)} cannot be read (${code}).`)
  }
}

function nameOf(path: string): string {
  return path === '-' ? 'Standard input' : path
}
