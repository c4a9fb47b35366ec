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

/**
 * Opens what a row of the grid leads to, once the screen has come to rest: a double click on a row that is just being drawn
 * anew opens nothing. `row` is the row or a cell of it, or the place of a row.
 */
export async function openRow(page: Page, row: Locator | number): Promise<void> {
  const place = typeof row === 'number' ? await gridRow(page, row) : row
  await place.waitFor()
  await settled(page)
  await place.dblclick()
}

/** Waits until the Overview shows its figures. */
export async function overviewReady(page: Page): Promise<void> {
  await page.getByRole('region', { name: 'From billed to the bank' }).getByRole('row').nth(1).waitFor()
}

/** Milliseconds of rest after which a screen has come to rest. */
const rest = 350

/** Waits until nothing on the screen has been loading or moving for a while. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async (milliseconds) => {
    const end = performance.now() + 30_000
    let since = performance.now()
    while (performance.now() - since < milliseconds) {
      await new Promise((resolve) => setTimeout(resolve, 25))
      // No function with a name of its own: outside vitest the loader would add a call that the page does not know.
      if (
        document.querySelector('[aria-busy="true"], .mantine-Loader-root') !== null ||
        document.getAnimations().some(({ playState }) => playState === 'running')
      )
        since = performance.now()
      if (performance.now() > end) throw new Error('The screen does not come to rest.')
    }
  }, rest)
}
