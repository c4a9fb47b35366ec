import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** Has axe in the page; it is long to read, so only once for each time that the page is loaded. */
async function bringAxe(page: Page): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source)
}

/** What axe finds serious or worse on the page as it stands. */
export async function seriousViolations(page: Page): Promise<string[]> {
  await bringAxe(page)
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof import('axe-core') }).axe.run(document, {
      // What is in order need not be described.
      resultTypes: ['violations'],
    })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))
  })
}

/** What axe finds on the page against one of its rules, of whatever weight. */
export async function violationsOf(page: Page, rule: string): Promise<string[]> {
  await bringAxe(page)
  return page.evaluate(async (id) => {
    const { violations } = await (window as unknown as { axe: typeof import('axe-core') }).axe.run(document, {
      runOnly: [id],
    })
    return violations.flatMap(({ nodes }) => nodes.map(({ html }) => html))
  }, rule)
}
