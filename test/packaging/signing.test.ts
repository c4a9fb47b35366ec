import { type Configuration, Packager, Platform } from 'electron-builder'
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
  expect(mac).toMatchObject({ target: 'dmg', identity: '-', hardenedRuntime: false, notarize: false })
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
    // electron-builder looks into the environment for both only where nothing is said here.
    expect(mac).not.toHaveProperty('identity')
    expect(mac).not.toHaveProperty('notarize')
  },
)
