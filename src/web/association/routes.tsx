import { Hono } from 'hono'
import { type Assets, createAssets } from '../assets.ts'
import { FRAME_TEXTS } from '../desk/layout.tsx'
import { moneyFaultOf } from '../desk/money-kit.tsx'
import { answerPage } from '../desk/page.ts'
import { type DeskEnv, DeskRefusal, deskRoles, openDesk } from '../desk/session.ts'
import { addConversion } from './conversion.tsx'
import { addHours } from './hours.tsx'
import { type AssociationDeps, AssociationPage, PLACES } from './kit.tsx'
import { addMembers } from './members.tsx'
import { addMoney } from './money.tsx'

/**
 * The pages of whoever acts for an association. Mount it at `/`. They call the same services as the API.
 *
 * @param assets the built client files; by default those in `dist/web`
 */
export function associationPages(
  deps: AssociationDeps,
  assets: Assets = createAssets(),
): Hono<DeskEnv> {
  const kit = { ...deps, assets }
  const routes = new Hono<DeskEnv>()
  routes.use(`${PLACES.hours}/*`, openDesk(deps), deskRoles('association'))
  addHours(routes, kit)
  addMembers(routes, kit)
  addMoney(routes, kit)
  addConversion(routes, kit)
  routes.get(`${PLACES.hours}/*`, () => {
    throw new DeskRefusal('not_found')
  })
  routes.onError((error, c) => {
    const session = c.get('desk')
    const fault = session === undefined ? undefined : moneyFaultOf(error, session.language)
    // What is no refusal, or came from somewhere else than a page of ours, is answered by the frame.
    if (fault === undefined) throw error
    const texts = FRAME_TEXTS[session.language]
    const notice = { kind: 'wrong', text: fault.text } as const
    return answerPage(
      c,
      <AssociationPage {...{ c, kit, notice, title: texts.closed, place: 'hours' as const }}>
        <p>
          <a href="/desk">{texts.home}</a>
        </p>
      </AssociationPage>,
      fault.status,
    )
  })
  return routes
}
