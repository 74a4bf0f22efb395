import { z } from '@hono/zod-openapi'
import {
  callerUuid,
  minorAmount,
  minorText,
  parsedText,
  timeText,
  unit,
  unitText,
  uuid,
  uuidText,
  wholeNumber,
} from '../http/schemas.ts'
import { parseUuid, type Uuid } from '../kernel/ids.ts'
import { MINOR_MAX, parseMinor } from '../kernel/money.ts'
import {
  ACCOUNT_FLAGS,
  type AccountFlag,
  type AccountState,
  type NewAccount,
} from './core/account.ts'
import { ACCOUNT_STATUSES, TRANSFER_STATUSES } from './core/statuses.ts'
import {
  type NewTransfer,
  TRANSFER_FLAGS,
  type Transfer,
  type TransferFlag,
} from './core/transfer.ts'
import { REQUEST_ACCOUNTS_MAX, REQUEST_TRANSFERS_MAX } from './posting.ts'
import {
  area,
  areaText,
  colour,
  colourText,
  conversion,
  correctionTexts,
  given,
  occurredAt,
  reversal,
  showCorrections,
} from './routes-shapes-rules.ts'

const accountFlag = z.enum(Object.keys(ACCOUNT_FLAGS) as AccountFlag[])
const transferFlag = z.enum(Object.keys(TRANSFER_FLAGS) as TransferFlag[])
const code = wholeNumber(1, 65_535)
export const reference = parsedText(
  parseReference,
  'a UUID, or digits up to 2^128 - 1, as a string',
).openapi({
  type: 'string',
  pattern: '^([0-9]{1,39}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$',
  description: 'Free; a UUID, or digits that fit into one.',
  example: '20260504',
})
export const reference64 = parsedText(
  parseMinor,
  `digits, at most "${MINOR_MAX}", as a string`,
).openapi({
  type: 'string',
  pattern: '^(0|[1-9][0-9]{0,18})$',
  description: 'Free; digits up to 2^63 - 1.',
  example: '4711',
})
const references = { reference: reference.optional(), reference64: reference64.optional() }

/** An account to be opened. */
const newAccount = z
  .strictObject({
    id: callerUuid,
    unit,
    code,
    flags: z.array(accountFlag).max(8).default([]),
    ...references,
    colour: colour.optional(),
    area: area.optional(),
  })
  .openapi('NewAccount')

/** A transfer to be posted. */
const newTransfer = z
  .strictObject({
    id: callerUuid,
    debitAccountId: uuid,
    creditAccountId: uuid,
    amount: minorAmount,
    unit,
    code,
    flags: z.array(transferFlag).max(8).default([]),
    pendingId: uuid.optional(),
    timeoutSeconds: wholeNumber(0, 2 ** 31 - 1).optional(),
    ...references,
    occurredAt: occurredAt.optional(),
    reversal: reversal.optional(),
    conversion: conversion.optional(),
  })
  .openapi('NewTransfer')

export const openAccountsBody = z.strictObject({
  accounts: listOf(newAccount, REQUEST_ACCOUNTS_MAX, 'accounts'),
})

export const postTransfersBody = z.strictObject({
  transfers: listOf(newTransfer, REQUEST_TRANSFERS_MAX, 'transfers'),
})

const accountStatus = z.enum(ACCOUNT_STATUSES.map(({ status }) => status))
const transferStatus = z.enum(TRANSFER_STATUSES.map(({ status }) => status))

export const accountResults = z
  .object({ results: z.array(z.object({ id: uuidText, status: accountStatus })) })
  .openapi('AccountResults')

export const transferResults = z
  .object({ results: z.array(z.object({ id: uuidText, status: transferStatus })) })
  .openapi('TransferResults')

const codeNumber = z.int().openapi({ minimum: 1, maximum: 65_535, example: 2210 })
const referenceTexts = {
  reference: uuidText.optional(),
  reference64: z.string().optional(),
}

export const accountSchema = z
  .object({
    id: uuidText,
    unit: unitText,
    code: codeNumber,
    flags: z.array(accountFlag),
    origin: z.enum(['raw', 'programme']),
    ...referenceTexts,
    colour: colourText.optional(),
    area: areaText.optional(),
    debitsPosted: minorText,
    creditsPosted: minorText,
    debitsPending: minorText,
    creditsPending: minorText,
    createdAt: timeText,
    closedBy: uuidText.optional().openapi({
      description: 'The pending transfer that closed it; absent while it is open.',
    }),
  })
  .openapi('Account')

export const transferSchema = z
  .object({
    id: uuidText,
    position: z.string().openapi({ description: 'Its place in the log: 1, 2, 3, …' }),
    debitAccountId: uuidText,
    creditAccountId: uuidText,
    amount: minorText,
    unit: unitText,
    code: codeNumber,
    flags: z.array(transferFlag),
    pendingId: uuidText.optional(),
    timeoutSeconds: z.int().optional(),
    ...referenceTexts,
    ...correctionTexts,
    debitBalance: minorText.openapi({
      description: 'Credits less debits of the debit account, after it.',
    }),
    creditBalance: minorText.openapi({
      description: 'Credits less debits of the credit account, after it.',
    }),
    recordedAt: timeText,
  })
  .openapi('Transfer')

export const trialBalanceSchema = z
  .object({
    units: z.array(
      z.object({
        unit: unitText,
        colour: colourText.optional(),
        debits: minorText,
        credits: minorText,
        accounts: z.array(
          z.object({
            id: uuidText,
            code: codeNumber,
            debitsPosted: minorText,
            creditsPosted: minorText,
          }),
        ),
      }),
    ),
  })
  .openapi('TrialBalance')

/** An account as the ledger is asked to open it: raw, whoever asks through the API. */
export function newAccountOf(body: z.infer<typeof newAccount>): NewAccount {
  const { id, code, flags, reference, reference64, ...rest } = body
  const { unit, ...told } = rest
  const origin = 'raw'
  return { id, unit, code, flags, origin, ...storeReferences(body), ...given(told) }
}

/** A transfer as the ledger is asked to post it. */
export function newTransferOf(body: z.infer<typeof newTransfer>): NewTransfer {
  const { reference, reference64, pendingId, timeoutSeconds, ...rest } = body
  const { occurredAt, reversal, conversion, ...transfer } = rest
  const told = given({ pendingId, timeoutSeconds, occurredAt, reversal, conversion })
  return { ...transfer, ...told, ...storeReferences(body) }
}

/** An account as JSON carries it. */
export function showAccount(account: AccountState): z.infer<typeof accountSchema> {
  return {
    id: account.id,
    unit: account.unit,
    code: account.code,
    flags: [...account.flags],
    origin: account.origin,
    ...showReferences(account),
    ...given({ colour: account.colour, area: account.area, closedBy: account.closedBy }),
    debitsPosted: account.debitsPosted.toString(),
    creditsPosted: account.creditsPosted.toString(),
    debitsPending: account.debitsPending.toString(),
    creditsPending: account.creditsPending.toString(),
    createdAt: account.createdAt.toISOString(),
  }
}

/** A transfer as JSON carries it. */
export function showTransfer(transfer: Transfer): z.infer<typeof transferSchema> {
  const { pendingId, timeoutSeconds } = transfer
  return {
    id: transfer.id,
    position: transfer.position.toString(),
    debitAccountId: transfer.debitAccountId,
    creditAccountId: transfer.creditAccountId,
    amount: transfer.amount.toString(),
    unit: transfer.unit,
    code: transfer.code,
    flags: [...transfer.flags],
    ...(pendingId === undefined ? {} : { pendingId }),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    ...showReferences(transfer),
    ...showCorrections(transfer),
    debitBalance: transfer.debitBalance.toString(),
    creditBalance: transfer.creditBalance.toString(),
    recordedAt: transfer.recordedAt.toISOString(),
  }
}

interface References {
  readonly reference128?: Uuid
  readonly reference64?: bigint
}

/** What JSON calls `reference` is the 128-bit one. */
export function storeReferences(body: {
  readonly reference?: Uuid | undefined
  readonly reference64?: bigint | undefined
}): References {
  return {
    ...(body.reference === undefined ? {} : { reference128: body.reference }),
    ...(body.reference64 === undefined ? {} : { reference64: body.reference64 }),
  }
}

function showReferences({ reference128, reference64 }: References) {
  return {
    ...(reference128 === undefined ? {} : { reference: reference128 }),
    ...(reference64 === undefined ? {} : { reference64: reference64.toString() }),
  }
}

/** Reads a UUID, or decimal digits as the UUID of the same 128 bits. */
function parseReference(text: string): Uuid | undefined {
  if (!/^(0|[1-9][0-9]{0,38})$/.test(text)) return parseUuid(text)
  const value = BigInt(text)
  if (value >= 2n ** 128n) return undefined
  const hex = value.toString(16).padStart(32, '0')
  return parseUuid(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'))
}

function listOf<Item extends z.ZodType>(item: Item, max: number, name: string) {
  const wants = `wants a list of 1 to ${max} ${name}`
  return z.array(item).min(1, { error: wants }).max(max, { error: wants })
}
