import type { ElectronParts } from './parts.ts'
import { wording } from './wording.ts'

/** What the engine asks of the system's key store, and the answer: a text, or why there is none. */
export type KeyStore = (action: 'seal' | 'open', text: string) => Promise<{ text: string } | { refusal: string }>

const { keys: words } = wording

/** With this Chromium marks, on Linux, what it encrypted with a password that every program knows. */
const knownPassword = Buffer.from('v10')

/**
 * The key store of the system, by Electron's safeStorage: what it seals, only the same person on this computer opens. On
 * Linux without a key ring it falls back to plain text (`basic_text`), and is refused.
 */
export function createKeyStore(
  { safeStorage }: Pick<ElectronParts, 'safeStorage'>,
  platform: NodeJS.Platform,
): KeyStore {
  const isPlain = (): boolean => platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text'
  return async (action, text) => {
    try {
      if (!(await safeStorage.isAsyncEncryptionAvailable())) return { refusal: words.unavailable }
      if (action === 'open') return { text: (await safeStorage.decryptStringAsync(Buffer.from(text, 'base64'))).result }
      if (isPlain()) return { refusal: words.plain }
      const sealed = await safeStorage.encryptStringAsync(text)
      if (platform === 'linux' && sealed.subarray(0, knownPassword.length).equals(knownPassword))
        return { refusal: words.plain }
      return { text: sealed.toString('base64') }
    } catch {
      // What it says may hold what was to be sealed.
      return { refusal: action === 'seal' ? words.unavailable : words.unreadable }
    }
  }
}
