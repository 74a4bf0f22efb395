import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { type Day, parseDay } from '../kernel/days.ts'
import { StartError } from '../kernel/start-error.ts'

interface FreezeOptions {
  readonly programme: string
  readonly day: string
  readonly out?: string
  readonly threshold: string
}

interface ReplayOptions extends FreezeOptions {
  readonly rule: string
}

const THRESHOLD = 'what is of fewer people than this is not told'

/** Adds `freeze` and `replay`: what people did, and what they would have had under another rule. */
export function addEvidenceCommands(
  study: Command,
  finish: (work: () => Promise<void> | void) => Promise<void>,
): void {
  study
    .command('freeze')
    .description(
      'Take the evidence of a programme from its books, freeze it, and print its hash (docs/guides/evidence.md).',
    )
    .requiredOption('--programme <id>', 'which programme')
    .requiredOption(
      '--day <day>',
      'up to the end of which day, such as 2026-05-31; it must be over',
    )
    .option('--threshold <people>', THRESHOLD, '5')
    .option(
      '--out <file>',
      'a new file that the dataset is written to as JSON; its SHA-256 is the hash',
    )
    .action((options: FreezeOptions) => finish(() => freeze(options)))
  study
    .command('replay')
    .description(
      'Print what would have happened with the vouchers of a programme under another rule.',
    )
    .requiredOption('--programme <id>', 'which programme')
    .requiredOption('--day <day>', 'up to the end of which day; it must be over')
    .requiredOption('--rule <json>', 'such as \'{"validityDays":60}\'')
    .option('--threshold <people>', THRESHOLD, '5')
    .option('--out <file>', 'a new file; standard output if left out')
    .action((options: ReplayOptions) => finish(() => replay(options)))
}

async function freeze(options: FreezeOptions): Promise<void> {
  const { withProgram } = await import('./with-program.ts')
  const { print } = await import('./terminal.ts')
  const { EVIDENCE_DEFAULTS } = await import('../study/evidence.ts')
  const scope = scopeOf(options)
  requireNew(options.out)
  await withProgram(async ({ services: { evidence } }) => {
    const { sha256, text } = await evidence.freeze({ ...EVIDENCE_DEFAULTS, ...scope }, null)
    if (options.out !== undefined) await writeFile(options.out, text, { flag: 'wx' })
    print(sha256)
  })
}

async function replay(options: ReplayOptions): Promise<void> {
  const { withProgram } = await import('./with-program.ts')
  const { print } = await import('./terminal.ts')
  const { replayRule } = await import('../study/core/replay/rule.ts')
  const read = replayRule.safeParse(jsonOf(options.rule))
  if (!read.success) {
    const faults = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    throw new StartError(`--rule: ${faults.join('; ')}`)
  }
  const order = { ...scopeOf(options), rule: read.data }
  requireNew(options.out)
  await withProgram(async ({ services: { replays } }) => {
    const shown = await replays.replay(order, null)
    const text = JSON.stringify(shown, null, 2)
    if (options.out === undefined) print(text)
    else await writeFile(options.out, `${text}\n`, { flag: 'wx' })
  })
}

/** What was frozen is named by its bytes: nothing is written over. Asked before the books are read. */
function requireNew(file: string | undefined): void {
  if (file !== undefined && existsSync(file))
    throw new StartError(`--out: ${file} is there already; name a file that is not.`)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new StartError('--rule: must be JSON, such as \'{"validityDays":60}\'')
  }
}

function scopeOf({ programme, day: text, threshold: people }: FreezeOptions): {
  readonly programmeId: string
  readonly day: Day
  readonly threshold: number
} {
  const day = parseDay(text)
  if (day === undefined) throw new StartError('--day: must be a day like 2026-05-31')
  const threshold = Number(people)
  if (!Number.isInteger(threshold) || threshold < 3)
    throw new StartError('--threshold: must be a whole number from 3 up')
  return { programmeId: programme, day, threshold }
}
