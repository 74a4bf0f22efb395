import { EXAMPLE_IDS, EXAMPLE_VALUES } from '../../src/http/example-values.ts'
import type { Day } from '../../src/kernel/days.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { HASH_EXAMPLE } from '../../src/study/evidence-routes-shapes.ts'
import { createStudyWork } from '../../src/study/jobs.ts'
import { codeOf, PASSWORD } from '../access/people.ts'
import { statementOf } from '../attacks/signing.ts'
import { giveNotice } from '../support/eligible.ts'
import { createTestTerminal } from '../support/terminal.ts'
import { type Caller, type Cast, OTHER_PARTNER_ID } from './cast.ts'
import { type Prepare, type Stage, type Subject, swapping } from './example-stage.ts'
import { CURRENCY_SUBJECTS } from './example-subjects-currency.ts'
import { BENEFICIARY_ID, CONTACT_POINT_ID, newId, PARTNER_ID, PRODUCT_ID } from './programme.ts'
import { CREDIT_ID } from './world.ts'

const ID = EXAMPLE_IDS as Readonly<Record<'vouchers' | 'staff' | 'redemptions', string>> &
  typeof EXAMPLE_IDS
const CODE = String(EXAMPLE_VALUES.typedCode)
const EXAMPLE_EMAIL = 'anna@example.org'
const EXAMPLE_PASSWORD = 'four words in a row'

const by = ({ cast }: Stage, ...who: Parameters<Cast['as']>) => cast.as(...who).send

/** Other examples have left the person where nobody gets a voucher, or published a newer notice. */
async function entitle({ cast }: Stage): Promise<void> {
  const who = { kind: 'person', id: newId() as Uuid, role: 'operator' } as const
  const { casework } = cast.people.services
  const facts = {
    ...({ protection: 'refugee_status', reception: 'sai', territoryId: 'BI' } as const),
    ...{ exitedOn: '2026-01-31' as Day, enrolledOn: '2026-05-04' as Day },
  }
  const about = { id: newId() as Uuid, beneficiaryId: BENEFICIARY_ID, programmeId: 'FRANOI-2' }
  await giveNotice(casework, [BENEFICIARY_ID], who)
  await casework.eligibility.assess({ who }, { ...about, facts })
}

/** A run that a worker has done. */
async function completeRun({ cast, example }: Stage): Promise<Subject> {
  const { id } = await example('POST /api/v1/laboratory/runs')
  const { database, runtime, services } = cast.people
  const { accessLog, studyThreads } = services
  const deps = { db: database.db, runtime, accessLog, send: async () => {} }
  const [chunks, settling] = createStudyWork(deps, studyThreads, 1).queues
  for (const number of [0, 1]) await chunks?.run({ runId: id, number })
  await settling?.run({ runId: id })
  return swapping('runs', id)
}

/** A dataset of evidence from elsewhere. */
async function broughtDataset({ example }: Stage): Promise<Subject> {
  const { sha256 } = await example('POST /api/v1/laboratory/datasets/imports')
  return { swaps: { [HASH_EXAMPLE]: String(sha256) } }
}

/** A card of 90.00 that nothing was done with, for one who is let do so by themselves. */
async function freshVoucher(stage: Stage) {
  await entitle(stage)
  const order = {
    id: newId(),
    productId: PRODUCT_ID,
    beneficiaryId: BENEFICIARY_ID,
    amount: '9000',
  }
  const { body } = await by(stage, 'operator', 'key')('POST', '/api/v1/vouchers', order)
  return { id: String(body.id), typedCode: String(body.typedCode) }
}

const onVoucher: Prepare = async (stage) => {
  const { id, typedCode } = await freshVoucher(stage)
  return {
    swaps: { [ID.vouchers]: id, [CODE]: typedCode, [String(EXAMPLE_VALUES.newVoucherId)]: newId() },
  }
}

async function freshRedemption(stage: Stage): Promise<string> {
  const { typedCode } = await freshVoucher(stage)
  const pay = { id: newId(), typedCode, amount: '8000' }
  return (await by(stage, 'partner')('POST', '/api/v1/redemptions', pay)).body.id
}

/** Invoices that a treasurer filed; more are to follow, or an administrator decides. */
function filed(isLast: boolean): Prepare {
  return async (stage) => {
    const sides = `${PARTNER_ID},${OTHER_PARTNER_ID},100.00,2026-05-31`
    const csv = `id,debtor,creditor,amount,due\n${newId()},${sides}\n`
    const run = { id: newId(), instrumentId: CREDIT_ID, csv, isLast }
    await by(stage, 'treasurer', 'session')('POST', '/api/v1/clearing-runs', run)
    const { swaps } = await swapping('clearing-runs', run.id)
    const sender = isLast ? 'administrator' : 'treasurer'
    return { swaps: { ...swaps, 'F-1': newId() }, send: by(stage, sender, 'session') }
  }
}

/** Something that an operator prepared, for an administrator to decide on. */
function prepared(
  collection: string,
  name: string,
  more?: (stage: Stage) => Promise<Subject>,
): Prepare {
  return async (stage) => {
    await entitle(stage)
    const { id } = await stage.example(name, (await more?.(stage))?.swaps)
    return { ...(await swapping(collection, id)), send: by(stage, 'administrator', 'session') }
  }
}

/** A schedule that another person approved: it runs, or rests. */
function running(rests = false): Prepare {
  return async (stage) => {
    const { swaps = {}, send } = await prepared(
      'voucher-schedules',
      'POST /api/v1/voucher-schedules',
    )(stage)
    const path = `/api/v1/voucher-schedules/${Object.values(swaps)[0]}`
    await send?.('POST', `${path}/approve`, {})
    if (rests) await send?.('POST', `${path}/pause`)
    return { swaps }
  }
}

const onRedemption: Prepare = async (stage) => swapping('redemptions', await freshRedemption(stage))

const member: Prepare = async ({ cast }) =>
  swapping('staff', (await cast.people.member({ role: 'auditor' })).id)

const suspended: Prepare = async (stage) => {
  const { id } = await stage.cast.people.member({ role: 'auditor' })
  await by(stage, 'administrator', 'session')('POST', `/api/v1/staff/${id}/suspend`)
  return swapping('staff', id)
}

/** A refund that waits for a second person, for it is above what a shop gives back by itself. */
const waitingRefund: Prepare = async (stage) => {
  const asked = { id: newId(), amount: '6000', reason: 'goods_returned' }
  const path = `/api/v1/redemptions/${await freshRedemption(stage)}/refunds`
  await by(stage, 'operator', 'session')('POST', path, asked)
  return { ...(await swapping('refunds', asked.id)), send: by(stage, 'administrator', 'session') }
}

const openDispute: Prepare = prepared(
  'disputes',
  'POST /api/v1/redemptions/{id}/disputes',
  onRedemption,
)

const ineligible: Prepare = async (stage) => {
  const facts = { protection: 'refugee_status', reception: 'cas', exitedOn: '2020-01-31' }
  const body = {
    id: newId(),
    programmeId: 'FRANOI-2',
    facts: { ...facts, enrolledOn: '2026-05-04' },
  }
  await by(stage, 'operator', 'session')(
    'POST',
    `/api/v1/beneficiaries/${BENEFICIARY_ID}/assessments`,
    body,
  )
  return swapping('assessments', body.id)
}

const signingIn = async ({ cast }: Stage, steps: 'password' | 'offer' | 'none' | 'invited') => {
  const { people } = cast
  const browser = people.browser()
  const send: Caller['send'] = async (method, path, body) => {
    const { status, body: got } = await browser.send(method, path, body)
    return { status, body: got, text: JSON.stringify(got) }
  }
  if (steps === 'invited' || steps === 'offer') {
    const { token } = await people.invite({ role: 'auditor' })
    if (steps === 'invited') return { send, token, code: '' }
    await browser.send('POST', '/api/v1/session/password', { token, password: PASSWORD })
    return { send, token, code: '' }
  }
  const { email, secret } = await people.member({ role: 'auditor' })
  people.runtime.advance(30_000)
  const code = codeOf(secret, people.runtime.now())
  if (steps === 'password') await send('POST', '/api/v1/session', { email, password: PASSWORD })
  return { send, email, code }
}

/** What is prepared for an example before it is sent. The others are sent about the things of the world. */
export const SUBJECTS: Readonly<Record<string, Prepare>> = {
  ...CURRENCY_SUBJECTS,
  'POST /api/v1/session': async (stage) => {
    const { send, email = '' } = await signingIn(stage, 'none')
    return { send, swaps: { [EXAMPLE_EMAIL]: email, [EXAMPLE_PASSWORD]: PASSWORD } }
  },
  'POST /api/v1/session/code': async (stage) => {
    const { send, code } = await signingIn(stage, 'password')
    return { send, swaps: { '123456': code } }
  },
  'POST /api/v1/session/password': async (stage) => {
    const { send, token = '' } = await signingIn(stage, 'invited')
    return { send, swaps: { [String(EXAMPLE_VALUES.token)]: token, [EXAMPLE_PASSWORD]: PASSWORD } }
  },
  'POST /api/v1/session/factor': async (stage) => ({
    send: (await signingIn(stage, 'offer')).send,
  }),
  'POST /api/v1/session/factor/confirm': async (stage) => {
    const { send } = await signingIn(stage, 'offer')
    const { body } = await send('POST', '/api/v1/session/factor')
    return { send, swaps: { '123456': codeOf(body.secret, stage.cast.people.runtime.now()) } }
  },
  'GET /api/v1/staff/{id}': member,
  'PUT /api/v1/staff/{id}': member,
  'POST /api/v1/staff/{id}/suspend': member,
  'POST /api/v1/staff/{id}/reset-factor': member,
  'POST /api/v1/staff/{id}/reinstate': suspended,
  'POST /api/v1/staff/{id}/invitation': async ({ cast }) =>
    swapping('staff', (await cast.people.invite({ role: 'auditor' })).id),
  'POST /api/v1/staff': async () => ({ swaps: { [EXAMPLE_EMAIL]: `${newId()}@example.org` } }),
  'POST /api/v1/terminals': async (stage) => {
    const { cast } = stage
    const order = { partnerId: PARTNER_ID, name: 'Cassa 2' }
    const { body } = await by(stage, 'operator', 'key')('POST', '/api/v1/terminals/pairings', order)
    const till = createTestTerminal(cast.people.runtime.now)
    const send: Caller['send'] = async (method, path, sent) => {
      const text = JSON.stringify(sent)
      const headers = {
        'content-type': 'application/json',
        authorization: till.authorization(method, path, text),
      }
      const answer = await cast.people.app.request(path, { method, headers, body: text })
      const said = await answer.text()
      return { status: answer.status, text: said, body: JSON.parse(said) }
    }
    const { x, y, code } = EXAMPLE_TERMINAL
    return {
      send,
      swaps: {
        [x]: till.jwk.x,
        [y]: till.jwk.y,
        [code]: String(body.url).split('#pair=')[1] ?? '',
      },
    }
  },
  'POST /api/v1/wallets': async (stage) => {
    const path = `/api/v1/beneficiaries/${BENEFICIARY_ID}/wallet-links`
    const { body } = await by(stage, 'operator', 'session')('POST', path, {})
    return {
      swaps: {
        v3Wmcz0rS0o3rC1jmG4oT2J8d1m6nq0b5u1m3f8Hk9Y: String(body.url).split('/w/')[1] ?? '',
      },
    }
  },
  'GET /api/v1/funding/{id}': prepared('funding', 'POST /api/v1/funding'),
  'POST /api/v1/funding/{id}/decision': async (stage) => {
    const { swaps = {} } = await prepared('funding', 'POST /api/v1/funding')(stage)
    return { swaps, send: by(stage, 'treasurer', 'session') }
  },
  'POST /api/v1/envelope-moves/{id}/decision': prepared(
    'envelope-moves',
    'POST /api/v1/envelope-moves',
  ),
  'GET /api/v1/register-entries/{id}': async ({ example }) => {
    await example('PUT /api/v1/register-entries/{id}')
    return {}
  },
  'POST /api/v1/clearing-runs': async () => ({ swaps: { 'F-1': newId() } }),
  'POST /api/v1/clearing-runs/{id}/parts': filed(false),
  'POST /api/v1/clearing-runs/{id}/decision': filed(true),
  'POST /api/v1/eligibility-overrides': ineligible,
  'POST /api/v1/eligibility-overrides/{id}/decide': prepared(
    ...(['eligibility-overrides', 'POST /api/v1/eligibility-overrides', ineligible] as const),
  ),
  'POST /api/v1/vouchers': async (stage) => {
    await entitle(stage)
    return { send: by(stage, 'operator', 'key') }
  },
  'POST /api/v1/voucher-batches': async (stage) => {
    await entitle(stage)
    return {}
  },
  'POST /api/v1/cap-raises/{id}/decision': async (stage) => {
    const path = `/api/v1/contact-points/${CONTACT_POINT_ID}/cap-raises`
    const raise = { id: newId(), emergencyMonthlyCap: '9000', reason: 'A cold winter' }
    await by(stage, 'administrator', 'session')('POST', path, raise)
    return { ...(await swapping('cap-raises', raise.id)), send: by(stage, 'treasurer', 'session') }
  },
  'POST /api/v1/wallet/spending/{id}/disputes': onRedemption,
  'POST /api/v1/feedback/{id}/close': async (stage) => {
    const said = {
      ...{ id: newId(), kind: 'feedback', about: 'partner', partnerId: PARTNER_ID },
      ...{ anonymous: false, text: 'They were kind.' },
    }
    await by(stage, 'beneficiary')('POST', '/api/v1/wallet/feedback', said)
    return swapping('feedback', said.id)
  },
  'POST /api/v1/voucher-schedules/{id}/pause': running(),
  'POST /api/v1/voucher-schedules/{id}/resume': running(true),
  'POST /api/v1/vouchers/{id}/cancel': onVoucher,
  'POST /api/v1/vouchers/{id}/block': onVoucher,
  'POST /api/v1/vouchers/{id}/unblock': onVoucher,
  'POST /api/v1/vouchers/{id}/replace': onVoucher,
  'POST /api/v1/vouchers/activate': onVoucher,
  'POST /api/v1/vouchers/bulk': onVoucher,
  'POST /api/v1/redemptions': onVoucher,
  'POST /api/v1/balance-checks': onVoucher,
  'POST /api/v1/voucher-changes': onVoucher,
  'POST /api/v1/statements': async (stage) => {
    const { till } = stage.cast.as('cashier')
    if (till === undefined) throw new Error('a terminal has its key')
    const { typedCode } = await freshVoucher(stage)
    const lines = [{ category: 'food', amount: '1250' }]
    const shown = { kind: 'typedCode', text: typedCode }
    return { swaps: { 'eyJhbGciOiJFUzI1NiIs…': statementOf(till, { id: newId(), shown, lines }) } }
  },
  'POST /api/v1/voucher-batches/{id}/approve': prepared(
    'voucher-batches',
    'POST /api/v1/voucher-batches',
  ),
  'POST /api/v1/voucher-batches/{id}/refuse': prepared(
    'voucher-batches',
    'POST /api/v1/voucher-batches',
  ),
  'POST /api/v1/voucher-changes/{id}/approve': prepared(
    'voucher-changes',
    'POST /api/v1/voucher-changes',
    onVoucher,
  ),
  'POST /api/v1/voucher-changes/{id}/refuse': prepared(
    'voucher-changes',
    'POST /api/v1/voucher-changes',
    onVoucher,
  ),
  'POST /api/v1/voucher-schedules/{id}/approve': prepared(
    'voucher-schedules',
    'POST /api/v1/voucher-schedules',
  ),
  'POST /api/v1/voucher-schedules/{id}/refuse': prepared(
    'voucher-schedules',
    'POST /api/v1/voucher-schedules',
  ),
  'POST /api/v1/voucher-schedules/{id}/stop': prepared(
    'voucher-schedules',
    'POST /api/v1/voucher-schedules',
  ),
  'POST /api/v1/redemptions/{id}/refunds': onRedemption,
  'POST /api/v1/redemptions/{id}/disputes': onRedemption,
  'POST /api/v1/refunds/{id}/approve': waitingRefund,
  'POST /api/v1/refunds/{id}/refuse': waitingRefund,
  'POST /api/v1/disputes/{id}/decide': openDispute,
  ...Object.fromEntries(
    ['GET …', 'GET …/events', 'POST …/cancel'].map((name) => [
      name.replace('…', '/api/v1/laboratory/runs/{id}'),
      prepared('runs', 'POST /api/v1/laboratory/runs'),
    ]),
  ),
  'GET /api/v1/laboratory/datasets/{hash}': broughtDataset,
  'GET /api/v1/laboratory/datasets/{hash}/files/{file}': broughtDataset,
  ...Object.fromEntries(
    ['GET …', 'POST …/versions', 'POST …/runs', 'GET …/runs'].map((name) => [
      name.replace('…', '/api/v1/laboratory/studies/{id}'),
      prepared('studies', 'POST /api/v1/laboratory/studies'),
    ]),
  ),
  'GET /api/v1/laboratory/runs/{id}/result': completeRun,
  'GET /api/v1/laboratory/runs/{id}/files/{file}': completeRun,
  'POST /api/v1/laboratory/runs/{id}/erase': completeRun,
  'POST /api/v1/webhooks/{id}/end': prepared('webhooks', 'POST /api/v1/webhooks'),
  'GET /api/v1/webhooks/{id}/deliveries': prepared('webhooks', 'POST /api/v1/webhooks'),
  'POST /api/v1/webhooks/{id}/deliveries/{deliveryId}/resend': async (stage) => {
    const hook = await stage.example('POST /api/v1/webhooks')
    await freshVoucher(stage)
    const { webhooks } = stage.cast.people.services
    await webhooks.deliverDue()
    const [delivery] = await webhooks.deliveries(hook.id as never, { limit: 1 })
    const { webhooks: ofHook = '', deliveries: ofDelivery = '' } = EXAMPLE_IDS
    return { swaps: { [ofHook]: String(hook.id), [ofDelivery]: String(delivery?.id) } }
  },
}

/** What a terminal shows of itself in the example. */
const EXAMPLE_TERMINAL = {
  x: 'KcLgMCjxVF_qMnfEAjVZMZ3hyI9GZlFeqOveyXhPMI0',
  y: '0TV0HmDsDZ3uzLzeRXayQLWfB8Q2hswGYYi78CvOPpg',
  code: 'q83vEjRWeJCrze8SNFZ4kA',
}
