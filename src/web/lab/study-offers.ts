import type { JsonObject } from '../../../simulations/scenario/json.ts'
import { DomainError } from '../../kernel/errors.ts'
import type { Dataset, DatasetHead } from '../../study/evidence.ts'
import type { LabKit } from './kit.tsx'
import { listAt, ORIGIN } from './study-edit.ts'
import type { OfferedDataset } from './study-origin.ts'

const NEWEST_MAX = 30
const HASH = /^[0-9a-f]{64}$/

/** The datasets that a study names, and those that somebody wants figures of. */
export async function offeredTo(
  { evidence }: LabKit,
  content: JsonObject,
  asked: readonly string[],
): Promise<readonly OfferedDataset[]> {
  const named = listAt(content, 'evidence').map(({ hash }) => `${hash}`)
  const wanted = [...new Set([...named, ...asked])].filter((hash) => HASH.test(hash))
  const found = await Promise.all(wanted.map((hash) => find(evidence, hash)))
  return found.flatMap((one) => {
    if (one === undefined) return []
    const { sha256, kind, title, content: held } = one
    return [{ sha256, kind, title, estimates: held.estimates }]
  })
}

/** The datasets that a form asks figures of: one to look at, and those that its assumptions were put onto. */
export function askedIn(values: Readonly<Record<string, string>>): readonly string[] {
  const origins = Object.keys(values).filter((name) => name.endsWith(ORIGIN))
  return [values.dataset ?? '', ...origins.map((name) => values[name]?.split('/')[0] ?? '')]
}

/** A dataset that a study names may be one of another service. */
async function find(evidence: LabKit['evidence'], hash: string): Promise<Dataset | undefined> {
  try {
    return await evidence.get(hash)
  } catch (error) {
    if (error instanceof DomainError && error.code === 'dataset_not_found') return undefined
    throw error
  }
}

/** Those that somebody may want figures of. */
export function newestDatasets({ evidence }: LabKit): Promise<readonly DatasetHead[]> {
  return evidence.list({ limit: NEWEST_MAX })
}
