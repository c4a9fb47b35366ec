import type { ElectronParts } from './parts.ts'

/** Schemes that stay on this machine: the page's own, and what a page carries in itself. */
const localSchemes: ReadonlySet<string> = new Set(['app:', 'data:', 'blob:', 'devtools:'])

/**
 * Turns off what Chromium fetches on its own account, and its search for a proxy. To be called before the application is
 * ready.
 */
export function silenceChromium({ app }: Pick<ElectronParts, 'app'>): void {
  app.commandLine.appendSwitch('no-proxy-server')
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
  app.commandLine.appendSwitch('disable-background-networking')
  app.commandLine.appendSwitch('disable-component-update')
  app.commandLine.appendSwitch('disable-domain-reliability')
}

/** Cancels every request that would leave the machine, whoever makes it. */
export function denyNetwork({ session }: Pick<ElectronParts, 'session'>): void {
  const { defaultSession } = session
  // The spell checker would download a dictionary.
  defaultSession.setSpellCheckerEnabled(false)
  defaultSession.webRequest.onBeforeRequest((details, answer) => {
    const isLocal = URL.canParse(details.url) && localSchemes.has(new URL(details.url).protocol)
    answer({ cancel: !isLocal })
  })
}
