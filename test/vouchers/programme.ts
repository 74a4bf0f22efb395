import { type AccessLog, createAccessLog } from '../../src/access/access-log.ts'
import { type Approvals, createApprovals } from '../../src/access/approvals.ts'
import { createSigningKeys, type SigningKeys } from '../../src/access/keys.ts'
import { type Uuid, uuidv7 } from '../../src/kernel/ids.ts'
import { EUR, type Minor, parseUnit } from '../../src/kernel/money.ts'
import { createProofs, type Proofs } from '../../src/ledger/proof/service.ts'
import { createLedger, type Ledger } from '../../src/ledger/service.ts'
import { createNetwork, type Network } from '../../src/network/service.ts'
import { createPlans, type Plans } from '../../src/plans/service.ts'
import type { Entitlements, Funding } from '../../src/vouchers/funding.ts'
import { createIssuing, type Issuing } from '../../src/vouchers/issuing.ts'
import {
  createVouchers,
  type Redemption,
  type Voucher,
  type VoucherOrder,
  type Vouchers,
} from '../../src/vouchers/service.ts'
import { createTreeHeads } from '../../src/vouchers/tree-heads.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { type FrozenRuntime, frozenRuntime } from '../support/frozen-runtime.ts'
import { openTills, type TestTills } from './tills.ts'

/** A small programme on a real database, with a clock that is moved by hand. */
export interface Programme {
  readonly test: TestDatabase
  readonly runtime: FrozenRuntime
  readonly ledger: Ledger
  readonly network: Network
  readonly plans: Plans
  readonly keys: SigningKeys
  readonly vouchers: Vouchers
  readonly issuing: Issuing
  readonly approvals: Approvals
  readonly accessLog: AccessLog
  readonly tills: TestTills
  /** Signs the books; the signature itself is none. */
  readonly proofs: Proofs
  /** A fresh id. */
  id(): Uuid
  /** Issues a voucher of the product FOOD to BI-P-001, unless told otherwise. */
  issue(order?: Partial<VoucherOrder>): Promise<Voucher>
  /** Redeems by typed code at the grocer BI-FOOD, unless told otherwise. */
  redeem(voucher: Voucher, amount: Minor, change?: RedeemChange): Promise<Redemption>
  /** Another process on the same database: its own ledger, keys and vouchers, its clock so far ahead. */
  anotherProcess(aheadMs?: number): Promise<Vouchers & { readonly issuing: Issuing }>
  close(): Promise<void>
}

export interface RedeemChange {
  readonly id?: Uuid
  readonly partnerId?: string
  readonly qr?: string
  readonly pin?: string
}

export const ENVELOPE: Minor = 10_000_000n
export const SECRET = 'a secret of thirty-two characters.'
export const PUBLIC_URL = 'https://vouchers.example.org'
export const MERIT = parseUnit('MERIT') ?? EUR

/** What a programme has besides the plainest. */
export interface Extras {
  readonly funding?: (test: TestDatabase, network: Network) => Funding
  readonly entitlements?: (test: TestDatabase) => Entitlements
  /** The ledger as all services ask it. */
  readonly ledger?: (ledger: Ledger) => Ledger
}

export async function openProgramme(seed: string, extras: Extras = {}): Promise<Programme> {
  const test = await createTestDatabase()
  const runtime = frozenRuntime(seed)
  const tills = await openTills(test, runtime)
  const ledgers: Ledger[] = []
  const servicesOf = (own: FrozenRuntime) => {
    const books = createLedger({ db: test.db, runtime: own, now: runtime.now })
    const ledger = extras.ledger?.(books) ?? books
    ledgers.push(ledger)
    const network = createNetwork({ db: test.db, ledger })
    const plans = createPlans({ db: test.db })
    const keys = createSigningKeys({ db: test.db, runtime: own, secret: SECRET })
    const { db } = test
    const accessLog = createAccessLog({ db, runtime: own })
    const approvals = createApprovals({ db, runtime: own, accessLog })
    const proofs = createProofs({ db, sign: async () => 'unsigned', publicKeys: async () => [] })
    const heads = createTreeHeads(proofs, runtime)
    const shared = { ledger, network, plans, keys, accessLog, approvals, tills, proofs }
    const deps = {
      ...{ db, ...shared, heads, runtime: own, publicUrl: PUBLIC_URL },
      funding: extras.funding?.(test, network) ?? network,
      ...(extras.entitlements === undefined ? {} : { entitlements: extras.entitlements(test) }),
      wake: async () => {},
    }
    return { ...shared, vouchers: createVouchers(deps), issuing: createIssuing(deps) }
  }
  const services = servicesOf(runtime)
  const { vouchers } = services
  await furnish(services)
  const id = () => uuidv7(runtime.now(), runtime.randomBytes(10))
  return {
    ...services,
    test,
    runtime,
    id,
    issue: async (order = {}) => {
      const whole = { id: id(), productId: 'FOOD', beneficiaryId: 'BI-P-001', amount: 5000n }
      return (await vouchers.issue({ ...whole, ...order }, null)).voucher
    },
    redeem: (voucher, amount, change = {}) =>
      vouchers.redeem({
        id: change.id ?? id(),
        shown:
          change.qr === undefined
            ? { kind: 'typedCode', text: voucher.typedCode }
            : { kind: 'qr', text: change.qr },
        amount,
        partnerId: change.partnerId ?? 'BI-FOOD',
        pin: change.pin,
      }),
    anotherProcess: async (aheadMs = 0) => {
      const own = frozenRuntime(`${seed} process ${ledgers.length}`)
      const now = () => runtime.now() + aheadMs
      const other = servicesOf({ ...own, now, advance: runtime.advance })
      await other.keys.prepare()
      return { ...other.vouchers, issuing: other.issuing }
    },
    close: async () => {
      await Promise.all(ledgers.map((ledger) => ledger.close()))
      await test.drop()
    },
  }
}

interface Furnished {
  readonly network: Network
  readonly plans: Plans
  readonly vouchers: Vouchers
}

async function furnish({ network, plans, vouchers }: Furnished): Promise<void> {
  await network.addTerritories([{ id: 'BI', name: 'Biella', kind: 'province', parentId: null }])
  const place = { territoryId: 'BI', unit: EUR }
  await network.addContactPoint({ ...place, id: 'BI-SC', name: 'Centre', envelope: ENVELOPE })
  await network.addContactPoint({ ...place, id: 'BI-POOR', name: 'Annex', envelope: 1500n })
  const partners = [
    { id: 'BI-FOOD', categories: ['food', 'household'], unit: EUR, status: 'active' },
    { id: 'BI-TRAM', categories: ['transport'], unit: EUR, status: 'active' },
    { id: 'BI-GONE', categories: ['food'], unit: EUR, status: 'suspended' },
    { id: 'BI-MERIT', categories: ['food'], unit: MERIT, status: 'active' },
  ] as const
  for (const partner of partners) {
    await network.addPartner({ ...place, kind: 'shop', name: partner.id, ...partner })
  }
  const person = { householdSize: 2, language: 'fr' }
  await plans.addBeneficiaries([
    { ...person, id: 'BI-P-001', contactPointId: 'BI-SC' },
    { ...person, id: 'BI-P-002', contactPointId: 'BI-POOR' },
  ])
  const product = { minAmount: 100n, maxAmount: 100_000n, validityDays: 90 }
  await vouchers.addProducts([
    { ...product, id: 'FOOD', name: 'Food', unit: EUR, categories: ['food', 'pharmacy'] },
    { ...product, id: 'HOURS', name: 'Hours', unit: MERIT, categories: ['food'] },
  ])
}

/** What the books say, added up from the log itself and from the rows. */
export interface Books {
  /** Debits less credits of all accounts, by unit: all zero. */
  readonly imbalance: readonly bigint[]
  readonly issued: Minor
  readonly left: Minor
  readonly redeemed: Minor
  readonly cancelled: Minor
  readonly expired: Minor
  /** What came back to vouchers by refunds and disputes. */
  readonly returned: Minor
  /** The same as `redeemed`, from the rows of the redemptions. */
  readonly redeemedRows: Minor
  /** Vouchers of which the note that they are used up is wrong. */
  readonly mistaken: bigint
  /** How far an envelope is from what it began with, less issued, plus what came back; all zero. */
  readonly envelopeGaps: readonly bigint[]
}

export async function readBooks({ test, ledger }: Programme): Promise<Books> {
  const units = await ledger.trialBalance()
  const [sums] = await test.db.sql<Omit<Books, 'imbalance' | 'envelopeGaps'>[]>`
    select
      coalesce(sum(amount) filter (where code in (30, 35)), 0)::int8 as issued,
      coalesce(sum(amount) filter (where code = 40), 0)::int8 as redeemed,
      coalesce(sum(amount) filter (where code = 50), 0)::int8 as cancelled,
      coalesce(sum(amount) filter (where code = 60), 0)::int8 as expired,
      (select coalesce(sum(credits_posted - debits_posted), 0)::int8
        from ledger_account where code = 2210) as left,
      (select coalesce(sum(t.amount), 0)::int8 from ledger_transfer t
        join ledger_account a on a.id = t.credit_account_id
        where t.code in (43, 45) and a.code = 2210) as returned,
      (select coalesce(sum(amount), 0)::int8
        from redemption where status = 'redeemed') as "redeemedRows",
      (select count(*)::int8 from voucher v join ledger_account a on a.id = v.id
        where v.cancelled_at is null and v.replaced_by is null and v.expired_at is null
          and (v.emptied_at is not null) <> (a.credits_posted - a.debits_posted = 0)) as mistaken
    from ledger_transfer`
  const gaps = await test.db.sql<{ gap: bigint }[]>`
    select (a.credits_posted - a.debits_posted
      - coalesce(sum(t.amount) filter (where t.credit_account_id = a.id), 0)
      + coalesce(sum(t.amount) filter (where t.debit_account_id = a.id), 0))::int8 as gap
    from ledger_account a
    left join ledger_transfer t on a.id in (t.credit_account_id, t.debit_account_id)
    where a.code = 2110 group by a.id`
  if (sums === undefined) throw new Error('a sum has one row')
  return {
    ...sums,
    imbalance: units.map(({ debits, credits }) => debits - credits),
    envelopeGaps: gaps.map(({ gap }) => gap),
  }
}

/** Why the books are wrong; empty where they are right. */
export function faultsIn(books: Books): string[] {
  const { issued, left, redeemed, cancelled, expired, returned, redeemedRows } = books
  return [
    ...(books.imbalance.some((difference) => difference !== 0n) ? ['debits are not credits'] : []),
    ...(books.envelopeGaps.some((gap) => gap !== 0n) ? ['an envelope is not its transfers'] : []),
    ...(issued + returned !== left + redeemed + cancelled + expired
      ? ['value was lost or made']
      : []),
    ...(redeemed !== redeemedRows ? ['a redemption lacks its row or its transfer'] : []),
    ...(books.mistaken > 0n ? ['a voucher is noted as used up and is not, or the other way'] : []),
  ]
}
