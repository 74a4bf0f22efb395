import type { z } from '@hono/zod-openapi'
import { isFromDigest, parseUuid } from '../kernel/ids.ts'
import { parseMinor, parseUnit } from '../kernel/money.ts'
import { TRANSFER_FLAGS, type TransferFlag } from './core/transfer.ts'
import { REQUEST_TRANSFERS_MAX } from './posting.ts'
import type { postTransfersBody } from './routes-shapes.ts'

type TransfersBody = z.output<typeof postTransfersBody>
type TransferBody = TransfersBody['transfers'][number]

const CODE_MAX = 65_535
const FLAGS_MAX = 8
const NAMES = [
  'id',
  'debitAccountId',
  'creditAccountId',
  'amount',
  'unit',
  'code',
  'flags',
] as const
const KNOWN: ReadonlySet<string> = new Set(NAMES)

/** An object as JSON has it, of which only these fields are asked for. */
type Sent<Name extends string> = Readonly<Partial<Record<Name, unknown>>>

/**
 * Reads plain transfers, which are nearly all, five times as fast as `postTransfersBody` does, to the same result.
 *
 * @returns `undefined` for whatever is wrong, and also for what is right but rare: the schema knows which
 */
export function readTransfers(body: unknown): TransfersBody | undefined {
  if (!isObject<'transfers'>(body)) return undefined
  for (const name in body) if (name !== 'transfers') return undefined
  const list = body.transfers
  if (!Array.isArray(list) || list.length === 0 || list.length > REQUEST_TRANSFERS_MAX) {
    return undefined
  }
  const transfers: TransferBody[] = []
  for (const item of list) {
    const transfer = readTransfer(item)
    if (transfer === undefined) return undefined
    transfers.push(transfer)
  }
  return { transfers }
}

function readTransfer(item: unknown): TransferBody | undefined {
  if (!isObject<(typeof NAMES)[number]>(item)) return undefined
  for (const name in item) if (!KNOWN.has(name)) return undefined
  const id = readText(item.id, parseUuid)
  const debitAccountId = readText(item.debitAccountId, parseUuid)
  const creditAccountId = readText(item.creditAccountId, parseUuid)
  const amount = readText(item.amount, parseMinor)
  const unit = readText(item.unit, parseUnit)
  const code = readCode(item.code)
  const flags = readFlags(item.flags)
  if (id === undefined || isFromDigest(id)) return undefined
  if (debitAccountId === undefined || creditAccountId === undefined) return undefined
  if (amount === undefined || unit === undefined) return undefined
  if (code === undefined || flags === undefined) return undefined
  return { id, debitAccountId, creditAccountId, amount, unit, code, flags }
}

function isObject<Name extends string>(value: unknown): value is Sent<Name> {
  return typeof value === 'object' && value !== null
}

function readText<Value>(
  value: unknown,
  parse: (text: string) => Value | undefined,
): Value | undefined {
  return typeof value === 'string' ? parse(value) : undefined
}

function readCode(value: unknown): number | undefined {
  const isCode = typeof value === 'number' && Number.isInteger(value)
  return isCode && value >= 1 && value <= CODE_MAX ? value : undefined
}

function readFlags(value: unknown): TransferFlag[] | undefined {
  if (value === undefined) return []
  if (!Array.isArray(value) || value.length > FLAGS_MAX) return undefined
  return value.every(isFlag) ? value : undefined
}

function isFlag(value: unknown): value is TransferFlag {
  return typeof value === 'string' && Object.hasOwn(TRANSFER_FLAGS, value)
}
