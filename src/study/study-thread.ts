import { createHash } from 'node:crypto'
import { HERE } from '../../simulations/analysis/points.ts'
import { hashOf } from '../../simulations/checkpoint.ts'
import { openBundle, type StudyAtHand } from '../../simulations/study/bundle.ts'
import { conclude } from '../../simulations/study/conclude.ts'
import { studyFiles } from '../../simulations/study/report/study-files.ts'
import { runTask } from '../../simulations/study/run-tasks.ts'
import { rowWidth, StudyRows, type StudyTask, tasksOf } from '../../simulations/study/tasks.ts'
import type { ChunkDone, Piece, Settled } from './reckoned.ts'

/** A range of the tasks of a study, which is sent with all that it names, as JSON text. */
export interface TasksRequest {
  readonly kind: 'tasks'
  readonly bundle: string
  readonly from: number
  readonly to: number
}

export interface ConcludeRequest {
  readonly kind: 'conclude'
  readonly bundle: string
  readonly pieces: readonly Piece[]
}

let kept: { readonly bundle: string; readonly study: StudyAtHand } | undefined

/** A study is read once by a thread, not for each chunk. */
function open(bundle: string): StudyAtHand {
  if (kept?.bundle === bundle) return kept.study
  const study = openBundle(JSON.parse(bundle), hashOf)
  kept = { bundle, study }
  return study
}

/** Runs a range of tasks: a row for each, as wide as the widest. */
export async function runTaskRange({ bundle, from, to }: TasksRequest): Promise<ChunkDone> {
  const { prepared } = open(bundle)
  const tasks = tasksOf(prepared)
  const width = rowWidth(prepared)
  const numbers = new Float64Array((to - from) * width)
  for (let number = from; number < to; number++) {
    const row = await runTask(prepared, tasks[number] as StudyTask, HERE, 0)
    numbers.set(row, (number - from) * width)
  }
  const rows = new Uint8Array(numbers.buffer)
  return { rows, digest: createHash('sha256').update(rows).digest(), sums: [] }
}

/** What a study of which everything was run comes to: the files that the command writes, to the byte. */
export async function concludeStudy({ bundle, pieces }: ConcludeRequest): Promise<Settled> {
  const { prepared, studyHash, text, texts } = open(bundle)
  const tasks = tasksOf(prepared)
  const width = rowWidth(prepared)
  const rows = new StudyRows(prepared)
  for (const { from, rows: numbers } of pieces) {
    for (let at = 0; at < numbers.length / width; at++)
      rows.set(tasks[from + at] as StudyTask, numbers.subarray(at * width, (at + 1) * width))
  }
  const nodeMajor = Number(process.versions.node.split('.')[0])
  const result = conclude(prepared, rows, { studyHash, nodeMajor, text, texts })
  const encoder = new TextEncoder()
  const files = Object.entries(studyFiles(result)).map(([name, file]) => [
    name,
    encoder.encode(file),
  ])
  return { paths: tasks.length, files: Object.fromEntries(files) }
}
