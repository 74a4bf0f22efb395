import type { Principal } from '../access/core/principal.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Colour } from '../ledger/core/colour.ts'
import { type CapRaise, decideCapRaise, type NewCapRaise, prepareCapRaise } from './cap-raises.ts'
import {
  addTerritories,
  changeContactPoint,
  type EmptyContactPoint,
  findContactPointFor,
  openContactPoint,
} from './contact-points.ts'
import type { PartnerStep } from './core/kinds.ts'
import type { Programme } from './core/programme.ts'
import type { Verdict } from './deciding.ts'
import type { Envelope } from './envelope-store.ts'
import {
  addProgramme,
  type DeskDeps,
  decideTranche,
  type NewTranche,
  prepareTranche,
  trancheNotFound,
} from './funding.ts'
import * as funding from './funding-store.ts'
import { keepsPartner } from './keeping.ts'
import {
  decideMove,
  findMove,
  type NewEnvelope,
  type NewMove,
  openEnvelope,
  prepareMove,
} from './moves.ts'
import type { NewPartner } from './opening.ts'
import type { Agreement, Outlet, PartnerEvent } from './partner-store.ts'
import {
  admitPartner,
  agree,
  bringInPartner,
  changePartner,
  findPartnerFor,
  historyOf,
  type NewAgreement,
  type OutletDetails,
  type PartnerDetails,
  type PartnerRequest,
  putOutlet,
  stepPartner,
} from './partnership.ts'
import type { ContactPoint, ContactPointDetails, Partner, Territory } from './store.ts'

export type { CapRaise, NewCapRaise } from './cap-raises.ts'
export type { ContactPointDetails } from './contact-points.ts'
export type { Verdict } from './deciding.ts'
export type { DeskDeps, Move, MovePage, NewTranche, Tranche, TranchePage } from './funding.ts'
export type { NewEnvelope, NewMove } from './moves.ts'
export type {
  AgreementContent,
  NewAgreement,
  OutletDetails,
  PartnerDetails,
  PartnerEvent,
  PartnerRequest,
} from './partnership.ts'

/** Something that was asked for, and whether this request made it or an earlier one with the same content. */
type Made<Name extends string, T> = { readonly [N in Name]: T } & { readonly created: boolean }

/**
 * What people do to the network, each with what they may do it to. What is out of somebody's scope does not exist for
 * them, and their asking is in the access log, as is every change.
 */
export interface NetworkDesk {
  addProgramme(
    programme: Programme & { readonly colour: Colour },
    who: Principal,
  ): Promise<Made<'programme', Programme>>
  prepareTranche(tranche: NewTranche, who: Principal): Promise<funding.Tranche>
  decideTranche(id: Uuid, verdict: Verdict, who: Principal): Promise<funding.Tranche>
  findTranche(id: Uuid): Promise<funding.Tranche>
  findTranches(ids: readonly Uuid[]): Promise<ReadonlyMap<Uuid, funding.Tranche>>
  listTranches(page: funding.TranchePage): Promise<readonly funding.Tranche[]>
  openEnvelope(envelope: NewEnvelope, who: Principal): Promise<Made<'envelope', Envelope>>
  prepareMove(move: NewMove, who: Principal): Promise<funding.Move>
  decideMove(id: Uuid, verdict: Verdict, who: Principal): Promise<funding.Move>
  findMove(id: Uuid, who: Principal): Promise<funding.Move>
  listMoves(page: funding.MovePage): Promise<readonly funding.Move[]>
  /** Writes the territories that are not there yet, all or none. */
  addTerritories(territories: readonly Territory[], who: Principal): Promise<void>
  openContactPoint(
    contactPoint: EmptyContactPoint,
    who: Principal,
  ): Promise<Made<'contactPoint', ContactPoint>>
  changeContactPoint(
    id: string,
    details: ContactPointDetails,
    who: Principal,
  ): Promise<ContactPoint>
  findContactPoint(id: string, who: Principal): Promise<ContactPoint>
  prepareCapRaise(raise: NewCapRaise, who: Principal): Promise<CapRaise>
  decideCapRaise(id: Uuid, verdict: Verdict, who: Principal): Promise<CapRaise>
  admitPartner(
    partner: Omit<NewPartner, 'status'>,
    who: Principal,
  ): Promise<Made<'partner', Partner>>
  /** Admits a partner as a file brings it, under a first agreement. */
  bringInPartner(partner: NewPartner, who: Principal): Promise<Made<'partner', Partner>>
  changePartner(id: string, details: PartnerDetails, who: Principal): Promise<Partner>
  stepPartner(
    id: string,
    step: PartnerStep,
    request: PartnerRequest,
    who: Principal,
  ): Promise<Partner>
  agree(agreement: NewAgreement, who: Principal): Promise<Made<'agreement', Agreement>>
  putOutlet(outlet: OutletDetails, who: Principal): Promise<Outlet>
  findPartner(id: string, who: Principal): Promise<Partner>
  /** Whether somebody may change a partner: one of the territories of their contact points, where they are bound to any. */
  keepsPartner(id: string, who: Principal): Promise<boolean>
  historyOf(
    id: string,
    who: Principal,
  ): Promise<{
    readonly agreements: readonly Agreement[]
    readonly events: readonly PartnerEvent[]
  }>
}

export function createNetworkDesk(deps: DeskDeps): NetworkDesk {
  const { sql } = deps.db
  return {
    addProgramme: (programme, who) => addProgramme(deps, programme, who),
    prepareTranche: (tranche, who) => prepareTranche(deps, tranche, who),
    decideTranche: (id, verdict, who) => decideTranche(deps, id, verdict, who),
    async findTranche(id) {
      const tranche = await funding.selectTranche(sql, id)
      if (tranche === undefined) throw trancheNotFound()
      return tranche
    },
    findTranches: async (ids) =>
      new Map((await funding.selectTranches(sql, ids)).map((one) => [one.id, one])),
    listTranches: (page) => funding.listTranches(sql, page),
    openEnvelope: (envelope, who) => openEnvelope(deps, envelope, who),
    prepareMove: (move, who) => prepareMove(deps, move, who),
    decideMove: (id, verdict, who) => decideMove(deps, id, verdict, who),
    findMove: (id, who) => findMove(deps, id, who),
    listMoves: (page) => funding.listMoves(sql, page),
    addTerritories: (territories, who) => addTerritories(deps, territories, who),
    openContactPoint: (contactPoint, who) => openContactPoint(deps, contactPoint, who),
    changeContactPoint: (id, details, who) => changeContactPoint(deps, id, details, who),
    findContactPoint: (id, who) => findContactPointFor(deps, id, who),
    prepareCapRaise: (raise, who) => prepareCapRaise(deps, raise, who),
    decideCapRaise: (id, verdict, who) => decideCapRaise(deps, id, verdict, who),
    admitPartner: (partner, who) => admitPartner(deps, partner, who),
    bringInPartner: (partner, who) => bringInPartner(deps, partner, who),
    changePartner: (id, details, who) => changePartner(deps, id, details, who),
    stepPartner: (id, step, request, who) => stepPartner(deps, id, step, request, who),
    agree: (agreement, who) => agree(deps, agreement, who),
    putOutlet: (outlet, who) => putOutlet(deps, outlet, who),
    findPartner: (id, who) => findPartnerFor(deps, id, who),
    keepsPartner: (id, who) => keepsPartner(deps, id, who),
    historyOf: (id, who) => historyOf(deps, id, who),
  }
}
