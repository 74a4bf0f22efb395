import type { Child } from 'hono/jsx'
import type { Association } from '../../currency/association-service.ts'
import { DeskPage, type Notice } from '../desk/layout.tsx'
import type { MoneyDeps, MoneyKit } from '../desk/money-kit.tsx'
import type { DeskContext } from '../desk/session.ts'

/** What the pages of an association stand on: what those of the desk do. */
export type AssociationDeps = MoneyDeps

export type AssociationKit = MoneyKit

export const PLACES = {
  hours: '/association',
  money: '/association/money',
  conversion: '/association/conversion',
  members: '/association/members',
} as const

export type Place = keyof typeof PLACES

const SECTIONS = {
  hours: 'own_hours',
  money: 'own_money',
  conversion: 'own_money',
  members: 'own_members',
} as const

interface PageProps {
  readonly c: DeskContext
  readonly kit: AssociationKit
  readonly title: string
  readonly place: Place
  readonly notice?: Notice | undefined
  readonly children: Child
}

/** The frame around each page of an association. */
export function AssociationPage({ c, kit, title, place, notice, children }: PageProps) {
  return (
    <DeskPage
      {...{ assets: kit.assets, session: c.get('desk'), notice, title }}
      section={SECTIONS[place]}
    >
      {children}
    </DeskPage>
  )
}

/** The association that somebody acts for. */
export function ownAssociation(
  c: DeskContext,
  { associations }: AssociationKit,
): Promise<Association> {
  const { who } = c.get('desk')
  return associations.get(who.associationId ?? '', who)
}
