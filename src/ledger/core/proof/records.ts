import { AREA_PATTERN, COLOUR_PATTERN } from '../colour.ts'
import { type LineOf, lineFormat, optional, text, whole } from './line-format.ts'

/*
 * The lines of the book: what is hashed, exported and verified. docs/reference/proof-format.md describes them. The
 * line of a transfer is the leaf of the log, so its form is for ever: a field can be added as an optional one,
 * and any other change needs another `v`.
 */

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const POSITIVE = '[1-9][0-9]{0,18}'
const COUNT = `(?:0|${POSITIVE})`
const BALANCE = `(?:0|-?${POSITIVE})`
const UNIT = '[A-Z][A-Z0-9]{1,11}'
const CODE = '[1-9][0-9]{0,4}'
const BITS = '(?:0|[1-9][0-9]{0,4})'
/** RFC 3339 in UTC to the microsecond: texts compare as the instants do. */
const TIME = '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6}Z'
const WORD = '[a-z][a-z0-9_]*'
const HASH = '[0-9a-f]{64}'

/** A transfer. The bytes of this line are its leaf. */
export const transferLines = lineFormat(
  [
    whole('v', '1'),
    text('position', POSITIVE),
    text('id', UUID),
    text('debitAccountId', UUID),
    text('creditAccountId', UUID),
    text('amount', COUNT),
    text('unit', UNIT),
    whole('code', CODE),
    whole('flags', BITS),
    optional(text('pendingId', UUID)),
    optional(whole('timeoutSeconds', '[1-9][0-9]{0,9}')),
    optional(text('reference', UUID)),
    optional(text('reference64', COUNT)),
    optional(text('occurredAt', TIME)),
    optional(text('reverses', UUID)),
    optional(whole('reason', '[1-9][0-9]{0,4}')),
    optional(text('converts', UUID)),
    optional(text('rateNumerator', POSITIVE)),
    optional(text('rateDenominator', POSITIVE)),
    optional(whole('rounding', '[1-9][0-9]{0,4}')),
    text('debitBalance', BALANCE),
    text('creditBalance', BALANCE),
    text('recordedAt', TIME),
  ],
  (match) => ({
    v: match[1] ?? '',
    position: match[2] ?? '',
    id: match[3] ?? '',
    debitAccountId: match[4] ?? '',
    creditAccountId: match[5] ?? '',
    amount: match[6] ?? '',
    unit: match[7] ?? '',
    code: match[8] ?? '',
    flags: match[9] ?? '',
    pendingId: match[10],
    timeoutSeconds: match[11],
    reference: match[12],
    reference64: match[13],
    occurredAt: match[14],
    reverses: match[15],
    reason: match[16],
    converts: match[17],
    rateNumerator: match[18],
    rateDenominator: match[19],
    rounding: match[20],
    debitBalance: match[21] ?? '',
    creditBalance: match[22] ?? '',
    recordedAt: match[23] ?? '',
  }),
)
export type TransferLine = LineOf<typeof transferLines>

/** An account, with its four counters at the end of the book. */
export const accountLines = lineFormat([
  whole('v', '1'),
  text('id', UUID),
  text('unit', UNIT),
  whole('code', CODE),
  whole('flags', BITS),
  text('origin', '(?:raw|programme)'),
  optional(text('reference', UUID)),
  optional(text('reference64', COUNT)),
  optional(text('colour', COLOUR_PATTERN)),
  optional(text('area', AREA_PATTERN)),
  text('debitsPosted', COUNT),
  text('creditsPosted', COUNT),
  text('debitsPending', COUNT),
  text('creditsPending', COUNT),
  optional(text('closedBy', UUID)),
  text('createdAt', TIME),
])
export type AccountLine = LineOf<typeof accountLines>

/** What became of a pending transfer. */
export const pendingLines = lineFormat([
  whole('v', '1'),
  text('transferId', UUID),
  text('state', '(?:pending|posted|voided|expired)'),
  optional(text('expiresAt', TIME)),
  optional(text('resolvedBy', UUID)),
  optional(text('resolvedAt', TIME)),
])
export type PendingLine = LineOf<typeof pendingLines>

/** An id that stays failed. */
export const failedLines = lineFormat([
  whole('v', '1'),
  text('id', UUID),
  text('status', WORD),
  optional(text('content', '[0-9A-Za-z -]+')),
  text('recordedAt', TIME),
])
export type FailedLine = LineOf<typeof failedLines>

/** A signed tree head. Its other fields say in the open what the JWS says under its signature. */
export const headLines = lineFormat([
  whole('v', '1'),
  text('number', POSITIVE),
  text('size', COUNT),
  text('root', HASH),
  text('time', TIME),
  text('jws', '[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+'),
])
export type HeadLine = LineOf<typeof headLines>
