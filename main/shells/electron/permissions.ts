import type { ElectronParts, WebContents } from './parts.ts'
import { pageOrigin } from './protocol.ts'

/** The page copies rows as text; it never reads the clipboard by script, and asks for nothing else. */
const allowedPermissions: ReadonlySet<string> = new Set(['clipboard-sanitized-write'])

/** Denies everything that a page can ask of the system, except writing text to the clipboard. */
export function denyPermissions({ session }: Pick<ElectronParts, 'session'>): void {
  const { defaultSession } = session
  defaultSession.setPermissionRequestHandler((contents, permission, answer, details) =>
    answer(allowedPermissions.has(permission) && details.isMainFrame && isPage(contents)),
  )
  defaultSession.setPermissionCheckHandler(
    (contents, permission, origin, details) =>
      allowedPermissions.has(permission) && details.isMainFrame && isOrigin(origin) && isPage(contents),
  )
  defaultSession.setDevicePermissionHandler(() => false)
  defaultSession.on('will-download', (event) => event.preventDefault())
}

/** Keeps every window on its page: no navigation, no new window, no embedded page, no redirect. */
export function denyNavigation({ app }: Pick<ElectronParts, 'app'>): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-frame-navigate', (event) => {
      // A reload is a navigation to the page itself; its place stands in the hash.
      if (!event.isMainFrame || !isPageAddress(event.url)) event.preventDefault()
    })
  })
}

function isPage(contents: WebContents | null): boolean {
  return contents !== null && isPageAddress(contents.getURL())
}

function isPageAddress(address: string): boolean {
  return address === pageOrigin || address.startsWith(`${pageOrigin}/`)
}

function isOrigin(origin: string): boolean {
  return origin === pageOrigin || origin === `${pageOrigin}/`
}
