import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RUN = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ': ' + nodes.map((n) => n.html).join(' ')))`

/** A colour on its way to another one is judged as the one where it ends. What never ends stays as it is. */
const COME_TO_REST = `for (const one of document.getAnimations()) {
  try { one.finish() } catch {}
}`

/** What axe-core finds wrong with a page as it stands. Its script comes past the policy, which forbids any other. */
export async function violations(page: Page): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page)
  await session.send('Runtime.evaluate', { expression: AXE })
  await page.evaluate(COME_TO_REST)
  const found = (await page.evaluate(RUN)) as readonly string[]
  await session.detach()
  return found
}
