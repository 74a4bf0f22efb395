import { Hono } from 'hono'
import { type Assets, createAssets } from '../assets.ts'
import { addAccessLog } from './access-log.tsx'
import { addAssessing } from './assessing.tsx'
import { addAssociation } from './association.tsx'
import { addAssociations } from './associations.tsx'
import { addEarnings } from './earnings.tsx'
import { addFeedback } from './feedback.tsx'
import { showHome } from './home.tsx'
import { addImport } from './import.tsx'
import { DeskPage, FRAME_TEXTS } from './layout.tsx'
import { type MoneyDeps, moneyFaultOf } from './money-kit.tsx'
import { addMoneyPages } from './money-pages.ts'
import { addMonitoringPages } from './monitoring-pages.ts'
import { addNewPerson } from './new-person.tsx'
import { addNotices } from './notices.tsx'
import { addOutbox } from './outbox.tsx'
import { addOwnAccount } from './own-account.tsx'
import { answerPage } from './page.ts'
import { addPeopleList } from './people-list.tsx'
import { addPerson } from './person.tsx'
import { addPersonActions } from './person-actions.tsx'
import { addPersonCard } from './person-card.ts'
import { addPlan } from './plan.tsx'
import { chooseLanguage, type DeskEnv, DeskRefusal, openDesk, signOut } from './session.ts'
import { addStaff } from './staff.tsx'
import { addStaffMember } from './staff-member.tsx'
import { addStanding } from './standing.tsx'

/**
 * The pages of the desk. Mount it at `/`. Each answers what the API would: the services know who asks, and refuse
 * what is out of reach.
 *
 * @param assets the built client files; by default those in `dist/web`
 */
export function deskRoutes(deps: MoneyDeps, assets: Assets = createAssets()): Hono<DeskEnv> {
  const kit = { ...deps, assets }
  const routes = new Hono<DeskEnv>()
  routes.use('/desk/*', openDesk(deps))
  routes.get('/desk', (c) =>
    c.get('desk').role === 'association' ? c.redirect('/association', 303) : showHome(c, kit),
  )
  routes.post('/desk/language', chooseLanguage)
  routes.post('/desk/sign-out', (c) => signOut(c, deps))
  addPeopleList(routes, kit)
  addNewPerson(routes, kit)
  addImport(routes, kit)
  addPerson(routes, kit)
  addPersonActions(routes, kit)
  addPersonCard(routes, kit)
  addPlan(routes, kit)
  addAssessing(routes, kit)
  addStanding(routes, kit)
  addNotices(routes, kit)
  addFeedback(routes, kit)
  addOutbox(routes, kit)
  addStaff(routes, kit)
  addStaffMember(routes, kit)
  addOwnAccount(routes, kit)
  addAccessLog(routes, kit)
  addMoneyPages(routes, kit)
  addAssociations(routes, kit)
  addAssociation(routes, kit)
  addEarnings(routes, kit)
  addMonitoringPages(routes, kit)
  routes.get('/desk/*', () => {
    throw new DeskRefusal('not_found')
  })
  routes.onError((error, c) => {
    const session = c.get('desk')
    const fault = session === undefined ? undefined : moneyFaultOf(error, session.language)
    // What is no refusal, or came from somewhere else than a page of ours, is answered by the frame.
    if (fault === undefined) throw error
    const texts = FRAME_TEXTS[session.language]
    return answerPage(
      c,
      <DeskPage
        assets={assets}
        session={session}
        title={texts.closed}
        section="home"
        notice={{ kind: 'wrong', text: fault.text }}
      >
        <p>
          <a href="/desk">{texts.home}</a>
        </p>
      </DeskPage>,
      fault.status,
    )
  })
  return routes
}
