import type { Database, Tx } from '../db/client.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { assert, assertNever } from '../kernel/assert.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Runtime } from '../runtime.ts'
import type { AccessLog } from './access-log.ts'
import * as store from './approval-store.ts'
import {
  APPROVERS,
  type ApprovalKind,
  type ApprovalRefusal,
  type ApprovalState,
  HOLDING,
  refusalOf,
} from './core/duties.ts'
import type { Principal } from './core/principal.ts'

export type { Approval, ApprovalPage } from './approval-store.ts'

/** What somebody prepared for another to decide. */
export interface NewApproval {
  readonly id: Uuid
  readonly kind: ApprovalKind
  /** What is to be approved; one approval for each. */
  readonly subjectId: string
  /** The contact points whose approvers may decide; empty where it concerns the whole programme. */
  readonly contactPointIds: readonly string[]
  readonly partnerId?: string
  /** Figures for whoever decides: no name of a person. */
  readonly summary: Readonly<Record<string, string>>
  readonly preparedBy: Pick<Principal, 'id'>
}

export interface Decision {
  readonly id: Uuid
  readonly state: 'approved' | 'refused'
  readonly by: Principal
  /** Needed for a refusal. */
  readonly reason?: string
}

/** Four eyes: what one prepares, another decides. The capability that owns the thing carries the decision out. */
export interface Approvals {
  /** Writes on an open transaction that something waits for a second person. */
  prepareIn(tx: Tx, approval: NewApproval): PromiseLike<unknown>
  /** Writes on an open transaction that something was given without a second person, and why. */
  giveAtOnceIn(tx: Tx, approval: NewApproval, reason: string): PromiseLike<unknown>
  /**
   * The approval, where `who` may decide on it now. A refusal is in the access log before it is thrown.
   *
   * @throws DomainError `approval_not_found`, or one of `APPROVAL_REFUSALS`
   */
  claim(id: Uuid, who: Principal): Promise<store.Approval>
  /**
   * Writes a decision on the open transaction that carries it out. Breaks the constraint `approval_decided_once` where
   * somebody else was faster.
   */
  decideIn(tx: Tx, decision: Decision): readonly PromiseLike<unknown>[]
  /**
   * Takes back what one prepared oneself; false where it was decided before, or prepared by another. What holds
   * something until it is decided (`HOLDING`) is taken back by the capability that holds it, with {@link withdrawIn}.
   */
  withdraw(id: Uuid, who: Principal): Promise<boolean>
  /**
   * Writes on the open transaction that lets go of what was held that it is taken back. Breaks the constraint
   * `approval_decided_once` where it was decided before; ask {@link mayWithdraw} first whose it is.
   */
  withdrawIn(tx: Tx, id: Uuid, who: Principal): readonly PromiseLike<unknown>[]
  /** Whether somebody prepared it and it still waits. */
  mayWithdraw(id: Uuid, who: Principal): Promise<boolean>
  find(id: Uuid): Promise<store.Approval | undefined>
  findFor(kind: ApprovalKind, subjectId: string): Promise<store.Approval | undefined>
  /** The newest first, those that somebody may see. */
  list(who: Principal, page: store.ApprovalPage): Promise<readonly store.Approval[]>
}

export interface ApprovalsDeps {
  readonly db: Database
  readonly runtime: Runtime
  readonly accessLog: AccessLog
}

export function createApprovals(deps: ApprovalsDeps): Approvals {
  const { db, runtime, accessLog } = deps
  const at = () => new Date(runtime.now())
  const write = (
    tx: Tx,
    approval: NewApproval,
    state: Extract<ApprovalState, 'waiting' | 'at_once'>,
    reason: string | null,
  ) => {
    const { preparedBy, partnerId = null, ...rest } = approval
    const now = at()
    const decided =
      state === 'waiting'
        ? { decidedBy: null, decidedAt: null }
        : { decidedBy: preparedBy.id, decidedAt: now }
    const row = { ...rest, ...decided, partnerId, state, reason, preparedAt: now }
    return store.insertApproval(tx, { ...row, preparedBy: preparedBy.id })
  }
  return {
    prepareIn: (tx, approval) => write(tx, approval, 'waiting', null),
    giveAtOnceIn: (tx, approval, reason) => write(tx, approval, 'at_once', reason),
    claim: (id, who) => claim(deps, id, who),
    decideIn: (tx, { id, state, by, reason = null }) => [
      store.updateApproval(tx, { id, state, decidedBy: by.id, decidedAt: at(), reason }),
      accessLog.recordIn(tx, {
        actor: by,
        action: 'approval.decided',
        outcome: 'done',
        subject: { kind: 'approval', id },
        detail: { state },
      }),
    ],
    withdraw: (id, who) => withdraw(deps, id, who),
    withdrawIn: (tx, id, who) => withdrawIn(deps, tx, id, who),
    mayWithdraw: (id, who) => mayWithdraw(deps, id, who),
    find: (id) => store.selectApproval(db.sql, id),
    findFor: (kind, subjectId) => store.selectApprovalFor(db.sql, kind, subjectId),
    list: (who, page) => store.listApprovals(db.sql, who, page),
  }
}

async function claim(
  { db, accessLog }: ApprovalsDeps,
  id: Uuid,
  who: Principal,
): Promise<store.Approval> {
  const approval = await store.selectApproval(db.sql, id)
  if (approval === undefined) {
    throw new DomainError('approval_not_found', 'There is nothing to approve with this id.')
  }
  const refusal = refusalOf({ ...approval, isOpen: approval.state === 'waiting' }, who)
  if (refusal === undefined) return approval
  await accessLog.record({
    actor: who,
    action: 'approval.decided',
    outcome: 'refused',
    subject: { kind: 'approval', id },
    detail: { reason: refusal },
  })
  throw refused(refusal, approval)
}

async function mayWithdraw({ db }: ApprovalsDeps, id: Uuid, who: Principal): Promise<boolean> {
  const approval = await store.selectApproval(db.sql, id)
  return approval?.state === 'waiting' && approval.preparedBy === who.id
}

function withdrawIn(
  { runtime, accessLog }: ApprovalsDeps,
  tx: Tx,
  id: Uuid,
  who: Principal,
): readonly PromiseLike<unknown>[] {
  const decided = { decidedBy: who.id, decidedAt: new Date(runtime.now()), reason: null }
  return [
    store.updateApproval(tx, { id, state: 'withdrawn', ...decided }),
    accessLog.recordIn(tx, {
      ...{ actor: who, action: 'approval.withdrawn', outcome: 'done' },
      subject: { kind: 'approval', id },
    }),
  ]
}

async function withdraw(deps: ApprovalsDeps, id: Uuid, who: Principal): Promise<boolean> {
  if (!(await mayWithdraw(deps, id, who))) return false
  const approval = await store.selectApproval(deps.db.sql, id)
  assert(!HOLDING.some((kind) => kind === approval?.kind), 'what is held is let go with it')
  try {
    await deps.db.sql.begin((tx) => [...withdrawIn(deps, tx, id, who)])
    return true
  } catch (error) {
    if (brokenConstraint(error) !== 'approval_decided_once') throw error
    return false
  }
}

function refused(refusal: ApprovalRefusal, { kind, state }: store.Approval): DomainError {
  const roles = APPROVERS[kind]
  switch (refusal) {
    case 'approval_needs_person':
      return new DomainError(
        'approval_needs_person',
        'Only a person who signed in can decide: a program can only prepare.',
      )
    case 'approval_role':
      return new DomainError(
        'approval_role',
        `This is decided by one of the roles ${roles.join(', ')}.`,
        { rolesNeeded: [...roles] },
      )
    case 'approval_own':
      return new DomainError(
        'approval_own',
        'You prepared this yourself; somebody else has to decide on it.',
      )
    case 'approval_scope':
      return new DomainError(
        'approval_scope',
        'This is decided by the people of another contact point or shop.',
      )
    case 'approval_closed':
      return new DomainError('approval_closed', `This was decided before: it is ${state}.`, {
        state,
      })
    default:
      return assertNever(refusal)
  }
}
