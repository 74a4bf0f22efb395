import type { StaffRole } from '../../access/core/principal.ts'

/** Who works in the demonstration. Nobody of them is real: `.invalid` is no address that anybody has (RFC 2606). */
export interface Player {
  readonly part: string
  readonly role: StaffRole
  readonly name: string
  readonly email: string
  readonly contactPointIds: readonly string[]
  readonly partnerId: string | null
  readonly associationId: string | null
}

/** Where the wallets of the demonstration belong, and what pays for their vouchers. */
export const DEMO_PLACE = 'MI-1'
/** The shop that the till of the demonstration belongs to. */
export const DEMO_SHOP = 'MI-ALI-01'
/** What its vouchers are: good for what that shop sells. */
export const DEMO_PRODUCT = 'SPESA'
/** The association that somebody of it acts for. */
export const DEMO_ASSOCIATION = 'BI-ASS-01'
/** People whose phones visitors may look at: each visitor gets one of them. */
export const DEMO_PEOPLE = Array.from(
  { length: 12 },
  (_, index) => `MI-P-${String(index + 1).padStart(3, '0')}`,
)

function player(
  part: string,
  role: StaffRole,
  name: string,
  bound: Partial<Pick<Player, 'contactPointIds' | 'partnerId' | 'associationId'>> = {},
): Player {
  const email = `${part.replaceAll('_', '-')}@demo.invalid`
  const nowhere = { contactPointIds: [], partnerId: null, associationId: null }
  return { part, role, name, email, ...nowhere, ...bound }
}

/** Everybody who can be signed in as, by part. */
export const PLAYERS = [
  player('operator', 'operator', 'Rita Verdi', { contactPointIds: ['BI-1', DEMO_PLACE] }),
  player('colleague', 'operator', 'Bruno Neri', { contactPointIds: ['BI-1', DEMO_PLACE] }),
  player('administrator', 'administrator', 'Ada Bianchi'),
  player('treasurer', 'treasurer', 'Tullio Conti'),
  player('auditor', 'auditor', 'Aurora Guidi'),
  player('analyst', 'analyst', 'Nora Serra'),
  player('partner_owner', 'partner_owner', 'Olga Ponte', { partnerId: DEMO_SHOP }),
  player('association', 'association', 'Gino Sala', { associationId: DEMO_ASSOCIATION }),
] as const

/** The part with this name. */
export function findPlayer(part: string): Player | undefined {
  return PLAYERS.find((one) => one.part === part)
}
