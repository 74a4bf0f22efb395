import { DATA_MUTANTS } from './data-mutants.ts'
import { FAULT_NAMES } from './faults.ts'
import { INVARIANTS } from './invariants.ts'
import { CODE_MUTANTS } from './mutants.ts'

/** The tables of docs/testing.md, as they must stand there: `npm run torture -- --tables` prints them. */
export function tablesOfPage(): readonly string[] {
  return [
    table(
      ['', 'what holds', 'checked first by'],
      INVARIANTS.map(({ number, sentence, checkedBy }) => [
        String(number),
        sentence,
        `\`${checkedBy}\``,
      ]),
    ),
    table(
      ['a service in which', 'is caught by'],
      CODE_MUTANTS.map(({ name, caughtBy }) => [name, caughtBy.join(', ')]),
    ),
    table(
      ['tables in which', 'are caught by'],
      DATA_MUTANTS.map(({ name, caughtBy }) => [name, caughtBy.join(', ')]),
    ),
    `${FAULT_NAMES.map((name) => `\`${name}\``).join(', ')}.`,
  ]
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}
