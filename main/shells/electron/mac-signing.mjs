import { join } from 'node:path'

/**
 * How electron-builder signs for macOS, which depends on the environment.
 *
 * With a certificate in it (CSC_LINK or CSC_KEYCHAIN, or CSC_NAME for one in the person's own keychain) electron-builder
 * finds the Developer ID and fails where there is none, and notarises when the environment has what Apple asks for: an API
 * key with its id and issuer, an Apple ID with password and team, or a keychain profile.
 *
 * Without one the application is signed ad hoc: Apple Silicon starts nothing whose bytes do not fit their signature. The
 * hardened runtime would not load Electron's frameworks into it, for who signs ad hoc is of no team, and Apple does not
 * notarise it. The entitlements are our own: electron-builder's would let any library be loaded, and memory be written and
 * then run.
 */
export default function macSigning() {
  const hasCertificate = ['CSC_LINK', 'CSC_KEYCHAIN', 'CSC_NAME'].some((name) => process.env[name]?.trim())
  const entitlements = join(import.meta.dirname, 'entitlements.plist')
  return {
    mac: {
      entitlements,
      entitlementsInherit: entitlements,
      ...(hasCertificate
        ? { hardenedRuntime: true, forceCodeSigning: true }
        : { identity: '-', hardenedRuntime: false, notarize: false }),
    },
  }
}
