/** Something that is not as it must be. */
export interface Finding {
  readonly file: string
  /** Counted from 1; absent where the file as a whole is meant. */
  readonly line?: number
  /** What is there, and what was expected. */
  readonly message: string
}

/** Where a line stands, for the findings. */
export interface LinePlace {
  readonly file: string
  readonly line: number
}

/** So many findings are kept; the rest is counted. One lost line can make every later one wrong. */
const KEPT_MAX = 100

/** Collects what is wrong. */
export class Findings {
  readonly kept: Finding[] = []
  count = 0

  add(file: string, line: number | undefined, message: string): void {
    this.count += 1
    if (this.kept.length >= KEPT_MAX) return
    this.kept.push({ file, ...(line === undefined ? {} : { line }), message })
  }
}

/** A finding as an editor can open it. */
export function describeFinding({ file, line, message }: Finding): string {
  return `${file}${line === undefined ? '' : `:${line}`}: ${message}`
}

/** What a person should see of a text that is not as it must be: its beginning, without control characters. */
export function shown(text: string): string {
  const start = text.replace(/[^ -~]/g, '?').slice(0, 60)
  return JSON.stringify(start.length < text.length ? `${start}…` : start)
}
