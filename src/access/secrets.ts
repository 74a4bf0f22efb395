import { createHmac, hash, hkdfSync, timingSafeEqual } from 'node:crypto'
import { parseUuid, type Uuid } from '../kernel/ids.ts'
import type { LinkPurpose } from './core/staff.ts'

/** What follows from the service's secret, so that the database alone opens and guesses nothing. */
export interface StaffSecrets {
  /** The token of a link: its id, and a code that only the service can make. */
  linkToken(id: Uuid, purpose: LinkPurpose): string
  /** The id of the link that a token of this purpose names; `undefined` where the token is not ours. */
  linkId(token: string, purpose: LinkPurpose): Uuid | undefined
  /** Hex; what a short code on paper is looked up by. */
  backupDigest(staffId: Uuid, code: string): string
  /** Hex; what tries are counted under. */
  triesKey(kind: 'password' | 'code' | 'forgotten', of: string): string
}

const ID_BYTES = 16

export function createStaffSecrets(secret: string): StaffSecrets {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'fra-noi staff', 32))
  const mac = (text: string) => createHmac('sha256', key).update(text).digest()
  const linkToken = (id: Uuid, purpose: LinkPurpose) =>
    Buffer.concat([
      Buffer.from(id.replaceAll('-', ''), 'hex'),
      mac(`link ${purpose} ${id}`),
    ]).toString('base64url')
  return {
    linkToken,
    linkId: (token, purpose) => {
      const hex = Buffer.from(token, 'base64url').subarray(0, ID_BYTES).toString('hex')
      const id = parseUuid(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'))
      if (id === undefined) return undefined
      const [given, right] = [Buffer.from(token), Buffer.from(linkToken(id, purpose))]
      return given.length === right.length && timingSafeEqual(given, right) ? id : undefined
    },
    backupDigest: (staffId, code) => mac(`backup ${staffId} ${code}`).toString('hex'),
    triesKey: (kind, of) => mac(`tries ${kind} ${of}`).toString('hex'),
  }
}

/** SHA-256, hex, of the text of a session's cookie, which has 256 random bits. */
export function sessionDigest(token: string): string {
  return hash('sha256', token, 'hex')
}
