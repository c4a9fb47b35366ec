import { randomBytes } from 'node:crypto'

/** Where a shell's page may connect to: the Electron page speaks through a port only, the web page to its own server. */
export interface PageSecurity {
  /** From `makeNonce`, a new one for each response. */
  readonly nonce: string
  readonly connect: 'nowhere' | 'self'
  /** Adds what Vite's development server needs: its inline script by nonce, and its socket. */
  readonly development?: boolean
}

/** 128 random bits for one response. */
export function makeNonce(): string {
  return randomBytes(16).toString('base64')
}

/** The page with each `%NONCE%` replaced. */
export function withNonce(page: string, nonce: string): string {
  return page.replaceAll('%NONCE%', nonce)
}

/**
 * The policy of the page, the same in every shell: scripts from its own files only, styles from its own files or with the
 * nonce (grids and the component library add style elements), icons as `data:` in those styles, and nothing from elsewhere.
 */
export function contentSecurityPolicy({ nonce, connect, development = false }: PageSecurity): string {
  const directives = {
    'default-src': "'none'",
    'script-src': development ? `'self' 'nonce-${nonce}'` : "'self'",
    'style-src': `'self' 'nonce-${nonce}'`,
    'img-src': "'self' data:",
    'font-src': "'self' data:",
    'connect-src':
      connect === 'nowhere' ? "'none'" : development ? "'self' ws://127.0.0.1:* ws://localhost:*" : "'self'",
    // Vite's client waits in a worker for a server that starts again.
    ...(development ? { 'worker-src': 'blob:' } : {}),
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  }
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ')
}

/** Headers for the page and everything it loads; names in lower case. */
export function pageHeaders(security: PageSecurity): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(security),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
    'cache-control': 'no-store',
  }
}
