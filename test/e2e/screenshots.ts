import { mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { startS3Server } from '../sync/s3-server.ts'
import { dropFiles, openWindow, startBrowser } from './browser.ts'
import { clientOf, finish } from './client.ts'
import { goTo, gridRow, openRow, overviewReady, settled } from './screens.ts'
import { startShell } from './shell.ts'

// Draws each screen of the sample book in both themes into a folder: `npm run screenshots [FOLDER] [WIDTHxHEIGHT]`.
const root = join(import.meta.dirname, '../..')
const [folder = join(root, 'assets/screenshots'), size = '1440x900'] = process.argv.slice(2)
const [width = 1440, height = 900] = size.split('x').map(Number)
mkdirSync(folder, { recursive: true })

/** What stands on each picture, in the order in which they are taken. */
const pictures: readonly { name: string; show: (page: Page) => Promise<void> }[] = [
  { name: 'overview', show: (page) => goTo(page, 'Overview') },
  {
    name: 'cash-application',
    show: async (page) => {
      await goTo(page, 'Cash application')
      await gridRow(page, 5)
    },
  },
  {
    name: 'key-details',
    show: async (page) => {
      await openRow(page, 2)
      await page.getByRole('complementary', { name: 'Details' }).getByRole('table', { name: 'Both sides' }).waitFor()
    },
  },
  {
    name: 'uncollected-funds',
    show: async (page) => {
      await goTo(page, 'Uncollected funds')
      await gridRow(page, 5)
    },
  },
  {
    name: 'exceptions',
    show: async (page) => {
      await goTo(page, 'Exceptions')
      await gridRow(page, 5)
    },
  },
  {
    name: 'data',
    show: async (page) => {
      await goTo(page, 'Data')
      await gridRow(page, 5)
    },
  },
  { name: 'export', show: (page) => goTo(page, 'Export') },
  {
    name: 'sync',
    show: async (page) => {
      await goTo(page, 'Import')
      await page.getByRole('button', { name: 'Sync acme' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Fetch and import' }).waitFor()
    },
  },
  {
    name: 'settings',
    show: async (page) => {
      await page.keyboard.press('Escape')
      await goTo(page, 'Settings')
    },
  },
  {
    name: 'commands',
    show: async (page) => {
      await page.keyboard.press('Control+k')
      await page.getByRole('dialog').waitFor()
    },
  },
]

const s3 = await startS3Server()
process.env['AWS_ACCESS_KEY_ID'] = s3.credentials.accessKeyId
process.env['AWS_SECRET_ACCESS_KEY'] = s3.credentials.secretAccessKey
process.env['AWS_EC2_METADATA_DISABLED'] = 'true'
fillBucket()
const shell = await startShell()
const browser = await startBrowser()
try {
  const client = clientOf(shell)
  await client.sources.save({
    source: {
      name: 'acme',
      bucket: 'acme-marketplace',
      prefix: 'feeds/',
      region: 'us-east-1',
      endpoint: s3.endpoint,
      pathStyle: true,
      requesterPays: false,
      signIn: { kind: 'default' },
    },
  })
  for (const theme of ['light', 'dark'] as const) {
    await client.books.close()
    await client.settings.change({ theme })
    const { page, context } = await openWindow(browser, shell, { viewport: { width, height } })
    const draw = async (name: string): Promise<void> => {
      // Where it shows no tooltip.
      await page.mouse.move(width / 2, 4)
      await settled(page)
      await page.screenshot({ path: join(folder, `${name}-${theme}.png`), animations: 'disabled' })
    }
    await page.getByRole('heading', { name: 'Open a book to begin' }).waitFor()
    await draw('first-start')
    // Made for the first theme, and empty still for the second.
    const path = join((await client.app.state()).booksFolder, 'Quarter.tieout')
    await client.books.open({ path, create: theme === 'light' })
    await goTo(page, 'Import')
    await dropFiles(page, [join(root, 'assets/sample')])
    await page.getByRole('button', { name: 'Import 26 files' }).waitFor()
    await draw('import')
    await finish(await client.books.openSample())
    await goTo(page, 'Overview')
    await overviewReady(page)
    // The files that are still listed are read anew for this book.
    await page.waitForTimeout(1000)
    await page.getByText('Ready', { exact: true }).waitFor()
    for (const { name, show } of pictures) {
      await show(page)
      await draw(name)
    }
    await context.close()
  }
} finally {
  await browser.close()
  await shell.stop()
  await s3.stop()
}

/** The sample's feeds in a bucket as AWS delivers them, with an object that is no report. */
function fillBucket(): void {
  const feeds = join(root, 'assets/sample-feeds')
  const facts = { modified: new Date('2026-08-12T03:10:00Z') }
  s3.createBucket('acme-marketplace')
  for (const path of readdirSync(feeds, { recursive: true, encoding: 'utf8' }))
    if (path.endsWith('.csv')) s3.put('acme-marketplace', `feeds/${path}`, readFileSync(join(feeds, path)), {}, facts)
  s3.put('acme-marketplace', 'feeds/readme.md', 'Delivered by AWS Marketplace.', {}, facts)
}
