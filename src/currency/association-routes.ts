import { type Api, createApi } from '../http/openapi.ts'
import { showPage } from '../http/paging.ts'
import * as activities from './activity-routes-shapes.ts'
import { convertOfAssociation } from './association-converting.ts'
import * as routes from './association-routes-shapes.ts'
import type {
  Activity,
  Association,
  Associations,
  Member,
  Received,
} from './association-service.ts'
import type { Minting } from './minting.ts'
import type { PaymentRow, StatementLine } from './service.ts'

const STATEMENT_LIMIT = 200

interface AssociationRouteDeps {
  readonly associations: Associations
  readonly minting: Minting
}

/** Associations, what they received, and what is earned with them, under `/api/v1`. */
export function associationRoutes(deps: AssociationRouteDeps): Api {
  const { associations } = deps
  const api = createApi()
  api.openapi(routes.listAssociations, async (c) => {
    const { limit, cursor } = c.req.valid('query')
    const after = cursor === undefined ? {} : { after: cursor[0] }
    const page = { limit: limit + 1, ...after }
    const found = await associations.list(c.get('principal'), page)
    return c.json(showPage(found, limit, show), 200)
  })
  api.openapi(routes.addAssociation, async (c) => {
    const { association, created } = await associations.add(c.req.valid('json'), c.get('principal'))
    return created ? c.json(show(association), 201) : c.json(show(association), 200)
  })
  api.openapi(routes.getAssociation, async (c) =>
    c.json(show(await associations.get(c.req.valid('param').id, c.get('principal'))), 200),
  )
  api.openapi(routes.endAssociation, async (c) =>
    c.json(show(await associations.end(c.req.valid('param').id, c.get('principal'))), 200),
  )
  memberRoutes(api, deps)
  moneyRoutes(api, deps)
  activityRoutes(api, deps)
  return api
}

function memberRoutes(api: Api, { associations }: AssociationRouteDeps): void {
  api.openapi(routes.listMembers, async (c) => {
    const members = await associations.members(c.req.valid('param').id, c.get('principal'))
    return c.json({ items: members.map(showMember) }, 200)
  })
  api.openapi(routes.addMember, async (c) => {
    const { id } = c.req.valid('param')
    const member = await associations.addMember(id, c.req.valid('json'), c.get('principal'))
    return c.json(showMember(member), 200)
  })
  api.openapi(routes.endMember, async (c) => {
    const { id } = c.req.valid('param')
    const { party, holderId } = c.req.valid('json')
    const stays = await associations.endMember(id, { party, holderId }, c.get('principal'))
    return c.json({ items: stays.map(showMember) }, 200)
  })
}

function moneyRoutes(api: Api, deps: AssociationRouteDeps): void {
  const { associations } = deps
  api.openapi(routes.getReceived, async (c) => {
    const { id } = c.req.valid('param')
    const found = await associations.received(id, c.req.valid('query'), c.get('principal'))
    return c.json({ items: found.map(showReceived) }, 200)
  })
  api.openapi(routes.getStatement, async (c) => {
    const { id, instrumentId } = c.req.valid('param')
    const { before } = c.req.valid('query')
    const page = { limit: STATEMENT_LIMIT, ...(before === undefined ? {} : { before }) }
    const lines = await associations.statement(id, instrumentId, page, c.get('principal'))
    return c.json({ items: lines.map(showLine) }, 200)
  })
  api.openapi(routes.payFromAssociation, async (c) => {
    const { id } = c.req.valid('param')
    const paid = await associations.pay(id, c.req.valid('json'), c.get('principal'))
    return c.json(showPayment(paid), 200)
  })
  api.openapi(routes.convertOfAssociation, async (c) => {
    const { id } = c.req.valid('param')
    const order = c.req.valid('json')
    const changed = await convertOfAssociation(deps, id, order, c.get('principal'))
    return c.json(showPayment(changed), 200)
  })
}

function activityRoutes(api: Api, { associations }: AssociationRouteDeps): void {
  api.openapi(activities.listActivities, async (c) => {
    const { limit, cursor, state, associationId } = c.req.valid('query')
    const page = {
      limit: limit + 1,
      ...(cursor === undefined ? {} : { after: cursor[0] }),
      ...(state === undefined ? {} : { state }),
      ...(associationId === undefined ? {} : { associationId }),
    }
    const found = await associations.listActivities(c.get('principal'), page)
    return c.json(showPage(found, limit, showActivity), 200)
  })
  api.openapi(activities.tellActivity, async (c) => {
    const { minutes = null, given = null, ...rest } = c.req.valid('json')
    const told = await associations.tell({ ...rest, minutes, given }, c.get('principal'))
    return c.json(showActivity(told), 200)
  })
  api.openapi(activities.getActivity, async (c) => {
    const { id } = c.req.valid('param')
    return c.json(showActivity(await associations.getActivity(id, c.get('principal'))), 200)
  })
  api.openapi(activities.confirmActivity, async (c) => {
    const { id } = c.req.valid('param')
    return c.json(showActivity(await associations.confirm(id, c.get('principal'))), 200)
  })
  api.openapi(activities.withdrawActivity, async (c) => {
    const { id } = c.req.valid('param')
    return c.json(showActivity(await associations.withdraw(id, c.get('principal'))), 200)
  })
  api.openapi(activities.decideActivity, async (c) => {
    const { id } = c.req.valid('param')
    const decided = await associations.decide(id, c.req.valid('json'), c.get('principal'))
    return c.json(showActivity(decided), 200)
  })
}

function show({ createdAt, endedAt, ...rest }: Association) {
  return {
    ...rest,
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  }
}

function showMember({ party, holderId, fromDay, untilDay }: Member) {
  return { party, holderId, fromDay, untilDay }
}

function showActivity(activity: Activity) {
  const { given, reward, toldAt, confirmedAt, decidedAt, ...rest } = activity
  return {
    ...rest,
    given: given?.toString() ?? null,
    reward: reward.toString(),
    toldAt: toldAt.toISOString(),
    confirmedAt: confirmedAt?.toISOString() ?? null,
    decidedAt: decidedAt?.toISOString() ?? null,
  }
}

function showReceived({ purse, lines }: Received) {
  const { id, unit } = purse.wallet.instrument
  return {
    ...{ instrumentId: id, unit, balance: purse.balance.toString() },
    lines: lines.map(({ code, kind, times, received, paid }) => ({
      ...{ code, kind, times, received: received.toString(), paid: paid.toString() },
    })),
  }
}

function showLine({ position, code, amount, balance, recordedAt, payment }: StatementLine) {
  return {
    ...{ position: position.toString(), code, amount: amount.toString() },
    ...{ balance: balance.toString(), recordedAt: recordedAt.toISOString() },
    ...{
      paymentId: payment?.id ?? null,
      kind: payment?.kind ?? null,
      other: payment?.other ?? null,
    },
  }
}

function showPayment({ id, status, instrumentId, amount, fee, recordedAt }: PaymentRow) {
  return {
    ...{ id, status, instrumentId, amount: amount.toString(), fee: fee.toString() },
    recordedAt: recordedAt.toISOString(),
  }
}
