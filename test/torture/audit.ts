import type { Sql } from '../../src/db/client.ts'
import { checkCounters, checkLog } from './arithmetic.ts'
import { type Books, readBooks } from './books.ts'
import { CAST } from './cast.ts'
import { explain } from './explain.ts'
import type { Findings } from './findings.ts'
import type { History } from './history.ts'
import {
  checkAnswers,
  checkIds,
  checkJournals,
  checkOrder,
  checkProjections,
  unresolved,
} from './order.ts'
import { openOwner } from './owner.ts'
import { checkConversions, checkOccurred, checkReversals } from './references.ts'
import { replay } from './replay.ts'
import type { Workload } from './workload.ts'

/** What is held against one another. */
export interface Evidence {
  readonly books: Books
  readonly history: History
  readonly workload: Workload
  /** The tables after the round before. */
  readonly before: Books | undefined
}

/** What an audit has looked at. */
export interface Audited {
  readonly commits: number
  /** Answers and reads without a trace in the log that found their place in it. */
  readonly explained: number
}

/** Holds the tables and the history against the rules and against arithmetic; nothing of the service runs for it. */
export function audit(evidence: Evidence, findings: Findings): Audited {
  const { books, history, workload, before } = evidence
  checkCounters(books, before, findings)
  checkLog(books, findings)
  checkOrder(books, findings)
  checkOccurred(books, findings)
  checkReversals(books, findings)
  checkConversions(books, findings)
  checkIds(books, findings)
  checkJournals(books, history, workload.account(CAST.clearing), findings)
  checkAnswers(books, history, findings)
  for (const { question } of unresolved(history)) {
    findings.add(
      35,
      `it could not be found out whether this was done: ${JSON.stringify(question.transfers[0]?.id)}`,
    )
  }
  const replayed = replay(books, history, findings)
  if (!replayed.isComplete) return { commits: replayed.batches.length, explained: 0 }
  checkProjections(books, replayed, findings)
  return { commits: replayed.batches.length, explained: explain(replayed, history, findings) }
}

/** Reads the tables in one snapshot, as the owner, past every proxy. */
export async function takeBooks(url: string): Promise<Books> {
  const owner = await openOwner(url)
  try {
    return await snapshotOf(owner.sql)
  } finally {
    await owner.close()
  }
}

function snapshotOf(sql: Sql): Promise<Books> {
  return sql.begin('ISOLATION LEVEL REPEATABLE READ READ ONLY', readBooks) as Promise<Books>
}
