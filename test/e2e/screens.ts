import type { Locator, Page } from 'playwright-core'

/** Goes to a screen by the rail. */
export async function goTo(page: Page, screen: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: screen }).click()
  await page.getByRole('heading', { level: 1, name: screen }).waitFor()
}

/** The shown text of a column in the rows of the grid that are drawn, from the top. */
export async function cellsOf(page: Page, column: string): Promise<string[]> {
  // Rows of totals stand at the bottom, under an index of their own.
  const cells = page.locator(`.ag-root [role="row"]:not([row-index^="b-"]) [role="gridcell"][col-id="${column}"]`)
  return (await cells.allInnerTexts()).map((text) => text.trim())
}

/** A row of the grid by its place. */
export async function gridRow(page: Page, index: number): Promise<Locator> {
  const row = page.locator(`.ag-root [row-index="${index}"]`)
  await row.waitFor()
  return row
}

/** Waits until the Overview shows its figures. */
export async function overviewReady(page: Page): Promise<void> {
  await page.getByRole('region', { name: 'Figures by currency' }).getByRole('row').nth(1).waitFor()
}

/** Waits until nothing on the screen is loading or moving. */
export async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(300)
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"], .mantine-Loader-root') === null)
  await page.waitForTimeout(300)
}
