import { assertNever } from '../kernel/assert.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Principal } from './core/principal.ts'
import type { PinAnswer, Pins } from './pins.ts'

/**
 * At a till only the shop's owner may give money away: lets others pass who show who they are.
 *
 * @throws DomainError `owner_pin_missing`, `owner_pin_wrong`, `owner_pin_locked`
 */
export async function requireOwner(
  { checkOwnerPin }: Pick<Pins, 'checkOwnerPin'>,
  partnerId: string,
  ownerPin: string | undefined,
  by: Principal,
): Promise<void> {
  if (by.kind !== 'terminal') return
  const answer: PinAnswer = await checkOwnerPin(partnerId, ownerPin)
  switch (answer.status) {
    case 'right':
      return
    case 'none':
      throw new DomainError('owner_pin_missing', 'The owner of this shop has not set a PIN yet.')
    case 'locked':
      throw new DomainError('owner_pin_locked', "The PIN of the shop's owner is locked.")
    case 'wrong': {
      const { triesLeft } = answer
      const sentence = `This needs the PIN of the shop's owner; tries left: ${triesLeft}.`
      throw new DomainError('owner_pin_wrong', sentence, { triesLeft })
    }
    default:
      assertNever(answer)
  }
}
