import type { Browser, BrowserContext } from 'playwright-core'
import type { StaffRole } from '../../src/access/core/principal.ts'
import { type Listening, listen } from '../../src/http/server.ts'
import { sessionCookieName } from '../../src/http/ways.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { newId, openProgramme, type Programme } from '../http/programme.ts'
import { openIn, type PageOptions, type WatchedPage } from '../support/browser.ts'
import { buildIfStale } from '../support/build.ts'

/** A programme whose desk is open, on a port of its own. */
export interface Desk extends Programme {
  readonly url: string
  /** Somebody who signed in; returns what their cookie holds. */
  seat(
    role: StaffRole,
    name: string,
    contactPointIds?: readonly string[],
    partnerId?: string,
    associationId?: string,
  ): Promise<Seat>
  shut(): Promise<void>
}

export interface Seat {
  readonly id: Uuid
  readonly name: string
  readonly cookie: { readonly name: string; readonly value: string }
}

export async function openDeskProgramme(): Promise<Desk> {
  await buildIfStale()
  const programme = await openProgramme()
  const { services, database } = programme
  const server: Listening = await listen(programme.app, { port: 0, host: '127.0.0.1' })
  const url = `http://localhost:${server.port}`
  return {
    ...programme,
    url,
    seat: async (role, name, contactPointIds = [], partnerId, associationId) => {
      const id = newId() as Uuid
      const email = `${id}@example.org`
      const owned = { partnerId: partnerId ?? null, associationId: associationId ?? null }
      const scope = { role, contactPointIds: [...contactPointIds], ...owned }
      await services.staff.invite({ id, email, name, ...scope }, null)
      const { token } = await database.db.sql.begin((tx) =>
        services.sessions.openIn(tx, id, 'whole'),
      )
      return { id, name, cookie: { name: sessionCookieName(url), value: token } }
    },
    shut: async () => {
      await server.close()
      await programme.close()
    },
  }
}

/** Opens a page of the desk in a browser of somebody's own. */
export async function sitDown(
  browser: Browser,
  { url }: Desk,
  seat: Seat,
  path: string,
  options: PageOptions = {},
): Promise<WatchedPage & { readonly context: BrowserContext }> {
  const { width = 390, height = 844, locale = 'it-IT' } = options
  const context = await browser.newContext({ viewport: { width, height }, locale })
  await context.addCookies([{ ...seat.cookie, url }])
  const opened = await openIn(context, `${url}${path}`, options)
  return { ...opened, context, close: () => context.close() }
}
