import { STAFF_ROLES, type StaffRole } from '../../access/core/principal.ts'
import type { StaffScope } from '../../access/core/staff.ts'
import type { StaffMember } from '../../access/staff.ts'
import { DomainError } from '../../kernel/errors.ts'
import type { ContactPoint } from '../../network/service.ts'
import { type DeskStaffTexts, deskStaffEn, deskStaffIt } from '../messages/desk-staff.ts'
import { ChoiceField, type FormState, TextField, TickField } from './fields.tsx'
import { type DeskLanguage, FRAME_TEXTS } from './layout.tsx'
import { faultOf } from './page.ts'
import type { FormReader } from './reading.ts'

export const STAFF_PATH = '/desk/staff'
export const STAFF_TEXTS: Readonly<Record<DeskLanguage, DeskStaffTexts>> = {
  it: deskStaffIt,
  en: deskStaffEn,
}

const NAME_MAX = 120
/** Beside which field a refusal is said. */
const FIELDS: Readonly<Record<string, string>> = {
  staff_email_wrong: 'email',
  staff_email_taken: 'email',
  staff_scope_wrong: 'role',
  contact_point_unknown: 'role',
  partner_not_found: 'partner',
  association_not_found: 'association',
}

export function stateOf({ suspendedAt, activatedAt }: StaffMember) {
  if (suspendedAt !== null) return 'suspended' as const
  return activatedAt === null ? ('invited' as const) : ('active' as const)
}

/** Where somebody works, as one line. */
export function whereOf({ contactPointIds, partnerId, associationId }: StaffScope): string {
  return partnerId ?? associationId ?? contactPointIds.join(', ')
}

interface ScopeProps {
  readonly form: FormState
  readonly language: DeskLanguage
  readonly points: readonly ContactPoint[]
}

/** Who it is and where they may act. */
export function ScopeFields({ form, language, points }: ScopeProps) {
  const texts = STAFF_TEXTS[language]
  const { roles } = FRAME_TEXTS[language]
  return (
    <>
      <div class="desk-fields">
        <TextField
          {...{ form, name: 'name', label: texts.name, maxlength: NAME_MAX, isRequired: true }}
        />
        <ChoiceField
          {...{ form, name: 'role', label: texts.role, empty: '–', isRequired: true }}
          options={STAFF_ROLES.map((role) => [role, roles[role]] as const)}
        />
        <TextField
          {...{ form, name: 'partner', label: texts.partner, hint: texts.partnerHint }}
          maxlength={64}
        />
        <TextField
          {...{ form, name: 'association', label: texts.association, hint: texts.associationHint }}
          maxlength={64}
        />
      </div>
      <fieldset>
        <legend class="form-label">{texts.points}</legend>
        <p class="form-text">{texts.pointsHint}</p>
        {points.map(({ id, name }) => (
          <TickField {...{ form, name: `point-${id}`, label: `${name} (${id})` }} />
        ))}
      </fieldset>
    </>
  )
}

export function scopeValues(member: StaffMember): Readonly<Record<string, string>> {
  const { name, role, partnerId, associationId, contactPointIds } = member
  const points = contactPointIds.map((id) => [`point-${id}`, 'yes'])
  const bound = { partner: partnerId ?? '', association: associationId ?? '' }
  return { name, role, ...bound, ...Object.fromEntries(points) }
}

/** @returns `undefined` where a field is to be corrected */
export function readScope(
  fields: FormReader,
  points: readonly ContactPoint[],
): (StaffScope & { readonly name: string; readonly role: StaffRole }) | undefined {
  const name = fields.line('name', NAME_MAX, true)
  const role = fields.choice('role', STAFF_ROLES, true)
  const partnerId = fields.line('partner', 64)
  const associationId = fields.line('association', 64)
  const contactPointIds = points.map(({ id }) => id).filter((id) => fields.isTicked(`point-${id}`))
  if (name === null || role === null) return undefined
  return { name, role, partnerId, associationId, contactPointIds }
}

/** Says a refusal at its field; returns what is to be said above the form, where it belongs to none. */
export function blameFor(
  error: unknown,
  fields: FormReader,
  language: DeskLanguage,
): string | undefined {
  const fault = faultOf(error, language)
  if (fault === undefined) throw error
  const field = error instanceof DomainError ? FIELDS[error.code] : undefined
  if (field === undefined) return fault.text
  fields.blame(field, fault.text)
  return undefined
}
