import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** What axe finds serious or worse on the page as it stands. */
export async function seriousViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof import('axe-core') }).axe.run(document)
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))
  })
}

/** What axe finds on the page against one of its rules, of whatever weight. */
export async function violationsOf(page: Page, rule: string): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async (id) => {
    const { violations } = await (window as unknown as { axe: typeof import('axe-core') }).axe.run(document, {
      runOnly: [id],
    })
    return violations.flatMap(({ nodes }) => nodes.map(({ html }) => html))
  }, rule)
}
