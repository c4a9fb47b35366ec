import { isSameSecret, makeSecret } from './guard.ts'

const millisecondsOfCode = 120_000

/** Codes for one use, by which a browser that was opened from here gets the token. */
export interface StartCode {
  make(): string
  /** True for a code that was made, within two minutes, the first time. */
  take(code: string): boolean
}

/** The address of a program's start can be read by everybody on the machine, so it holds a code and not the token. */
export function startCodes(): StartCode {
  const codes = new Map<string, number>()
  return {
    make() {
      const code = makeSecret()
      codes.set(code, Date.now() + millisecondsOfCode)
      return code
    },
    take(code) {
      for (const [known, until] of codes) {
        if (until < Date.now()) codes.delete(known)
        else if (isSameSecret(code, known)) return codes.delete(known)
      }
      return false
    },
  }
}
