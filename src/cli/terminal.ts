import { DomainError } from '../kernel/errors.ts'
import { StartError } from '../kernel/start-error.ts'

const HANGING_MS = 5_000

/** Writes what was asked for: a line on standard output, where another program may read it. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Tells the person something: a line on standard error. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`)
}

/**
 * Runs a command to its end. What went wrong becomes sentences on standard error and the exit code 1;
 * a stack is shown only where the program itself is at fault.
 */
export async function finish(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    process.exitCode = 1
    for (const line of explain(error)) tell(line)
  }
  // A connection that hangs must not keep the process: what was to be done is done.
  setTimeout(() => process.exit(), HANGING_MS).unref()
}

function explain(error: unknown): readonly string[] {
  if (error instanceof StartError) return error.message.split('\n')
  if (error instanceof DomainError) return [error.message]
  const code = Reflect.get(Object(error), 'code')
  if (typeof code === 'string' && /^(E[A-Z]+|CONNECTION_[A-Z]+|57P0[123])$/.test(code)) {
    return [`The database or a file cannot be reached (${code}). Try again; then look at the log.`]
  }
  return [
    'This is a fault of the program. Please report it with these lines:',
    error instanceof Error ? (error.stack ?? error.name) : String(error),
  ]
}
