import type { Page } from 'playwright-core'

/** What a cashier does, by what they see: labels and buttons. */
export async function enterPairing(page: Page, code: string): Promise<void> {
  await page.getByLabel('Codice di collegamento').fill(code)
  await page.getByRole('button', { name: 'Collega', exact: true }).click()
}

/** Makes the browser a till, and goes on to the first amount. */
export async function pair(page: Page, code: string): Promise<void> {
  await enterPairing(page, code)
  await page.getByRole('button', { name: 'Inizia a incassare' }).click()
}

/** Types the amount and goes on to the code. */
export async function enterAmount(page: Page, amount: string): Promise<void> {
  await page.locator('#amount:focus').waitFor()
  await page.keyboard.type(amount)
  await page.keyboard.press('Enter')
  await page.getByLabel('Oppure scrivi il codice').waitFor()
}

/** Types a code and redeems. */
export async function enterCode(page: Page, code: string): Promise<void> {
  const field = page.getByLabel('Oppure scrivi il codice')
  await field.click()
  await page.keyboard.type(code)
  await page.keyboard.press('Enter')
}

/** What the till's whole screen says by its colour, as a person sees it. */
export type Colour = 'green' | 'red' | 'amber'

const COLOURS: Readonly<Record<string, Colour>> = {
  'rgb(20, 108, 67)': 'green',
  'rgb(164, 32, 47)': 'red',
  'rgb(255, 193, 7)': 'amber',
}

/** Waits until the screen has a colour, and gives it with all that is written on it. */
export async function outcome(
  page: Page,
  wanted: Colour,
): Promise<{ readonly colour: Colour | undefined; readonly text: string }> {
  const screen = page.locator(`.till-${wanted}`)
  await screen.waitFor({ timeout: 45_000 })
  const painted = await screen.evaluate((element) => getComputedStyle(element).backgroundColor)
  return { colour: COLOURS[painted], text: (await screen.innerText()).replaceAll('\u00a0', ' ') }
}

/** Buttons, links and fields on the screen that a finger would miss: lower or narrower than 44 pixels. */
export function smallTargets(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    Array.from(document.querySelectorAll('button, a, select, input, label.btn'))
      .filter((element) => {
        const { width, height } = element.getBoundingClientRect()
        const isHidden = width <= 1 || element.closest('.visually-hidden') !== null
        const isInLabel = element.parentElement?.tagName === 'LABEL'
        return !isHidden && !isInLabel && (width < 44 || height < 43.5)
      })
      .map((element) => element.outerHTML),
  )
}
