import type { Context } from 'hono'
import { addressOf } from '../http/client-address.ts'
import type { AppEnv } from '../http/env.ts'
import { createFailedAttempts } from '../http/failed-attempts.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Runtime } from '../runtime.ts'

/**
 * So many typed codes of no voucher a till may send at once, and so many a second from then on; and so many an address,
 * which may be that of several tills. A slip of the hand is no such code: the check symbols find it.
 */
const OF_TILL = { burst: 10, perSecond: 1 / 60 }
const OF_ADDRESS = { burst: 40, perSecond: 1 / 15 }

/** The typed codes of no voucher that each till and each address sent: nobody walks through 50 bits. */
export interface CodeGuesses {
  /**
   * Lets no typed code of whoever guessed too often be looked up, a good one neither. Other codes are signed, and pass.
   *
   * @param isTyped asked only where there were too many guesses
   * @throws DomainError `too_many_codes`
   */
  refuse(c: Context<AppEnv>, isTyped: () => boolean): void
  /** Counts what a code was answered. */
  count(c: Context<AppEnv>, status: string): void
}

export function createCodeGuesses({ now }: Pick<Runtime, 'now'>): CodeGuesses {
  const ofTills = createFailedAttempts({ now, ...OF_TILL })
  const ofAddresses = createFailedAttempts({ now, ...OF_ADDRESS })
  return {
    refuse: (c, isTyped) => {
      const seconds = Math.max(
        ofTills.secondsToWait(c.get('principal').id),
        ofAddresses.secondsToWait(addressOf(c)),
      )
      if (seconds === 0 || !isTyped()) return
      throw new DomainError(
        'too_many_codes',
        `Too many typed codes of no voucher came from this till; try again in ${seconds} s, or read the QR code.`,
        { retryAfterSeconds: seconds },
      )
    },
    count: (c, status) => {
      if (status !== 'unknown_voucher') return
      ofTills.record(c.get('principal').id)
      ofAddresses.record(addressOf(c))
    },
  }
}
