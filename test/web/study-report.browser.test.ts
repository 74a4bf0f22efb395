import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LANGUAGES, type Language } from '../../simulations/chart/language.ts'
import { studyReport } from '../../simulations/study/report/study-report.ts'
import { say } from '../../simulations/study/report/study-words.ts'
import { readStudy } from '../../simulations/study/study-file.ts'
import type { StudyResult } from '../../simulations/study/study-result.ts'
import { listStudyFiles } from '../../src/study/library.ts'
import { sampleStudy } from '../simulations/study/samples.ts'
import { violations } from '../support/axe.ts'
import { launchBrowser, scrollsSideways } from '../support/browser.ts'
import { readPdf } from '../support/pdf.ts'

/** More pages are no report that somebody prints for a meeting. */
const PAGES_MAX = 20
/** A4 within its margins, and what is kept free of it; CSS pixels. */
const [SHEET_WIDTH, SHEET_HEIGHT, SPARE] = [688, 1039, 60]
let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

/** A result made by hand, with the long texts of the demonstration study in it. */
function longStudy(): StudyResult {
  const result = sampleStudy('undecided')
  const text = listStudyFiles().find(({ name }) => name === 'biella-matera')?.text ?? ''
  const { title, question, budget, limits, designs, stresses } = readStudy(text)
  // Its longest titles.
  const names = [...designs].sort((a, b) => b.title.it.length - a.title.it.length)
  return {
    ...{ ...result, title, question, budget, limits },
    designs: result.designs.map((one, index) => ({
      ...one,
      title: names[index]?.title ?? one.title,
    })),
    stresses: result.stresses.map((one, index) => ({
      ...one,
      title: stresses[index]?.title ?? one.title,
    })),
  }
}

async function opened(language: Language, width: number): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 900 } })
  await page.setContent(studyReport(longStudy(), language))
  return page
}

async function textsOf(page: Page): Promise<readonly string[]> {
  const texts: string[] = []
  for await (const { text, width, height } of readPdf(await printed(page))) {
    expect([Math.round(width), Math.round(height)]).toEqual([210, 297])
    texts.push(text.replace(/\s+/g, ' '))
  }
  return texts
}

function printed(page: Page): Promise<Uint8Array> {
  return page.pdf({ preferCSSPageSize: true, printBackground: true })
}

describe.each(LANGUAGES)('the report of a study in %s', (language) => {
  test('prints what a board decides on as one page of A4, and all of it on few', async () => {
    const page = await opened(language, 1000)
    const [first = '', second = '', ...others] = await textsOf(page)
    // The last thing of the first page, and the first of the second.
    expect(first).toContain(say('feasibleTitle', language))
    expect(first).toContain(say('dimension technical', language))
    expect(first).not.toContain(say('howTo', language))
    expect(second.trimStart().startsWith(say('howTo', language))).toBe(true)
    expect(2 + others.length).toBeLessThanOrEqual(PAGES_MAX)
    // Other words than these take more room.
    await page.setViewportSize({ width: SHEET_WIDTH, height: SHEET_HEIGHT })
    await page.emulateMedia({ media: 'print' })
    const high = await page.evaluate(
      () => document.querySelector('.board')?.getBoundingClientRect().height ?? 0,
    )
    expect(high).toBeGreaterThan(SHEET_HEIGHT / 2)
    expect(high).toBeLessThan(SHEET_HEIGHT - SPARE)
    await page.close()
  })
})

// The pages of both languages are built alike, so that one is looked at.
test('the report has nothing that axe-core finds wrong, with all of it opened, and fits a phone', async () => {
  const page = await opened('it', 360)
  expect(await scrollsSideways(page)).toBe(false)
  await page.evaluate(() => {
    for (const one of document.querySelectorAll('details')) one.open = true
  })
  expect(await violations(page)).toEqual([])
  expect(await scrollsSideways(page)).toBe(false)
  await page.close()
})
