import { Hono } from 'hono'
import { type Assets, createAssets } from '../assets.ts'
import { DeskPage } from './layout.tsx'
import { type MoneyDeps, moneyFaultOf } from './money-kit.tsx'
import { addMoneyPages } from './money-pages.ts'
import { answerPage } from './page.ts'
import { chooseLanguage, type DeskEnv, openDesk, signOut } from './session.ts'

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
  routes.post('/desk/language', chooseLanguage)
  routes.post('/desk/sign-out', (c) => signOut(c, deps))
  addMoneyPages(routes, kit)
  routes.onError((error, c) => {
    const session = c.get('desk')
    const fault = session === undefined ? undefined : moneyFaultOf(error, session.language)
    // What is no refusal, or came from somewhere else than a page of ours, is answered by the frame.
    if (fault === undefined) throw error
    const notice = { kind: 'wrong', text: fault.text } as const
    return answerPage(
      c,
      <DeskPage {...{ assets, session, notice }} title={`${fault.status}`} section="home">
        <p>
          <a href="/desk">FRA NOI</a>
        </p>
      </DeskPage>,
      fault.status,
    )
  })
  return routes
}
