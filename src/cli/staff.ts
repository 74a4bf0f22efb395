import type { StaffRole } from '../access/core/principal.ts'
import { StartError } from '../kernel/start-error.ts'
import { systemRuntime } from '../runtime.ts'
import { print, tell } from './terminal.ts'
import { withProgram } from './with-program.ts'

export interface InviteOptions {
  readonly email: string
  readonly name?: string
  readonly role: StaffRole
  /** Separated by commas. */
  readonly contactPoints?: string
  readonly partner?: string
  readonly association?: string
}

/** Invites somebody, and prints the link that opens once and nothing else. Again, it makes another link. */
export async function inviteStaff(options: InviteOptions): Promise<void> {
  await withProgram(async ({ services: { staff } }) => {
    const known = await staff.findByEmail(options.email)
    if (known !== undefined) {
      print(await staff.inviteAgain(known.id, null))
      tell('This person was invited before, with the role as it is. Older links are useless now.')
      return
    }
    const { link } = await staff.invite(
      {
        id: systemRuntime.newId(),
        email: options.email,
        name: options.name ?? options.email.replace(/@.*$/, ''),
        role: options.role,
        contactPointIds: (options.contactPoints ?? '').split(',').filter((id) => id !== ''),
        partnerId: options.partner ?? null,
        associationId: options.association ?? null,
      },
      null,
    )
    if (link !== null) print(link)
    tell('The link opens once, within seven days. Give it to that person only.')
  })
}

/** Lists who signs in: id, e-mail, role, scope, state; separated by tabs. */
export async function listStaff(): Promise<void> {
  await withProgram(async ({ services: { staff } }) => {
    const limit = 200
    let page = await staff.list({ limit })
    while (page.length > 0) {
      for (const { id, email, role, contactPointIds, partnerId, associationId, ...at } of page) {
        const scope = partnerId ?? associationId ?? (contactPointIds.join(',') || '-')
        const isActive = at.activatedAt !== null
        const state = at.suspendedAt !== null ? 'suspended' : isActive ? 'active' : 'invited'
        print([id, email, role, scope, state].join('\t'))
      }
      const last = page.at(-1)
      if (last === undefined || page.length < limit) return
      page = await staff.list({ limit, after: last.id })
    }
  })
}

/** Lets somebody in no more. What they had open has ended. */
export async function suspendStaff(email: string): Promise<void> {
  await withStaff(email, async (staff, id) => {
    await staff.suspend(id, null)
    tell('Suspended: every session has ended.')
  })
}

/** Lets somebody in again. */
export async function reinstateStaff(email: string): Promise<void> {
  await withStaff(email, async (staff, id) => {
    await staff.reinstate(id, null)
    tell('May sign in again.')
  })
}

/** Takes a lost second factor away. */
export async function resetStaffFactor(email: string): Promise<void> {
  await withStaff(email, async (staff, id) => {
    await staff.resetFactor(id, null)
    tell('The next sign-in sets up a new second factor.')
  })
}

type Program = Parameters<Parameters<typeof withProgram>[0]>[0]
type Staff = Program['services']['staff']
type StaffId = Parameters<Staff['suspend']>[0]

async function withStaff(email: string, act: (staff: Staff, id: StaffId) => Promise<void>) {
  await withProgram(async ({ services: { staff } }) => {
    const member = await staff.findByEmail(email)
    if (member === undefined) {
      throw new StartError('There is nobody with this address: "fra-noi staff list" shows them.')
    }
    await act(staff, member.id)
  })
}
