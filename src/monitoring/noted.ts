import type { Principal } from '../access/core/principal.ts'
import type { Tx } from '../db/client.ts'
import type { MonitoringDeps } from './deps.ts'

/** Writes down in the same commit who did what with a programme's figures. */
export function noted(
  { accessLog }: MonitoringDeps,
  tx: Tx,
  action: `${string}.${string}`,
  id: string,
  who: Principal,
): PromiseLike<unknown> {
  return accessLog.recordIn(tx, {
    ...{ actor: who, action, outcome: 'done', subject: { kind: 'programme', id } },
  })
}
