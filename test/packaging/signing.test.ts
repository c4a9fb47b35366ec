import { type Configuration, Packager, Platform } from 'electron-builder'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

/** Everything in the environment that electron-builder signs and notarises by. */
const variables = [
  'CSC_LINK',
  'CSC_NAME',
  'CSC_KEYCHAIN',
  'APPLE_ID',
  'APPLE_APP_SPECIFIC_PASSWORD',
  'APPLE_TEAM_ID',
  'APPLE_API_KEY',
  'APPLE_API_KEY_ID',
  'APPLE_API_ISSUER',
  'APPLE_KEYCHAIN_PROFILE',
]

beforeEach(() => {
  for (const name of variables) vi.stubEnv(name, undefined)
})
afterEach(() => void vi.unstubAllEnvs())

const entitlements = join(import.meta.dirname, '../../main/shells/electron/entitlements.plist')

/** The configuration that `npm run package` works by on macOS. */
async function configuration(): Promise<Configuration> {
  const packager = new Packager({
    projectDir: join(import.meta.dirname, '../..'),
    targets: Platform.MAC.createTarget(),
  })
  // It is checked against electron-builder's own description of what may stand in it.
  await packager.validateConfig()
  return packager.config
}

test('without a certificate the application for macOS is signed ad hoc, after its fuses are set', async () => {
  vi.stubEnv('APPLE_ID', 'someone@example.com')
  // As a runner gives a secret that nobody has set.
  vi.stubEnv('CSC_LINK', '')
  const { mac, electronFuses } = await configuration()
  expect(electronFuses).toMatchObject({ runAsNode: false, resetAdHocDarwinSignature: true })
  expect(mac).toMatchObject({ target: 'dmg', identity: '-', hardenedRuntime: false, notarize: false, entitlements })
})

test.each([
  ['CSC_LINK', 'certificate.p12'],
  ['CSC_NAME', 'Acorn Waffle (TEAM123456)'],
  ['CSC_KEYCHAIN', 'signing.keychain'],
])(
  'with %s it is signed by that certificate or not made, and notarised where Apple can be asked',
  async (name, value) => {
    vi.stubEnv(name, value)
    const { mac, electronFuses } = await configuration()
    expect(electronFuses).toMatchObject({ resetAdHocDarwinSignature: true })
    expect(mac).toMatchObject({ target: 'dmg', hardenedRuntime: true, forceCodeSigning: true })
    expect(mac).toMatchObject({ entitlements, entitlementsInherit: entitlements })
    // electron-builder looks into the environment for both only where nothing is said here.
    expect(mac).not.toHaveProperty('identity')
    expect(mac).not.toHaveProperty('notarize')
  },
)

test('the entitlements let scripts be compiled, and neither foreign libraries in nor memory be written and run', () => {
  const keys = [...readFileSync(entitlements, 'utf8').matchAll(/<key>(.+?)<\/key>/g)].map(([, key]) => key)
  expect(keys).toEqual(['com.apple.security.cs.allow-jit'])
})

test('reports are opened with Tieout beside the programs that open them, and only books belong to it', async () => {
  const { fileAssociations, mac, win, linux, nsis } = await configuration()
  expect(fileAssociations).toMatchObject([{ ext: 'tieout', role: 'Editor' }])
  expect(mac?.fileAssociations).toMatchObject([{ role: 'Viewer', rank: 'Alternate' }])
  const kinds = [mac?.fileAssociations ?? []].flat().flatMap(({ ext }) => ext)
  expect(kinds).toEqual(expect.arrayContaining(['csv', 'xlsx', 'zip', 'gz', 'parquet']))
  // On Windows and Linux an association of electron-builder's is one of the double click.
  expect([win?.fileAssociations, linux?.fileAssociations]).toEqual([undefined, undefined])
  expect(linux?.mimeTypes).toContain('text/csv')
  const script = readFileSync(join(import.meta.dirname, '../..', String(nsis?.include)), 'utf8')
  for (const kind of kinds) expect(script).toContain(`\\SupportedTypes" ".${kind}"`)
  expect(script).not.toMatch(/Software\\Classes\\\.|APP_ASSOCIATE/)
})
