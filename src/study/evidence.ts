import { createHash } from 'node:crypto'
import type { AccessLog } from '../access/access-log.ts'
import type { Principal } from '../access/core/principal.ts'
import type { Database } from '../db/client.ts'
import { assert } from '../kernel/assert.ts'
import { canonicalJson } from '../kernel/canonical-json.ts'
import { type Day, romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Runtime } from '../runtime.ts'
import {
  type EvidenceContent,
  type EvidenceDefinition,
  evidenceOf,
} from './core/evidence/content.ts'
import { type OutsideHead, readOutside } from './core/evidence/outside.ts'
import { type RepaymentsOrder, readRepayments } from './core/evidence/repayments.ts'
import { SUPPRESSION_RULES } from './core/evidence/suppression.ts'
import * as store from './evidence-dataset-store.ts'
import { readHistory } from './evidence-history.ts'

export interface EvidenceDeps {
  readonly db: Database
  readonly runtime: Runtime
  readonly accessLog: AccessLog
}

/** What is to be frozen: of a programme, up to the end of a day that is over. */
export interface FreezeOrder extends EvidenceDefinition {
  readonly programmeId: string
  readonly day: Day
}

/** What is frozen where nothing else is said. */
export const EVIDENCE_DEFAULTS: EvidenceDefinition = { ...SUPPRESSION_RULES, level: 0.95 }

/** A dataset without what it holds. */
export type DatasetHead = store.DatasetRow

/** A dataset with the bytes that its hash is of. */
export interface Dataset extends DatasetHead {
  readonly text: string
  readonly content: EvidenceContent
}

/** Evidence as datasets that never change: a study names each by its hash. */
export interface Evidence {
  /**
   * Takes the evidence of a programme and freezes it. The same books give the same dataset.
   *
   * @param by `null` for the command line
   * @throws DomainError `programme_unknown`, `day_not_over`
   */
  freeze(order: FreezeOrder, by: Principal | null): Promise<Dataset>
  /** Freezes what was measured elsewhere, or published. @throws DomainError `evidence_unfit`, each fault with its line */
  bring(head: OutsideHead, csv: string, by: Principal | null): Promise<Dataset>
  /**
   * Freezes what the repayments of somebody's loans say of arrears, up to the end of a day; the loans are not kept.
   *
   * @throws DomainError `evidence_unfit`, each fault with its line, `day_not_over`
   */
  bringRepayments(order: RepaymentsOrder, csv: string, by: Principal | null): Promise<Dataset>
  /** The newest first. */
  list(page: { readonly limit: number; readonly after?: string }): Promise<readonly DatasetHead[]>
  /** @throws DomainError `dataset_not_found` */
  get(sha256: string): Promise<Dataset>
}

export function createEvidence(deps: EvidenceDeps): Evidence {
  const { db, runtime } = deps
  return {
    freeze: async ({ programmeId, day, ...definition }, by) => {
      requireOver(day, romeDay(runtime.now()))
      const { vouchers, instruments } = await readHistory(db.sql, { programmeId, day })
      return keep(deps, evidenceOf(vouchers, instruments, definition), by)
    },
    bring: async (head, csv, by) => keep(deps, contentOf(readOutside(head, csv)), by),
    bringRepayments: async (order, csv, by) => {
      requireOver(order.day, romeDay(runtime.now()))
      return keep(deps, contentOf(readRepayments(order, csv)), by)
    },
    list: (page) => Promise.resolve(store.listDatasets(db.sql, page)),
    get: (sha256) => getDataset(deps, sha256),
  }
}

function contentOf(read: ReturnType<typeof readOutside>): EvidenceContent {
  if ('content' in read) return read.content
  throw new DomainError('evidence_unfit', 'The file of evidence cannot be read.', {
    faults: read.faults.map(({ line, message }) => [line, message]),
  })
}

/** What is booked on a day that is not over would make another dataset of the same name. */
export function requireOver(day: Day, today: Day): void {
  if (day < today) return
  throw new DomainError('day_not_over', 'Evidence is taken up to a day that is over.')
}

async function keep(
  deps: EvidenceDeps,
  content: EvidenceContent,
  by: Principal | null,
): Promise<Dataset> {
  const { kind, title, programme, day, definition } = content
  const text = canonicalJson(content)
  const sha256 = createHash('sha256').update(text).digest('hex')
  const createdAt = new Date(deps.runtime.now())
  await deps.db.sql.begin(async (tx) => {
    const row = { sha256, kind, title, programmeId: programme, day, createdAt, content: text }
    const ours = definition === null ? null : canonicalJson(definition)
    await store.insertDataset(tx, { ...row, definition: ours, createdBy: by?.id ?? null })
    await deps.accessLog.recordIn(tx, {
      ...{ actor: by, action: 'dataset.frozen', outcome: 'done' },
      subject: { kind: 'dataset', id: sha256 },
      detail: {
        kind,
        ...(programme === null ? {} : { programme }),
        ...(day === null ? {} : { day }),
      },
    })
  })
  return getDataset(deps, sha256)
}

async function getDataset({ db }: EvidenceDeps, sha256: string): Promise<Dataset> {
  const row = await store.findDataset(db.sql, sha256)
  if (row === undefined) throw new DomainError('dataset_not_found', 'There is no such dataset.')
  const text = await store.findContent(db.sql, sha256)
  assert(text, 'a dataset that is there has a content')
  return { ...row, text, content: JSON.parse(text) }
}
