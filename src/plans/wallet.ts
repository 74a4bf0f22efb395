import type { Principal } from '../access/core/principal.ts'
import { assert } from '../kernel/assert.ts'
import type { PeopleDeps } from './deps.ts'
import { selectBeneficiaries } from './store.ts'

/** Whom a wallet belongs to, as the wallet shows it. */
export interface WalletOwner {
  readonly beneficiaryId: string
  readonly language: string
  readonly contactPoint: {
    readonly name: string
    readonly phone: string | null
    readonly openingHours: string | null
  }
}

export interface WalletPeople {
  ownerOf(who: Principal): Promise<WalletOwner>
}

/** What the wallet asks about its owner; nothing of it is personal but the code. */
export function createWalletPeople({ db, network }: PeopleDeps): WalletPeople {
  return {
    ownerOf: async ({ beneficiaryId = '' }) => {
      const [person] = await selectBeneficiaries(db, [beneficiaryId])
      assert(person, 'a wallet belongs to a person who is there')
      const point = await network.findContactPoint(person.contactPointId)
      assert(point, 'a person has a contact point that is there')
      const { name, phone, openingHours } = point
      const contactPoint = { name, phone, openingHours }
      return { beneficiaryId, language: person.language, contactPoint }
    },
  }
}
