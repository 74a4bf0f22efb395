import type { OutputSums } from './core/estimates.ts'

/** Rows of paths that were done, from a path on. */
export interface Piece {
  readonly from: number
  readonly rows: Float64Array<ArrayBuffer>
}

export interface ChunkDone {
  readonly rows: Uint8Array<ArrayBuffer>
  readonly digest: Uint8Array
  readonly sums: readonly OutputSums[]
}

/** What a run came to; nothing where its rule to stop wants more paths. */
export type Settled =
  | {
      readonly paths: number
      readonly files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>
    }
  | undefined
