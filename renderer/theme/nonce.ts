declare global {
  var __webpack_nonce__: string | undefined
}

/** The nonce that this page's content security policy allows for style elements; empty when the page was served without one. */
export function styleNonce(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')
  const nonce = meta?.nonce ?? ''
  return nonce === '%NONCE%' ? '' : nonce
}

/** Hands the nonce to libraries that make style elements by themselves: they look for it under this name. */
export function shareStyleNonce(): void {
  globalThis.__webpack_nonce__ = styleNonce()
}
