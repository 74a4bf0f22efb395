import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { violations } from '../support/axe.ts'
import { launchBrowser, scrollsSideways } from '../support/browser.ts'
import { type Desk, openDeskProgramme, type Seat } from './desk-seat.ts'
import { startStudyWork } from './study-work.ts'

/** A programme whose laboratory has a worker, with who runs and who reads, and a browser to look at it. */
export interface Lab {
  readonly desk: Desk
  readonly browser: Browser
  readonly analyst: Seat
  readonly treasurer: Seat
  close(): Promise<void>
}

export async function openLab(): Promise<Lab> {
  const desk = await openDeskProgramme()
  const stopWork = await startStudyWork(desk)
  const browser = await launchBrowser()
  return {
    ...{ desk, browser },
    analyst: await desk.seat('analyst', 'Anna Neri'),
    treasurer: await desk.seat('treasurer', 'Ugo Bianchi'),
    close: async () => {
      await browser.close()
      await stopWork()
      await desk.shut()
    },
  }
}

/** That a page is as a page has to be, at the width of a phone. */
export async function isWell(page: Page): Promise<void> {
  expect(await violations(page), page.url()).toEqual([])
  expect(await scrollsSideways(page), page.url()).toBe(false)
}
