import type { Identity } from '../access/identity.ts'
import type { SigningKeys } from '../access/keys.ts'
import type { Pins } from '../access/pins.ts'
import type { Wallets } from '../access/wallets.ts'
import { assert } from '../kernel/assert.ts'
import type { NetworkDesk } from '../network/desk.ts'
import type { Vouchers } from '../vouchers/service.ts'
import { type Associations, createAssociations } from './association-service.ts'
import { type Clearing, createClearing } from './clearing.ts'
import { createPayerCodes, isCodeSpent, type PayerCodes } from './codes.ts'
import { createInstruments, type Instruments } from './instruments.ts'
import { createMeters, type Meters } from './meters.ts'
import { createMinting, type Minting } from './minting.ts'
import { createWalletCurrency, type WalletCurrency } from './own-money.ts'
import { createPurchases, type Purchases } from './purchases.ts'
import { createPaymentRequests, type PaymentRequest, type PaymentRequests } from './requests.ts'
import { type Currency, type CurrencyDeps, createCurrency } from './service.ts'
import type { OpenRequest, TillCodes } from './till-codes.ts'
import { createTurns } from './turns.ts'

/** All that is done with money of a programme besides vouchers and euro. */
export interface CurrencyServices {
  /** Instruments, wallets and payments. */
  readonly currency: Currency
  /** Kinds of money, for those who make their rules. */
  readonly instruments: Instruments
  /** How it comes into circulation, and how it leaves it. */
  readonly minting: Minting
  /** Codes by which people pay at tills. */
  readonly payerCodes: PayerCodes
  /** What payees show. */
  readonly paymentRequests: PaymentRequests
  /** What people do with their own wallets. */
  readonly walletCurrency: WalletCurrency
  /** How shops are paid with it, and pay. */
  readonly purchases: Purchases
  /** Who can hold it besides people and partners, and what people earn by what they do for them. */
  readonly associations: Associations
  /** Invoices between partners, netted and settled on credit. */
  readonly clearing: Clearing
  /** How near the limits of the law are. */
  readonly meters: Meters
}

/** What the services of this capability stand on, together. */
export interface AssemblyDeps extends Omit<CurrencyDeps, 'turns'> {
  readonly networkDesk: NetworkDesk
  readonly outbox: Identity['outbox']
  readonly staff: Identity['staff']
  readonly pins: Pins
  readonly wallets: Wallets
  readonly vouchers: Vouchers
  readonly keys: SigningKeys
  /** Where the service is reached. */
  readonly publicUrl: string
  readonly contactPointOf: (beneficiaryId: string) => Promise<string | undefined>
  /** Has a job done without waiting for its hour. */
  readonly wake: (job: string) => Promise<void>
}

/** Makes them, in the order in which they know each other. */
export function createCurrencyServices(deps: AssemblyDeps): CurrencyServices {
  const shared = { ...deps, turns: createTurns() }
  const currency = createCurrency(shared)
  const associations = createAssociations({ ...shared, currency })
  const { chosenAssociation } = associations
  const { openWallet } = currency
  const minting = createMinting({ ...shared, openWallet, chosenAssociation })
  const payerCodes = createPayerCodes(shared)
  const paymentRequests = createPaymentRequests(shared)
  const codes = tillCodesOf(payerCodes, paymentRequests)
  const purchases = createPurchases({ ...shared, currency, codes })
  const walletCurrency = createWalletCurrency({
    ...{ ...shared, currency, codes: payerCodes, requests: paymentRequests },
  })
  const instruments = createInstruments({ ...shared, currency })
  const clearing = createClearing(shared)
  return {
    ...{ currency, instruments, associations, minting, purchases, clearing },
    ...{ payerCodes, paymentRequests, walletCurrency, meters: createMeters(shared) },
  }
}

/** What tills are told of codes. */
function tillCodesOf(codes: PayerCodes, requests: PaymentRequests): TillCodes {
  return {
    claim: codes.claim,
    isSpent: isCodeSpent,
    request: async (asked) => openRequest(await requests.create(asked)),
    withdraw: async (id, walletIds) => openRequest(await requests.withdraw(id, walletIds)),
  }
}

function openRequest({ id, code, address, expiresAt, state }: PaymentRequest): OpenRequest {
  assert(expiresAt !== null && state !== 'standing', 'a request for an amount has an end')
  return { id, code, address, expiresAt, state }
}
