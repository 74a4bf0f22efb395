import type { Principal } from '../access/core/principal.ts'
import type { Day } from '../kernel/days.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import * as store from './association-store.ts'
import {
  addAssociation,
  addMember,
  endAssociation,
  endMember,
  getAssociation,
  membersOf,
  type NewAssociation,
  type NewMember,
} from './associations.ts'
import type { Party } from './core/rules.ts'
import {
  confirm,
  decideReward,
  type EarningDeps,
  getActivity,
  type NewActivity,
  type RewardVerdict,
  tell,
  withdraw,
} from './earning.ts'
import * as earnings from './earning-store.ts'
import { walletIdOf } from './identity.ts'
import type { Currency, PaymentRow, Purse, StatementLine } from './service.ts'

export type { Association, Member, ReceivedLine } from './association-store.ts'
export type { NewAssociation, NewMember } from './associations.ts'
export type { NewActivity, RewardVerdict } from './earning.ts'
export type { Activity, ActivityPage } from './earning-store.ts'

/** What came to an association in one money, by reason, and what it holds today. */
export interface Received {
  readonly purse: Purse
  readonly lines: readonly store.ReceivedLine[]
}

/** That an association pays somebody by name. */
export interface AssociationPayment {
  /** The caller's. The same again gets the same answer. */
  readonly id: Uuid
  readonly instrumentId: string
  readonly payee: { readonly party: Party; readonly holderId: string }
  readonly amount: Minor
}

/** Associations: who belongs to them, what they received, and what people earn by what they do for them. */
export interface Associations {
  /** @throws DomainError `programme_unknown`, `territory_unknown`, `association_id_conflict` */
  add(
    association: NewAssociation,
    who: Principal,
  ): Promise<{ readonly association: store.Association; readonly created: boolean }>
  end(id: string, who: Principal): Promise<store.Association>
  get(id: string, who: Principal): Promise<store.Association>
  /** By id; whoever acts for one sees that one. */
  list(who: Principal, page: store.AssociationPage): Promise<readonly store.Association[]>
  exists(id: string): Promise<boolean>
  members(id: string, who: Principal): Promise<readonly store.Member[]>
  addMember(id: string, member: NewMember, who: Principal): Promise<store.Member>
  endMember(
    id: string,
    member: Omit<NewMember, 'fromDay'>,
    who: Principal,
  ): Promise<readonly store.Member[]>
  /** To whom a part of what a partner pays in fees goes on a day; `undefined` where it chose none. */
  chosenAssociation(partnerId: string, day: Day): Promise<string | undefined>
  tell(activity: NewActivity, who: Principal): Promise<earnings.Activity>
  confirm(id: Uuid, who: Principal): Promise<earnings.Activity>
  withdraw(id: Uuid, who: Principal): Promise<earnings.Activity>
  decide(id: Uuid, verdict: RewardVerdict, who: Principal): Promise<earnings.Activity>
  getActivity(id: Uuid, who: Principal): Promise<earnings.Activity>
  /** The last told first: of the own association, of the own contact points, or all. */
  listActivities(who: Principal, page: earnings.ActivityPage): Promise<readonly earnings.Activity[]>
  /** What an association received and paid from one day to another, both with them, by instrument. */
  received(
    id: string,
    days: { readonly from: Day; readonly until: Day },
    who: Principal,
  ): Promise<readonly Received[]>
  /** The newest first. @throws DomainError `association_not_found`, `currency_wallet_not_found` */
  statement(
    id: string,
    instrumentId: string,
    page: { readonly limit: number; readonly before?: bigint },
    who: Principal,
  ): Promise<readonly StatementLine[]>
  /** Pays where the rules allow it; the answer may be that nothing was paid. */
  pay(id: string, payment: AssociationPayment, who: Principal): Promise<PaymentRow>
}

export interface AssociationServiceDeps extends EarningDeps {
  readonly currency: Pick<Currency, 'pursesOf' | 'statement' | 'getPurse' | 'pay' | 'openWallet'>
}

export function createAssociations(deps: AssociationServiceDeps): Associations {
  const { db, currency } = deps
  const { sql } = db
  return {
    add: (association, who) => addAssociation(deps, association, who),
    end: (id, who) => endAssociation(deps, id, who),
    get: (id, who) => getAssociation(deps, id, who),
    list: ({ role, associationId = '' }, page) =>
      store.listAssociations(sql, role === 'association' ? { ...page, id: associationId } : page),
    exists: async (id) => (await store.selectAssociation(sql, id)) !== undefined,
    members: (id, who) => membersOf(deps, id, who),
    addMember: (id, member, who) => addMember(deps, id, member, who),
    endMember: (id, member, who) => endMember(deps, id, member, who),
    chosenAssociation: (partnerId, day) => store.selectChosen(sql, partnerId, day),
    tell: (activity, who) => tell(deps, activity, who),
    confirm: (id, who) => confirm(deps, id, who),
    withdraw: (id, who) => withdraw(deps, id, who),
    decide: (id, verdict, who) => decideReward(deps, id, verdict, who),
    getActivity: (id, who) => getActivity(deps, id, who),
    listActivities: ({ role, associationId = '', contactPointIds }, page) =>
      earnings.listActivities(sql, {
        ...page,
        ...(role === 'association' ? { associationId } : {}),
        ...(contactPointIds === undefined ? {} : { contactPointIds }),
      }),
    received: (id, days, who) => received(deps, id, days, who),
    statement: async (id, instrumentId, page, who) => {
      await getAssociation(deps, id, who)
      const walletId = walletIdOf(instrumentId, 'association', id)
      await currency.getPurse(walletId)
      return currency.statement(walletId, page)
    },
    pay: (id, payment, who) => pay(deps, id, payment, who),
  }
}

async function received(
  deps: AssociationServiceDeps,
  id: string,
  days: { readonly from: Day; readonly until: Day },
  who: Principal,
): Promise<readonly Received[]> {
  await getAssociation(deps, id, who)
  const purses = await deps.currency.pursesOf('association', id)
  const ids = purses.map(({ wallet }) => wallet.id)
  const lines = await store.selectReceived(deps.db.sql, ids, days)
  return purses.map((purse) => ({
    purse,
    lines: lines.filter(({ walletId }) => walletId === purse.wallet.id),
  }))
}

async function pay(
  deps: AssociationServiceDeps,
  associationId: string,
  { id, instrumentId, payee, amount }: AssociationPayment,
  who: Principal,
): Promise<PaymentRow> {
  const { currency } = deps
  await getAssociation(deps, associationId, who)
  const payerId = await currency.openWallet(instrumentId, 'association', associationId)
  const payeeId = await currency.openWallet(instrumentId, payee.party, payee.holderId)
  return currency.pay({ id, payerId, payeeId, amount, channel: 'wallet', actor: who })
}
