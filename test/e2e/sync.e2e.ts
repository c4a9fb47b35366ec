import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type S3Server, startS3Server } from '../sync/s3-server.ts'
import { seriousViolations } from './axe.ts'
import { openWindow, startBrowser } from './browser.ts'
import { clientOf } from './client.ts'
import { goTo, settled } from './screens.ts'
import { type Shell, startShell } from './shell.ts'

// A person adds a bucket, looks at what is new in it, and fetches it: the whole way through the window, against a real store.

const bucket = 'acme-feeds'
const feeds = join(import.meta.dirname, '../../assets/sample-feeds')

let s3: S3Server
let shell: Shell
let browser: Browser
let window: Awaited<ReturnType<typeof openWindow>>

beforeAll(async () => {
  s3 = await startS3Server()
  s3.createBucket(bucket)
  for (const month of ['05', '06']) s3.put(bucket, keyOf(month), feedOf(month))
  s3.put(bucket, keyOf('07'), withoutLastRows(feedOf('07')))
  s3.put(bucket, 'exports/readme.md', 'not a report')
  // The sign-in of the environment, which the shell gets from here.
  process.env['AWS_ACCESS_KEY_ID'] = s3.credentials.accessKeyId
  process.env['AWS_SECRET_ACCESS_KEY'] = s3.credentials.secretAccessKey
  process.env['AWS_EC2_METADATA_DISABLED'] = 'true'
  ;[shell, browser] = await Promise.all([startShell(), startBrowser()])
  await clientOf(shell).books.open({ path: join(shell.dataFolder, 'books', 'Feeds.tieout'), create: true })
  window = await openWindow(browser, shell)
})

afterAll(async () => {
  await browser?.close()
  await shell?.stop()
  await s3?.stop()
})

test('a source is added from a pasted address, and what is wrong with it is said at the form', async () => {
  const { page } = window
  await goTo(page, 'Import')
  const link = page.getByRole('link', { name: 'add the bucket in Settings' })
  await link.waitFor()
  expect(await seriousViolations(page)).toEqual([])
  await link.click()
  await page.getByRole('button', { name: 'Add source' }).click()
  const form = page.getByRole('dialog', { name: 'Add an S3 source' })
  const add = form.getByRole('button', { name: 'Add source' })
  await add.click()
  await form.getByText('Enter the name of the bucket.').waitFor()
  await expect.poll(() => form.getByRole('textbox', { name: 'Name' }).evaluate(isFocused)).toBe(true)
  await form.getByRole('textbox', { name: 'Name' }).fill('acme')
  await form.getByRole('textbox', { name: 'Bucket' }).fill(`s3://${bucket}/exports/`)
  expect(await form.getByRole('textbox', { name: 'Bucket' }).inputValue()).toBe(bucket)
  expect(await form.getByRole('textbox', { name: 'Prefix' }).inputValue()).toBe('exports/')
  await form.getByText('Other stores').click()
  await form.getByRole('textbox', { name: 'Endpoint' }).fill(s3.endpoint)
  await form.getByRole('checkbox', { name: 'The bucket is part of the path' }).check()
  await form.getByText('What AWS must allow').click()
  await form.getByText(`arn:aws:s3:::${bucket}/exports/*`).waitFor()

  // A browser has no key store: the core says so, and what was typed stays.
  await form.getByText('Access keys', { exact: true }).click()
  await form.getByRole('textbox', { name: 'Access key id' }).fill('AKIAEXAMPLE')
  await form.getByLabel('Secret access key').fill('secret')
  await add.click()
  await form.getByRole('alert').filter({ hasText: 'Access keys are kept by the desktop application' }).waitFor()
  expect(await form.getByLabel('Secret access key').inputValue()).toBe('secret')
  await settled(page)
  expect(await seriousViolations(page)).toEqual([])

  await form.getByText('Environment', { exact: true }).click()
  await add.click()
  await form.waitFor({ state: 'detached' })
  expect(await clientOf(shell).sources.list()).toMatchObject([{ name: 'acme', bucket, prefix: 'exports/' }])
})

test('its connection is tested step by step', async () => {
  const { page } = window
  await page.getByRole('button', { name: 'Test connection of acme' }).click()
  const checks = page.getByRole('list', { name: 'Connection of acme' }).getByRole('listitem')
  await checks.first().waitFor()
  const texts = await checks.allInnerTexts()
  expect(texts.map((text) => text.replaceAll(/\s+/g, ' '))).toEqual([
    expect.stringMatching(/^Pass Sign in /),
    expect.stringMatching(/^Pass List the objects s3:ListBucket /),
    expect.stringMatching(/^Pass Read an object s3:GetObject /),
  ])
})

test('where signing in takes the code of a device, it is asked for and goes with the call', async () => {
  const { page } = window
  const device = 'arn:aws:iam::111122223333:mfa/finance'
  await page.route('**/rpc/sources/test', (route) =>
    route.request().postData()?.includes('"123456"')
      ? route.continue()
      : route.fulfill({
          status: 401,
          contentType: 'application/json',
          body: JSON.stringify({
            json: {
              defined: true,
              code: 'sign-in-needed',
              status: 401,
              message: `Enter it: ${device}`,
              data: { device },
            },
          }),
        }),
  )
  const test = page.getByRole('button', { name: 'Test connection of acme' })
  const question = page.getByRole('dialog', { name: 'Code for signing in' })
  const checks = page.getByRole('list', { name: 'Connection of acme' })
  await test.click()
  await question.getByText(device).waitFor()
  await page.keyboard.press('Escape')
  await question.waitFor({ state: 'detached' })
  expect(await checks.count()).toBe(0)
  await test.click()
  await question.getByRole('textbox', { name: 'Code' }).fill('123 456')
  await page.keyboard.press('Enter')
  await checks.getByText('Reading works.').waitFor()
  await page.unroute('**/rpc/sources/test')
})

test('a sync shows what it would fetch, fetches it once that is confirmed, and is remembered', async () => {
  const { page } = window
  await goTo(page, 'Import')
  await page.getByRole('region', { name: 'Sync from S3' }).getByText('not synced yet').waitFor()
  await page.getByRole('button', { name: 'Sync acme' }).click()
  const plan = page.getByRole('dialog', { name: 'What is new in acme' })
  expect(await changesIn(plan)).toEqual([...['05', '06', '07'].map((month) => `New ${keyOf(month)}`), readme])
  await settled(page)
  expect(await seriousViolations(page)).toEqual([])
  expect((await clientOf(shell).imports.history()).length).toBe(0)
  await page.keyboard.press('Enter')
  await page.getByText(/^3 files with [\d,]+ rows entered the book; 0 refused\.$/).waitFor()
  await page.getByText(/^3 objects, .* came in from acme\.$/).waitFor()
  await goTo(page, 'Overview')
  const row = page.getByRole('region', { name: 'Sources' }).getByRole('row').filter({ hasText: 'acme' })
  await expect.poll(() => row.innerText()).toMatch(/\d{4}, \d{1,2}:\d{2} [AP]M\s+Jul 30, 2026/)
})

test('the next sync finds one new and one grown month, and says which took the place of the former', async () => {
  const { page } = window
  s3.put(bucket, keyOf('08'), feedOf('08'))
  s3.put(bucket, keyOf('07'), feedOf('07'))
  await page.getByRole('button', { name: 'Sync acme on the screen Import' }).click()
  await page.getByRole('button', { name: 'Sync acme' }).click()
  const plan = page.getByRole('dialog', { name: 'What is new in acme' })
  expect(await changesIn(plan)).toEqual([`New ${keyOf('08')}`, `Changed ${keyOf('07')}`, readme])
  await plan.getByText('Changed (1)').click()
  expect(await changesIn(plan)).toEqual([`Changed ${keyOf('07')}`])
  await plan.getByRole('button', { name: /^Fetch and import/ }).click()
  await page.getByText(/^2 files with [\d,]+ rows entered the book/).waitFor()
  await page.getByText('1 file took the place of a former version').waitFor()
  await page.getByText(/^It grew: 3 rows came to the \d+ rows of billingeventfeed_v1/).waitFor()
  await page.getByRole('button', { name: 'Undo this import' }).waitFor()
})

test('a sync with nothing new asks nothing, and shows what is skipped when that is wanted', async () => {
  const { page } = window
  const before = await lastSynced()
  await page.keyboard.press('Control+k')
  await page.getByRole('textbox', { name: 'Screen, data set or command' }).fill('sync acme')
  await page.keyboard.press('Enter')
  const notice = page.getByRole('status').filter({ hasText: 'Nothing new in acme' })
  await notice.getByText('1 skipped.').waitFor()
  expect((await lastSynced()) > before).toBe(true)
  expect((await clientOf(shell).imports.history()).length).toBe(2)
  await notice.getByRole('button', { name: 'Show' }).click()
  expect(await changesIn(page.getByRole('dialog', { name: 'Nothing new in acme' }))).toEqual([readme])
  await page.keyboard.press('Escape')
})

test('a source that is removed leaves what came from it, and the Overview still says when that was', async () => {
  const { page } = window
  await goTo(page, 'Settings')
  await page.getByRole('button', { name: 'Remove acme' }).click()
  const question = page.getByRole('dialog', { name: 'Remove acme' })
  await question.getByText('What came from it stays in every book.').waitFor()
  await question.getByRole('button', { name: 'Remove' }).click()
  await page.getByText('No source yet.').waitFor()
  await goTo(page, 'Overview')
  await page.getByRole('region', { name: 'Sources' }).getByText('no longer among the sources').waitFor()
  expect(window.foreignRequests).toEqual([])
})

const readme = 'Skipped exports/readme.md'

function keyOf(month: string): string {
  return `exports/billingeventfeed_v1/year=2026/month=${month}/data.csv`
}

function feedOf(month: string): string {
  return readFileSync(join(feeds, `billingeventfeed_v1/year=2026/month=${month}/data.csv`), 'utf8')
}

function withoutLastRows(text: string): string {
  return `${text.trimEnd().split('\n').slice(0, -3).join('\n')}\n`
}

/** The objects that a plan lists, each with what becomes of it. */
async function changesIn(plan: Locator): Promise<string[]> {
  const rows = plan.getByRole('table', { name: 'Objects' }).locator('tbody tr')
  await rows.first().waitFor()
  const texts = await rows.allInnerTexts()
  return texts.map((text) => text.split(/\s+/).slice(0, 2).join(' '))
}

async function lastSynced(): Promise<string> {
  const { rows } = await clientOf(shell).queries.page({ name: 'synced_sources', offset: 0, limit: 1 })
  return String(rows[0]?.['synced_at'])
}

function isFocused(element: Element): boolean {
  return element === element.ownerDocument.activeElement
}
