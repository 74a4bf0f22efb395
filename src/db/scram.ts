import { createHash, createHmac, pbkdf2Sync } from 'node:crypto'

const ITERATIONS = 4096
const KEY_BYTES = 32

/**
 * What PostgreSQL stores instead of a password. A statement that carries this carries no password, whoever logs it.
 * Source: RFC 5802, section 3; the form is that of `pg_authid.rolpassword` in PostgreSQL's manual.
 *
 * @param password of printable ASCII; for other letters PostgreSQL would normalise it first
 * @param salt 16 random bytes
 */
export function scramVerifier(password: string, salt: Uint8Array): string {
  const salted = pbkdf2Sync(password, salt, ITERATIONS, KEY_BYTES, 'sha256')
  const clientKey = createHmac('sha256', salted).update('Client Key').digest()
  const storedKey = createHash('sha256').update(clientKey).digest('base64')
  const serverKey = createHmac('sha256', salted).update('Server Key').digest('base64')
  const encodedSalt = Buffer.from(salt).toString('base64')
  return `SCRAM-SHA-256$${ITERATIONS}:${encodedSalt}$${storedKey}:${serverKey}`
}
